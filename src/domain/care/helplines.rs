//! Helplines: checked telephone numbers by country, shown only while they can be trusted.
//!
//! A number is shown when at least two independent sources agree on it and it was verified within the last
//! twelve months. Which country's numbers a reader sees is the reader's choice; it is never guessed from an address.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::Deserialize;

use crate::base::i18n::Language;

/// One page in three has had a digit wrong: a number that stands on one page only is not shown.
const LEAST_SOURCES: usize = 2;

/// How long a verified number is trusted.
const TRUSTED_FOR: Months = Months::new(12);

/// One helpline.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Helpline {
    /// ISO 3166-1 alpha-2 code of the country in which the number works.
    pub country: String,
    /// Its name by language; always at least one.
    pub name: BTreeMap<String, String>,
    /// What a person dials in that country, e.g. `0120-279-338` or `988`; never the international form.
    pub dial: String,
    /// Further numbers of the same service.
    #[serde(default)]
    pub also: Vec<String>,
    /// Number for text messages, if the service answers them.
    pub text: Option<String>,
    /// Address of the service's own chat page.
    pub chat: Option<String>,
    /// When somebody answers.
    pub hours: Hours,
    /// Whether the call costs nothing; nothing is said when it is not known.
    pub free: Option<bool>,
    /// Languages that are spoken there, as BCP 47 codes.
    pub languages: Vec<String>,
    /// The day on which the sources were last compared.
    pub verified_on: NaiveDate,
    /// The independent pages that agree on the number.
    pub sources: Vec<String>,
}

/// When a helpline answers, as far as the sources tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hours {
    /// Day and night.
    Always,
    /// Different hours in different regions.
    ByRegion,
    /// At least eighteen hours a day.
    MostOfDay,
    /// Some hours in the evening.
    Evening,
    /// The sources do not say.
    Unstated,
}

impl Helpline {
    /// The name in `language` if it has one, else in the first of its own languages, else any.
    pub fn name_in(&self, language: &str) -> Option<(&str, &str)> {
        std::iter::once(language)
            .chain(self.languages.iter().map(String::as_str))
            .find_map(|code| self.name.get_key_value(code))
            .or_else(|| self.name.first_key_value())
            .map(|(code, name)| (code.as_str(), name.as_str()))
    }

    /// Whether enough independent pages agree on the number; a page counts once.
    fn has_agreeing_sources(&self) -> bool {
        self.sources.iter().collect::<HashSet<_>>().len() >= LEAST_SOURCES
    }

    /// Whether the number may be shown on the day `today`.
    pub fn is_trusted(&self, today: NaiveDate) -> bool {
        self.has_agreeing_sources()
            && self.verified_on.checked_add_months(TRUSTED_FOR).is_some_and(|until| today <= until)
    }
}

/// The helplines of one country that may be shown now, best first. Empty when we know none.
pub fn list(country: &str, now: DateTime<Utc>) -> Vec<&'static Helpline> {
    let today = now.date_naive();
    LIST.records.iter().filter(|line| line.country == country && line.is_trusted(today)).collect()
}

/// The helplines that may be shown now and are made for who speaks a language, of every country.
pub fn list_in(language: &str, now: DateTime<Utc>) -> Vec<&'static Helpline> {
    let today = now.date_naive();
    let is_first = |line: &&Helpline| line.languages.first().is_some_and(|first| first == language);
    LIST.records.iter().filter(is_first).filter(|line| line.is_trusted(today)).collect()
}

/// Whether these digits are the number of a helpline or of an emergency call: whoever tells it gives nobody away.
pub fn is_number(digits: &str) -> bool {
    static NUMBERS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let lines = LIST.records.iter();
        let dialled = lines
            .flat_map(|line| [Some(&line.dial), line.text.as_ref()].into_iter().flatten().chain(&line.also));
        let digits_of = |number: &String| number.chars().filter(char::is_ascii_digit).collect();
        dialled.chain(LIST.emergency.values()).map(digits_of).collect()
    });
    NUMBERS.contains(digits)
}

/// How many helplines can't be shown on a day any more because they were verified too long ago.
pub fn count_stale(now: DateTime<Utc>) -> usize {
    let today = now.date_naive();
    let agreed = LIST.records.iter().filter(|line| line.has_agreeing_sources());
    agreed.filter(|line| !line.is_trusted(today)).count()
}

/// Where most readers of a language are, for who says nothing about a country. English says nothing.
pub const fn usual_country(language: Language) -> Option<&'static str> {
    match language {
        Language::En => None,
        Language::Ja => Some("JP"),
    }
}

/// The emergency number of a country, e.g. `119` in Japan.
pub fn emergency_number(country: &str) -> Option<&'static str> {
    LIST.emergency.get(country).map(String::as_str)
}

/// Codes of the countries that have something to show now, in alphabetical order.
pub fn countries(now: DateTime<Utc>) -> Vec<&'static str> {
    let today = now.date_naive();
    let mut codes: Vec<_> =
        LIST.records.iter().filter(|line| line.is_trusted(today)).map(|line| line.country.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[derive(Debug, Default, Deserialize)]
struct List {
    emergency: BTreeMap<String, String>,
    records: Vec<Helpline>,
}

/// The file is part of the binary and a test reads it; were it broken, pages would show the way to
/// "another country" and no wrong number.
static LIST: LazyLock<List> =
    LazyLock::new(|| serde_json::from_str(include_str!("helplines.json")).unwrap_or_default());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::Clock;

    #[test]
    fn the_file_reads_and_every_record_has_a_name_and_a_number_to_dial() {
        let list: List = serde_json::from_str(include_str!("helplines.json")).unwrap();
        for line in &list.records {
            assert!(line.name_in("en").is_some(), "{line:?}");
            assert!(!line.dial.starts_with('+'), "short codes have no international form: {line:?}");
            assert!(line.dial.chars().all(|c| c.is_ascii_digit() || c == '-' || c == ' '), "{line:?}");
            assert!(list.emergency.contains_key(&line.country), "{line:?}");
        }
    }

    #[test]
    fn every_number_that_can_be_shown_was_verified_within_the_last_twelve_months() {
        let today = Clock::System.now().date_naive();
        for line in LIST.records.iter().filter(|line| line.has_agreeing_sources()) {
            assert!(line.is_trusted(today), "verify this number again: {line:?}");
        }
    }

    #[test]
    fn numbers_with_one_source_or_an_old_check_are_not_shown() {
        let now: DateTime<Utc> = "2026-11-30T12:00:00Z".parse().unwrap();
        let dials =
            |country| list(country, now).into_iter().map(|line| line.dial.as_str()).collect::<Vec<_>>();
        assert_eq!(dials("JP"), ["0120-279-338", "0570-064-556", "0120-061-338", "0120-783-556"]);
        assert!(list("AT", now).is_empty(), "one source only");
        assert!(countries(now).contains(&"KR"));
        let later: DateTime<Utc> = "2028-01-01T00:00:00Z".parse().unwrap();
        assert!(countries(later).is_empty());
        assert_eq!(count_stale(now), 0);
        assert!(count_stale(later) > 2);
    }

    #[test]
    fn a_name_is_given_in_the_readers_language_where_there_is_one() {
        let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
        let lines = list("JP", now);
        assert_eq!(lines[0].name_in("en"), Some(("en", "Yorisoi Hotline")));
        assert_eq!(lines[1].name_in("en"), Some(("ja", "こころの健康相談統一ダイヤル")));
    }
}
