//! What stands out in a plain text: links, hashtags and mentions. One scan for the parser and for the HTML.

use std::ops::Range;

/// Something in a text that becomes a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// Where in the text, in bytes, with `#` or `@`.
    pub range: Range<usize>,
}

/// What stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// `http://` or `https://`.
    Link,
    /// `#word` in any script.
    Hashtag,
    /// `@name` or `@name@host`.
    Mention,
}

/// Every mark of a text, in order.
pub fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut skip_to = 0;
    let mut previous = None;
    for (at, c) in text.char_indices() {
        if at >= skip_to
            && let Some(mark) = mark_at(text, at, c, previous)
        {
            skip_to = mark.range.end;
            marks.push(mark);
        }
        previous = Some(c);
    }
    marks
}

/// The hashtags of a text, without `#`, as typed and in order.
pub fn hashtags(text: &str) -> impl Iterator<Item = &str> {
    marks(text)
        .into_iter()
        .filter(|mark| mark.kind == MarkKind::Hashtag)
        .filter_map(move |mark| text.get(mark.range).map(without_sign))
}

/// A hashtag without its `#`.
pub fn without_sign(hashtag: &str) -> &str {
    hashtag.trim_start_matches(['#', '＃'])
}

/// Whether a text consists of hashtags and spaces only, and holds at least one.
pub fn is_hashtags_only(text: &str) -> bool {
    let mut rest_at = 0;
    let mut found = false;
    for mark in marks(text) {
        if mark.kind != MarkKind::Hashtag || !is_gap(text.get(rest_at..mark.range.start)) {
            return false;
        }
        rest_at = mark.range.end;
        found = true;
    }
    found && is_gap(text.get(rest_at..))
}

fn is_gap(text: Option<&str>) -> bool {
    text.is_some_and(|gap| {
        gap.chars().all(|c| c.is_whitespace() || is_zero_width(c) || matches!(c, ',' | '、'))
    })
}

/// Characters that no reader sees.
pub(super) fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}')
}

fn mark_at(text: &str, at: usize, c: char, previous: Option<char>) -> Option<Mark> {
    let rest = text.get(at..)?;
    let (kind, length) = match c {
        'h' | 'H' if !previous.is_some_and(|c| c.is_ascii_alphanumeric()) => (MarkKind::Link, link(rest)?),
        '#' | '＃' if !previous.is_some_and(forbids_hashtag) => (MarkKind::Hashtag, hashtag(rest)?),
        '@' if !previous.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '.')) => {
            (MarkKind::Mention, mention(rest)?)
        }
        _ => return None,
    };
    Some(Mark { kind, range: at..at + length })
}

/// As Mastodon: `&#39;` and `page#part` are none.
fn forbids_hashtag(previous: char) -> bool {
    previous.is_alphanumeric() || matches!(previous, '/' | '=' | ')' | '&' | '#' | '＃' | '_')
}

/// The length in bytes of a link at the start.
fn link(text: &str) -> Option<usize> {
    let after_scheme = ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| text.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme)))?
        .len();
    let is_end = |c: char| {
        c.is_whitespace()
            || is_zero_width(c)
            || matches!(
                c,
                '<' | '>'
                    | '"'
                    | '「'
                    | '」'
                    | '『'
                    | '』'
                    | '【'
                    | '】'
                    | '、'
                    | '。'
                    | '（'
                    | '）'
                    | '，'
                    | '！'
                    | '？'
            )
    };
    let length = text.find(is_end).unwrap_or(text.len());
    let mut link = text.get(..length)?;
    loop {
        let shorter = link.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let shorter = match shorter.strip_suffix(')') {
            Some(without) if !without.contains('(') => without,
            Some(_) | None => shorter,
        };
        if shorter.len() == link.len() {
            break;
        }
        link = shorter;
    }
    let host = link.get(after_scheme..)?;
    host.starts_with(|c: char| c.is_alphanumeric() || c == '[').then_some(link.len())
}

/// The length in bytes of a hashtag at the start: letters, digits, `_` and middle dots, not digits alone.
fn hashtag(text: &str) -> Option<usize> {
    let sign = text.chars().next()?.len_utf8();
    let body = text.get(sign..)?;
    let belongs = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '_' | '·' | '・' | '\u{200c}' | '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}')
    };
    let length = body.find(|c: char| !belongs(c)).unwrap_or(body.len());
    let body = body.get(..length)?.trim_end_matches(['·', '・', '\u{200c}']);
    body.chars().any(char::is_alphabetic).then_some(sign + body.len())
}

/// The length in bytes of a mention at the start.
fn mention(text: &str) -> Option<usize> {
    let end_of = |text: &str, extra: &[char]| {
        let length = text
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || extra.contains(&c)))
            .unwrap_or(text.len());
        text.get(..length).unwrap_or_default().trim_end_matches(['.', '-']).len()
    };
    let name = end_of(text.get(1..)?, &['.', '-']);
    if name == 0 {
        return None;
    }
    let rest = text.get(1 + name..)?;
    let host = rest.strip_prefix('@').map_or(0, |host| match end_of(host, &['.', '-', ':']) {
        0 => 0,
        length => length + 1,
    });
    Some(1 + name + host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        marks(text).into_iter().map(|mark| text.get(mark.range).unwrap()).collect()
    }

    #[test]
    fn links_hashtags_and_mentions_are_found_in_any_script() {
        let cases: &[(&str, &[&str])] = &[
            (
                "#Accutane and #イソトレチノイン、#이소트레티노인",
                &["#Accutane", "#イソトレチノイン", "#이소트레티노인"],
            ),
            ("＃薄毛です", &["＃薄毛です"]),
            ("＃薄毛 です", &["＃薄毛"]),
            ("#1 and #2nd", &["#2nd"]),
            ("a#b &#39; /#c =#d", &[]),
            ("see https://example.org/a_(b), ok", &["https://example.org/a_(b)"]),
            ("(https://example.org/a)", &["https://example.org/a"]),
            ("詳しくはhttps://example.org/薬。", &["https://example.org/薬"]),
            ("詳しくは https://example.org/x#y。", &["https://example.org/x#y"]),
            ("@alice @bob@example.org, a@b.c", &["@alice", "@bob@example.org"]),
            ("http:// @ # https://", &[]),
            ("#・ #a・", &["#a"]),
        ];
        for (text, expected) in cases {
            assert_eq!(&found(text), expected, "{text}");
        }
    }

    #[test]
    fn a_paragraph_of_hashtags_holds_nothing_else() {
        for (text, expected) in [
            ("#a #b\n#c", true),
            ("#a, #b", true),
            ("see #a", false),
            ("#a!", false),
            ("", false),
            ("@a #b", false),
        ] {
            assert_eq!(is_hashtags_only(text), expected, "{text}");
        }
    }
}
