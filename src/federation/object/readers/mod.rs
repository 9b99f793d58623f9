//! Four readers that nobody here wrote: how Mastodon, GoToSocial, Akkoma and Misskey choose text, language, warning, hashtags
//! and pictures from a `Note`, imitated from their sources (read in November 2026), and held against every kind of story.

mod akkoma;
mod gotosocial;
mod markup;
mod mastodon;
mod misskey;
mod stories;

use std::collections::BTreeSet;

use serde_json::Value;

use super::read;

/// What people see of a note at one of the four.
#[derive(Debug, Default)]
struct Seen {
    /// The text as lines, with the marks of bold, links and the like taken away.
    text: String,
    /// The language that the note is filed under.
    language: Option<String>,
    /// What covers it.
    warning: Option<String>,
    /// Under which hashtags it is found, as that server compares them.
    hashtags: BTreeSet<String>,
    /// Address and description of its pictures.
    pictures: Vec<(String, String)>,
}

/// One of the four.
struct Reader {
    name: &'static str,
    read: fn(&Value) -> Result<Seen, String>,
    /// The same hashtag in that server's own spelling; `None` where it has none.
    tag: fn(&str) -> Option<String>,
}

const READERS: [Reader; 4] = [
    Reader { name: "Mastodon", read: mastodon::read, tag: mastodon::tag },
    Reader { name: "GoToSocial", read: gotosocial::read, tag: gotosocial::tag },
    Reader { name: "Akkoma", read: akkoma::read, tag: akkoma::tag },
    Reader { name: "Misskey", read: misskey::read, tag: misskey::tag },
];

/// Names of a note's hashtags, as they stand in `tag`.
fn tag_names(note: &Value) -> impl Iterator<Item = &str> {
    let tags = read::items(note.get("tag")).filter(|tag| read::kind(tag) == Some("Hashtag"));
    tags.filter_map(|tag| tag["name"].as_str())
}

/// Address and description of what is attached; each server looks for the description in an order of its own.
fn pictures(note: &Value, described_in: &[&str]) -> Vec<(String, String)> {
    let text = |picture: &Value, name: &str| {
        picture[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let attached = read::items(note.get("attachment"));
    let described =
        |picture: &Value| described_in.iter().find_map(|name| text(picture, name)).unwrap_or_default();
    attached.filter_map(|picture| Some((text(picture, "url")?, described(picture)))).collect()
}
