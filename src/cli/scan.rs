//! `anamnesis scan`: prints what in a text may say who somebody is, as JSON. Needs no database.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::lines::{self, Arguments};
use crate::domain::anonymity::scan;

/// Reads texts from standard input and prints the findings of each.
pub fn run(arguments: &Arguments) -> ExitCode {
    lines::run(arguments, findings)
}

/// The findings of a text in the form that is printed: places in characters (Unicode scalar values).
fn findings(text: &str, lang: Option<&str>) -> Value {
    let found = scan::scan(text, lang);
    let findings: Vec<Value> = found
        .iter()
        .map(|finding| {
            json!({
                "kind": finding.kind.code(),
                "start": finding.start,
                "end": finding.end,
                "text": finding.text,
                "replacement": finding.replacement,
            })
        })
        .collect();
    json!({ "findings": findings })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_characters() {
        let found = findings("🌧 私は田中先生に相談しました。", Some("ja"));
        let expected = json!({ "findings": [
            { "kind": "name", "start": 4, "end": 8, "text": "田中先生", "replacement": "[名前]" }
        ] });
        assert_eq!(found, expected);
        assert_eq!(findings("Nothing at all.", None), json!({ "findings": [] }));
    }
}
