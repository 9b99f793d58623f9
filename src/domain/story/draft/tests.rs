//! The rules of the text form, as tables.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,200}", language in proptest::option::of("[a-z]{2}(-[A-Z]{2})?")) {
        let draft = Draft::parse(&text, language.as_deref());
        prop_assert!(!draft.editions.is_empty());
    }

    #[test]
    fn no_mixture_of_marks_makes_the_parser_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("Age: 29"), Just("\n"), Just("\n\n"), Just("症状："), Just("#Accutane"), Just("・"), Just("【"), Just("】"),
                Just("English Translation"), Just("原文"), Just("---"), Just("← Back to all stories"), Just("Share Your Story"),
                Just("不安"), Just("/"), Just("（重度）"), Just("severe "), Just(":"), Just("@a@b.c"), Just("https://x.y/z"),
                Just("\u{200b}"), Just("😀"), Just("2年半"), Just("\r\n"), Just("1️⃣ "), Just("**"), Just("> "), Just(" "),
            ],
            0..40,
        )
    ) {
        let draft = Draft::parse(&pieces.concat(), None);
        prop_assert!(!draft.editions.is_empty());
    }
}

/// One post of `tests/fixtures/posts.jsonl` with what is expected of it.
#[derive(Debug, serde::Deserialize)]
struct Expected {
    lang: String,
    text: String,
    /// As [`told`] writes them.
    facts: String,
    /// `language:title`.
    titles: Option<Vec<String>>,
    /// The text that remains in the original edition.
    rest: Option<String>,
    story: bool,
}

/// Facts in one line: terms by their English label, own words after `~`, severity after `:`; a medication's dose
/// after `@`, its purpose after `<`, its source after `^`.
fn told(facts: &Facts) -> String {
    let word = |term: Option<TermId>, name: &str| match term.and_then(|term| vocabulary().term(term)) {
        Some(term) => term.label(Lang::En).to_owned(),
        None => format!("~{name}"),
    };
    let mut told: Vec<String> = Vec::new();
    let mut code = |key: &str, code: Option<&str>| told.extend(code.map(|code| format!("{key}={code}")));
    code("age", facts.age_band.map(|value| value.code()));
    code("use", facts.duration_of_use.map(|value| value.code()));
    code("status", facts.current_status.map(|value| value.code()));
    code("gender", facts.gender.map(|value| value.code()));
    code("country", facts.country.as_deref());
    let medications = |role| -> Option<String> {
        let all = facts.medications.iter().filter(|one| one.role == role).map(|one| {
            let mut written = word(one.term, &one.name);
            written.extend(one.dose.iter().map(|dose| format!("@{dose}")));
            written
                .extend(one.purposes.iter().map(|purpose| format!("<{}", word(purpose.term, &purpose.name))));
            written.extend(one.source.iter().map(|source| format!("^{}", source.code())));
            written
        });
        Some(all.collect::<Vec<_>>().join("|")).filter(|all| !all.is_empty())
    };
    code("med", medications(crate::domain::story::codes::MedicationRole::Suspected).as_deref());
    code("other", medications(crate::domain::story::codes::MedicationRole::Other).as_deref());
    let conditions: Vec<_> = facts.conditions.iter().map(|one| word(one.term, &one.name)).collect();
    code("cond", Some(conditions.join("|").as_str()).filter(|all| !all.is_empty()));
    let symptoms: Vec<_> = facts
        .symptoms
        .iter()
        .map(|one| {
            word(one.term, &one.name) + &one.severity.map(|level| format!(":{level}")).unwrap_or_default()
        })
        .collect();
    code("sym", Some(symptoms.join("|").as_str()).filter(|all| !all.is_empty()));
    code("since", facts.time_since_stopping.map(|value| value.code()));
    code("warned", facts.warned_beforehand.map(|value| value.code()));
    code("doctor", facts.prescriber_response.map(|value| value.code()));
    code("again", facts.would_take_again.map(|value| value.code()));
    code("course", facts.trajectory.map(|value| value.code()));
    code("onset", facts.onset.map(|value| value.code()));
    told.join(" ")
}

#[test]
fn posts_are_read_as_their_authors_meant_them() {
    let mut wrong = Vec::new();
    for line in include_str!("../../../../tests/fixtures/posts.jsonl").lines() {
        let post: Expected = serde_json::from_str(line).unwrap();
        let draft = Draft::parse(&post.text, Some(&post.lang));
        let mut check = |what: &str, found: String, expected: String| {
            if found != expected {
                wrong.push(format!("{:?}\n  {what} is   {found:?}\n  {what} want {expected:?}", post.text));
            }
        };
        check("facts", told(&draft.facts), post.facts.clone());
        let titles: Vec<String> =
            draft.titles.iter().map(|title| format!("{}:{}", title.language, title.text)).collect();
        if let Some(expected) = &post.titles {
            check("titles", format!("{titles:?}"), format!("{expected:?}"));
        }
        if let Some(rest) = &post.rest {
            check("rest", draft.editions[0].text.clone(), rest.clone());
        }
        check("story", draft.stated.to_string(), post.story.to_string());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
