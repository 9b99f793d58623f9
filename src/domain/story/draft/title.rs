//! Titles: a first paragraph of one line, in one language or in several.

use super::fact_line;
use super::heading::heading;
use super::language::{self, Letters, Script};
use super::words::page;
use crate::domain::story::marks::{MarkKind, is_hashtags_only, marks};
use crate::domain::vocabulary::fold;

/// A longer line is a sentence.
const MAX_TITLE_CHARS: usize = 120;

/// A title with the language it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// BCP 47.
    pub language: String,
    /// As typed, without the marks of a heading.
    pub text: String,
}

/// The place of the title among a section's lines, if its first paragraph is one. `is_followed` where something
/// stands below the section.
pub(super) fn find(lines: &[&str], is_followed: bool) -> Option<usize> {
    let place = lines.iter().position(|line| !line.trim().is_empty())?;
    let line = lines.get(place)?;
    let ends_paragraph = lines.get(place + 1).is_none_or(|next| next.trim().is_empty());
    let is_followed = is_followed || lines.iter().skip(place + 1).any(|line| !line.trim().is_empty());
    (ends_paragraph && is_followed && is_title(line)).then_some(place)
}

fn is_title(line: &str) -> bool {
    let text = text_of(line);
    let is_short = (1..=MAX_TITLE_CHARS).contains(&text.chars().count());
    let ends_openly = text.ends_with(['.', '。', '．', '｡', ',', '、', '，', '､', ':', '：', '…', '‥']);
    let is_quoted = line.trim_start().starts_with(['>', '＞']);
    is_short
        && !ends_openly
        && !is_quoted
        && text.chars().any(char::is_alphanumeric)
        && !greets(text)
        && !is_hashtags_only(line)
        && !marks(line).iter().any(|mark| matches!(mark.kind, MarkKind::Link | MarkKind::Mention))
        && fact_line::parts(line, None).is_empty()
        && heading(line).is_none_or(|heading| heading.kind.is_none())
}

/// A title without the marks that make it one in Markdown.
pub(super) fn text_of(line: &str) -> &str {
    let line = line.trim();
    let unmarked = line.trim_start_matches('#');
    let line = if unmarked.starts_with(char::is_whitespace) { unmarked.trim_start() } else { line };
    ["**", "__"]
        .into_iter()
        .find_map(|mark| line.strip_prefix(mark)?.strip_suffix(mark).filter(|inner| !inner.contains(mark)))
        .unwrap_or(line)
        .trim()
}

/// "Hi everyone!", 「はじめまして」: the first word is one that greets.
fn greets(text: &str) -> bool {
    let is_east_asian = |c: char| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let folded = fold(text);
    page().greetings.iter().any(|greeting| {
        if greeting.starts_with(is_east_asian) {
            return folded.starts_with(&fold(greeting));
        }
        let words = greeting.split_whitespace().count();
        let start: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(words).collect();
        fold(&start.join(" ")) == fold(greeting)
    })
}

/// The titles of a line: several where "/" stands between different scripts, or between texts that are surely in
/// different languages; else one.
pub(super) fn split(line: &str) -> Vec<&str> {
    let text = text_of(line);
    for separator in [" / ", "／", "/", " | ", "｜"] {
        let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
        let scripts: Option<Vec<Script>> = parts.iter().map(|part| Letters::of(part).script()).collect();
        let Some(scripts) = scripts.filter(|scripts| (2..=3).contains(&scripts.len())) else { continue };
        if all_differ(&scripts) || are_surely_different(&parts) {
            return parts;
        }
    }
    vec![text]
}

fn all_differ<T: PartialEq>(values: &[T]) -> bool {
    values.iter().enumerate().all(|(place, value)| values.iter().skip(place + 1).all(|other| other != value))
}

fn are_surely_different(parts: &[&str]) -> bool {
    let sure: Option<Vec<String>> = parts
        .iter()
        .map(|part| {
            language::detect(part).filter(|guess| guess.is_sure).map(|guess| language::primary(&guess.code))
        })
        .collect();
    sure.is_some_and(|languages| all_differ(&languages))
}

/// The language of a title: that of an edition in its script, else detected, else the first that fits.
pub(super) fn language_of(title: &str, editions: &[&str], stated: Option<&str>) -> String {
    let script = Letters::of(title).script();
    let fits = |language: &&str| script.is_none_or(|script| language::script_of(language) == script);
    let fitting: Vec<&str> = editions.iter().copied().filter(fits).collect();
    let detected = language::detect(title);
    if let [only] = fitting.as_slice() {
        return (*only).to_owned();
    }
    if let Some(guess) = &detected
        && let Some(edition) =
            fitting.iter().find(|edition| language::primary(edition) == language::primary(&guess.code))
    {
        return (*edition).to_owned();
    }
    if let Some(first) = fitting.first() {
        return (*first).to_owned();
    }
    if let Some(stated) = stated.and_then(language::well_formed).filter(|stated| fits(&stated.as_str())) {
        return stated;
    }
    match (detected, script) {
        (Some(guess), Some(Script::KanaOrHan | Script::Hangul | Script::Other)) => guess.code,
        // Too short to detect: most titles in Latin letters beside a text in another script are English.
        (_, Some(Script::Latin)) => "en".to_owned(),
        (_, _) => language::UNDETERMINED.to_owned(),
    }
}
