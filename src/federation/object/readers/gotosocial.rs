//! As GoToSocial reads: `internal/ap/extract.go`, `internal/text/normalize.go`.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::markup;
use super::{Seen, pictures, tag_names};

/// A hashtag with a character behind this byte is none.
const MAX_TAG_BYTES: usize = 100;

pub fn read(note: &Value) -> Result<Seen, String> {
    let content = note["content"].as_str().ok_or("no text")?;
    // The language is that of the entry whose text is the content's, to the letter.
    let map = note["contentMap"].as_object().into_iter().flatten();
    let language =
        map.filter(|(_, text)| text.as_str() == Some(content)).map(|(language, _)| language.clone()).next();
    Ok(Seen {
        text: markup::lines(&markup::pieces(content)?),
        language,
        warning: note["summary"].as_str().map(str::to_owned),
        hashtags: tag_names(note).filter_map(tag).collect(),
        pictures: pictures(note, &["summary", "name"]),
    })
}

/// NFC; a hashtag with anything but letters, digits, marks and `_` is none, and so is one of `_` and marks alone.
pub fn tag(name: &str) -> Option<String> {
    let name: String = name.strip_prefix('#').unwrap_or(name).nfc().collect();
    let is_mark = unicode_normalization::char::is_combining_mark;
    let fits = name.char_indices().all(|(at, letter)| {
        at < MAX_TAG_BYTES && (letter.is_alphanumeric() || letter == '_' || is_mark(letter))
    });
    let says_something = name.chars().any(|letter| letter != '_' && !is_mark(letter));
    (fits && says_something).then(|| name.to_lowercase())
}
