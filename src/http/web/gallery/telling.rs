//! The pages for telling, filled with the sample data.

use super::pages::{found, html};
use super::samples::{STORY, filled, frame, helplines, in_words, month, signed_in, story, titles};
use crate::base::error::Problem;
use crate::base::i18n::Language;
use crate::domain::auth::ReleaseTime;
use crate::domain::post::receipt::{Receipt, Servers};
use crate::http::web::door::Question;
use crate::http::web::findings::FindingView;
use crate::http::web::form::Choice;
use crate::http::web::frame::{Frame, Link};
use crate::http::web::report::{ReportPage, Row, Section};
use crate::http::web::share::bring::BringPage;
use crate::http::web::share::fields::StoryForm;
use crate::http::web::share::lists::{lists, release_times};
use crate::http::web::share::receipt::ReceiptView;
use crate::http::web::share::step::Step;
use crate::http::web::share::{
    ConsentPage, KeyPage, KindView, ManagePage, Managed, Next, PreviewPage, Purpose, SharePage, TakeBackPage,
    TakenBackPage, ToldPage,
};
use crate::http::web::stories::views::Spoken;

/// The form with the lists of a language.
pub fn share(language: Language, page: Frame, form: StoryForm) -> SharePage {
    SharePage {
        page,
        form: form.with_rows(),
        lists: lists(language),
        helplines: helplines(language),
        releases: release_times(language, ReleaseTime::ALL.into()),
        release: "at-once".to_owned(),
        editing: None,
        action: "/share".to_owned(),
        mentioned: vec![Choice::new("sym/0001", in_words(language, "hair thinning", "薄毛"))],
        next: Next { names: true, held_first: true, ..Next::default() },
        kept: true,
        ..SharePage::default()
    }
}

/// Every page for telling, with its name.
pub fn all(language: Language) -> Vec<(&'static str, String)> {
    let share = |page, form| share(language, page, form);
    let mut wrong = signed_in(language, "/share");
    wrong.problems = vec![
        Problem::new("text", "problem-story-empty"),
        Problem::new("title", "problem-too-long").with("most", 200),
    ];
    let editing =
        SharePage { editing: Some(STORY.to_owned()), ..share(signed_in(language, STORY), filled(language)) };
    let bring =
        BringPage {
            page: signed_in(language, "/share/bring"), text: "<p>…</p>".to_owned(), replaces: true
        };
    let step = |step| SharePage { step, ..share(signed_in(language, "/share"), filled(language)) };
    let preview = PreviewPage {
        page: signed_in(language, "/share/preview"),
        step: Step::Preview,
        story: story(language),
        form: filled(language),
        changed: true,
        helplines: Some(helplines(language)),
        kinds: kinds(language),
        has_contact: true,
        rare: vec![
            in_words(language, "isotretinoin · Iceland", "イソトレチノイン · アイスランド").to_owned(),
        ],
        ways: vec![Choice::new("country", in_words(language, "Leave out the country", "国を書かない"))],
        action: "/share".to_owned(),
        ..PreviewPage::default()
    };
    let told = ToldPage {
        page: signed_in(language, "/share"),
        address: STORY.to_owned(),
        held: true,
        helplines: Some(helplines(language)),
        ..ToldPage::default()
    };
    let later = ToldPage { appears: month(), held: false, ..told.clone() };
    let in_danger = ToldPage { danger: true, ..told.clone() };
    let not_let_through = ToldPage { refused: true, held: false, ..told.clone() };
    let back = TakeBackPage {
        page: signed_in(language, STORY),
        address: STORY.to_owned(),
        title: "イソトレチノイン後遺症".to_owned(),
        title_language: "ja".to_owned(),
        federated: true,
        action: format!("{STORY}/take-back"),
        carried: Vec::new(),
    };
    let gate = SharePage { gate: true, ..share(frame(language, "/share"), StoryForm::empty()) };
    let question = Question {
        words: in_words(language, "What is seven plus two?", "七たす二は？").to_owned(),
        ..Question::default()
    };
    let anybody = SharePage { anybody: true, ..share(frame(language, "/share"), StoryForm::empty()) };
    let asked = SharePage { question: Some(question), step: Step::Consent, ..anybody.clone() };
    let page = signed_in(language, STORY);
    let receipt = Some(ReceiptView::new(&page, &receipt()));
    let taken_back =
        TakenBackPage { page, receipt, again: format!("{STORY}/take-back"), carried: Vec::new() };
    let mut pages = vec![
        ("share-gate", html(&gate)),
        ("share-anybody", html(&anybody)),
        ("share", html(&share(signed_in(language, "/share"), StoryForm::empty()))),
        ("share-problems", html(&share(wrong, filled(language)))),
        ("bring", html(&bring)),
        ("share-facts", html(&step(Step::Facts))),
        ("share-course", html(&step(Step::Course))),
        ("share-consent", html(&step(Step::Consent))),
        ("share-consent-anybody", html(&asked)),
        ("edit", html(&editing)),
        ("preview", html(&preview)),
        ("told-danger", html(&in_danger)),
        ("told-refused", html(&not_let_through)),
        ("told", html(&told)),
        ("told-later", html(&later)),
        ("take-back", html(&back)),
        ("taken-back", html(&taken_back)),
    ];
    pages.extend(managing(language));
    pages
}

/// One kind of finding of each weight.
fn kinds(language: Language) -> Vec<KindView> {
    let kind = |input: &str, finding: FindingView| KindView {
        input: format!("finding-{input}"),
        label: finding.kind.clone(),
        findings: vec![finding],
        choices: vec![
            Choice::new(
                "replace",
                in_words(language, "Put this in its place: [name]", "「[名前]」に置きかえる"),
            ),
            Choice::new("leave", in_words(language, "Leave it", "このまま残す")),
        ],
        chosen: "replace".to_owned(),
    };
    ["age", "name", "email"]
        .into_iter()
        .zip(found(language))
        .map(|(input, found)| kind(input, found))
        .collect()
}

/// Two of four servers took the request.
pub fn receipt() -> Receipt {
    let servers = Servers {
        took: 2,
        asked_again: vec!["slow.example.net".to_owned()],
        refused: vec!["gone.example.com".to_owned()],
    };
    Receipt { story: 7, at: 1_795_338_000, servers: Some(servers), removed_under: None }
}

/// What may happen with a story, and a story without an account.
fn managing(language: Language) -> Vec<(&'static str, String)> {
    let question = |name, label, ticked| Purpose {
        name,
        label,
        hint: in_words(language, "Your answer since November 2026: yes.", "2026年11月からの答え：はい")
            .to_owned(),
        ticked,
    };
    let consent = ConsentPage {
        page: signed_in(language, STORY),
        address: STORY.to_owned(),
        title: titles(language).remove(0),
        action: format!("{STORY}/consent"),
        carried: Vec::new(),
        saved: true,
        questions: vec![
            question("consent-federate", "share-consent-federate", true),
            question("consent-translate", "share-consent-translate", false),
        ],
        travels: true,
        stays: true,
    };
    let words = "amber basin candle drift ember fable glade harbor island jasper kettle lantern";
    let key = KeyPage {
        page: frame(language, "/manage"),
        words: words.split(' ').map(str::to_owned).collect(),
        helplines: Some(helplines(language)),
        ..KeyPage::default()
    };
    let managed = Managed {
        carried: vec![("key".to_owned(), words.to_owned())],
        title: titles(language).remove(0),
        address: Some(STORY.to_owned()),
        saved: true,
        has_proposal: true,
        ..Managed::default()
    };
    let ask = ManagePage { page: frame(language, "/manage"), managed: None };
    let manage = ManagePage { page: frame(language, "/manage"), managed: Some(managed) };
    vec![
        ("key", html(&key)),
        ("manage-ask", html(&ask)),
        ("manage", html(&manage)),
        ("consent", html(&consent)),
        ("report", html(&report(language, true))),
        ("report-not-agreed", html(&report(language, false))),
    ]
}

/// A report to an authority, filled in, or why there is none.
fn report(language: Language, agreed: bool) -> ReportPage {
    let row = |label: &str, value: Spoken| Row { label: label.to_owned(), value, ..Row::default() };
    let what = in_words(language, "What happened", "起きたこと");
    let felt = Spoken::new("ja", "耳鳴り");
    let rows = vec![row(what, felt), row(in_words(language, "Contact", "連絡先"), Spoken::default())];
    ReportPage {
        page: signed_in(language, STORY),
        address: STORY.to_owned(),
        title: titles(language).remove(0),
        action: format!("{STORY}/report"),
        agreed,
        countries: vec![Choice::new("JP", in_words(language, "Japan", "日本"))],
        country: "JP".to_owned(),
        country_name: in_words(language, "Japan", "日本").to_owned(),
        authority: Some(Link { label: "PMDA".to_owned(), address: "https://www.pmda.go.jp/".to_owned() }),
        sections: vec![Section { title: what.to_owned(), rows }],
        ..ReportPage::default()
    }
}
