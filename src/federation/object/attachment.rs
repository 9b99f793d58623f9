//! Pictures of posts as they travel: ours composed, others' read.

use serde_json::{Map, Value, json};

use super::read;
use crate::app::App;
use crate::domain::media::{Focus, Media, RemotePicture};

/// More than this no client shows.
const MAX_ATTACHMENTS: usize = 16;
/// Longest description that is kept, in characters; Mastodon's number.
const MAX_DESCRIPTION_CHARS: usize = 10_000;
/// Longest address that is kept.
const MAX_URL_BYTES: usize = 2048;
/// A side of more pixels is no picture.
const MAX_SIDE: i64 = 100_000;
/// What may be attached; a `Document` says by its media type what it is.
const KINDS: &[&str] = &["Image", "Document", "Video", "Audio"];

/// The pictures of a post of ours. `Image` and not `Document`, which says nothing (FEP-1311); descriptions stand twice,
/// because GoToSocial and Mastodon look for them in `summary`, all others in `name`.
pub fn compose(app: &App, pictures: &[Media]) -> Value {
    pictures.iter().filter_map(|picture| one(app, picture)).collect()
}

fn one(app: &App, picture: &Media) -> Option<Value> {
    let mut image = Map::new();
    let mut put = |name: &str, value: Value| image.insert(name.to_owned(), value);
    put("type", json!("Image"));
    put("mediaType", json!(picture.format?.media_type()));
    put("url", json!(app.urls.picture(&picture.file()?)));
    if !picture.description.is_empty() {
        put("name", json!(picture.description));
        put("summary", json!(picture.description));
    }
    put("width", json!(picture.width));
    put("height", json!(picture.height));
    if let Some(blurhash) = &picture.blurhash {
        put("blurhash", json!(blurhash));
    }
    let focus = Focus::of(picture);
    if focus != Focus::default() {
        let (x, y) = focus.fractions();
        put("focalPoint", json!([x, y]));
    }
    Some(Value::Object(image))
}

/// The pictures, films and sounds of another server's post.
pub fn parse(object: &Value) -> Vec<RemotePicture> {
    let attached = read::items(object.get("attachment"));
    // One that does not say what it is, but where it is, is as good as a `Document`: so does Mastodon.
    let kept = attached.filter(|item| read::kind(item).is_none_or(|kind| KINDS.contains(&kind)));
    kept.filter_map(read_one).take(MAX_ATTACHMENTS).collect()
}

fn read_one(item: &Value) -> Option<RemotePicture> {
    let url = read::items(item.get("url"))
        .find_map(|link| link.as_str().or_else(|| read::text(link, "href")))
        .filter(|url| url.len() <= MAX_URL_BYTES && read::host(url).is_some())?;
    let description = read::text(item, "summary").or_else(|| read::text(item, "name")).unwrap_or_default();
    let printed = |letter: &char| !letter.is_control() || *letter == '\n';
    let side = |name: &str| {
        let pixels = item.get(name).and_then(Value::as_i64).filter(|pixels| (1..=MAX_SIDE).contains(pixels));
        pixels.and_then(|pixels| i32::try_from(pixels).ok()).unwrap_or(0)
    };
    let mut focus = read::items(item.get("focalPoint")).filter_map(Value::as_f64);
    Some(RemotePicture {
        url: url.to_owned(),
        description: description.chars().filter(printed).take(MAX_DESCRIPTION_CHARS).collect(),
        blurhash: read::text(item, "blurhash").filter(|text| is_blurhash(text)).map(str::to_owned),
        width: side("width"),
        height: side("height"),
        focus: match (focus.next(), focus.next()) {
            (Some(x), Some(y)) => Focus::from_fractions(x, y),
            (_, _) => Focus::default(),
        },
    })
}

/// Whether a text is a blurhash: clients that decode anything else stumble. Its first digit says how long it is.
fn is_blurhash(text: &str) -> bool {
    const DIGITS: &str =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    let size = text.chars().next().and_then(|first| DIGITS.find(first));
    let parts = size.map(|size| (size % 9 + 1) * (size / 9 + 1));
    parts.is_some_and(|parts| text.len() == 4 + 2 * parts) && text.chars().all(|digit| DIGITS.contains(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_others_are_read_in_every_shape_and_made_harmless() {
        let note = json!({"attachment": [
            {"type": "Document", "mediaType": "image/png", "url": "https://a.example/1.png", "name": "A cat\u{7}",
             "blurhash": "LEHV6nWB2yk8pyo0adR*.7kCMdnj", "width": 640, "height": 360, "focalPoint": [0.5, -2]},
            {"type": "Image", "url": [{"type": "Link", "mediaType": "image/webp", "href": "https://a.example/2"}],
             "name": "name", "summary": "summary", "blurhash": "<script>", "width": -1, "height": "x"},
            {"type": "Image", "url": "javascript:alert(1)"},
            {"type": "PropertyValue", "name": "a", "value": "b"},
            {"type": "Document", "url": null}, "x", null
        ]});
        let read = parse(&note);
        assert_eq!(read.len(), 2);
        assert_eq!(
            (read[0].url.as_str(), read[0].description.as_str()),
            ("https://a.example/1.png", "A cat")
        );
        assert_eq!(read[0].blurhash.as_deref(), Some("LEHV6nWB2yk8pyo0adR*.7kCMdnj"));
        assert_eq!((read[0].width, read[0].height), (640, 360));
        assert_eq!(read[0].focus, Focus { x: 500, y: -1000 });
        assert_eq!((read[1].url.as_str(), read[1].description.as_str()), ("https://a.example/2", "summary"));
        assert_eq!((read[1].blurhash.as_ref(), read[1].width, read[1].height), (None, 0, 0));
    }

    #[test]
    fn a_single_picture_may_stand_without_a_list_and_too_many_are_cut_off() {
        let image = json!({"type": "Image", "url": "https://a.example/1"});
        assert_eq!(parse(&json!({"attachment": image})).len(), 1);
        assert_eq!(parse(&json!({"attachment": vec![image; 100]})).len(), MAX_ATTACHMENTS);
    }
}
