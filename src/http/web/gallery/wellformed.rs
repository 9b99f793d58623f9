//! Checks on finished HTML, strict enough to catch our own mistakes: it is no parser for other people's.

#![expect(clippy::string_slice, reason = "tags begin and end at ASCII characters")]

use std::collections::BTreeSet;

use crate::base::i18n::{Language, text};

const VOID: [&str; 6] = ["meta", "link", "input", "br", "img", "hr"];

/// Everything that is wrong with a page, as sentences.
pub fn problems(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let tags = tags(html);
    nesting(&tags, &mut found);
    let ids: Vec<String> = tags.iter().filter_map(|tag| tag.attribute("id")).collect();
    let unique: BTreeSet<&String> = ids.iter().collect();
    if unique.len() != ids.len() {
        let twice = ids.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1);
        found.push(format!("ids stand twice: {:?}", twice.collect::<BTreeSet<_>>()));
    }
    for tag in tags.iter().filter(|tag| !tag.closing) {
        if tag.has("style") || tag.name == "style" {
            found.push(format!("inline style: {}", tag.source));
        }
        if tag.name == "script" && !tag.has("src") || tag.has_handler() {
            found.push(format!("inline script: {}", tag.source));
        }
        if tag.name == "html" && (!tag.has("lang") || !tag.has("dir")) {
            found.push("the page has no language".to_owned());
        }
        if tag.attribute("lang").is_some_and(|lang| lang.is_empty()) {
            found.push(format!("an empty language: {}", tag.source));
        }
        if tag.name == "a" && tag.attribute("href").is_none_or(|href| href.is_empty()) {
            found.push(format!("a link to nowhere: {}", tag.source));
        }
        if let Some(target) = tag.attribute("href").and_then(|href| href.strip_prefix('#').map(str::to_owned))
            && !unique.contains(&target)
        {
            found.push(format!("a link to no id: {}", tag.source));
        }
        for reference in ["aria-describedby", "aria-labelledby", "for", "list"] {
            for id in tag.attribute(reference).unwrap_or_default().split_whitespace() {
                if !unique.contains(&id.to_owned()) {
                    found.push(format!("{reference} names no id: {}", tag.source));
                }
            }
        }
    }
    labels(html, &tags, &mut found);
    untranslated(html, &mut found);
    if html.matches("<h1").count() != 1 {
        found.push("a page has one first heading".to_owned());
    }
    found
}

struct Tag<'a> {
    source: &'a str,
    name: &'a str,
    closing: bool,
    at: usize,
}

impl Tag<'_> {
    fn attribute(&self, name: &str) -> Option<String> {
        let start = self.source.find(&format!(" {name}=\""))? + name.len() + 3;
        self.source.get(start..).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    }

    fn has(&self, name: &str) -> bool {
        self.attribute(name).is_some()
    }

    fn has_handler(&self) -> bool {
        ["onclick", "onload", "onerror", "onsubmit", "onchange"].iter().any(|name| self.has(name))
    }
}

fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut from = 0;
    while let Some(start) = html[from..].find('<').map(|at| from + at) {
        let end = start + html[start..].find('>').expect("every tag ends") + 1;
        let source = &html[start..end];
        let closing = source.starts_with("</");
        let name = source.trim_start_matches(['<', '/']).split([' ', '>', '\n']).next().unwrap();
        tags.push(Tag { source, name, closing, at: start });
        from = end;
    }
    tags
}

fn nesting(tags: &[Tag<'_>], found: &mut Vec<String>) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        if tag.name.starts_with('!') || VOID.contains(&tag.name) {
            continue;
        }
        // An answer ends where the next one begins, or its list does: `</option>` would weigh more than many a name.
        let ends_answer =
            if tag.closing { ["select", "datalist"].contains(&tag.name) } else { tag.name == "option" };
        if open.last() == Some(&"option") && ends_answer {
            open.pop();
        }
        if !tag.closing {
            if tag.name == "p" && open.last() == Some(&"p") {
                found.push(format!("a paragraph inside a paragraph: {}", tag.source));
            }
            open.push(tag.name);
        } else if open.pop() != Some(tag.name) {
            found.push(format!("{} closes something else; open: {open:?}", tag.source));
            return;
        }
    }
    if !open.is_empty() {
        found.push(format!("never closed: {open:?}"));
    }
}

/// Every field that a person fills has a label: one that names its id, or one around it.
fn labels(html: &str, tags: &[Tag<'_>], found: &mut Vec<String>) {
    let named: BTreeSet<String> = tags.iter().filter_map(|tag| tag.attribute("for")).collect();
    for tag in tags {
        let hidden = tag.attribute("type").is_some_and(|kind| kind == "hidden");
        if tag.closing || hidden || !["input", "select", "textarea"].contains(&tag.name) {
            continue;
        }
        let before = &html[..tag.at];
        let inside = before.rfind("<label").unwrap_or(0) > before.rfind("</label").unwrap_or(0);
        if !inside && !tag.attribute("id").is_some_and(|id| named.contains(&id)) {
            found.push(format!("a field without a label: {}", tag.source));
        }
    }
}

/// A key that no catalogue has is shown as itself, e.g. `story-bakc`; a missing value as `{$name}`.
fn untranslated(html: &str, found: &mut Vec<String>) {
    let words = html.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words);
    let shown = words.collect::<Vec<_>>().join(" ");
    for word in shown.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let key_like = word.contains('-') && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if key_like && (text(Language::En, word, &[]) != word || PREFIXES.iter().any(|p| word.starts_with(p)))
        {
            found.push(format!("an untranslated key: {word}"));
        }
    }
    if shown.contains("{$") || shown.contains("{ $") {
        found.push("a sentence misses a value".to_owned());
    }
}

const PREFIXES: [&str; 10] = [
    "site-",
    "story-",
    "stories-",
    "share-",
    "sign-up-",
    "settings-",
    "failed-",
    "care-",
    "desk-",
    "privacy-",
];

#[test]
fn the_checks_find_what_they_are_for() {
    let page = |body: &str| format!("<html lang=\"en\" dir=\"ltr\"><body><h1>x</h1>{body}</body></html>");
    for fine in ["<p>fine</p>", "<label>x <select><option>a<option>b</select></label>"] {
        assert_eq!(problems(&page(fine)), Vec::<String>::new(), "{fine}");
    }
    for wrong in [
        "<p>open",
        "<p><b>crossed</p></b>",
        "<label><select><option>a</label></select>",
        "<p style=\"color:red\">x</p>",
        "<input type=\"text\" name=\"a\">",
        "<a href=\"#nowhere\">x</a>",
        "<p>story-bakc</p>",
        "<p id=\"a\"></p><p id=\"a\"></p>",
    ] {
        assert_eq!(problems(&page(wrong)).len(), 1, "{wrong}: {:?}", problems(&page(wrong)));
    }
}
