//! Names of countries in the nine languages of the vocabulary: a text may say 日本, Japan or JP.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::vocabulary::{Lang, fold};

struct Country {
    code: &'static str,
    /// In the order of [`Lang::ALL`].
    names: Vec<&'static str>,
    /// Other names that people write, in any language.
    others: Vec<&'static str>,
}

static COUNTRIES: LazyLock<Vec<Country>> =
    LazyLock::new(|| include_str!("data/countries.tsv").lines().filter_map(country).collect());

/// A name's language, if it is one of the nine, and the code of the country.
type Named = (Option<Lang>, &'static str);

/// Folded names; a name that means two countries in two languages stands under both.
static KEYS: LazyLock<HashMap<String, Vec<Named>>> = LazyLock::new(|| {
    let mut keys: HashMap<String, Vec<_>> = HashMap::new();
    for country in COUNTRIES.iter() {
        let named = Lang::ALL.into_iter().map(Some).zip(country.names.iter());
        let others = country.others.iter().chain([&country.code]).map(|name| (None, name));
        for (lang, name) in named.chain(others) {
            let held = keys.entry(fold(name)).or_default();
            if !held.contains(&(lang, country.code)) {
                held.push((lang, country.code));
            }
        }
    }
    keys
});

fn country(line: &'static str) -> Option<Country> {
    let mut columns = line.split('\t');
    let code = columns.next().filter(|code| code.len() == 2)?;
    let names: Vec<&str> = columns.by_ref().take(Lang::ALL.len()).collect();
    let others = columns.next().unwrap_or_default().split('|').filter(|name| !name.is_empty()).collect();
    Some(Country { code, names, others })
}

/// The ISO 3166-1 alpha-2 code of a country by any of its names, its code, or its flag. `lang` decides between
/// countries that are called the same in two languages.
pub fn find(text: &str, lang: Option<Lang>) -> Option<&'static str> {
    if let Some(code) = flag(text) {
        return COUNTRIES.iter().find(|country| country.code == code).map(|country| country.code);
    }
    let held = KEYS.get(&fold(text))?;
    let code = |(_, code): &Named| *code;
    let first = held.first().map(code)?;
    if held.iter().all(|entry| code(entry) == first) {
        return Some(first);
    }
    held.iter().find(|(held, _)| held.is_some() && *held == lang).map(code)
}

/// The name of a country in a language of the vocabulary.
pub fn name(code: &str, lang: Lang) -> Option<&'static str> {
    let country = COUNTRIES.iter().find(|country| country.code == code)?;
    Lang::ALL.iter().zip(&country.names).find(|(held, _)| **held == lang).map(|(_, name)| *name)
}

/// Whether a text says the name of a country, in any language. A name that is also another word counts as said.
pub fn is_named(code: &str, text: &str) -> bool {
    let Some(country) = COUNTRIES.iter().find(|country| country.code == code) else { return false };
    let text = text.to_lowercase();
    let mut names = country.names.iter().chain(&country.others).map(|name| name.to_lowercase());
    names.any(|name| !name.is_empty() && stands_in(&name, &text))
}

/// Whether a word stands in a text: by itself where its script puts spaces between words, so that Oman is no woman.
fn stands_in(word: &str, text: &str) -> bool {
    if !word.chars().all(|letter| letter < MIN_LETTER_WITHOUT_SPACES) {
        return text.contains(word);
    }
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at.saturating_add(word.len())..).and_then(|after| after.chars().next());
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// Scripts that write words without spaces between them begin here: Thai, kana, kanji. So does hangul, whose words take
/// endings.
const MIN_LETTER_WITHOUT_SPACES: char = '\u{e00}';

/// The code that a flag consists of: two regional indicators.
fn flag(text: &str) -> Option<String> {
    let letter = |c: char| char::from_u32(u32::from(c).checked_sub(0x1f1e6)? + u32::from('A'));
    let text = text.trim();
    if text.chars().count() != 2 || !text.chars().all(|c| matches!(c, '\u{1f1e6}'..='\u{1f1ff}')) {
        return None;
    }
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_found_by_its_name_in_every_language() {
        for country in COUNTRIES.iter() {
            for lang in Lang::ALL {
                let name = name(country.code, lang).unwrap();
                assert_eq!(find(name, Some(lang)), Some(country.code), "{name} in {}", lang.tag());
            }
        }
    }

    #[test]
    fn a_text_says_a_country_in_words_and_a_part_of_a_word_does_not() {
        for (code, text) in [
            ("JP", "I live in Japan."),
            ("JP", "日本で処方されました"),
            ("OM", "From Oman, years ago"),
            ("NL", "Aux Pays-Bas."),
            ("KR", "한국에서 처방받았어요"),
        ] {
            assert!(is_named(code, text), "{code}: {text}");
        }
        for (code, text) in [("OM", "A woman told me."), ("JP", "I live abroad."), ("JP", "")] {
            assert!(!is_named(code, text), "{code}: {text}");
        }
    }

    #[test]
    fn people_write_countries_in_other_ways_too() {
        for (text, code) in [
            ("USA", "US"),
            ("米国", "US"),
            ("EE. UU.", "US"),
            ("英国", "GB"),
            ("England", "GB"),
            ("韓国", "KR"),
            ("台灣", "TW"),
            ("jp", "JP"),
            ("🇯🇵", "JP"),
            ("Deutschland", "DE"),
            ("브라질", "BR"),
            ("Pays-Bas", "NL"),
        ] {
            assert_eq!(find(text, None), Some(code), "{text}");
        }
        for text in ["Tokyo", "Japan, Tokyo", "", "Europe"] {
            assert_eq!(find(text, None), None, "{text}");
        }
    }
}
