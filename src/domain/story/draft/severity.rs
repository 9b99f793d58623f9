//! Words for how strong a symptom is: before its name, behind it, or in brackets at the end.

use super::items::trim;
use super::words::{is_joined, words};
use crate::domain::vocabulary::fold;

/// No word for a severity is longer, in characters.
const MAX_WORD_CHARS: usize = 28;

/// "name (inner)": the last pair of brackets, at the end.
pub(super) fn bracketed_end(piece: &str) -> Option<(&str, &str)> {
    let inside = piece.trim_end().strip_suffix([')', '）', ']', '］'])?;
    let open = inside.rfind(['(', '（', '[', '［'])?;
    let (name, rest) = inside.split_at_checked(open)?;
    let mut inner = rest.chars();
    inner.next();
    let (name, inner) = (trim(name), trim(inner.as_str()));
    (!name.is_empty() && !inner.is_empty()).then_some((name, inner))
}

/// A severity word, or a fifth ("4/5"), in brackets at the end.
pub(super) fn in_brackets(piece: &str) -> Option<(u8, &str)> {
    let (name, inner) = bracketed_end(piece)?;
    let folded = fold(inner);
    let fifths =
        folded.strip_suffix("/5").and_then(|number| number.parse().ok()).filter(|n| (1..=5).contains(n));
    let level = words().severity.get(&folded).copied().or(fifths)?;
    Some((level, name))
}

/// Severity words at the start, the longest first, with what follows.
pub(super) fn before(piece: &str) -> impl Iterator<Item = (u8, &str)> {
    let ends: Vec<usize> = piece.char_indices().map(|(at, _)| at).skip(1).take(MAX_WORD_CHARS).collect();
    ends.into_iter().rev().filter_map(move |at| {
        let (word, rest) = piece.split_at_checked(at)?;
        let level = *words().severity.get(&fold(word))?;
        is_boundary(word, rest).then(|| (level, trim(rest)))
    })
}

/// Severity words at the end, the longest first, with what stands before.
pub(super) fn after(piece: &str) -> impl Iterator<Item = (u8, &str)> {
    let mut starts: Vec<usize> = piece.char_indices().map(|(at, _)| at).skip(1).collect();
    starts.reverse();
    starts.truncate(MAX_WORD_CHARS);
    starts.into_iter().rev().filter_map(move |at| {
        let (rest, word) = piece.split_at_checked(at)?;
        let level = *words().severity.get(&fold(word))?;
        is_boundary(rest, word).then(|| {
            (
                level,
                rest.trim_end_matches(|c: char| {
                    c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '：' | '=' | '＝')
                }),
            )
        })
    })
}

/// Letters of spaced scripts need a space between two words.
fn is_boundary(before: &str, after: &str) -> bool {
    let spaced = |c: char| c.is_alphabetic() && !is_joined(c);
    !(before.chars().next_back().is_some_and(spaced) && after.chars().next().is_some_and(spaced))
}
