//! `anamnesis facts`: prints what the server takes from a text, as JSON. Needs no database.

use std::collections::HashMap;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::lines::{self, Arguments};
use crate::base::i18n::{self, Language};
use crate::domain::story::content::{self, Links};
use crate::domain::story::document::{Document, PublishedEdition};
use crate::domain::story::draft::Draft;
use crate::domain::vocabulary::{Lang, vocabulary};

/// Reads texts from standard input and prints the facts of each.
pub fn run(arguments: &Arguments) -> ExitCode {
    lines::run(arguments, facts)
}

/// What the server takes from a text.
fn facts(text: &str, lang: Option<&str>) -> Value {
    let draft = Draft::parse(text, lang);
    let mentions = HashMap::new();
    let links = Links { tag_page: &|tag: &str| format!("/tags/{tag}"), mentions: &mentions };
    let contents: Vec<String> =
        draft.editions.iter().map(|edition| content::note(&edition.text, &links).html).collect();
    let editions: Vec<PublishedEdition> = draft
        .editions
        .iter()
        .zip(&contents)
        .map(|(edition, content)| PublishedEdition { edition, content })
        .collect();
    let original = draft.editions.first();
    let titled: Vec<(String, String)> =
        draft.titles.iter().map(|title| (title.language.clone(), title.text.clone())).collect();
    let document = Document {
        titles: &titled,
        original_language: original.map_or("und", |edition| edition.language.as_str()),
        facts: &draft.facts,
        editions: &editions,
        consents: &[],
        declined: &[],
    };
    let suggestions: Vec<Value> = draft
        .suggestions
        .iter()
        .map(|term| {
            let label = vocabulary().term(*term).map(|term| term.label(Lang::En));
            json!({ "term": term.iri(), "label": label })
        })
        .collect();
    let titles: serde_json::Map<String, Value> =
        draft.titles.iter().map(|title| (title.language.clone(), json!(title.text))).collect();
    let problems: Vec<Value> = draft
        .problems
        .iter()
        .map(|problem| {
            let words = i18n::problem(Language::En, problem);
            json!({ "field": problem.field, "problem": problem.message, "message": words })
        })
        .collect();
    json!({
        "story": draft.stated,
        "language": original.map(|edition| &edition.language),
        "title": original.and_then(|edition| edition.title.as_ref()).or(draft.titles.first().map(|title| &title.text)),
        "titles": titles,
        "text": original.map(|edition| &edition.text),
        "editions": draft.editions,
        "hashtags": draft.hashtags,
        "suggestions": suggestions,
        "problems": problems,
        "patientStory": document.compose(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_with_its_facts() {
        let found = facts("#Accutane", Some("en"));
        assert_eq!(found["story"], true);
        assert_eq!(found["patientStory"]["medications"][0]["name"], "Accutane");
        let plain = facts("hello", None);
        assert_eq!((&plain["story"], &plain["text"]), (&json!(false), &json!("hello")));
    }
}
