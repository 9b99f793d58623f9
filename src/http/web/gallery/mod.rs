//! Every page with sample data: it must be well-formed, labelled, translated, and free of inline style and script.
//!
//! With `ANAMNESIS_RENDER_TO=folder` the pages are also written there, to be looked at in a browser.

mod accounts;
mod handles;
mod pages;
mod reports;
mod samples;
mod telling;
mod weight;
mod wellformed;

use std::path::PathBuf;

use super::assets;
use super::share::SharePage;
use super::share::fields::StoryForm;
use super::share::step::Step;
use crate::base::i18n::Language;
use crate::domain::vocabulary::{Kind, vocabulary};

/// Where the pages are written, if anywhere.
#[expect(
    clippy::disallowed_methods,
    reason = "a switch for the person who looks at the pages, not configuration"
)]
fn folder() -> Option<PathBuf> {
    std::env::var("ANAMNESIS_RENDER_TO").ok().map(PathBuf::from)
}

#[test]
fn every_page_is_well_formed_labelled_and_translated() {
    let folder = folder();
    let mut problems = Vec::new();
    for language in Language::ALL {
        let all = pages::all(language).into_iter().chain(accounts::all(language));
        for (name, html) in all.chain(handles::all(language)).chain(reports::all(language)) {
            let found = wellformed::problems(&html);
            problems
                .extend(found.into_iter().map(|problem| format!("{name} ({}): {problem}", language.code())));
            if let Some(folder) = &folder {
                // Opened as files, pages find the assets beside them.
                let html = html.replace("\"/assets/", "\"assets/");
                std::fs::create_dir_all(folder.join("assets")).unwrap();
                std::fs::write(folder.join(format!("{name}-{}.html", language.code())), html).unwrap();
            }
        }
    }
    if let Some(folder) = &folder {
        for name in ["style.css", "quick-exit.js", "favicon.svg"] {
            let asset = assets::find(&assets::address(name)).unwrap();
            std::fs::write(folder.join(asset.path.trim_start_matches('/')), &asset.bytes).unwrap();
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn what_people_typed_never_becomes_markup() {
    for (name, html) in pages::hostile(Language::En) {
        assert!(!html.contains("<script>alert"), "{name}");
        assert!(!html.contains("\"><b>"), "{name}");
        assert_eq!(wellformed::problems(&html), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn what_was_typed_stays_in_its_field_and_the_summary_leads_there() {
    let (_, html) =
        pages::all(Language::En).into_iter().find(|(name, _)| *name == "sign-up-problems").unwrap();
    assert!(html.contains("value=\"john.smith\""));
    assert!(html.contains("<a href=\"#handle\">"));
    assert!(html.contains("aria-describedby=\"handle-hint handle-problem\""));
}

#[test]
fn what_is_asked_about_a_name_stands_under_it_and_nothing_is_asked_about_an_empty_row() {
    let fields = [
        ("symptom-1-name", "tinnitus"),
        ("symptom-2-name", "brain fog"),
        ("symptom-2-onset", "same-day"),
        ("medication-1-name", "tramadol"),
    ];
    let page =
        telling::share(Language::En, samples::signed_in(Language::En, "/share"), StoryForm::read(fields));
    let facts = pages::html(&SharePage { step: Step::Facts, ..page.clone() });
    assert!(facts.contains("name=\"symptom-2-onset\" value=\"same-day\""), "it is carried along");
    let course = pages::html(&SharePage { step: Step::Course, ..page });
    for words in ["More about: tinnitus", "More about: brain fog", "More about: tramadol"] {
        assert!(course.contains(words), "{words}");
    }
    for input in
        ["<select id=\"symptom-2-onset\"", "<select id=\"medication-1-role\"", "\"same-day\" selected"]
    {
        assert!(course.contains(input), "{input}");
    }
    assert!(!course.contains("symptom-3-") && !course.contains("medication-2-"), "{course}");
}

#[test]
fn who_types_a_medication_or_a_symptom_is_offered_every_name_that_the_vocabulary_has() {
    for language in Language::ALL {
        let page = telling::share(language, samples::signed_in(language, "/share"), StoryForm::empty());
        let facts = pages::html(&SharePage { step: Step::Facts, ..page });
        let terms = [Kind::Medication, Kind::Symptom].map(|kind| vocabulary().terms_of(kind).count());
        assert_eq!(facts.matches("<option>").count(), terms.iter().sum::<usize>());
    }
}
