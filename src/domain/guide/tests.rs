//! What the guide asks for, and what it takes for an answer.

use super::ask::{CLOSED, choices, example, missing};
use super::choose::meaning;
use crate::base::i18n::Language;
use crate::domain::story::{Draft, Facts};
use crate::domain::vocabulary::{FactLine, Lang, PREFER_NOT_TO_SAY};

#[test]
fn it_asks_only_for_what_a_story_does_not_say() {
    assert_eq!(missing(&Facts::default()), super::ask::WANTED);
    let some = Draft::parse("Medication: Accutane\nAge: 29\nSymptoms: dry eyes", Some("en")).facts;
    assert_eq!(missing(&some), [FactLine::DurationOfUse, FactLine::CurrentStatus]);
}

#[test]
fn the_lines_that_it_shows_are_understood_when_they_are_sent_back() {
    for language in Language::ALL {
        let lang = Lang::from_tag(language.code()).unwrap();
        let closed = [FactLine::Age, FactLine::DurationOfUse, FactLine::CurrentStatus];
        let lines = closed.map(|fact| example(fact, lang)).join("\n");
        let facts = Draft::parse(&lines, Some(language.code())).facts;
        assert_eq!(missing(&facts), [FactLine::Medication], "{lines}");
    }
}

#[test]
fn every_answer_of_its_polls_is_the_fact_that_it_asked_for() {
    for lang in Lang::ALL {
        for fact in CLOSED {
            let list = fact.list().unwrap();
            assert!(choices(fact, lang).unwrap().is_some(), "{fact:?} in {lang:?}");
            for code in list.codes() {
                let stated = meaning(list.label(code, lang).unwrap());
                let lacks = stated.map(|(found, facts)| (found, missing(&facts).contains(&fact)));
                assert_eq!(lacks, (code != PREFER_NOT_TO_SAY).then_some((fact, false)), "{code} in {lang:?}");
            }
        }
    }
}
