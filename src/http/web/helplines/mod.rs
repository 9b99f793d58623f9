//! Where to find help: the numbers of the country that the reader picked, on their own page and beside stories.

pub mod show;

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};

use super::form::Choice;
use super::frame::Frame;
use crate::base::i18n::{self, Language};
use crate::domain::care::helplines::{self, Helpline, Hours};

/// The page of all helplines.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "helplines/page.html", config = "src/http/web/askama.toml")]
pub struct HelplinesPage {
    /// The frame.
    pub page: Frame,
    /// The numbers of the chosen country.
    pub helplines: HelplinesView,
}

/// The helplines of one country.
#[derive(Debug, Clone, Default)]
pub struct HelplinesView {
    /// ISO 3166-1 code; empty when no country is known.
    pub country: String,
    /// The country's name in the reader's language; empty when no country is known, and each number says where it works.
    pub country_name: String,
    /// The emergency number there.
    pub emergency: Option<&'static str>,
    /// The numbers that may be shown.
    pub lines: Vec<LineView>,
    /// Countries to choose from.
    pub countries: Vec<Choice>,
}

/// One helpline.
#[derive(Debug, Clone, Default)]
pub struct LineView {
    /// The country in which it works, where no country is known.
    pub place: Option<String>,
    /// Its name.
    pub name: String,
    /// The language of the name.
    pub name_language: String,
    /// The number as people there write it.
    pub dial: String,
    /// Further numbers.
    pub also: Vec<String>,
    /// The number for text messages.
    pub text: Option<String>,
    /// The address of its chat.
    pub chat: Option<String>,
    /// When somebody answers, and what it costs, in words.
    pub terms: Vec<String>,
    /// The languages spoken, in words.
    pub languages: Vec<String>,
    /// The day of the last check.
    pub checked: Option<NaiveDate>,
}

/// What a reader says of a country and of languages.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The country that the reader picked, as ISO 3166-1 code.
    pub country: Option<&'a str>,
    /// The language of the page.
    pub language: Language,
    /// Whether the reader chose it for this page.
    pub chosen: bool,
    /// What the browser says.
    pub accept_language: Option<&'a str>,
}

impl LineView {
    /// The number as a telephone link dials it.
    pub fn tel(&self, number: &str) -> String {
        format!("tel:{}", number.chars().filter(char::is_ascii_digit).collect::<String>())
    }
}

impl HelplinesView {
    /// The helplines for a reader: of the country they picked, else the one that their languages name, else the one where
    /// the page's language is mostly spoken, else of every country where it is. A language that the reader chose for the page says
    /// more than the browser's. Never guessed from where a request comes from.
    pub fn choose(asking: &Asking<'_>, now: DateTime<Utc>) -> Self {
        let language = asking.language;
        let usual = helplines::usual_country(language).map(str::to_owned);
        let picked = asking.country.map(str::to_owned);
        let country = picked
            .or_else(|| usual.clone().filter(|_| asking.chosen))
            .or_else(|| asking.accept_language.and_then(i18n::country_of))
            .or(usual)
            .unwrap_or_default();
        let named = |code: &str| Choice::new(code, i18n::country_name(language, code));
        let mut countries: Vec<_> = helplines::countries(now).into_iter().map(named).collect();
        countries.sort_by(|left, right| left.label.cmp(&right.label));
        Self {
            emergency: helplines::emergency_number(&country),
            lines: if country.is_empty() {
                let place = |line: &Helpline| Some(i18n::country_name(language, &line.country));
                let lines = helplines::list_in(language.code(), now).into_iter();
                lines.map(|line| LineView { place: place(line), ..view(language, line) }).collect()
            } else {
                helplines::list(&country, now).into_iter().map(|line| view(language, line)).collect()
            },
            country_name: i18n::country_name(language, &country),
            country,
            countries,
        }
    }
}

fn view(language: Language, line: &Helpline) -> LineView {
    let words = i18n::Words::new(language);
    let (name_language, name) = line.name_in(language.code()).unwrap_or_default();
    let hours = match line.hours {
        Hours::Always => Some(words.say("care-hours-always")),
        Hours::ByRegion => Some(words.say("care-hours-by-region")),
        Hours::MostOfDay => Some(words.say("care-hours-most-of-day")),
        Hours::Evening => Some(words.say("care-hours-evening")),
        Hours::Unstated => None,
    };
    let cost = match line.free {
        Some(true) => Some(words.say("care-free")),
        Some(false) => Some(words.say("care-not-free")),
        None => None,
    };
    LineView {
        place: None,
        name: name.to_owned(),
        name_language: name_language.to_owned(),
        dial: line.dial.clone(),
        also: line.also.clone(),
        text: line.text.clone(),
        chat: line.chat.clone(),
        terms: hours.into_iter().chain(cost).map(|saying| saying.to_string()).collect(),
        languages: line.languages.iter().map(|code| i18n::language_name(language, code)).collect(),
        checked: Some(line.verified_on),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dials_for(asking: Asking<'_>) -> Vec<String> {
        let now = "2026-11-30T12:00:00Z".parse().unwrap();
        HelplinesView::choose(&asking, now).lines.into_iter().map(|line| line.dial).collect()
    }

    fn dials(language: Language, country: Option<&str>, accept_language: Option<&str>) -> Vec<String> {
        dials_for(Asking { country, language, chosen: false, accept_language })
    }

    const JAPAN: [&str; 4] = ["0120-279-338", "0570-064-556", "0120-061-338", "0120-783-556"];

    #[test]
    fn a_language_that_was_chosen_for_the_page_comes_before_the_browsers() {
        let chosen = |language, country| {
            let accept_language = Some("fr-FR,fr;q=0.9");
            Asking { country, language, chosen: true, accept_language }
        };
        assert_eq!(dials_for(chosen(Language::Ja, None)), JAPAN);
        assert_eq!(dials_for(chosen(Language::Ja, Some("FR"))), ["3114"]);
        assert_eq!(dials_for(chosen(Language::En, None)), ["3114"], "English names no country");
    }

    #[test]
    fn the_readers_pick_comes_before_the_browser_and_the_browser_before_the_language() {
        assert_eq!(dials(Language::En, Some("KR"), Some("ja-JP")), ["109"]);
        assert_eq!(dials(Language::En, None, Some("fr-FR,fr;q=0.9")), ["3114"]);
        assert_eq!(dials(Language::Ja, None, Some("ja")), JAPAN);
    }

    #[test]
    fn where_nothing_names_a_country_there_are_the_numbers_of_all_where_the_language_is_spoken() {
        let asking =
            Asking { country: None, language: Language::En, chosen: false, accept_language: Some("en") };
        let found = HelplinesView::choose(&asking, "2026-11-30T12:00:00Z".parse().unwrap());
        let places: Vec<&str> = found.lines.iter().filter_map(|line| line.place.as_deref()).collect();
        assert_eq!(places, ["United States", "Canada", "United Kingdom", "Ireland", "Australia"]);
        assert_eq!(found.emergency, None);
    }
}
