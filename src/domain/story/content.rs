//! Content: texts and facts as the HTML that clients and other servers show.
//!
//! Only what survives Mastodon: paragraphs, line breaks, bold, links. The last paragraph holds hashtags alone,
//! which Mastodon shows as a bar.

use std::collections::HashMap;

use crate::base::i18n;
use crate::base::text::html::escape;
use crate::base::text::tag::{as_tag, fold_tag};
use crate::domain::care::level::SENSITIVE;
use crate::domain::story::marks::{MarkKind, marks, without_sign};
use crate::domain::story::{Edition, Facts};
use crate::domain::vocabulary::{Lang, TermId, vocabulary};

/// On every story, so that followers can find and mute all of them.
pub const STORY_TAG: &str = "MedicationStory";
/// Most hashtags of one story: a wall of them reads as spam.
const MAX_TAGS: usize = 16;

/// Where the marks of a text lead.
pub struct Links<'a> {
    /// The page of a hashtag, by its folded form.
    pub tag_page: &'a dyn Fn(&str) -> String,
    /// Pages of mentioned accounts, by `handle` or `handle@host` in lower case.
    pub mentions: &'a HashMap<String, String>,
}

/// HTML, and the hashtags that stand in it: their folded form and the name as shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// Harmless HTML.
    pub html: String,
    /// Folded form and name, each once, in order.
    pub tags: Vec<(String, String)>,
}

/// What a story's content is made of.
pub struct StoryParts<'a> {
    /// The original.
    pub edition: &'a Edition,
    /// The other language versions.
    pub others: &'a [Edition],
    /// The facts as lines in the original's language.
    pub fact_lines: &'a [String],
    /// The facts.
    pub facts: &'a Facts,
    /// Hashtags that the author typed, without sign.
    pub typed: &'a [String],
    /// The story's wire id, which leads people to its page.
    pub page: &'a str,
}

/// A plain post.
pub fn note(text: &str, links: &Links<'_>) -> Content {
    let mut content = Content::default();
    paragraphs(text, links, &mut content);
    content
}

/// A story: title, text, facts, links to other editions, hashtags.
pub fn story(parts: &StoryParts<'_>, links: &Links<'_>) -> Content {
    let mut content = Content::default();
    edition(parts.edition, links, &mut content);
    if !parts.fact_lines.is_empty() {
        let lines: Vec<String> = parts.fact_lines.iter().map(|line| escape(line)).collect();
        content.html.push_str(&format!("<p>{}</p>", lines.join("<br>")));
    }
    for other in parts.others {
        content.html.push_str(&edition_link(other, parts.page));
    }
    let bar: Vec<String> = story_tags(parts)
        .into_iter()
        .filter_map(|name| {
            let folded = fold_tag(&name);
            let is_new = !content.tags.iter().any(|(known, _)| *known == folded);
            is_new.then(|| hashtag(&name, folded, links, &mut content.tags))
        })
        .collect();
    content.html.push_str(&format!("<p>{}</p>", bar.join(" ")));
    content
}

/// One language version alone, as it travels in `patientStory.editions`: title and text.
pub fn edition_html(text: &Edition, links: &Links<'_>) -> String {
    let mut content = Content::default();
    paragraphs(&text.text, links, &mut content);
    content.html
}

fn edition(edition: &Edition, links: &Links<'_>, content: &mut Content) {
    if let Some(title) = &edition.title {
        content.html.push_str(&format!("<p><strong>{}</strong></p>", escape(title)));
    }
    paragraphs(&edition.text, links, content);
}

fn edition_link(other: &Edition, page: &str) -> String {
    let name = i18n::own_name(&other.language);
    let words = match &other.title {
        Some(title) => format!("{name}: {title}"),
        None => name.to_owned(),
    };
    let (page, language) = (escape(page), escape(&other.language));
    format!("<p lang=\"{language}\"><a href=\"{page}#{language}\">{}</a></p>", escape(&words))
}

/// Names of the hashtags below a story: what the author typed, then the terms in the original's language. Terms of
/// care level 1 stand only where the author typed them, those of level 2 never: no one is to be found by them.
fn story_tags(parts: &StoryParts<'_>) -> Vec<String> {
    let lang = Lang::from_tag(&parts.edition.language).unwrap_or(Lang::En);
    let level = |id: &TermId| vocabulary().term(*id).map_or(0, |term| term.care_level());
    let terms: Vec<TermId> = parts.facts.terms().collect();
    let label = |id: &TermId| vocabulary().term(*id).and_then(|term| as_tag(term.label(lang)));
    let typed = parts.typed.iter().filter(|name| !names_suicide(name)).cloned();
    let of_terms = terms.iter().filter(|id| level(id) < SENSITIVE).filter_map(label);
    typed.chain(of_terms).take(MAX_TAGS - 1).chain([STORY_TAG.to_owned()]).collect()
}

/// Whether a typed hashtag is a term of care level 2.
fn names_suicide(name: &str) -> bool {
    use crate::domain::vocabulary::Context;
    let found = vocabulary().resolve(name, Context::Hashtag, None);
    found.certain().iter().any(|id| vocabulary().term(*id).is_some_and(|term| term.care_level() > SENSITIVE))
}

fn paragraphs(text: &str, links: &Links<'_>, content: &mut Content) {
    let text = text.replace("\r\n", "\n");
    for paragraph in text.split("\n\n").map(|paragraph| paragraph.trim_matches('\n')) {
        if !paragraph.trim().is_empty() {
            content.html.push_str("<p>");
            let lines: Vec<String> =
                paragraph.lines().map(|line| linked(line, links, &mut content.tags)).collect();
            content.html.push_str(&lines.join("<br>"));
            content.html.push_str("</p>");
        }
    }
}

/// One line with its marks as links.
fn linked(line: &str, links: &Links<'_>, tags: &mut Vec<(String, String)>) -> String {
    let mut html = String::with_capacity(line.len() + 32);
    let mut done = 0;
    for mark in marks(line) {
        html.push_str(&escape(line.get(done..mark.range.start).unwrap_or_default()));
        done = mark.range.end;
        let found = line.get(mark.range).unwrap_or_default();
        match mark.kind {
            MarkKind::Link => html.push_str(&link(found)),
            MarkKind::Hashtag if names_suicide(without_sign(found)) => html.push_str(&escape(found)),
            MarkKind::Hashtag => {
                let name = without_sign(found);
                html.push_str(&hashtag(name, fold_tag(name), links, tags));
            }
            MarkKind::Mention => html.push_str(&mention(found, links)),
        }
    }
    html.push_str(&escape(line.get(done..).unwrap_or_default()));
    html
}

fn link(address: &str) -> String {
    let shown = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (address, shown) = (escape(address), escape(shown));
    format!("<a href=\"{address}\" rel=\"nofollow noopener noreferrer\">{shown}</a>")
}

fn hashtag(name: &str, folded: String, links: &Links<'_>, tags: &mut Vec<(String, String)>) -> String {
    let page = escape(&(links.tag_page)(&folded));
    if !tags.iter().any(|(known, _)| *known == folded) {
        tags.push((folded, name.to_owned()));
    }
    format!("<a href=\"{page}\" class=\"mention hashtag\" rel=\"tag\">#<span>{}</span></a>", escape(name))
}

fn mention(found: &str, links: &Links<'_>) -> String {
    let handle = found.trim_start_matches('@');
    let Some(page) = links.mentions.get(&handle.to_lowercase()) else { return escape(found) };
    let short = handle.split('@').next().unwrap_or(handle);
    format!(
        "<span class=\"h-card\"><a href=\"{}\" class=\"u-url mention\">@<span>{}</span></a></span>",
        escape(page),
        escape(short)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_links(check: impl FnOnce(&Links<'_>)) {
        let mentions = HashMap::from([("ann".to_owned(), "https://a.example/@ann".to_owned())]);
        let tag_page = |tag: &str| format!("https://a.example/tags/{tag}");
        check(&Links { tag_page: &tag_page, mentions: &mentions });
    }

    #[test]
    fn text_becomes_paragraphs_with_links_and_nothing_hostile() {
        with_links(|links| {
            let content = note("<b>a</b> #DryEyes\n@ann @bob\n\n\nhttps://b.example/x?a=1&b=2", links);
            assert_eq!(
                content.html,
                "<p>&lt;b&gt;a&lt;/b&gt; <a href=\"https://a.example/tags/dryeyes\" class=\"mention hashtag\" \
                 rel=\"tag\">#<span>DryEyes</span></a><br><span class=\"h-card\"><a href=\"https://a.example/@ann\" \
                 class=\"u-url mention\">@<span>ann</span></a></span> @bob</p><p><a \
                 href=\"https://b.example/x?a=1&amp;b=2\" rel=\"nofollow noopener \
                 noreferrer\">b.example/x?a=1&amp;b=2</a></p>"
            );
            assert_eq!(content.tags, [("dryeyes".to_owned(), "DryEyes".to_owned())]);
        });
    }

    #[test]
    fn hashtags_tell_the_medication_but_never_what_marks_a_person_in_danger() {
        let term = |text: &str| Some(text.parse().unwrap());
        let facts = Facts {
            medications: vec![crate::domain::story::facts::Medication {
                term: term("med/0001"),
                name: "Accutane".to_owned(),
                ..Default::default()
            }],
            symptoms: ["sym/0006", "sym/0123", "sym/0002"]
                .map(|id| crate::domain::story::facts::Symptom { term: term(id), ..Default::default() })
                .to_vec(),
            ..Facts::default()
        };
        let edition = Edition::original("en", Some("T".to_owned()), "x");
        let typed = ["Accutane".to_owned(), "suicidalideation".to_owned(), "SexualDysfunction".to_owned()];
        let parts = StoryParts {
            edition: &edition,
            others: &[],
            fact_lines: &["Age: 26–35".to_owned()],
            facts: &facts,
            typed: &typed,
            page: "https://a.example/@x/1",
        };
        with_links(|links| {
            let content = story(&parts, links);
            let names: Vec<&str> = content.tags.iter().map(|(_, name)| name.as_str()).collect();
            assert_eq!(
                names,
                ["Accutane", "SexualDysfunction", "Isotretinoin", "LossOfJoy", "MedicationStory"]
            );
            assert!(content.html.starts_with("<p><strong>T</strong></p><p>x</p><p>Age: 26–35</p><p><a "));
        });
    }
}
