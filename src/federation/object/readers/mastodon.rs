//! As Mastodon reads: `app/lib/activitypub/parser/status_parser.rb`, `lib/sanitize_ext/sanitize_config.rb`,
//! `app/lib/hashtag_normalizer.rb`, `app/models/tag.rb`.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::markup::{self, Piece};
use super::{Seen, pictures, tag_names};

const ELEMENTS: &[&str] = &[
    "p",
    "br",
    "span",
    "a",
    "del",
    "s",
    "pre",
    "blockquote",
    "code",
    "b",
    "strong",
    "u",
    "i",
    "em",
    "ul",
    "ol",
    "li",
    "ruby",
    "rt",
    "rp",
];
/// Schemes of links that stay links.
const SCHEMES: &[&str] = &["http", "https"];
/// An attachment behind the fourth is not shown.
const MAX_PICTURES: usize = 4;

pub fn read(note: &Value) -> Result<Seen, String> {
    // Any other type, or several, hides the text.
    if note["type"] != "Note" {
        return Err(format!("shown as title, summary and link: {}", note["type"]));
    }
    let map = note["contentMap"].as_object();
    let content = note["content"].as_str().filter(|text| !text.is_empty());
    let content = content.or_else(|| map?.values().next()?.as_str()).ok_or("no text")?;
    let pieces = sanitised(&markup::pieces(content)?)?;
    Ok(Seen {
        text: markup::lines(&pieces),
        language: map.and_then(|map| map.keys().next().cloned()),
        warning: note["summary"].as_str().map(str::to_owned),
        hashtags: tag_names(note).filter_map(tag).collect(),
        pictures: pictures(note, &["summary", "name"]).into_iter().take(MAX_PICTURES).collect(),
    })
}

/// What the sanitiser leaves; anything that it would take away is an error, but `rel`, which it sets itself.
fn sanitised(pieces: &[Piece]) -> Result<Vec<Piece>, String> {
    for piece in pieces {
        let Piece::Open(name, attributes) = piece else { continue };
        if !ELEMENTS.contains(&name.as_str()) {
            return Err(format!("<{name}> is taken away"));
        }
        for (attribute, value) in attributes {
            let kept = match (name.as_str(), attribute.as_str()) {
                (_, "lang") | ("a", "rel") => true,
                ("a" | "span" | "p", "class") => value.split(' ').all(has_meaning),
                ("a", "href") => SCHEMES.iter().any(|scheme| value.starts_with(&format!("{scheme}://"))),
                _ => false,
            };
            if !kept {
                return Err(format!("<{name} {attribute}=\"{value}\"> is taken away"));
            }
        }
    }
    Ok(pieces.to_vec())
}

fn has_meaning(class: &str) -> bool {
    let microformat = ["h-", "p-", "u-", "dt-", "e-"].iter().any(|start| class.starts_with(start));
    microformat || ["mention", "hashtag", "ellipsis", "invisible", "quote-inline"].contains(&class)
}

/// NFKC, lower case, without accents on Latin letters, without what may not stand in a hashtag; one without a letter is none.
pub fn tag(name: &str) -> Option<String> {
    let name = name.strip_prefix('#').unwrap_or(name).nfkc().collect::<String>().to_lowercase();
    // Folds what decomposes into a Latin letter and its marks, and nothing else.
    let folded = name.chars().flat_map(|letter| {
        let parts: Vec<char> = letter.nfd().collect();
        match parts.first() {
            Some(first) if first.is_ascii_alphabetic() => vec![*first],
            Some(_) | None => vec![letter],
        }
    });
    let kept: String = folded
        .filter(|letter| {
            letter.is_alphanumeric() || matches!(letter, '_' | '\u{b7}' | '\u{30fb}' | '\u{200c}')
        })
        .collect();
    kept.chars().any(char::is_alphabetic).then_some(kept)
}
