//! As Akkoma and Pleroma read: `lib/pleroma/web/activity_pub/transmogrifier.ex` and
//! `object_validators/article_note_page_validator.ex`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::markup;
use super::{Seen, pictures, tag_names};

/// A note with more characters is refused (`remote_limit`).
const MAX_CHARS: usize = 100_000;

pub fn read(note: &Value) -> Result<Seen, String> {
    // A string field: a list of types is refused.
    if !note["type"].is_string() {
        return Err("type is no string".to_owned());
    }
    if !note["to"].is_array() && !note["cc"].is_array() {
        return Err("addressed to nobody".to_owned());
    }
    // The first entry of the map, sorted by its key, stands over the content.
    let map = note["contentMap"].as_object().into_iter().flatten();
    let map: BTreeMap<&String, &Value> = map.collect();
    let content = map.values().next().copied().unwrap_or(&note["content"]).as_str().ok_or("no text")?;
    if content.chars().count() > MAX_CHARS {
        return Err("too long".to_owned());
    }
    Ok(Seen {
        text: markup::lines(&markup::pieces(content)?),
        language: map.keys().next().map(|language| (*language).clone()),
        warning: note["summary"].as_str().map(str::to_owned),
        hashtags: tag_names(note).filter_map(tag).collect(),
        pictures: pictures(note, &["name"]),
    })
}

/// Without its sign, in lower case.
pub fn tag(name: &str) -> Option<String> {
    let name = name.strip_prefix('#').unwrap_or(name);
    (!name.is_empty()).then(|| name.to_lowercase())
}
