//! Holds every answer of the client API against the server's own OpenAPI document: its status must be named there, and
//! its body must have the keys that are told, of their types, and no others.

use std::sync::LazyLock;

use anamnesis::http::mastodon::described::openapi;
use serde_json::{Map, Value};

use super::client::Answer;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(openapi::document("http://localhost")).unwrap());

/// Fails where the document and the answer differ. What is not the client API's is nobody's business.
pub fn check(method: &str, path: &str, answer: &Answer) {
    let Some(operation) = operation(method, path.trim_end_matches('/')) else { return };
    let asked = &answer.asked;
    let responses = &operation["responses"];
    let Some(response) = responses.get(answer.status.to_string()) else {
        panic!("{asked}: the OpenAPI document knows no status {}: {}", answer.status, answer.body)
    };
    let Some(schema) = response.pointer("/content/application~1json/schema") else { return };
    let mut wrong = Vec::new();
    walk(schema, &answer.json(), "$", &mut wrong);
    assert!(
        wrong.is_empty(),
        "{asked} is not as the OpenAPI document tells:\n  {}\n{}",
        wrong.join("\n  "),
        answer.body
    );
}

/// The operation at a path; a part that is written out goes before one that is variable.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let fits = |template: &str| {
        let (ours, theirs): (Vec<&str>, Vec<&str>) =
            (template.split('/').collect(), path.split('/').collect());
        let is_fitting = ours.len() == theirs.len()
            && ours.iter().zip(&theirs).all(|(ours, theirs)| ours.starts_with('{') || ours == theirs);
        is_fitting.then(|| ours.iter().filter(|part| part.starts_with('{')).count())
    };
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let found = paths.iter().filter_map(|(template, item)| Some((fits(template)?, item)));
    found.min_by_key(|(variable, _)| *variable)?.1.get(method.to_ascii_lowercase())
}

fn walk(schema: &Value, value: &Value, path: &str, wrong: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        return walk(DOCUMENT.pointer(name.trim_start_matches('#')).unwrap(), value, path, wrong);
    }
    if let Some(either) = schema["anyOf"].as_array() {
        let found = either.iter().map(|schema| {
            let mut wrong = Vec::new();
            walk(schema, value, path, &mut wrong);
            wrong
        });
        return wrong.extend(found.min_by_key(Vec::len).unwrap());
    }
    let text = value.as_str().unwrap_or_default();
    let fits = match schema["type"].as_str() {
        Some("string") => value.is_string() && fits_text(schema, text),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        Some("array") => {
            for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                walk(&schema["items"], item, &format!("{path}[{at}]"), wrong);
            }
            value.is_array()
        }
        Some("object") => {
            let object = value.as_object();
            if let Some(object) = object {
                walk_keys(schema, object, path, wrong);
            }
            object.is_some()
        }
        other => panic!("{path}: no rule for {other:?}"),
    };
    if !fits {
        wrong.push(format!("{path} is {value}, not {schema}"));
    }
}

fn walk_keys(schema: &Value, object: &Map<String, Value>, path: &str, wrong: &mut Vec<String>) {
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(name) {
            wrong.push(format!("{path}.{name} is missing"));
        }
    }
    // An object of which no key is told may have any.
    let Some(told) = schema["properties"].as_object() else { return };
    for (name, value) in object {
        match told.get(name) {
            Some(schema) => walk(schema, value, &format!("{path}.{name}"), wrong),
            None if schema["additionalProperties"] == true => {}
            None => wrong.push(format!("{path}.{name} is told nowhere")),
        }
    }
}

fn fits_text(schema: &Value, text: &str) -> bool {
    let is_one_of = schema["enum"].as_array().is_none_or(|words| words.iter().any(|word| word == text));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_form = match (schema["pattern"].as_str(), schema["format"].as_str()) {
        (Some("^[0-9]{1,19}$"), None) => (1..=19).contains(&text.len()) && digits(text),
        (Some(_), Some("date-time")) => {
            let thousandths = text.get(20..23).is_some_and(digits);
            text.len() == 24 && text.ends_with('Z') && text.as_bytes()[19] == b'.' && thousandths
        }
        (None, Some("date")) => text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-',
        (None, Some("uri")) => text.contains("://"),
        (None, None) => true,
        other => panic!("no rule for {other:?}"),
    };
    is_one_of && has_form
}
