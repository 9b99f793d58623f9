//! What a story page says around the story, and what a person copies with it: the way back, the call to tell one's own.

use super::words::{letters_of, page};
use crate::domain::story::marks::is_hashtags_only;

/// No phrase of the page is longer.
const MAX_PHRASE_CHARS: usize = 120;

/// Takes the page's phrases off the start and the end of a text's lines. A text of nothing else stays as it is.
pub(super) fn without_chrome(lines: Vec<&str>) -> Vec<&str> {
    let mut left = lines.clone();
    strip_start(&mut left);
    strip_end(&mut left);
    if left.iter().all(|line| line.trim().is_empty()) { lines } else { left }
}

fn strip_start(lines: &mut Vec<&str>) {
    while let Some(first) = lines.iter().position(|line| !line.trim().is_empty()) {
        let Some(line) = lines.get_mut(first) else { return };
        let key = letters_of(line);
        if page().chrome.start.contains(&key) || page().chrome.call.contains(&key) {
            lines.drain(..=first);
        } else if let Some(rest) = after_back_link(line) {
            *line = rest;
        } else {
            return;
        }
    }
}

/// What is glued to the link back: "← Back to all stories My title".
fn after_back_link(line: &str) -> Option<&str> {
    let link = line.trim_start();
    let text = link.trim_start_matches(|c: char| c.is_whitespace() || is_arrow(c));
    if !link.starts_with(is_arrow) {
        return None;
    }
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(MAX_PHRASE_CHARS);
    let is_phrase =
        |end: &usize| text.get(..*end).is_some_and(|start| page().chrome.start.contains(&letters_of(start)));
    let rest = text.get(ends.filter(is_phrase).last()?..)?.trim_start();
    (!rest.is_empty()).then_some(rest)
}

fn strip_end(lines: &mut Vec<&str>) {
    // Hashtags below the page's last line stay.
    let is_skipped = |line: &&str| line.trim().is_empty() || is_hashtags_only(line);
    while let Some(last) = lines.iter().rposition(|line| !is_skipped(line)) {
        let Some(line) = lines.get_mut(last) else { return };
        let key = letters_of(line);
        if page().chrome.end.contains(&key)
            || page().chrome.call.contains(&key)
            || page().chrome.start.contains(&key)
        {
            lines.remove(last);
        } else if let Some(rest) = before_call(line) {
            *line = rest;
        } else {
            return;
        }
    }
}

/// What the page's call is glued to: "…自分もそのつもりです。Has a prescribed medication affected your life?".
fn before_call(line: &str) -> Option<&str> {
    let chrome = &page().chrome;
    let phrase = |line: &str, accepts: &dyn Fn(&str, &str) -> bool| -> Option<usize> {
        let starts = line.char_indices().rev().map(|(at, _)| at).take(MAX_PHRASE_CHARS);
        starts.filter(|at| line.split_at_checked(*at).is_some_and(|(rest, end)| accepts(rest, end))).last()
    };
    let ends_sentence = |rest: &str| {
        let rest = rest.trim_end();
        rest.is_empty() || rest.ends_with(|c: char| !c.is_alphanumeric())
    };
    let is_call = |rest: &str, end: &str| chrome.call.contains(&letters_of(end)) && ends_sentence(rest);
    let is_end = |rest: &str, end: &str| {
        chrome.end.contains(&letters_of(end)) && phrase(rest.trim_end(), &is_call).is_some()
    };
    let line = line.trim_end();
    let start = phrase(line, &is_call).or_else(|| phrase(line, &is_end))?;
    Some(line.get(..start)?.trim_end_matches(|c: char| c.is_whitespace() || is_arrow(c)))
}

fn is_arrow(c: char) -> bool {
    matches!(c, '←' | '⟵' | '⬅' | '‹' | '«' | '<' | '＜' | '◀' | '◁' | '↩' | '⇦' | '⇐' | '→' | '\u{fe0f}')
}
