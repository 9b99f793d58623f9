//! What pages weigh: on a slow network every byte is waited for, by somebody who may not be able to wait for long.

use super::pages::html;
use super::samples::{STORY, in_words, month, signed_in};
use super::telling::share;
use super::{accounts, handles, pages, reports};
use crate::base::i18n::Language;
use crate::domain::vocabulary::{Kind, Lang, vocabulary};
use crate::http::web::assets;
use crate::http::web::desk::appeals::{self, OpenAppeal};
use crate::http::web::desk::complaints::{self, OpenComplaint};
use crate::http::web::desk::work::STORIES;
use crate::http::web::desk::{DeskPage, HeldStory};
use crate::http::web::form::Choice;
use crate::http::web::queue::Queue;
use crate::http::web::share::SharePage;
use crate::http::web::share::fields::StoryForm;
use crate::http::web::share::step::Step;

/// What a page may weigh with its style and its script, without pictures and before compression.
const MOST_BYTES: usize = 60_000;

fn weight(html: &str) -> usize {
    let loaded = ["style.css", "quick-exit.js"].map(assets::address);
    let loaded = loaded.iter().map(|path| assets::find(path).unwrap());
    html.len() + loaded.map(|asset| asset.bytes.len()).sum::<usize>()
}

/// What somebody tells, about so many bytes of it.
fn words(language: Language, bytes: usize) -> String {
    let text = in_words(
        language,
        "By the third day my feelings had gone quiet, and music no longer reached me as it used to. ",
        "3日目には気持ちが静かになり、音楽が前のようには聞こえなくなりました。",
    );
    text.repeat(bytes / text.len())
}

/// The desk of a community that is behind with its work: everything waits that can, each with an ordinary text.
fn busy(language: Language) -> DeskPage {
    let words = |bytes| words(language, bytes);
    let desk = pages::desk(language);
    let html = format!("<p>{}</p>", words(2_700));
    let story = |n: usize| HeldStory {
        id: n.to_string(),
        html: html.clone(),
        ..desk.stories.first().unwrap().clone()
    };
    let appeal = |n: usize| OpenAppeal {
        id: n.to_string(),
        html: html.clone(),
        body: words(500),
        note: words(200),
        sent: month(),
        ..OpenAppeal::default()
    };
    let complaint = |n: usize| OpenComplaint {
        id: n.to_string(),
        body: words(600),
        said: words(300),
        story: Some(STORY.to_owned()),
        due: month(),
        ..OpenComplaint::default()
    };
    DeskPage {
        stories: (0..STORIES).map(story).collect(),
        appeals: Queue::of((10..30).map(appeal).collect(), appeals::MOST),
        complaints: Queue::of((30..50).map(complaint).collect(), complaints::MOST),
        rules: desk.reasons.clone(),
        ..desk
    }
}

/// A story of some length, with two medications and six symptoms, each told about to the end, and a translation.
fn ordinary(language: Language) -> StoryForm {
    let lang = Lang::from_tag(language.code()).unwrap();
    let mut fields = vec![
        ("text".to_owned(), words(language, 2_700)),
        ("edition-1-text".to_owned(), "1".repeat(2_000)),
        ("conditions".to_owned(), words(language, 120)),
        ("country".to_owned(), "JP".to_owned()),
    ];
    for (kind, named, count, answers) in [
        ("medication", Kind::Medication, 2, ["role", "source", "dose"]),
        ("symptom", Kind::Symptom, 6, ["severity", "onset", "outcome"]),
    ] {
        for (n, term) in vocabulary().terms_of(named).take(count).enumerate() {
            let name = |field: &str| format!("{kind}-{}-{field}", n + 1);
            fields.push((name("name"), term.label(lang).to_owned()));
            fields.extend(answers.map(|answer| (name(answer), "within-3-days".to_owned())));
        }
    }
    StoryForm::read(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

#[test]
fn every_page_weighs_at_most_60_kb_with_its_style_and_script() {
    for language in Language::ALL {
        let all = pages::all(language).into_iter().chain(accounts::all(language));
        for (name, html) in all.chain(handles::all(language)).chain(reports::all(language)) {
            let weight = weight(&html);
            assert!(weight <= MOST_BYTES, "{name} ({}) weighs {weight}", language.code());
        }
    }
}

#[test]
fn the_desk_is_as_light_however_much_waits() {
    for language in Language::ALL {
        let weight = weight(&html(&busy(language)));
        assert!(weight <= MOST_BYTES, "({}) weighs {weight}", language.code());
    }
}

#[test]
fn an_ordinary_story_keeps_every_step_of_telling_as_light() {
    for language in Language::ALL {
        let mentioned =
            (1..=12).map(|n| Choice::new(format!("sym/{n:04}"), "erectile dysfunction")).collect();
        let page = share(language, signed_in(language, "/share"), ordinary(language));
        let mut page = SharePage { mentioned, ..page };
        for step in [Step::Tell, Step::Facts, Step::Course, Step::Consent] {
            page.step = step;
            let weight = weight(&html(&page));
            assert!(weight <= MOST_BYTES, "{step:?} ({}) weighs {weight}", language.code());
        }
    }
}
