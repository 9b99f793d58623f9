//! The words that the parser knows beside the vocabulary: severity, quantities, headings, chrome, greetings.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::vocabulary::{List, fold};

/// Words of the facts themselves, as data: `data/words.toml`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Words {
    #[serde(deserialize_with = "by_level")]
    pub severity: HashMap<String, u8>,
    pub lists: ListWords,
    pub age: AgeWords,
    pub quantity: QuantityWords,
    pub onset: OnsetWords,
    pub dose: DoseWords,
}

/// Words in an open list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ListWords {
    /// As written: their spaces matter.
    pub and: Vec<String>,
    pub etc: Prefixes,
    #[serde(deserialize_with = "keys")]
    pub none: HashSet<String>,
    pub denial_before: Prefixes,
    pub denial_after: Prefixes,
}

/// Words around an age.
#[derive(Debug, Default, Deserialize)]
pub(super) struct AgeWords {
    pub before: Prefixes,
    pub after: Prefixes,
    pub between: Prefixes,
}

/// Words of a length of time.
#[derive(Debug, Default, Deserialize)]
pub(super) struct QuantityWords {
    pub about: Prefixes,
    pub about_after: Prefixes,
    pub ignore_before: Prefixes,
    pub ignore_after: Prefixes,
    pub since_before: Prefixes,
    pub since_after: Prefixes,
    pub between: Prefixes,
    pub joiner: Prefixes,
    pub half: Prefixes,
    pub half_after: Prefixes,
    pub half_before_unit: Prefixes,
    pub units: Units,
    #[serde(deserialize_with = "numbers")]
    pub numbers: Vec<(String, f64)>,
}

/// Units of time.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Units {
    pub days: Prefixes,
    pub weeks: Prefixes,
    pub months: Prefixes,
    pub years: Prefixes,
}

/// Words around the number of a day.
#[derive(Debug, Default, Deserialize)]
pub(super) struct OnsetWords {
    pub day_before: Prefixes,
    pub day_after: Prefixes,
}

/// Words of a dose.
#[derive(Debug, Default, Deserialize)]
pub(super) struct DoseWords {
    pub units: Prefixes,
    /// What may follow the unit: "per day", "daily".
    pub rhythm: Prefixes,
}

/// Words around a story, as data: `data/page.toml`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Page {
    pub greetings: Vec<String>,
    pub chrome: Chrome,
    heading: RawHeading,
    languages: BTreeMap<String, Vec<String>>,
    /// Every word that an edition heading may consist of.
    #[serde(skip)]
    pub heading_words: HashMap<String, HeadingWord>,
}

/// What a story page says around the story; keys of letters and digits.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Chrome {
    #[serde(deserialize_with = "letters")]
    pub start: HashSet<String>,
    #[serde(deserialize_with = "letters")]
    pub end: HashSet<String>,
    #[serde(deserialize_with = "letters")]
    pub call: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
struct RawHeading {
    original: Vec<String>,
    translation: Vec<String>,
    machine: Vec<String>,
    engines: Vec<String>,
    version: Vec<String>,
    fill: Vec<String>,
}

/// What one word of an edition heading means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HeadingWord {
    Original,
    Translation,
    Machine,
    /// A machine, by its name.
    Engine(String),
    /// "version", "text": goes with a language.
    Version,
    Fill,
    /// BCP 47.
    Language(String),
}

/// Folded words, the longest first, so that the first that fits is the right one.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Prefixes(Vec<String>);

impl From<Vec<String>> for Prefixes {
    fn from(words: Vec<String>) -> Self {
        let mut folded: Vec<String> =
            words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
        folded.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        folded.dedup();
        Self(folded)
    }
}

impl Prefixes {
    /// What follows the longest word that a folded text begins with.
    pub fn strip<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.0.iter().find_map(|word| text.strip_prefix(word.as_str()))
    }

    /// What stands before the longest word that a folded text ends with.
    pub fn strip_end<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.0.iter().find_map(|word| text.strip_suffix(word.as_str()))
    }

    /// Whether a folded text is one of the words.
    pub fn holds(&self, text: &str) -> bool {
        self.0.iter().any(|word| word == text)
    }
}

/// The words of this release. A test reads them, so an empty answer cannot happen in one.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let mut words: Words = toml::from_str(include_str!("data/words.toml")).unwrap_or_default();
        for word in List::Severity.words() {
            if let Ok(level) = word.code.parse() {
                words.severity.insert(fold(word.text), level);
            }
        }
        words
    });
    &WORDS
}

/// The words around a story. See [`words`].
pub(super) fn page() -> &'static Page {
    static PAGE: LazyLock<Page> = LazyLock::new(|| {
        let mut page: Page = toml::from_str(include_str!("data/page.toml")).unwrap_or_default();
        page.heading_words = page.index();
        page
    });
    &PAGE
}

/// Only the letters and digits of the folded text: for phrases whose punctuation does not matter.
pub(super) fn letters_of(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Page {
    /// Later groups do not take a word from earlier ones: 英文 is English, not "English version".
    fn index(&self) -> HashMap<String, HeadingWord> {
        let mut index = HashMap::new();
        let mut add = |words: &[String], meaning: &dyn Fn(&str) -> HeadingWord| {
            for word in words {
                index.entry(letters_of(word)).or_insert_with(|| meaning(word));
            }
        };
        add(&self.heading.original, &|_| HeadingWord::Original);
        add(&self.heading.translation, &|_| HeadingWord::Translation);
        add(&self.heading.machine, &|_| HeadingWord::Machine);
        add(&self.heading.engines, &|name| HeadingWord::Engine(name.to_owned()));
        for (code, names) in &self.languages {
            add(names, &|_| HeadingWord::Language(code.clone()));
        }
        add(&self.heading.version, &|_| HeadingWord::Version);
        add(&self.heading.fill, &|_| HeadingWord::Fill);
        index
    }
}

fn by_level<'de, D: serde::Deserializer<'de>>(data: D) -> Result<HashMap<String, u8>, D::Error> {
    let levels = BTreeMap::<String, Vec<String>>::deserialize(data)?;
    let mut words = HashMap::new();
    // From strong to mild: a word that stands twice keeps the milder level.
    for (level, listed) in levels.iter().rev() {
        let level = level.parse().map_err(serde::de::Error::custom)?;
        words.extend(listed.iter().map(|word| (fold(word), level)));
    }
    Ok(words)
}

fn keys<'de, D: serde::Deserializer<'de>>(data: D) -> Result<HashSet<String>, D::Error> {
    let words = Vec::<String>::deserialize(data)?;
    Ok(words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect())
}

fn letters<'de, D: serde::Deserializer<'de>>(data: D) -> Result<HashSet<String>, D::Error> {
    let words = Vec::<String>::deserialize(data)?;
    Ok(words.iter().map(|word| letters_of(word)).collect())
}

fn numbers<'de, D: serde::Deserializer<'de>>(data: D) -> Result<Vec<(String, f64)>, D::Error> {
    let listed = BTreeMap::<String, Vec<String>>::deserialize(data)?;
    let mut folded = Vec::new();
    for (value, words) in &listed {
        let value = value.parse().map_err(serde::de::Error::custom)?;
        folded.extend(words.iter().map(|word| (fold(word), value)));
    }
    folded.sort_unstable_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    folded.dedup_by(|(a, _), (b, _)| a == b);
    Ok(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_files_can_be_read() {
        let words_file = toml::from_str::<Words>(include_str!("data/words.toml"));
        assert_eq!(words_file.err().map(|error| error.message().to_owned()), None);
        let page_file = toml::from_str::<Page>(include_str!("data/page.toml"));
        assert_eq!(page_file.err().map(|error| error.message().to_owned()), None);
        assert!(words().severity.len() > 200 && page().heading_words.len() > 100);
    }
}
