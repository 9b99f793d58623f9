//! The pages that give an account of decisions, filled with sample data.

use askama::Template as _;
use chrono::NaiveDate;

use super::samples::{frame, in_words, signed_in};
use crate::base::i18n::Language;
use crate::domain::transparency::numbers::Number;
use crate::http::web::desk::log::{Entry, LogPage};
use crate::http::web::transparency::{Line, Month, ShutOut, TransparencyPage};

/// Each of them with its name, in one language.
pub fn all(language: Language) -> [(&'static str, String); 2] {
    [
        ("desk-log", log(language).render().unwrap()),
        ("transparency", transparency(language).render().unwrap()),
    ]
}

/// The log at the desk.
fn log(language: Language) -> LogPage {
    let entry = Entry {
        act: in_words(language, "Stories not let through", "公開しなかった体験談").to_owned(),
        rule: Some(in_words(language, "Another reason", "ほかの理由").to_owned()),
        day: NaiveDate::from_ymd_opt(2026, 11, 22),
        who: "@calm_heron_31".to_owned(),
        subject: "117662000000000".to_owned(),
    };
    let older = Some("/desk/log?before=7".to_owned());
    LogPage { page: signed_in(language, "/desk/log"), entries: vec![entry], older }
}

/// What everybody may know.
fn transparency(language: Language) -> TransparencyPage {
    let label = in_words(language, "Stories published", "公開された体験談");
    let line = |number| Line { label: label.to_owned(), number };
    let why = in_words(language, "It sells data.", "データを売っています。").to_owned();
    TransparencyPage {
        page: frame(language, "/transparency"),
        whole: vec![line(Number::None), line(Number::Few), line(Number::About(35))],
        refused: vec![line(Number::Few)],
        blocked: vec![
            ShutOut { host: "spam.example".to_owned(), why },
            ShutOut { host: "silent.example".to_owned(), why: String::new() },
        ],
        months: vec![Month {
            first: NaiveDate::from_ymd_opt(2026, 10, 1).unwrap_or_default(),
            lines: vec![line(Number::Few)],
        }],
    }
}
