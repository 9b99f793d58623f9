//! HTML: hostile made harmless, plain text made HTML, and HTML made plain text.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// HTML that is safe to show. There is no way to make one but by cleaning or escaping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CleanHtml(String);

/// What Mastodon keeps: text that goes through it must arrive whole.
const TAGS: &[&str] = &[
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
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

/// Classes with a meaning for clients; all others are dropped.
const CLASSES: &[&str] = &[
    "mention",
    "hashtag",
    "ellipsis",
    "invisible",
    "quote-inline",
    "h-card",
    "u-url",
    "p-name",
    "p-nickname",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let classes: HashSet<&str> = CLASSES.iter().copied().collect();
    let mut cleaner = Builder::empty();
    cleaner
        .tags(TAGS.iter().copied().collect())
        .generic_attributes(HashSet::from(["lang", "dir"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("ol", HashSet::from(["start", "reversed"])),
            ("li", HashSet::from(["value"])),
        ]))
        .allowed_classes(HashMap::from([("a", classes.clone()), ("span", classes)]))
        .url_schemes(HashSet::from(["http", "https"]))
        // An address without a host would lead to a page of this server, whatever its words say.
        .url_relative(UrlRelative::Deny)
        .clean_content_tags(HashSet::from(["script", "style", "title", "template"]))
        .link_rel(Some("nofollow noopener noreferrer"));
    cleaner
});

static STRIPPER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut stripper = Builder::empty();
    stripper.clean_content_tags(HashSet::from(["script", "style", "title", "template"]));
    stripper
});

impl CleanHtml {
    /// Keeps what is harmless of `hostile`. Headings become bold paragraphs, as on Mastodon.
    pub fn clean(hostile: &str) -> Self {
        // A carriage return, which only a reference (`&#13;`) brings this far, is a line's end for the next who reads it.
        let mut clean = CLEANER.clean(hostile).to_string().replace('\r', "\n");
        let mut has_headings = false;
        for level in 1..=6 {
            for (heading, bold) in [("<h", "<p><strong>"), ("</h", "</strong></p>")] {
                let tag = format!("{heading}{level}>");
                if clean.contains(&tag) {
                    clean = clean.replace(&tag, bold);
                    has_headings = true;
                }
            }
        }
        // A heading may stand in a heading or in a list, where no paragraph may: what is open is closed again.
        Self(if has_headings { CLEANER.clean(&clean).to_string() } else { clean })
    }

    /// Plain text as HTML: paragraphs at blank lines, breaks at line ends.
    pub fn from_plain(text: &str) -> Self {
        let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
        Self(paragraphs.map(|text| format!("<p>{}</p>", escape(text).replace('\n', "<br>"))).collect())
    }

    /// HTML that was cleaned before it was stored.
    pub fn stored(html: String) -> Self {
        Self(html)
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, given away.
    pub fn into_string(self) -> String {
        self.0
    }

    /// The words alone: a line break for `<br>`, a blank line between paragraphs.
    pub fn to_plain(&self) -> String {
        plain(&self.0)
    }
}

impl fmt::Display for CleanHtml {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The words of any HTML, hostile or not, as plain text.
pub fn plain(html: &str) -> String {
    let spaced = html
        .replace("<br>", "\n")
        .replace("<br/>", "\n")
        .replace("<br />", "\n")
        .replace("</p>", "\n\n")
        .replace("</li>", "\n");
    let stripped = STRIPPER.clean(&spaced).to_string();
    let text = stripped
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&");
    text.trim().to_owned()
}

/// Plain text as it may stand in HTML, between tags and in quoted attributes.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // No writer means these, and some readers stop at them.
            '\0' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hostile: &str, expected: &str) {
        assert_eq!(CleanHtml::clean(hostile).as_str(), expected);
    }

    #[test]
    fn scripts_handlers_and_odd_schemes_do_not_pass() {
        check("<p onclick=x()>a<script>b</script></p>", "<p>a</p>");
        check("<a href=\"javascript:x()\">a</a>", "<a rel=\"nofollow noopener noreferrer\">a</a>");
        check("<a href=\"/settings\">a</a>", "<a rel=\"nofollow noopener noreferrer\">a</a>");
        check("<img src=x onerror=x()><svg><style><a title=\"</style><img src=x>\">", "");
        check("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1&gt;\">", "");
    }

    #[test]
    fn what_mastodon_keeps_is_kept() {
        let kept = "<p lang=\"ja\">a<br><strong>b</strong></p><ul><li>c</li></ul>";
        check(kept, kept);
        check("<h2>Title</h2>", "<p><strong>Title</strong></p>");
        check("<span class=\"mention evil\">a</span>", "<span class=\"mention\">a</span>");
    }

    #[test]
    fn a_carriage_return_that_was_written_as_a_reference_stays_a_line_s_end() {
        let once = CleanHtml::clean("\u{1}:&#19&\0&#13&3&9#\0\u{14}#39&");
        assert!(!once.as_str().contains('\r'));
        assert_eq!(CleanHtml::clean(once.as_str()), once);
        assert_eq!(CleanHtml::clean("one&#13;two").as_str(), "one\ntwo");
    }

    #[test]
    fn headings_inside_of_others_leave_nothing_open() {
        for nested in ["<h1>a<x><h2>b</h2></x></h1>", "<h2>a<x><h2>b", "<ul><h3>a<li>b</h3></ul>"] {
            let once = CleanHtml::clean(nested);
            assert_eq!(CleanHtml::clean(once.as_str()), once, "{nested}");
        }
    }

    #[test]
    fn html_and_plain_text_turn_into_each_other() {
        let text = "a < b & \"c\"\nd\n\ne";
        assert_eq!(CleanHtml::from_plain(text).to_plain(), text);
        assert_eq!(plain("<p>a &amp;lt; b</p><style>x</style>"), "a &lt; b");
    }
}
