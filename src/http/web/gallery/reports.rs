//! The pages about reports, filled with sample data.

use askama::Template as _;
use chrono::NaiveDate;

use super::accounts::account;
use super::samples::{in_words, signed_in};
use crate::base::error::Problem;
use crate::base::i18n::Language;
use crate::http::web::desk::reported::{PostView, ReportedPage};
use crate::http::web::desk::reports::{ReportView, ReportsPage};
use crate::http::web::desk::seek::Seek;
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;
use crate::http::web::stories::views::Spoken;

const PATH: &str = "/desk/reports/117662000000000";

/// Each of them with its name, in one language.
pub fn all(language: Language) -> [(&'static str, String); 3] {
    let page = signed_in(language, PATH);
    let closed = ReportedPage { report: closed(&page), page, ..reported(language) };
    [
        ("desk-reports", list(language).render().unwrap()),
        ("desk-report", reported(language).render().unwrap()),
        ("desk-report-closed", closed.render().unwrap()),
    ]
}

fn list(language: Language) -> ReportsPage {
    let page = signed_in(language, "/desk/reports");
    let words = |key| page.say(key).to_string();
    ReportsPage {
        seek: Seek {
            path: "/desk/reports",
            part: "@ann\"><b>".to_owned(),
            part_label: words("desk-reports-search"),
            name: "state",
            label: words("desk-reports-state"),
            choices: vec![Choice::new("open", words("desk-reports-only-open"))],
            chosen: "open".to_owned(),
        },
        reports: vec![open(&page), closed(&page)],
        older: Some("/desk/reports?state=open&q=&before=7".to_owned()),
        page,
    }
}

/// One that somebody has taken up.
fn open(page: &Frame) -> ReportView {
    ReportView {
        address: PATH.to_owned(),
        about: "@ann@spam.example".to_owned(),
        category: page.say("desk-report-spam").to_string(),
        week: NaiveDate::from_ymd_opt(2026, 11, 16),
        by: page.say("desk-report-by-server").with("host", "mastodon.example").to_string(),
        taken: Some(page.say("desk-report-taken").with("who", "@calm_heron_31").to_string()),
        ..ReportView::default()
    }
}

/// One that was closed.
fn closed(page: &Frame) -> ReportView {
    ReportView {
        outcome: Some(page.say("desk-report-done-limited").to_string()),
        closed_by: Some("@calm_heron_31".to_owned()),
        closed: NaiveDate::from_ymd_opt(2026, 11, 22),
        ..open(page)
    }
}

/// One of everything, with a rule that is missing and follows that would be cut.
fn reported(language: Language) -> ReportedPage {
    let problems = vec![Problem::new("reason", "problem-choose-from-list")];
    let page = Frame { problems, ..signed_in(language, PATH) };
    let number = page.say("desk-report-post").with("number", 1).to_string();
    let post = PostView {
        number: number.clone(),
        title: Spoken::new("en", "Two years of it"),
        address: Some("/@ann@spam.example/117662000000001".to_owned()),
        is_private: true,
        warning: Some(Spoken::new("en", "Selling")),
        language: "en".to_owned(),
        html: "<p>Buy my pills.</p>".to_owned(),
        told: NaiveDate::from_ymd_opt(2026, 11, 16),
        ..PostView::default()
    };
    ReportedPage {
        report: open(&page),
        comment: in_words(language, "Advertising.", "宣伝です。").to_owned(),
        broken: vec![page.say("rules-trade").to_string()],
        forwarded: true,
        posts: vec![post],
        gone: 1,
        account: account(&page),
        others: 2,
        others_address: "/desk/reports?state=all&q=%40ann%40spam.example".to_owned(),
        is_mine: true,
        rules: vec![Choice::new("trade", in_words(language, "It sold something", "何かを売っていた"))],
        numbered: vec![Choice::new("117662000000001", number)],
        cuts: Some(2),
        overtaken: true,
        page,
        ..ReportedPage::default()
    }
}
