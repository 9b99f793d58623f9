//! The canonical text of a JSON value (JCS, RFC 8785): two documents are the same story if these are the same bytes.

use std::fmt::Write as _;

use serde_json::Value;

/// Writes a value without spaces, with sorted keys. Exact for strings, integers, lists and objects, which is all that
/// a `patientStory` of ours holds; other numbers are written as they are read, shortest form first.
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_value(value, &mut text);
    text
}

fn write_value(value: &Value, text: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Number(_) => {
            // `serde_json` escapes as RFC 8785 section 3.2.2.2 demands. Writing to a `String` cannot fail.
            let _ = write!(text, "{value}");
        }
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                write_value(item, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            // RFC 8785 section 3.2.3: keys are compared as UTF-16, which differs from UTF-8 beyond U+FFFF.
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            sorted.sort_unstable_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            text.push('{');
            for (place, (key, member)) in sorted.into_iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                let _ = write!(text, "{}:", Value::String(key.clone()));
                write_value(member, text);
            }
            text.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_as_utf_16_at_every_depth() {
        // The example of RFC 8785 section 3.2.3: U+1F600 is a surrogate pair and stands before U+FB33.
        let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "ö": {"b": 1, "a": []}});
        let expected = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":{\"a\":[],\"b\":1},\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}";
        assert_eq!(canonical(&value), expected);
    }

    #[test]
    fn strings_are_escaped_as_little_as_json_allows() {
        let value = json!("€ $\u{f}\nA'B\"\\\"/\u{7f}\u{2028}");
        assert_eq!(canonical(&value), "\"€ $\\u000f\\nA'B\\\"\\\\\\\"/\u{7f}\u{2028}\"");
    }

    #[test]
    fn documents_that_differ_in_order_and_space_only_are_one() {
        let one: Value = serde_json::from_str(r#"{"a": 1, "b": [true, null, "x"]}"#).unwrap();
        let other: Value = serde_json::from_str(r#"{"b":[true,null,"\u0078"],"a":1}"#).unwrap();
        assert_eq!(canonical(&one), canonical(&other));
        assert_eq!(canonical(&one), r#"{"a":1,"b":[true,null,"x"]}"#);
    }
}
