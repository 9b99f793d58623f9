//! Addresses that applications return to: any scheme, compared as exact strings.

use super::OOB;

/// Most addresses of one application.
const MOST: usize = 20;
/// Most characters of one address.
const LONGEST: usize = 2000;
/// Schemes that would run what they carry in our own pages.
const DANGEROUS: &[&str] = &["javascript", "data", "vbscript", "about", "blob", "file"];

/// Reads the addresses that an application registers: given one by one, or several in one text with spaces or
/// lines between. `None` when there is none, too many, or one that can't be.
pub fn parse_all(given: &[String]) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for uri in given.iter().flat_map(|text| text.split_whitespace()) {
        if !is_possible(uri) {
            return None;
        }
        if !found.iter().any(|known| known == uri) {
            found.push(uri.to_owned());
        }
    }
    (!found.is_empty() && found.len() <= MOST).then_some(found)
}

/// A scheme, something after it, and no control characters. No URL library looks at it: mobile applications use
/// `app://` with nothing behind it, or `com.example.app:/one-slash`, and get them back as they gave them.
fn is_possible(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.split_once(':') else { return false };
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    !rest.is_empty()
        && uri.len() <= LONGEST
        && !uri.contains('#')
        && !uri.chars().any(char::is_control)
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(letters)
        && !DANGEROUS.contains(&scheme.to_ascii_lowercase().as_str())
}

/// The address with an answer in its query; `None` when the code is to be shown (`oob`).
pub fn with_answer(uri: &str, pairs: &[(&str, &str)]) -> Option<String> {
    if uri == OOB {
        return None;
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let joint = if uri.contains('?') { '&' } else { '?' };
    Some(format!("{uri}{joint}{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_real_applications_are_taken_as_they_are() {
        for uri in [
            "urn:ietf:wg:oauth:2.0:oob",
            "icecubesapp://",
            "com.tapbots.Ivory.10217:/request_token",
            "org.joinmastodon.android-auth://callback",
            "http://127.0.0.1:63546/callback",
            "https://phanpy.social/?instance=a",
        ] {
            assert_eq!(parse_all(&[uri.to_owned()]), Some(vec![uri.to_owned()]), "{uri}");
        }
        let both =
            parse_all(&[" https://a.example/x\nurn:ietf:wg:oauth:2.0:oob  https://a.example/x ".to_owned()]);
        assert_eq!(both.unwrap().len(), 2);
    }

    #[test]
    fn addresses_that_run_or_hide_something_are_refused() {
        for uri in
            ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "nothing", "https://a/#b", ":x", ""]
        {
            assert_eq!(parse_all(&[uri.to_owned()]), None, "{uri}");
        }
    }

    #[test]
    fn an_answer_joins_what_the_address_has() {
        let pairs = [("code", "a b"), ("state", "é")];
        assert_eq!(with_answer("app://", &pairs).unwrap(), "app://?code=a+b&state=%C3%A9");
        assert_eq!(with_answer("https://a/?b=c", &pairs).unwrap(), "https://a/?b=c&code=a+b&state=%C3%A9");
        assert_eq!(with_answer(OOB, &pairs), None);
    }
}
