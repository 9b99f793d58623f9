//! The canonical text of a JSON value (JCS, RFC 8785): two documents are the same if these are the same bytes.

use std::fmt::Write as _;

use serde_json::{Number, Value};

/// Writes a value without spaces, with sorted keys, and numbers as ECMAScript writes them.
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_value(value, &mut text);
    text
}

fn write_value(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) => text.push_str(&write_number(number)),
        Value::Null | Value::Bool(_) | Value::String(_) => {
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

/// Largest whole number up to which ECMAScript tells all whole numbers apart.
const MAX_EXACT: u64 = 1 << 53;

/// RFC 8785 section 3.2.2.3: a number is what ECMAScript reads and writes, a double.
fn write_number(number: &Number) -> String {
    if number.as_i64().is_some_and(|whole| whole.unsigned_abs() <= MAX_EXACT) {
        return number.to_string();
    }
    let Some(double) = number.as_f64() else { return number.to_string() };
    if double == 0.0 {
        // Also minus zero.
        return "0".to_owned();
    }
    if (1e-6..1e21).contains(&double.abs()) {
        return double.to_string();
    }
    // Rust leaves the plus of an exponent out.
    let text = format!("{double:e}");
    if text.contains("e-") { text } else { text.replace('e', "e+") }
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

    #[test]
    fn numbers_are_written_as_ecmascript_does() {
        // Mostly of RFC 8785, appendix B.
        for (read, written) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("4.50", "4.5"),
            ("2e-3", "0.002"),
            ("1E30", "1e+30"),
            ("0.000000000000000000000000001", "1e-27"),
            ("-71.184902", "-71.184902"),
            ("9007199254740992", "9007199254740992"),
            ("9007199254740994", "9007199254740994"),
            ("18446744073709551615", "18446744073709552000"),
            ("295147905179352830000", "295147905179352830000"),
            ("1e21", "1e+21"),
            ("9.999999999999997e22", "9.999999999999997e+22"),
            ("0.000001", "0.000001"),
            ("0.0000001", "1e-7"),
            ("5e-324", "5e-324"),
            ("333333333.33333329", "333333333.3333333"),
        ] {
            // `serde_json` reads very large and very small numbers a little wrong.
            let whole =
                read.parse::<i64>().map(Value::from).or_else(|_| read.parse::<u64>().map(Value::from));
            let value = whole.unwrap_or_else(|_| Value::from(read.parse::<f64>().unwrap()));
            assert_eq!(canonical(&value), written, "{read}");
        }
    }
}
