//! Pictures as clients see them.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::base::urls::Urls;
use crate::domain::media::{Focus, Media, MediaState};

/// A picture. What lies on another server is of the kind `unknown`: clients show it as a link and do not load it, so
/// that who wrote it does not see who reads it.
#[derive(Debug, Clone, Serialize)]
pub struct MediaAttachment {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Null as long as it is being made ready.
    pub url: Option<String>,
    pub preview_url: Option<String>,
    pub remote_url: Option<String>,
    pub preview_remote_url: Option<String>,
    pub text_url: Option<String>,
    pub meta: Value,
    pub description: Option<String>,
    pub blurhash: Option<String>,
}

/// A picture.
pub fn attachment(urls: &Urls, row: &Media) -> MediaAttachment {
    let kind = match row.state {
        MediaState::Ready | MediaState::Processing | MediaState::Refused => "image",
        MediaState::Elsewhere => "unknown",
    };
    let file = row.file();
    let own = file.as_deref().map(|file| urls.picture(file));
    let preview = row.small_file().or(file).map(|file| urls.picture(&file));
    MediaAttachment {
        id: row.id.to_string(),
        kind,
        url: own.or_else(|| row.remote_url.clone()),
        preview_url: preview,
        remote_url: row.remote_url.clone(),
        preview_remote_url: None,
        text_url: None,
        meta: meta(row),
        description: Some(row.description.clone()).filter(|text| !text.is_empty()),
        blurhash: row.blurhash.clone(),
    }
}

/// Several pictures.
pub fn attachments(urls: &Urls, rows: &[Media]) -> Vec<MediaAttachment> {
    rows.iter().map(|row| attachment(urls, row)).collect()
}

fn meta(row: &Media) -> Value {
    let mut meta = Map::new();
    let (x, y) = Focus::of(row).fractions();
    meta.insert("focus".to_owned(), json!({ "x": x, "y": y }));
    if row.width > 0 && row.height > 0 {
        meta.insert("original".to_owned(), size(row.width, row.height));
        let has_small = row.small_width > 0;
        let (width, height) =
            if has_small { (row.small_width, row.small_height) } else { (row.width, row.height) };
        meta.insert("small".to_owned(), size(width, height));
    }
    Value::Object(meta)
}

fn size(width: i32, height: i32) -> Value {
    json!({
        "width": width,
        "height": height,
        "size": format!("{width}x{height}"),
        "aspect": f64::from(width) / f64::from(height.max(1)),
    })
}
