//! Reading other servers' JSON: a value or an array of it, an address or an object with one, all mean the same.

use serde_json::Value;

use super::context::PUBLIC;

/// Most items read of one array: more is an attack.
const MAX_ITEMS: usize = 256;

/// The items of a value that may be one thing, an array of things, or nothing.
pub fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (many, one) = match value {
        None | Some(Value::Null) => (None, None),
        Some(Value::Array(items)) => (Some(items), None),
        Some(other) => (None, Some(other)),
    };
    many.into_iter().flatten().chain(one).take(MAX_ITEMS)
}

/// The address that a value is or has: a string, or the `id` of an object.
pub fn id(value: Option<&Value>) -> Option<&str> {
    ids(value).next()
}

/// All addresses that a value is or has. Empty ones count as absent: snac answers to `""` where it answers nothing.
pub fn ids(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let addresses = items(value).filter_map(|item| item.as_str().or_else(|| item.get("id")?.as_str()));
    addresses.filter(|address| !address.is_empty())
}

/// A text member; empty ones count as absent.
pub fn text<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// The type of an object: a string, or the first string of an array.
pub fn kind(object: &Value) -> Option<&str> {
    items(object.get("type")).find_map(Value::as_str)
}

/// The address of an object's page: `url` is a string, a link, or several of them; pages come first.
pub fn page(object: &Value) -> Option<&str> {
    let is_page = |item: &&Value| {
        item.is_string()
            || item.get("mediaType").and_then(Value::as_str).is_none_or(|kind| kind == "text/html")
    };
    let candidates = || items(object.get("url")).filter(is_page);
    candidates().find_map(|item| item.as_str().or_else(|| item.get("href")?.as_str()))
}

/// Whether an address means everybody; three spellings are in use.
pub fn is_public(address: &str) -> bool {
    address == PUBLIC || address == "as:Public" || address == "Public"
}

/// A time on the wire as seconds since 1970.
pub fn time(value: Option<&Value>) -> Option<i64> {
    let text = value?.as_str()?;
    chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp())
}

/// The host of an address, with port if any; `None` where it is no web address.
pub fn host(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// Whether two addresses have the same host: the ground of who may say what about which object (FEP-fe34).
pub fn same_host(one: &str, other: &str) -> bool {
    host(one).is_some_and(|one| host(other).is_some_and(|other| one == other))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_thing_and_an_array_of_it_read_the_same() {
        for value in [
            json!("https://a.example/1"),
            json!(["https://a.example/1"]),
            json!({"id": "https://a.example/1"}),
        ] {
            assert_eq!(id(Some(&value)), Some("https://a.example/1"));
        }
        assert_eq!(id(Some(&json!(null))), None);
        assert_eq!(id(Some(&json!(["", "https://a.example/1"]))), Some("https://a.example/1"));
    }

    #[test]
    fn a_page_is_found_among_links() {
        let object = json!({"url": [{"type": "Link", "mediaType": "video/mp4", "href": "https://a/v"},
                                    {"type": "Link", "mediaType": "text/html", "href": "https://a/p"}]});
        assert_eq!(page(&object), Some("https://a/p"));
    }

    #[test]
    fn hosts_differ_by_name_and_port() {
        assert!(same_host("https://a.example/x", "https://A.example/y"));
        assert!(!same_host("https://a.example/x", "https://a.example:8443/x"));
        assert!(!same_host("https://a.example/x", "ap://a.example/x"));
    }
}
