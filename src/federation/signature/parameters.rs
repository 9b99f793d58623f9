//! The `Signature` header of draft-cavage, read strictly: what two readers could read differently is an error.

use std::collections::BTreeMap;

use super::SignatureError;

const MALFORMED: SignatureError = SignatureError::Malformed("signature header");

/// Parameters of a `Signature` header by name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parameters<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Parameters<'a> {
    /// Reads `name="value",name="value",…`; numbers may stand without quotes. A name that comes twice is an error,
    /// unknown names are kept and never asked for.
    pub(super) fn parse(header: &'a str) -> Result<Self, SignatureError> {
        let mut parameters = BTreeMap::new();
        let mut rest = header.trim();
        loop {
            let (name, after) = rest.split_once('=').ok_or(MALFORMED)?;
            let name = name.trim();
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                return Err(MALFORMED);
            }
            let (value, after) = value(after.trim_start())?;
            if parameters.insert(name, value).is_some() {
                return Err(SignatureError::Malformed("a signature parameter comes twice"));
            }
            let after = after.trim_start();
            if after.is_empty() {
                return Ok(Self(parameters));
            }
            rest = after.strip_prefix(',').ok_or(MALFORMED)?.trim_start();
        }
    }

    /// All of them.
    pub(super) fn into_map(self) -> BTreeMap<&'a str, &'a str> {
        self.0
    }

    /// A parameter that may be absent.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).copied()
    }

    /// A parameter that must be there and not be empty.
    pub(super) fn require(&self, name: &str) -> Result<&'a str, SignatureError> {
        self.get(name)
            .filter(|value| !value.is_empty())
            .ok_or(SignatureError::Malformed("a signature parameter is missing"))
    }

    /// A time in whole seconds since 1970 that must be there.
    pub(super) fn require_seconds(&self, name: &str) -> Result<i64, SignatureError> {
        self.require(name)?.parse().ok().filter(|seconds| *seconds >= 0).ok_or(MALFORMED)
    }
}

/// One value and what comes after it. Escapes are refused: no key id needs them, and readers differ about them.
fn value(text: &str) -> Result<(&str, &str), SignatureError> {
    if let Some(quoted) = text.strip_prefix('"') {
        let (value, after) = quoted.split_once('"').ok_or(MALFORMED)?;
        return if value.contains('\\') { Err(MALFORMED) } else { Ok((value, after)) };
    }
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    match text.split_at_checked(end) {
        Some((number, after)) if !number.is_empty() => Ok((number, after)),
        Some(_) | None => Err(MALFORMED),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_header_is_read_into_its_parameters() {
        let parameters = Parameters::parse(
            r#"keyId="https://a.example/k?a=b,c" , created=12,unknown="x",signature="a+/=""#,
        )
        .unwrap();
        assert_eq!(parameters.get("keyId"), Some("https://a.example/k?a=b,c"));
        assert_eq!(parameters.require_seconds("created"), Ok(12));
        assert_eq!(parameters.require("signature"), Ok("a+/="));
        assert_eq!(parameters.get("expires"), None);
    }

    #[test]
    fn anything_that_could_be_read_in_two_ways_is_refused() {
        for header in [
            "",
            ",",
            "keyId",
            "keyId=",
            "keyId=bare",
            r#"keyId="open"#,
            r#"keyId="a" signature="b""#,
            r#"keyId="a","#,
            r#"keyId="a",,b="c""#,
            r#"keyId="a\"b""#,
            r#"="a""#,
            r#"key id="a""#,
            r#"keyId="a""b""#,
            r#"keyId="a";b="c""#,
        ] {
            assert_eq!(Parameters::parse(header), Err(MALFORMED), "{header}");
        }
    }

    #[test]
    fn a_parameter_that_comes_twice_is_refused() {
        for header in [r#"keyId="a",keyId="a""#, r#"x="a",keyId="k",x="b""#] {
            let twice = SignatureError::Malformed("a signature parameter comes twice");
            assert_eq!(Parameters::parse(header), Err(twice), "{header}");
        }
    }

    #[test]
    fn a_time_must_be_a_whole_number_of_seconds() {
        for value in ["\"1.5\"", "\"-3\"", "\"x\"", "99999999999999999999"] {
            let header = format!("created={value}");
            assert_eq!(
                Parameters::parse(&header).unwrap().require_seconds("created"),
                Err(MALFORMED),
                "{value}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_the_reader_panic(header in "[a-zA-Z=\", 0-9\\\\é]{0,60}") {
            let _ = Parameters::parse(&header);
        }
    }
}
