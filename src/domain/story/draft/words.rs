//! The words that the parser knows beside the vocabulary: severity, quantities, headings, chrome, greetings.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::str::FromStr;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::vocabulary::{Lang, List, fold};

/// Words of the facts themselves, as data: `data/words.toml`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Words {
    #[serde(deserialize_with = "by_level")]
    pub severity: HashMap<String, u8>,
    pub lists: ListWords,
    pub age: AgeWords,
    /// By language and word: which gender a letter means.
    pub gender: GenderLetters,
    pub bounds: BoundWords,
    pub unsaid: UnsaidWords,
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
    /// What may stand around such a value.
    pub none_before: Prefixes,
    pub none_after: Prefixes,
    /// What leads over to a further entry.
    pub lead: Vec<String>,
    /// What may stand around a known term without changing what it means.
    pub filler_before: Prefixes,
    pub filler_after: Prefixes,
    pub denial_before: Prefixes,
    pub denial_after: Prefixes,
}

/// Words around an age.
#[derive(Debug, Default, Deserialize)]
pub(super) struct AgeWords {
    pub before: Prefixes,
    pub after: Prefixes,
    pub between: Prefixes,
    pub decade_after: Prefixes,
    /// Which years of a decade: "early" is 0 to 4.
    pub parts: Named<Span>,
    pub decades: Named<u32>,
    pub numbers: Named<u32>,
    pub tens: Named<u32>,
}

/// Letters for a gender, by language.
#[derive(Debug, Default, Deserialize)]
pub(super) struct GenderLetters {
    pub woman: BTreeMap<Lang, Vec<String>>,
    pub man: BTreeMap<Lang, Vec<String>>,
}

/// Words that leave one side of a value open.
#[derive(Debug, Default, Deserialize)]
pub(super) struct BoundWords {
    pub over_before: Prefixes,
    pub over_after: Prefixes,
    pub under_before: Prefixes,
    pub under_after: Prefixes,
}

/// Words that say of an entry that the writer does not state it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct UnsaidWords {
    pub people: Within,
    pub doubts: Within,
    pub guesses: Within,
    pub denials: Within,
    pub clauses: Within,
    /// As written, in small letters.
    pub tails: Vec<String>,
    #[serde(deserialize_with = "keys")]
    pub states: HashSet<String>,
}

/// Words of a length of time.
#[derive(Debug, Default, Deserialize)]
pub(super) struct QuantityWords {
    pub about: Prefixes,
    pub about_after: Prefixes,
    pub ignore_before: Prefixes,
    pub ignore_after: Prefixes,
    pub ago_before: Prefixes,
    pub ago_after: Prefixes,
    pub after_before: Prefixes,
    pub after_after: Prefixes,
    pub during_before: Prefixes,
    pub during_after: Prefixes,
    pub between: Prefixes,
    pub joiner: Prefixes,
    pub half: Prefixes,
    pub half_after: Prefixes,
    pub half_before_unit: Prefixes,
    pub units: Units,
    pub numbers: Named<f64>,
    /// Numbers that are not said: "a few" is 2 to 5.
    pub vague: Named<Span>,
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
    /// What may stand between a name and its dose: "XR".
    #[serde(deserialize_with = "keys")]
    pub forms: HashSet<String>,
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

/// Folded words with what each stands for, the longest first.
#[derive(Debug, Deserialize)]
#[serde(try_from = "BTreeMap<String, Vec<String>>")]
#[serde(bound(deserialize = "T: FromStr"))]
pub(super) struct Named<T>(Vec<(String, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: FromStr> TryFrom<BTreeMap<String, Vec<String>>> for Named<T> {
    type Error = String;

    fn try_from(listed: BTreeMap<String, Vec<String>>) -> Result<Self, String> {
        let mut named = Vec::new();
        for (key, words) in listed {
            for word in words {
                let meaning = key.parse().ok().ok_or_else(|| format!("{key:?} is none of its kind"))?;
                named.push((fold(&word), meaning));
            }
        }
        named.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        Ok(Self(named))
    }
}

impl<T: Copy> Named<T> {
    /// What the longest word means that a folded text begins with, and what follows.
    pub fn strip<'a>(&self, text: &'a str) -> Option<(T, &'a str)> {
        self.fitting(text).next()
    }

    /// Every word that a folded text begins with, the longest first.
    pub fn fitting<'a>(&self, text: &'a str) -> impl Iterator<Item = (T, &'a str)> {
        self.0.iter().filter_map(move |(word, meaning)| Some((*meaning, text.strip_prefix(word.as_str())?)))
    }
}

/// Two numbers and all between them, written "2-5".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub first: u32,
    pub last: u32,
}

impl FromStr for Span {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        Ok(Self { first: first.parse()?, last: last.parse()? })
    }
}

/// Words to be found anywhere in a text: with spaces around them, or, in scripts without spaces, as they are.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Within {
    /// Folded words with a space on either side.
    spaced: Vec<String>,
    joined: Vec<String>,
}

impl From<Vec<String>> for Within {
    fn from(words: Vec<String>) -> Self {
        let (joined, spaced) = words.iter().partition::<Vec<&String>, _>(|word| word.contains(is_joined));
        Self {
            spaced: spaced.into_iter().map(|word| spaced_out(word)).collect(),
            joined: joined.into_iter().map(|word| fold(word)).collect(),
        }
    }
}

impl Within {
    /// Whether a text holds one of the words.
    pub fn is_in(&self, text: &Searched) -> bool {
        self.spaced.iter().any(|word| text.spaced.contains(word.as_str()))
            || self.joined.iter().any(|word| text.folded.contains(word.as_str()))
    }
}

/// A text in the forms in which words are looked for in it.
#[derive(Debug)]
pub(super) struct Searched {
    spaced: String,
    folded: String,
}

impl Searched {
    /// Makes both forms once, for several lists of words.
    pub fn of(text: &str) -> Self {
        Self { spaced: spaced_out(text), folded: fold(text) }
    }
}

/// Letters that are written without spaces between the words, or with particles joined to them.
pub(super) fn is_joined(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}')
}

/// The folded words of a text with one space around each.
fn spaced_out(text: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    let words = text.split(|c: char| !is_part(c)).filter(|word| !word.is_empty());
    words.fold(String::from(" "), |spaced, word| spaced + &fold(word) + " ")
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
