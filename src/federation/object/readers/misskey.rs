//! As Misskey reads: `packages/backend/src/core/activitypub/models/ApNoteService.ts`, `core/MfmService.ts` (`fromHtml`),
//! `core/NoteCreateService.ts`, `models/Note.ts`.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::markup::{self, Piece};
use super::{Seen, pictures, tag_names};

/// What the column of content warnings holds, in characters: with a longer one the whole note is lost.
const MAX_WARNING_CHARS: usize = 512;
/// More hashtags are cut off, and longer ones left out.
const MAX_TAGS: usize = 32;
const MAX_TAG_CHARS: usize = 128;
/// Behind this the text is cut off, in UTF-16.
pub const MAX_TEXT_UNITS: usize = 8192;

pub fn read(note: &Value) -> Result<Seen, String> {
    if note["source"]["mediaType"] == "text/x.misskeymarkdown" || !note["_misskey_content"].is_null() {
        return Err("the text is taken from elsewhere".to_owned());
    }
    let content = note["content"].as_str().ok_or("no text")?;
    let warning = note["summary"].as_str().filter(|warning| !warning.is_empty());
    if warning.is_some_and(|warning| warning.chars().count() > MAX_WARNING_CHARS) {
        return Err("the warning is too long to be stored".to_owned());
    }
    let names: Vec<String> = tag_names(note).map(normal).collect();
    let (text, written) = markdown(&markup::pieces(content)?, &names)?;
    let tags = tag_names(note).filter_map(tag).filter(|tag| tag.chars().count() <= MAX_TAG_CHARS);
    Ok(Seen {
        text: if written > MAX_TEXT_UNITS {
            String::from_utf16_lossy(&text.encode_utf16().take(MAX_TEXT_UNITS).collect::<Vec<_>>())
        } else {
            text
        },
        language: None,
        warning: warning.map(str::to_owned),
        hashtags: tags.take(MAX_TAGS).collect(),
        pictures: pictures(note, &["summary", "name"]),
    })
}

/// The text as it is shown, and how long it is in Misskey's own markup. A hashtag stays one only where the note's `tag` names
/// it; otherwise it becomes a link that leads away.
fn markdown(pieces: &[Piece], names: &[String]) -> Result<(String, usize), String> {
    let (mut text, mut marks) = (String::new(), 0);
    let mut link: Option<(String, String)> = None;
    for piece in pieces {
        match (piece, &mut link) {
            (Piece::Text(words), Some((_, label))) => label.push_str(words),
            (Piece::Text(words), None) => text.push_str(words),
            (Piece::Open(name, attributes), None) => match name.as_str() {
                "a" => {
                    let href =
                        attributes.iter().find(|(name, _)| name == "href").map(|(_, value)| value.clone());
                    link = Some((href.ok_or("a link to nowhere")?, String::new()));
                }
                "br" => text.push('\n'),
                "p" => text.push_str("\n\n"),
                "strong" => marks += 4,
                _ => {}
            },
            (Piece::Close(name), Some((href, label))) if name == "a" => {
                if label.starts_with('#') && !names.contains(&normal(label)) {
                    return Err(format!("{label} becomes a link"));
                }
                if !label.starts_with('#') {
                    marks += "[]()".len() + href.encode_utf16().count();
                }
                text.push_str(label);
                link = None;
            }
            (Piece::Open(..) | Piece::Close(_), _) => {}
        }
    }
    let written = text.encode_utf16().count() + marks;
    Ok((text.trim().to_owned(), written))
}

/// As names are compared: NFKC and lower case.
fn normal(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase()
}

/// Without its sign, compared as [`normal`].
pub fn tag(name: &str) -> Option<String> {
    let name = name.strip_prefix('#').unwrap_or(name);
    (!name.is_empty()).then(|| normal(name))
}
