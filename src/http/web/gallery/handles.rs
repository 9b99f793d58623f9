//! The pages for who has several handles, filled with sample data.

use super::pages::html;
use super::samples::{frame, in_words, signed_in};
use crate::base::error::Problem;
use crate::base::i18n::Language;
use crate::domain::post::receipt::Servers;
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;
use crate::http::web::oauth::{Ask, AuthorisePage};
use crate::http::web::people::Door;
use crate::http::web::settings::{HandlesPage, LeavePage, LeftPage, OwnHandle};
use crate::http::web::share::FarewellPage;
use crate::http::web::share::receipt::ReceiptView;

/// Each of them with its name, in one language.
pub fn all(language: Language) -> [(&'static str, String); 6] {
    [
        ("handles", html(&handles(language))),
        ("authorise-handles", html(&authorise(language))),
        ("leave-handles", html(&leave(language))),
        ("left-heir", html(&left(language))),
        ("farewell", html(&farewell(language))),
        ("farewell-over", html(&over(language))),
    ]
}

fn handles(language: Language) -> HandlesPage {
    let problems = vec![Problem::new("agrees", "problem-consent-needed")];
    let first = OwnHandle {
        id: "1".to_owned(),
        handle: "quiet_river_27".to_owned(),
        current: true,
        first: true,
        ..OwnHandle::default()
    };
    let second =
        OwnHandle { id: "2".to_owned(), handle: "slow_lantern_8".to_owned(), ..OwnHandle::default() };
    let third = OwnHandle { id: "3".to_owned(), handle: "blue_heron_10".to_owned(), ..OwnHandle::default() };
    HandlesPage {
        page: Frame { problems, ..signed_in(language, "/settings/handles") },
        handles: vec![first, OwnHandle { waits: true, ..second }, OwnHandle { suspended: true, ..third }],
        most: 5,
        door: Door::Approval,
        handle: "calm_heron_31\"><b>".to_owned(),
        host: "stories.example".to_owned(),
        name: in_words(language, "Calm heron", "静かなサギ").to_owned(),
        made: Some("slow_lantern_8".to_owned()),
        ..HandlesPage::default()
    }
}

fn authorise(language: Language) -> AuthorisePage {
    AuthorisePage {
        page: signed_in(language, "/oauth/authorize"),
        app: "Tusky".to_owned(),
        asks: vec![Ask::Read, Ask::Write, Ask::ReadDesk, Ask::Moderate],
        handles: vec![Choice::new("1", "@quiet_river_27"), Choice::new("2", "@slow_lantern_8")],
        own: "2".to_owned(),
        ..AuthorisePage::default()
    }
}

fn leave(language: Language) -> LeavePage {
    let page = signed_in(language, "/settings/leave");
    let this = page.say("leave-this").with("handle", "quiet_river_27").to_string();
    let choices = vec![Choice::new("this", this), Choice::new("all", page.say("leave-all").to_string())];
    LeavePage { page, stories: 2, choices, goes: "this".to_owned() }
}

fn left(language: Language) -> LeftPage {
    let page = frame(language, "/");
    LeftPage {
        receipt: ReceiptView::of_left(&page, None),
        page,
        heir: Some("slow_lantern_8".to_owned()),
        words: ["amber", "basin"].map(str::to_owned).into(),
        receipt_words: ["cedar", "delta"].map(str::to_owned).into(),
        carried: vec![("key".to_owned(), "cedar delta".to_owned())],
    }
}

/// One of three servers took the request, and one never will.
fn farewell(language: Language) -> FarewellPage {
    let page = frame(language, "/manage");
    let servers = Servers {
        took: 1,
        asked_again: vec!["slow.example".to_owned()],
        refused: vec!["gone.example".to_owned()],
    };
    let receipt = Some(ReceiptView::of_left(&page, Some(&servers)));
    FarewellPage { page, receipt, ended: None, carried: vec![("key".to_owned(), "cedar delta".to_owned())] }
}

fn over(language: Language) -> FarewellPage {
    let page = frame(language, "/manage");
    let ended = Some(page.say("left-ended-some").to_string());
    FarewellPage { page, ended, ..FarewellPage::default() }
}
