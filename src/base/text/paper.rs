//! Pages of the web as plain text: headings and paragraphs stay, everything around them goes. Nothing is fetched.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

use super::html::plain;

/// What begins a paragraph of its own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "pre",
    "table",
    "hr",
    "figure",
];
/// What begins a line of its own.
const LINES: &[&str] = &["br", "li", "tr", "dt", "dd"];
/// What is no part of a text, with all that stands in it.
const AROUND: &[&str] = &[
    "script", "style", "title", "template", "nav", "footer", "aside", "noscript", "svg", "button", "select",
    "iframe", "object",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(BLOCKS.iter().chain(LINES).copied().collect())
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::new())
        .clean_content_tags(AROUND.iter().copied().collect());
    cleaner
});

/// The text of a page, hostile or not: paragraphs are parted by blank lines.
pub fn text_of(page: &str) -> String {
    let clean = CLEANER.clean(page).to_string();
    let mut text = String::with_capacity(clean.len());
    let mut is_kept = 0_usize;
    for piece in clean.split_inclusive('>').flat_map(|piece| {
        let at = piece.find('<').unwrap_or(piece.len());
        let (words, tag) = piece.split_at_checked(at).unwrap_or((piece, ""));
        [words, tag]
    }) {
        match piece.strip_prefix('<') {
            Some(tag) => {
                let name = tag.trim_start_matches('/').trim_end_matches('>');
                if name == "pre" {
                    is_kept = if tag.starts_with('/') { is_kept.saturating_sub(1) } else { is_kept + 1 };
                }
                if BLOCKS.contains(&name) {
                    text.push_str("\n\n");
                } else if !tag.starts_with('/') {
                    text.push('\n');
                }
            }
            None if is_kept > 0 => text.push_str(&plain_keeping_ends(piece)),
            None => push_words(&mut text, &plain_keeping_ends(piece)),
        }
    }
    tidied(&text)
}

/// The words of escaped text, with the spaces at its ends that [`plain`] takes off.
fn plain_keeping_ends(escaped: &str) -> String {
    let starts = if escaped.starts_with(char::is_whitespace) { " " } else { "" };
    let ends = if escaped.ends_with(char::is_whitespace) { " " } else { "" };
    let words = plain(escaped);
    if words.is_empty() { starts.to_owned() } else { format!("{starts}{words}{ends}") }
}

/// Line ends within a paragraph are spaces; between letters of scripts without spaces they are nothing.
fn push_words(text: &mut String, words: &str) {
    let mut lines = words.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    if words.starts_with(char::is_whitespace) && needs_space(text.chars().next_back(), lines.peek()) {
        text.push(' ');
    }
    while let Some(line) = lines.next() {
        text.push_str(&line.split_whitespace().collect::<Vec<_>>().join(" "));
        if lines.peek().is_some() && needs_space(line.chars().next_back(), lines.peek()) {
            text.push(' ');
        }
    }
    if words.ends_with(' ') && !text.ends_with(char::is_whitespace) {
        text.push(' ');
    }
}

fn needs_space(before: Option<char>, after: Option<&&str>) -> bool {
    let is_wide = |letter: char| u32::from(letter) >= 0x2E80;
    let before_wide = before.is_none_or(|letter| is_wide(letter) || letter.is_whitespace());
    let after_wide = after.and_then(|line| line.chars().next()).is_none_or(is_wide);
    !(before_wide && after_wide) && before.is_some_and(|letter| !letter.is_whitespace())
}

/// No spaces at the ends of lines, and never more than one blank line.
fn tidied(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_a_page_holds_becomes_tidy_text(page in "(<(p|div|pre|li|br|b|!--|/p|/div|/pre)( x=y)?>|[a-zあ<>& \\n])*") {
            let text = text_of(&page);
            prop_assert_eq!(text.trim_end(), text.as_str());
            prop_assert!(!text.contains("\n\n\n") && !text.contains(" \n"), "{:?}", text);
        }
    }

    #[test]
    fn headings_and_paragraphs_stay_and_what_stands_around_them_goes() {
        let check = |page: &str, expected: &str| assert_eq!(text_of(page), expected, "{page}");
        check(
            "<html><head><title>Blog</title><style>p{}</style></head><body><nav>Home</nav><h1>After</h1>\
             <p>One <b>bold</b>\n word &amp; more.</p><p>Two<br>lines</p><footer>(c)</footer></body>",
            "After\n\nOne bold word & more.\n\nTwo\nlines",
        );
        check("<ul><li>first</li><li>second</li></ul>", "first\nsecond");
        check("<p>三日目で\n何も感じ<ruby>な</ruby>く</p>", "三日目で何も感じなく");
        check("<script>alert(1)</script><p onclick=x()>a<img src=x onerror=y()></p>", "a");
        check("a < b &lt;b&gt; c", "a < b <b> c");
        check("<pre>Age: 29\nStatus: stopped</pre>", "Age: 29\nStatus: stopped");
        check("", "");
    }
}
