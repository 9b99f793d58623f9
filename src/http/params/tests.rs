//! Every way in which clients were seen to write the same request.

use serde::Deserialize;

use super::*;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Asked {
    status: Option<String>,
    sensitive: Option<bool>,
    id: Vec<String>,
    fields_attributes: Vec<Field>,
    poll: Option<Poll>,
    limit: Count,
    avatar: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Field {
    name: String,
    value: String,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Poll {
    options: Vec<String>,
    expires_in: Option<i64>,
}

/// Reads a request with this query, content type and body.
async fn asked(query: &str, kind: &str, body: impl Into<Body>) -> Result<Asked, Unreadable> {
    let request = Request::builder().uri(format!("/x?{query}")).header(CONTENT_TYPE, kind);
    let said = read(request.body(body.into()).unwrap()).await?;
    lenient::into_typed(Value::Object(said))
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json; charset=utf-8";

#[tokio::test]
async fn finding_02_every_encoding_says_the_same() {
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\nあ b\r\n\
        --b\r\nContent-Disposition: form-data; name=\"sensitive\"\r\n\r\ntrue\r\n--b--\r\n";
    for (query, kind, body) in [
        ("status=%E3%81%82+b&sensitive=1", "", ""),
        ("", FORM, "status=%E3%81%82%20b&sensitive=on"),
        ("", JSON, r#"{"status": "あ b", "sensitive": true}"#),
        ("", "text/plain", r#"{"status": "あ b", "sensitive": "true"}"#),
        ("status=other", "multipart/form-data; boundary=b", multipart),
    ] {
        let asked = asked(query, kind, body).await.unwrap();
        assert_eq!(asked.status.as_deref(), Some("あ b"), "{kind} {body}");
        assert_eq!(asked.sensitive, Some(true), "{kind} {body}");
    }
}

#[tokio::test]
async fn finding_03_lists_come_in_four_spellings() {
    for query in ["id[]=1&id[]=2", "id=1&id=2", "id[0]=1&id[1]=2", "id%5B%5D=1&id%5B%5D=2", "id[9]=2&id[1]=1"]
    {
        assert_eq!(asked(query, "", "").await.unwrap().id, ["1", "2"], "{query}");
    }
    assert_eq!(asked("id=2", "", "").await.unwrap().id, ["2"]);
    assert_eq!(asked("", JSON, r#"{"id": [1, "2"]}"#).await.unwrap().id, ["1", "2"]);
    assert_eq!(asked("id[]=", "", "").await.unwrap().id, [""]);
    assert_eq!(asked("id=", "", "").await.unwrap().id, Vec::<String>::new());
}

#[tokio::test]
async fn finding_04_a_yes_is_written_in_many_ways_and_repeated_keys_do_no_harm() {
    for yes in ["true", "True", "1", "on"] {
        assert_eq!(asked(&format!("sensitive={yes}"), "", "").await.unwrap().sensitive, Some(true));
    }
    for no in ["false", "False", "0", "off", "", "None"] {
        assert_eq!(asked(&format!("sensitive={no}"), "", "").await.unwrap().sensitive, Some(false));
    }
    assert_eq!(asked("", JSON, r#"{"sensitive": null}"#).await.unwrap().sensitive, None);
    assert_eq!(asked("", JSON, r#"{"sensitive": 1, "new": {"a": []}}"#).await.unwrap().sensitive, Some(true));
    let twice = asked("status=a&status=b&oauth_info=1&oauth_info=2", "", "").await.unwrap();
    assert_eq!(twice.status.as_deref(), Some("b"));
}

#[tokio::test]
async fn nested_fields_and_polls_are_read_from_forms_and_json() {
    let pair = |name: &str, value: &str| Field { name: name.to_owned(), value: value.to_owned() };
    let wanted = vec![pair("a", "1"), pair("b", "2")];
    for body in [
        "fields_attributes[0][name]=a&fields_attributes[0][value]=1&fields_attributes[1][name]=b&fields_attributes[1][value]=2",
        "fields_attributes[][name]=a&fields_attributes[][value]=1&fields_attributes[][name]=b&fields_attributes[][value]=2",
    ] {
        assert_eq!(asked("", FORM, body).await.unwrap().fields_attributes, wanted, "{body}");
    }
    let json = r#"{"fields_attributes": {"0": {"name": "a", "value": "1"}, "1": {"name": "b", "value": 2}}}"#;
    assert_eq!(asked("", JSON, json).await.unwrap().fields_attributes, wanted);
    let poll = asked("", FORM, "poll[options][]=x&poll[options][]=y&poll[expires_in]=60").await.unwrap().poll;
    let wanted = Poll { options: vec!["x".to_owned(), "y".to_owned()], expires_in: Some(60) };
    assert_eq!(poll, Some(wanted));
}

#[tokio::test]
async fn what_cannot_be_read_is_told_apart() {
    let wrong = |name: &str, expected| Unreadable::Wrong { name: name.to_owned(), expected };
    for (query, kind, body, reason) in [
        ("status=%FF", "", &b""[..], Unreadable::NotText),
        ("", FORM, b"status=\xFF", Unreadable::NotText),
        ("", JSON, b"{\"status\": \"\xFF\"}", Unreadable::NotText),
        ("", JSON, b"{\"status\": ", Unreadable::Malformed),
        ("", JSON, b"[1]", Unreadable::Malformed),
        ("", "multipart/form-data", b"x", Unreadable::Malformed),
        ("sensitive=maybe", "", b"", wrong("sensitive", "true or false")),
        ("poll[expires_in]=soon", "", b"", wrong("poll.expires_in", "a whole number")),
        ("status[a]=1", "", b"", wrong("status", "text")),
        ("id[a]=1", "", b"", wrong("id", "a list")),
    ] {
        assert_eq!(asked(query, kind, body).await.unwrap_err(), reason, "{query} {kind}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_and_the_longest_story_is_not() {
    let story = format!("status={}", "%E8%96%AC".repeat(60_000));
    assert!(asked("", FORM, story).await.is_ok());
    let large = format!("status={}", "a".repeat(MAX_BODY_BYTES));
    assert_eq!(asked("", FORM, large).await.unwrap_err(), Unreadable::TooLarge);
}

#[tokio::test]
async fn a_count_that_is_no_number_counts_as_not_given() {
    for (query, count) in [("limit=5", Some(5)), ("limit=", None), ("limit=many", None), ("", None)] {
        assert_eq!(asked(query, "", "").await.unwrap().limit, Count(count), "{query}");
    }
}

#[tokio::test]
async fn a_file_is_seen_and_not_kept() {
    let body = "--b\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"a.png\"\r\n\r\n\u{0}\u{1}\r\n--b--\r\n";
    assert!(asked("", "multipart/form-data; boundary=b", body).await.unwrap().avatar.is_some());
}

proptest::proptest! {
    #[test]
    fn no_form_however_broken_makes_the_reader_fail(text in "[a-c\\[\\]=&%0-9]{0,60}") {
        let mut said = Map::new();
        let _ = tree::read_form(text.as_bytes(), &mut said);
        let _ = lenient::into_typed::<Asked>(Value::Object(said));
    }
}
