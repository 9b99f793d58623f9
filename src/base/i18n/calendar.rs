//! Dates in words. Pages show the month of a story, and days only for the site's own texts.

use chrono::{Datelike as _, NaiveDate};

use super::{Language, text};

/// A month with its year: `November 2026`, `2026年11月`.
pub fn month(language: Language, date: NaiveDate) -> String {
    text(language, "date-month", &parts(language, date))
}

/// A day with its month and year: `22 November 2026`, `2026年11月22日`.
pub fn day(language: Language, date: NaiveDate) -> String {
    text(language, "date-day", &parts(language, date))
}

fn parts(language: Language, date: NaiveDate) -> [(&'static str, String); 3] {
    let name = text(language, "date-month-name", &[("number", date.month().to_string())]);
    [("year", date.year().to_string()), ("month", name), ("day", date.day().to_string())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_each_language_writes_them() {
        let date = NaiveDate::from_ymd_opt(2026, 1, 2).unwrap();
        assert_eq!(month(Language::En, date), "January 2026");
        assert_eq!(day(Language::En, date), "2 January 2026");
        assert_eq!(month(Language::Ja, date), "2026年1月");
        assert_eq!(day(Language::Ja, date), "2026年1月2日");
    }
}
