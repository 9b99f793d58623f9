//! The form and what is told: there and back.

use super::super::filled::filled;
use super::*;

const SENT: [(&str, &str); 25] = [
    ("text", "三日目で何も感じなくなりました。"),
    ("title", "イソトレチノイン後遺症"),
    ("language", "ja"),
    ("warning", "つらい話"),
    ("edition-1-language", "en"),
    ("edition-1-title", "Aftermath"),
    ("edition-1-text", "By the third day my feelings had gone quiet, and they never came back."),
    ("edition-1-by", "machine"),
    ("medication-1-name", "アキュテイン"),
    ("medication-1-dose", "20 mg"),
    ("medication-1-purpose", "にきび"),
    ("medication-1-source", "online-clinic"),
    ("symptom-1-name", "不安"),
    ("symptom-1-severity", "4"),
    ("symptom-1-onset", "within-3-days"),
    ("symptom-3-name", "my hands hum"),
    ("age", "26-35"),
    ("status", "stopped"),
    ("gender", "prefer-not-to-say"),
    ("country", "JP"),
    ("moment-1-symptom", "不安"),
    ("moment-1-change", "better"),
    ("moment-1-phase", "after-stopping"),
    ("consent-publish", "yes"),
    ("consent-federate", "yes"),
];

fn read(form: &StoryForm, before: Option<&Source>) -> Result<(Facts, Vec<Edition>), Vec<Problem>> {
    super::read(form, before, "en")
}

fn problems(sent: &[(&str, &str)]) -> Vec<(&'static str, &'static str)> {
    let found = read(&StoryForm::read(sent.iter().copied()), None).err().unwrap_or_default();
    found.into_iter().map(|problem| (problem.field, problem.message)).collect()
}

#[test]
fn everything_that_was_filled_in_is_told() {
    let (facts, editions) = read(&StoryForm::read(SENT), None).unwrap();
    assert_eq!(editions.len(), 2);
    assert_eq!((editions[0].language.as_str(), editions[0].kind), ("ja", EditionKind::Original));
    assert_eq!((editions[1].by, editions[1].reviewed), (EditionBy::Machine, false));
    let medication = &facts.medications[0];
    assert_eq!(medication.term, "med/0001".parse().ok());
    assert_eq!(
        (medication.dose.as_deref(), medication.source),
        (Some("20 mg"), Some(MedicationSource::OnlineClinic))
    );
    assert!(medication.purposes[0].term.is_some());
    assert_eq!(facts.symptoms.len(), 2);
    assert_eq!((facts.symptoms[0].severity, facts.symptoms[0].onset), (Some(4), Some(Onset::Within3Days)));
    assert_eq!((facts.symptoms[1].term, facts.symptoms[1].name.as_str()), (None, "my hands hum"));
    assert_eq!(facts.gender, None, "who would rather not say says nothing");
    assert_eq!(facts.timeline[0].anchor, TimelineAnchor::Start);
    assert_eq!(facts.timeline[0].symptom.term, facts.symptoms[0].term);
}

#[test]
fn a_story_that_is_changed_comes_back_into_the_form_and_out_of_it_as_it_was() {
    let (facts, editions) = read(&StoryForm::read(SENT), None).unwrap();
    let source = Source {
        facts: facts.clone(),
        editions: editions.clone(),
        titles: Vec::new(),
        hashtags: Vec::new(),
        warning: "つらい話".to_owned(),
        consent: serde_json::from_str(r#"[{"scope":"publish","version":1,"given":"2026-11"}]"#).unwrap(),
        care: None,
    };
    let form = filled(&source, true);
    assert_eq!((form.single.findable.as_str(), form.single.consent_federate.as_str()), ("yes", ""));
    let (again, editions_again) = read(&form, Some(&source)).unwrap();
    assert_eq!(again, facts);
    assert_eq!(editions_again, editions);
}

#[test]
fn a_story_may_be_a_translation_alone_but_not_nothing() {
    let translation = [
        ("edition-1-language", "en"),
        ("edition-1-text", "It began on the third day."),
        ("consent-publish", "yes"),
    ];
    let (_, editions) = read(&StoryForm::read(translation), None).unwrap();
    assert_eq!((editions.len(), editions[0].kind), (1, EditionKind::Translation));
    assert_eq!(problems(&[("title", "x"), ("consent-publish", "yes")]), [("text", "problem-story-empty")]);
}

#[test]
fn what_cannot_be_taken_is_a_problem_at_its_field() {
    let text = ("text", "It began on the third day of taking it.");
    let agreed = ("consent-publish", "yes");
    let unagreed = unconsented(&StoryForm::read([text])).map(|problem| problem.message);
    assert_eq!(unagreed, Some("problem-consent-needed"));
    assert!(unconsented(&StoryForm::read([text, agreed])).is_none());
    assert_eq!(problems(&[text, agreed, ("age", "young")]), [("age", "problem-choose-from-list")]);
    assert_eq!(
        problems(&[text, agreed, ("symptom-2-name", "anxiety"), ("symptom-2-severity", "9")]),
        [("symptom-2-severity", "problem-choose-from-list")]
    );
    assert_eq!(
        problems(&[text, agreed, ("moment-3-symptom", "anxiety")]),
        [("moment-3-change", "problem-required")]
    );
    assert_eq!(
        problems(&[
            text,
            agreed,
            ("edition-1-language", "en"),
            ("edition-1-text", "The same once more, in English.")
        ]),
        [("edition-1-language", "problem-language-unknown")],
        "two versions in one language"
    );
    let long = "x".repeat(MAX_TITLE + 1);
    assert_eq!(problems(&[text, agreed, ("title", &long)]), [("title", "problem-too-long")]);
    let endless = "word ".repeat(MAX_CHARS);
    assert_eq!(problems(&[("text", &endless), agreed]), [("text", "problem-story-too-long")]);
}
