//! The words that the rules know, as data: `words/*.toml`. Written for this project, read once.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer};

use super::letters::{Text, is_han, is_hiragana, is_katakana};

/// Whether a character stands in words that spaces part.
fn is_spaced(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c) && !is_hiragana(c) && !is_katakana(c)
}

/// All lists.
pub(super) fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> = LazyLock::new(|| {
        let both = concat!(include_str!("words/en.toml"), "\n", include_str!("words/ja.toml"));
        toml::from_str(both).unwrap_or_default()
    });
    &LISTS
}

/// Words or phrases of a list, one a line or parted by commas.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    all: HashSet<String>,
    by_first: HashMap<char, Vec<Vec<char>>>,
    by_last: HashMap<char, Vec<Vec<char>>>,
}

impl Phrases {
    fn read(lines: &str) -> Self {
        let mut phrases = Self::default();
        for phrase in lines.split([',', '\n']).map(str::trim).filter(|phrase| !phrase.is_empty()) {
            let letters: Vec<char> = phrase.chars().collect();
            let ends = letters.first().copied().zip(letters.last().copied());
            if let Some((first, last)) = ends.filter(|_| phrases.all.insert(phrase.to_owned())) {
                phrases.by_first.entry(first).or_default().push(letters.clone());
                phrases.by_last.entry(last).or_default().push(letters);
            }
        }
        let longest_first = |lists: &mut HashMap<char, Vec<Vec<char>>>| {
            for list in lists.values_mut() {
                list.sort_unstable_by_key(|letters| std::cmp::Reverse(letters.len()));
            }
        };
        longest_first(&mut phrases.by_first);
        longest_first(&mut phrases.by_last);
        phrases
    }

    pub(super) fn contains(&self, word: &str) -> bool {
        self.all.contains(word)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(String::as_str)
    }

    /// Where the longest phrase ends that stands at a place.
    pub(super) fn at(&self, text: &Text, place: usize) -> Option<usize> {
        let found = self.by_first.get(&text.small_at(place))?;
        found.iter().find(|letters| text.has(place, letters)).map(|letters| place + letters.len())
    }

    /// The same for phrases of whole words: no letter may follow.
    pub(super) fn whole_at(&self, text: &Text, place: usize) -> Option<usize> {
        let found = self.by_first.get(&text.small_at(place))?;
        let mut ends =
            found.iter().filter(|letters| text.has(place, letters)).map(|letters| place + letters.len());
        ends.find(|end| !is_spaced(text.at(*end)) || !is_spaced(text.before(*end)))
    }

    /// Where the longest phrase begins that ends right before a place.
    pub(super) fn before(&self, text: &Text, place: usize) -> Option<usize> {
        let found = self.by_last.get(&text.small_at(place.checked_sub(1)?))?;
        let starts = found.iter().filter_map(|letters| Some((place.checked_sub(letters.len())?, letters)));
        starts.into_iter().find(|(start, letters)| text.has(*start, letters)).map(|(start, _)| start)
    }
}

impl<'de> Deserialize<'de> for Phrases {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self::read(&String::deserialize(from)?))
    }
}

/// The sections of the files. What each list is for stands there.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lists {
    pub common: Common,
    pub shapes: Shapes,
    pub contact: Contact,
    pub records: Records,
    pub phones: Phones,
    pub dates: Dates,
    pub ages: Ages,
    pub ages_ja: AgesJa,
    pub dates_ja: DatesJa,
    pub streets: Streets,
    pub places_en: PlacesEn,
    pub places_ja: PlacesJa,
    pub practices_en: PracticesEn,
    pub practices_ja: PracticesJa,
    pub organisations_en: OrganisationsEn,
    pub organisations_ja: OrganisationsJa,
    pub names_en: NamesEn,
    pub names_ja: NamesJa,
    pub children: Children,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Common {
    pub starters: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shapes {
    pub pharmacy: Phrases,
    pub hospital: Phrases,
    pub station: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contact {
    pub endings: Phrases,
    pub public_hosts: Phrases,
    pub providers: Phrases,
    pub networks: Phrases,
    pub also_words: Phrases,
    pub account_words: Phrases,
    pub between: Phrases,
    pub not_accounts: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Records {
    pub names: Phrases,
    pub fillers: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phones {
    pub before: Phrases,
    pub not_before: Phrases,
    pub units: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dates {
    pub months: Phrases,
    pub also_words: Phrases,
    pub ordinals: Phrases,
    pub counted: Phrases,
    pub not_after: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatesJa {
    pub eras: Phrases,
    pub born_after: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ages {
    pub vague_before: Phrases,
    pub things: Phrases,
    pub may_follow: Phrases,
    pub people: Phrases,
    pub after_at: Phrases,
    pub tens: Phrases,
    pub ones: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgesJa {
    pub guess_before: Phrases,
    pub guess_after: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Streets {
    pub types: Phrases,
    pub loose_types: Phrases,
    pub before_name: Phrases,
    pub in_names: Phrases,
    pub other_words: Phrases,
    pub flats: Phrases,
    pub joined_endings: Phrases,
    pub famous: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlacesEn {
    pub cities: Phrases,
    pub also_words: Phrases,
    pub countries: Phrases,
    pub prepositions: Phrases,
    pub dwelling: Phrases,
    pub things: Phrases,
    pub state_codes: Phrases,
    pub code_words: Phrases,
    pub british_areas: Phrases,
    pub ward_endings: Phrases,
    pub not_wards: Phrases,
    pub not_stations: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlacesJa {
    pub prefectures: Phrases,
    pub known: Phrases,
    pub hiragana: Phrases,
    pub not_stations: Phrases,
    pub after_station: Phrases,
    pub may_follow: Phrases,
    pub things_after: Phrases,
    pub buildings: Phrases,
    pub municipalities: Vec<Municipality>,
}

/// An ending like 区 with the words in which it means something else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Municipality {
    pub sign: char,
    /// Fewest characters of a name that is not in the lists.
    pub least: usize,
    pub not_before: Phrases,
    pub not_after: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PracticesEn {
    pub endings: Phrases,
    pub small_endings: Phrases,
    pub generic: Phrases,
    pub subjects: Phrases,
    pub publishers: Phrases,
    pub beginnings: Phrases,
    pub known: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PracticesJa {
    pub endings: Phrases,
    pub not_after: Phrases,
    pub general: Phrases,
    pub hiragana: Phrases,
    pub known: Phrases,
    pub not_hiragana: Phrases,
    pub not_first: Phrases,
    pub not_names: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationsEn {
    pub companies: Phrases,
    pub working: Phrases,
    pub not_employers: Phrases,
    pub studying: Phrases,
    pub school_endings: Phrases,
    pub school_general: Phrases,
    pub research: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationsJa {
    pub company_marks: Phrases,
    pub company_endings: Phrases,
    pub company_general: Phrases,
    pub working: Phrases,
    pub not_employers: Phrases,
    pub school_endings: Phrases,
    pub school_general: Phrases,
    pub school_short: Phrases,
    pub school_context: Phrases,
    pub not_after_school: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamesEn {
    pub titles: Phrases,
    pub capital_titles: Phrases,
    pub not_names: Phrases,
    pub particles: Phrases,
    pub relations: Phrases,
    pub introductions: Phrases,
    pub degrees: Phrases,
    pub given: Phrases,
    pub family: Phrases,
    pub not_family: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamesJa {
    pub family: Phrases,
    pub family_kana: Phrases,
    pub given: Phrases,
    pub honorifics: Phrases,
    pub strict_honorifics: Phrases,
    pub titles: Phrases,
    pub not_names: Phrases,
    pub not_endings: Phrases,
    pub family_endings: Phrases,
    pub not_katakana: Phrases,
    pub before: Phrases,
    pub introductions: Phrases,
    pub roles: Phrases,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Children {
    pub words: Phrases,
    pub words_ja: Phrases,
    pub called: Phrases,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_can_be_read_and_no_list_is_empty() {
        let both = concat!(include_str!("words/en.toml"), "\n", include_str!("words/ja.toml"));
        let lists = toml::from_str::<Lists>(both).unwrap_or_else(|error| panic!("{error}"));
        assert!(format!("{lists:?}").len() > 10_000);
        assert!(!format!("{lists:?}").contains("all: {}"));
    }

    #[test]
    fn the_longest_phrase_is_found_on_either_side_of_a_place() {
        let phrases = Phrases::read("東京, 東京都\n京都");
        let text = Text::read("元東京都民");
        assert_eq!(phrases.at(&text, 1), Some(4));
        assert_eq!(phrases.before(&text, 4), Some(1));
        assert_eq!(phrases.at(&text, 0), None);
    }
}
