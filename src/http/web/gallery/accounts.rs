//! The pages that give an account of decisions, filled with sample data.

use askama::Template as _;
use chrono::NaiveDate;

use super::pages::found;
use super::samples::{frame, in_words, signed_in};
use crate::base::error::Problem;
use crate::base::i18n::Language;
use crate::domain::moderation::complaint::{ABOUT, About};
use crate::domain::transparency::numbers::Number;
use crate::http::web::appeal::AppealPage;
use crate::http::web::complain::{ComplainPage, Heard, HeardPage, State, StatePage, Typed, WordsPage, kind};
use crate::http::web::desk::accounts::{AccountView, AccountsPage};
use crate::http::web::desk::hosts::{FileView, HostView, HostsPage};
use crate::http::web::desk::log::{Entry, LogPage};
use crate::http::web::desk::propose::ProposePage;
use crate::http::web::desk::seek::Seek;
use crate::http::web::door::Question;
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;
use crate::http::web::proposal::{Part, ProposalPage};
use crate::http::web::stories::views::Spoken;
use crate::http::web::transparency::{Line, Month, ShutOut, TransparencyPage, Use};

/// Each of them with its name, in one language.
pub fn all(language: Language) -> [(&'static str, String); 11] {
    [
        ("desk-log", log(language).render().unwrap()),
        ("desk-hosts", hosts(language).render().unwrap()),
        ("desk-accounts", accounts(language).render().unwrap()),
        ("transparency", transparency(language).render().unwrap()),
        ("appeal", appeal(language).render().unwrap()),
        ("proposal", proposal(language).render().unwrap()),
        ("desk-propose", propose(language).render().unwrap()),
        ("complain", complain(language).render().unwrap()),
        ("complain-words", complain_words(language).render().unwrap()),
        ("complaint", complaint(language).render().unwrap()),
        ("complaints-heard", heard(language).render().unwrap()),
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

/// How other servers are limited, with a file that waits for a yes, and something wrong.
fn hosts(language: Language) -> HostsPage {
    let problems = vec![Problem::new("host", "problem-host")];
    let page = Frame { problems, ..signed_in(language, "/desk/hosts") };
    let words = |key| page.say(key).to_string();
    let choice = |code: &str, key| Choice::new(code, words(key));
    let why = in_words(language, "It sells data.", "データを売っています。").to_owned();
    let refused = page.say("desk-hosts-line").with("line", 7).with("why", words("hosts-refused-name"));
    HostsPage {
        by_choice: true,
        seek: Seek {
            path: "/desk/hosts",
            part_label: words("desk-hosts-search"),
            name: "kind",
            label: words("desk-hosts-kind"),
            choices: vec![choice("limited", "desk-hosts-limited"), choice("allowed", "desk-hosts-allowed")],
            chosen: "limited".to_owned(),
            ..Seek::default()
        },
        hosts: vec![HostView {
            host: "spam.example".to_owned(),
            what: vec![words("limit-silence"), words("limit-media")],
            public_comment: why.clone(),
            private_comment: in_words(language, "Look again in May.", "5月に見直す。").to_owned(),
            day: NaiveDate::from_ymd_opt(2026, 11, 22),
            change: "/desk/hosts?host=spam.example".to_owned(),
        }],
        older: Some("/desk/hosts?before=7".to_owned()),
        host: "spam .example".to_owned(),
        severity: "suspend".to_owned(),
        severities: vec![choice("silence", "limit-silence"), choice("suspend", "limit-suspend")],
        public_comment: why,
        cuts: Some(2),
        file: Some(FileView {
            new: vec!["one.example".to_owned()],
            new_count: 1,
            refused: vec![refused.to_string()],
            refused_count: 1,
            cut: 3,
            ..FileView::default()
        }),
        text: "one.example".to_owned(),
        page,
        ..HostsPage::default()
    }
}

/// Accounts that a moderator looks for.
fn accounts(language: Language) -> AccountsPage {
    let page = signed_in(language, "/desk/accounts");
    let words = |key| page.say(key).to_string();
    AccountsPage {
        seek: Seek {
            path: "/desk/accounts",
            part: "ann".to_owned(),
            part_label: words("desk-accounts-search"),
            name: "state",
            label: words("desk-accounts-state"),
            choices: vec![Choice::new("", words("desk-accounts-any"))],
            chosen: String::new(),
        },
        accounts: vec![account(&page)],
        rules: vec![Choice::new("trade", in_words(language, "It sold something", "何かを売っていた"))],
        overtaken: true,
        page,
        ..AccountsPage::default()
    }
}

/// One of them, elsewhere and limited.
pub fn account(page: &Frame) -> AccountView {
    let words = |key| page.say(key).to_string();
    AccountView {
        id: "7".to_owned(),
        address: "@ann@spam.example".to_owned(),
        name: "Ann".to_owned(),
        page: "https://spam.example/@ann".to_owned(),
        stands: vec![words("account-limited")],
        deeds: vec![
            Choice::new("unlimit", words("deed-unlimit")),
            Choice::new("suspend", words("deed-suspend")),
        ],
        cuts: 2,
    }
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
            ShutOut { host: "spam.example".to_owned(), why, how: Vec::new() },
            ShutOut { host: "silent.example".to_owned(), ..ShutOut::default() },
        ],
        limited: vec![ShutOut {
            host: "lo**.e*ample".to_owned(),
            how: vec![in_words(language, "Drop its reports", "通報を受け取らない").to_owned()],
            ..ShutOut::default()
        }],
        by_choice: true,
        months: vec![Month {
            first: NaiveDate::from_ymd_opt(2026, 10, 1).unwrap_or_default(),
            lines: vec![line(Number::Few)],
        }],
        uses: vec![Use {
            monday: NaiveDate::from_ymd_opt(2026, 11, 16).unwrap_or_default(),
            stories: Number::About(35),
            recipient: in_words(language, "A university", "ある大学").to_owned(),
            reason: in_words(language, "How long withdrawal lasts", "離脱症状の長さ").to_owned(),
        }],
    }
}

/// What an author says against a decision.
fn appeal(language: Language) -> AppealPage {
    AppealPage {
        page: signed_in(language, "/appeal/7"),
        action: "/appeal/7".to_owned(),
        rule: Some(in_words(language, "For another reason.", "ほかの理由です。").to_owned()),
        body: in_words(language, "I sold nothing.", "何も売っていません。").to_owned(),
        sent: NaiveDate::from_ymd_opt(2026, 11, 22),
        change: Some(in_words(language, "Nothing was sold.", "何も売られていません。").to_owned()),
        saved: true,
        ..AppealPage::default()
    }
}

/// What an author reads of another text that is proposed.
fn proposal(language: Language) -> ProposalPage {
    let [gone, new] = [("Dr. Whitfield", "渋谷の病院"), ("my doctor", "病院")]
        .map(|(en, ja)| in_words(language, en, ja).to_owned());
    let (start, end) =
        (in_words(language, "I asked ", "四月に"), in_words(language, " twice.", "で聞きました。"));
    ProposalPage {
        page: signed_in(language, "/proposal/7"),
        action: "/proposal/7".to_owned(),
        rule: Some(in_words(language, "For another reason.", "ほかの理由です。").to_owned()),
        note: "<b>".to_owned(),
        language: language.code().to_owned(),
        text: format!("{start}{new}{end}"),
        before: format!("{start}{gone}{end}"),
        parts: vec![
            Part::Same(start.to_owned()),
            Part::Gone(gone),
            Part::New(new),
            Part::Same(end.to_owned()),
        ],
        is_story: true,
        further: Some("/@quiet_river_27/7/edit?proposed=yes".to_owned()),
        appeal: Some("/appeal/7".to_owned()),
        ..ProposalPage::default()
    }
}

/// Where a moderator writes it, with something wrong in it.
fn propose(language: Language) -> ProposePage {
    let problems = vec![Problem::new("proposal", "problem-proposal-same")];
    ProposePage {
        page: Frame { problems, ..signed_in(language, "/desk/stories/7/propose") },
        action: "/desk/stories/7/propose".to_owned(),
        title: Spoken::new(language.code(), "<b>"),
        handle: "quiet_river_27".to_owned(),
        language: language.code().to_owned(),
        findings: found(language),
        reasons: vec![Choice::new("other", in_words(language, "For another reason.", "ほかの理由です。"))],
        text: "</textarea><b>".to_owned(),
        ..ProposePage::default()
    }
}

/// The form for complaints, with something wrong in it.
fn complain(language: Language) -> ComplainPage {
    let problems = vec![Problem::new("body", "problem-complaint-empty")];
    let page = Frame { problems, ..frame(language, "/complain") };
    let choice = |about: About| Choice::new(kind(about).0, page.say(kind(about).1).to_string());
    ComplainPage {
        typed: Typed { story: "/@told/7\"><b>".to_owned(), ..Typed::default() },
        kinds: ABOUT.map(choice).into(),
        page,
        question: Question::default(),
        days: 7,
        kept: 30,
    }
}

fn complain_words(language: Language) -> WordsPage {
    let words = ["amber", "basin"].map(str::to_owned).into();
    WordsPage { page: frame(language, "/complain"), words, due: NaiveDate::from_ymd_opt(2026, 11, 29) }
}

fn complaint(language: Language) -> StatePage {
    let state = State {
        received: NaiveDate::from_ymd_opt(2026, 11, 22),
        outcome: Some(in_words(language, "It stays.", "そのままです。").to_owned()),
        rule: Some(in_words(language, "Another reason", "ほかの理由").to_owned()),
        answer: in_words(language, "Thank you.", "ありがとうございます。").to_owned(),
        ..State::default()
    };
    StatePage { page: frame(language, "/complaint"), state: Some(state) }
}

fn heard(language: Language) -> HeardPage {
    let one = |field: &str, body: &str| Heard {
        id: field.to_owned(),
        field: field.to_owned(),
        kind: in_words(language, "Something else", "そのほか").to_owned(),
        body: body.to_owned(),
        due: NaiveDate::from_ymd_opt(2026, 11, 29),
        said: String::new(),
    };
    HeardPage {
        page: signed_in(language, "/@quiet_fern_12/7/complaints"),
        action: "/@quiet_fern_12/7/complaints".to_owned(),
        carried: Vec::new(),
        complaints: vec![
            one("said", ""),
            one("said-8", in_words(language, "It names us.", "名前が出ています。")),
        ],
        saved: true,
        story: Some("/@quiet_fern_12/7".to_owned()),
    }
}
