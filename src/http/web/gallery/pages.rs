//! Every page filled with the sample data.

use askama::Template;
use chrono::NaiveDate;

use super::samples::{
    STORY, cards, fact, frame, held_reply, helplines, in_words, month, replies, signed_in, story, stranger,
    titles,
};
use super::telling;
use crate::base::error::Problem;
use crate::base::i18n::Language;
use crate::domain::anonymity::scan::scan;
use crate::domain::auth::ReleaseTime;
use crate::http::web::desk::work::PEOPLE;
use crate::http::web::desk::{Applicant, DeskPage, HeldStory};
use crate::http::web::failure::{Failed, FailurePage};
use crate::http::web::findings::{self, FindingView};
use crate::http::web::form::Choice;
use crate::http::web::frame::{Frame, Link};
use crate::http::web::helplines::HelplinesPage;
use crate::http::web::oauth::{Ask, AuthorisePage, CodePage};
use crate::http::web::people::{
    AgreePage, Door, RecoverPage, RecoveryWordsPage, SignInPage, SignUpPage, WaitingPage,
};
use crate::http::web::queue::Queue;
use crate::http::web::replies::MOST;
use crate::http::web::settings::{
    Agreed, App, LeavePage, LeftPage, OwnStory, Planned, Push, Saved, SettingsPage,
};
use crate::http::web::share::fields::StoryForm;
use crate::http::web::share::lists::{lists, release_times};
use crate::http::web::share::{SharePage, receipt::ReceiptView};
use crate::http::web::stories::views::{Care, Spoken};
use crate::http::web::stories::{Filter, MemberPage, Mine, StoriesPage, StoryPage};
use crate::http::web::texts::{AboutPage, PrivacyPage, RulesPage};

/// One finding of each weight.
pub fn found(language: Language) -> Vec<FindingView> {
    let text = in_words(
        language,
        "I am 34, and Dr. Whitfield answered to quiet@example.org.",
        "私は34歳で、田中先生の返事はquiet@example.orgに届きました。",
    );
    findings::present(text, &scan(text, Some(language.code())), language)
}

pub fn html(page: &impl Template) -> String {
    page.render().unwrap()
}

/// Every page with its name, in one language.
pub fn all(language: Language) -> Vec<(&'static str, String)> {
    let mut pages = reading(language);
    pages.extend(telling::all(language));
    pages.extend(people(language));
    pages.extend(desks(language));
    pages.extend(failures(language));
    pages
}

fn reading(language: Language) -> Vec<(&'static str, String)> {
    let filter = Filter {
        languages: vec![Choice::new("en", "English"), Choice::new("ja", "日本語")],
        statuses: lists(language).statuses,
        suggested: vec![
            Link { label: "isotretinoin".to_owned(), address: "/?medication=isotretinoin".to_owned() },
            Link {
                label: in_words(language, "Anxiety", "不安").to_owned(),
                address: "/?symptom=anxiety".to_owned(),
            },
        ],
        active: vec![Link { label: "isotretinoin".to_owned(), address: "/".to_owned() }],
        ..Filter::default()
    };
    let stories = StoriesPage {
        page: frame(language, "/?medication=isotretinoin"),
        filter,
        cards: cards(language),
        older: Some("/?max_id=1".to_owned()),
        newer: Some("/".to_owned()),
    };
    let empty = StoriesPage { page: frame(language, "/"), ..StoriesPage::default() };
    let page = StoryPage {
        page: frame(language, STORY),
        story: story(language),
        helplines: Some(helplines(language)),
        canonical: format!("https://nihongo.example{STORY}"),
        activity: "https://nihongo.example/stories/k3".to_owned(),
        replies: replies(),
        ..StoryPage::default()
    };
    let mut open = story(language);
    open.warning = None;
    open.care = Care::Nothing;
    let mine = Mine {
        edit: format!("{STORY}/edit"),
        consent: format!("{STORY}/consent"),
        report: format!("{STORY}/report"),
        take_back: format!("{STORY}/take-back"),
        held: true,
        proposal: Some("/proposal/7".to_owned()),
        ..Mine::default()
    };
    let own = StoryPage {
        page: signed_in(language, STORY),
        story: open,
        mine: Some(mine),
        findable: true,
        ..StoryPage::default()
    };
    let member = MemberPage {
        page: frame(language, "/@quiet_river_27"),
        name: "静かな川".to_owned(),
        handle: "@quiet_river_27@stories.example".to_owned(),
        about_html: "<p>…</p>".to_owned(),
        since: month(),
        cards: cards(language),
        ..MemberPage::default()
    };
    let lines = HelplinesPage { page: frame(language, "/helplines"), helplines: helplines(language) };
    let dated = NaiveDate::from_ymd_opt(2026, 11, 22);
    let about = AboutPage {
        page: frame(language, "/about"),
        stories: 24,
        peers: vec!["nihongo.example".to_owned()],
        version: "0.1.0".to_owned(),
    };
    let rules =
        RulesPage { page: frame(language, "/rules"), version: "1".to_owned(), dated, ..RulesPage::default() };
    let privacy = PrivacyPage { page: frame(language, "/privacy"), version: "1".to_owned(), dated };
    vec![
        ("stories", html(&stories)),
        ("stories-none", html(&empty)),
        ("story", html(&page)),
        ("story-own", html(&own)),
        ("member", html(&member)),
        ("helplines", html(&lines)),
        ("about", html(&about)),
        ("rules", html(&rules)),
        ("privacy", html(&privacy)),
    ]
}

fn people(language: Language) -> Vec<(&'static str, String)> {
    let sign_up = |page: Frame, door: Door, handle: &str| SignUpPage {
        page,
        door,
        handle: handle.to_owned(),
        host: "stories.example".to_owned(),
        version: 1,
        ..SignUpPage::default()
    };
    let mut wrong = frame(language, "/sign-up");
    wrong.problems = vec![
        Problem::new("handle", "problem-handle-like-name"),
        Problem::new("passphrase", "problem-passphrase-short").with("least", 12),
        Problem::new("old-enough", "problem-age-needed"),
    ];
    let words = "amber basin candle drift ember fable glade harbor island jasper kettle lantern";
    let recovery = RecoveryWordsPage {
        page: signed_in(language, "/sign-up"),
        handle: "quiet_river_27".to_owned(),
        words: words.split(' ').map(str::to_owned).collect(),
        next: "/".to_owned(),
    };
    let settings = SettingsPage {
        page: signed_in(language, "/settings"),
        saved: Some(Saved::Profile),
        stories: vec![OwnStory {
            title: titles(language).remove(0),
            address: STORY.to_owned(),
            told: month(),
            held: true,
            appears: month(),
            refused: false,
        }],
        replies: Queue::of(vec![held_reply(language); 9], MOST),
        replies_action: "/settings/replies".to_owned(),
        strangers: vec![stranger(language)],
        taken_back: vec![ReceiptView::new(&signed_in(language, "/settings"), &telling::receipt())],
        planned: vec![Planned { id: "7".to_owned(), words: titles(language).remove(0), day: month() }],
        name: "静かな川".to_owned(),
        languages: lists(language).languages,
        language: language.code().to_owned(),
        visibility: "public".to_owned(),
        release: "at-once".to_owned(),
        releases: release_times(language, ReleaseTime::ALL.into()),
        visibilities: vec![Choice::new("public", in_words(language, "Everybody", "だれでも"))],
        agreed: Agreed {
            rules: "2026-11".to_owned(),
            privacy: "2026-10".to_owned(),
            month: month(),
            outdated: true,
        },
        apps: vec![App { id: "1".to_owned(), name: "Tusky".to_owned(), since: month() }],
        pushes: vec![Push {
            id: "1".to_owned(),
            name: "Tusky".to_owned(),
            host: "push.example.org".to_owned(),
        }],
        ..SettingsPage::default()
    };
    let leave =
        LeavePage { page: signed_in(language, "/settings/leave"), stories: 2, ..LeavePage::default() };
    let question = in_words(
        language,
        "Which of these is a colour: river, green, seven?",
        "色の名前はどれですか: 川、緑、七",
    );
    vec![
        ("sign-up", html(&sign_up(frame(language, "/sign-up"), Door::Approval, "quiet_river_27"))),
        (
            "sign-up-problems",
            html(&sign_up(wrong, Door::Open { question: question.to_owned() }, "john.smith")),
        ),
        ("sign-up-invited", html(&sign_up(frame(language, "/sign-up"), Door::Invitation, "quiet_river_27"))),
        ("sign-up-closed", html(&sign_up(frame(language, "/sign-up"), Door::Closed, ""))),
        ("recovery-words", html(&recovery)),
        (
            "waiting",
            html(&WaitingPage { page: frame(language, "/sign-up"), handle: "quiet_river_27".to_owned() }),
        ),
        (
            "sign-in",
            html(&SignInPage {
                page: frame(language, "/sign-in"),
                next: "/share".to_owned(),
                ..SignInPage::default()
            }),
        ),
        ("agree", html(&AgreePage { page: signed_in(language, "/agree"), next: "/share".to_owned() })),
        ("recover", html(&RecoverPage { page: frame(language, "/recover"), ..RecoverPage::default() })),
        ("settings", html(&settings)),
        ("leave", html(&leave)),
        ("left", html(&LeftPage { page: frame(language, "/"), ..LeftPage::default() })),
    ]
}

/// The desk with one of everything that waits, and more behind some of it.
pub fn desk(language: Language) -> DeskPage {
    let held = HeldStory {
        two: Some(
            in_words(language, "One says yes; one more is needed.", "1人が賛成しています。").to_owned(),
        ),
        id: "7".to_owned(),
        title: titles(language).remove(1),
        address: STORY.to_owned(),
        handle: "quiet_river_27".to_owned(),
        care: Some(in_words(language, "mentions suicidal thoughts", "死にたい気持ちへの言及").to_owned()),
        care_level: "2".to_owned(),
        levels: vec![Choice::new(
            "2",
            in_words(language, "Mentions suicidal thoughts", "死にたい気持ちの話"),
        )],
        warning: story(language).warning,
        reasons: vec![],
        findings: found(language),
        html: "<p>…</p>".to_owned(),
        pictures: Vec::new(),
        language: "ja".to_owned(),
        told: month(),
        change: false,
        taken_over: true,
        own: false,
        propose: "/desk/stories/7/propose".to_owned(),
        version: "0".to_owned(),
    };
    let applicant = Applicant {
        id: "9".to_owned(),
        handle: "slow_lantern_8".to_owned(),
        name: "Slow lantern".to_owned(),
        reason: in_words(
            language,
            "I would like to tell what happened to my brother.",
            "弟に起きたことを話したいです。",
        )
        .to_owned(),
        asked: month(),
    };
    DeskPage {
        page: signed_in(language, "/desk"),
        people: Queue::of(vec![applicant; 7], PEOPLE),
        stories: vec![held],
        waiting: 6,
        next: Some("/desk?after=3".to_owned()),
        replies: Queue::of(vec![held_reply(language); 9], MOST),
        replies_action: "/desk/replies".to_owned(),
        reasons: vec![Choice::new(
            "hidden",
            in_words(language, "It shows who you are.", "話した人が誰か分かります。"),
        )],
        ..DeskPage::default()
    }
}

fn desks(language: Language) -> Vec<(&'static str, String)> {
    let desk = desk(language);
    let authorise = |page| AuthorisePage {
        page,
        app: "Tusky".to_owned(),
        website: Some("https://tusky.app".to_owned()),
        asks: vec![Ask::Read, Ask::Write, Ask::Follow, Ask::Push],
        carried: vec![("client_id".to_owned(), "abc".to_owned())],
        ..AuthorisePage::default()
    };
    let code = CodePage {
        page: signed_in(language, "/oauth/authorize"),
        app: "toot".to_owned(),
        code: "kX3-9fQ0aZ".to_owned(),
    };
    vec![
        ("desk", html(&desk)),
        ("authorise", html(&authorise(signed_in(language, "/oauth/authorize")))),
        ("authorise-sign-in", html(&authorise(frame(language, "/oauth/authorize")))),
        ("code", html(&code)),
    ]
}

fn failures(language: Language) -> Vec<(&'static str, String)> {
    let page = |failed| html(&FailurePage { page: frame(language, "/nowhere"), failed });
    vec![
        ("failed-not-found", page(Failed::NotFound)),
        ("failed-taken-back", page(Failed::TakenBack)),
        ("failed-forbidden", page(Failed::Forbidden)),
        ("failed-sign-in", page(Failed::SignInFirst)),
        ("failed-not-understood", page(Failed::NotUnderstood)),
        ("failed-too-large", page(Failed::TooLarge)),
        ("failed-unknown-app", page(Failed::UnknownApp)),
        ("failed-wrong-app", page(Failed::WrongApp)),
        ("failed-refused", page(Failed::Refused)),
        ("failed-conflict", page(Failed::Conflict)),
        ("failed-too-many", page(Failed::TooMany { minutes: 2 })),
        ("failed-elsewhere", page(Failed::Elsewhere { host: "nihongo.example".to_owned() })),
        ("failed-broken", page(Failed::Broken { request_id: "01JC".to_owned() })),
    ]
}

/// Pages filled with what somebody might type to break them.
pub fn hostile(language: Language) -> Vec<(&'static str, String)> {
    let evil = "\"><b><script>alert(1)</script>";
    let mut told = story(language);
    told.titles = vec![Spoken::new("en", evil)];
    told.facts = vec![fact(evil, &[evil])];
    told.teller.label = evil.to_owned();
    told.warning = Some(Spoken::new("en", evil));
    told.topics[0].label = evil.to_owned();
    let page = StoryPage { page: frame(language, STORY), story: told, ..StoryPage::default() };
    let form = StoryForm::read([
        ("text", evil),
        ("title", evil),
        ("symptom-1-name", evil),
        ("edition-1-text", evil),
    ]);
    let share = SharePage {
        page: signed_in(language, "/share"),
        form: form.with_rows(),
        lists: lists(language),
        helplines: helplines(language),
        action: "/share".to_owned(),
        ..SharePage::default()
    };
    let sign_in =
        SignInPage { page: frame(language, "/sign-in"), handle: evil.to_owned(), next: evil.to_owned() };
    vec![("story", html(&page)), ("share", html(&share)), ("sign-in", html(&sign_in))]
}
