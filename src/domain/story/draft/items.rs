//! The entries of an open list: symptoms, medications, conditions, benefits, purposes.
//!
//! An entry is looked up whole, then without its severity word, then split at "/", "and", や where every part is a
//! known term; else it stays in the author's own words.

use super::entry::Reader;
use super::words::words;
use crate::domain::story::marks::{is_zero_width, without_sign};
use crate::domain::vocabulary::{Context, Lang, TermId, fold};

/// A longer entry is a sentence; what stands in brackets at its end is not counted.
const MAX_ENTRY_CHARS: usize = 60;

/// More entries are no list of what one person felt.
pub(super) const MAX_ENTRIES: usize = 100;

/// One entry of an open list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Item {
    /// What it means; two for a brand that holds two ingredients; none for own words.
    pub terms: Vec<TermId>,
    /// The author's wording, without severity and dose.
    pub name: String,
    /// 1 to 5, for symptoms.
    pub severity: Option<u8>,
    /// 0 to 4, for benefits.
    pub scale: Option<u8>,
    /// For medications.
    pub dose: Option<String>,
    /// Whether it goes on behind the term: then it may as well be a sentence, and makes no line a fact line.
    pub goes_on: bool,
}

/// A list as read; `is_certain` where at least one entry is a known term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Items {
    pub items: Vec<Item>,
    pub is_certain: bool,
}

/// Reads the value of an open list; `None` where it is prose, or says that there is nothing.
pub(super) fn read(value: &str, context: Context, lang: Option<Lang>) -> Option<Items> {
    let trimmed = trim(value);
    let whole = trimmed.trim_end_matches(['。', '．', '.', '!', '！']).trim_end();
    if whole.is_empty() || says_nothing(whole) {
        return None;
    }
    let reader = Reader { context, lang };
    if let Some(item) = reader.certain(without_sign(whole)) {
        return Some(Items { items: vec![item], is_certain: true });
    }
    let pieces = pieces(whole);
    if pieces.len() > MAX_ENTRIES {
        return None;
    }
    let mut items: Vec<Item> = Vec::new();
    let last = pieces.len().saturating_sub(1);
    for (place, piece) in pieces.into_iter().enumerate() {
        let mut piece = trim(without_sign(trim(piece)));
        if place == last {
            piece = without_etc(piece);
        }
        if piece.is_empty() {
            continue;
        }
        if before_brackets(piece).chars().count() > MAX_ENTRY_CHARS || says_nothing(piece) {
            return None;
        }
        // "Accutane, 40 mg": how much of the one before.
        if context == Context::Medication && is_dose(piece) {
            let dose = &mut items.last_mut()?.dose;
            *dose = Some(dose.take().map_or_else(|| piece.to_owned(), |known| format!("{known}, {piece}")));
            continue;
        }
        items.extend(reader.entry(piece)?);
    }
    let is_certain = items.iter().any(|item| !item.terms.is_empty() && !item.goes_on);
    // "Symptoms: where do I begin." beside another fact is still a sentence.
    let is_sentence = whole.len() != trimmed.len() && !is_certain;
    (!items.is_empty() && items.len() <= MAX_ENTRIES && !is_sentence).then_some(Items { items, is_certain })
}

/// Whether a text is a dose: a number with a unit that belongs to medications.
pub(super) fn is_dose(text: &str) -> bool {
    let folded = fold(text);
    let number_end = folded.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | ' ')));
    let Some(unit) = number_end.filter(|end| *end > 0).and_then(|end| folded.get(end..)) else {
        return false;
    };
    words().dose.units.strip(unit).is_some_and(|rest| {
        !rest.starts_with(|c: char| c.is_ascii_alphabetic()) || words().dose.rhythm.strip(rest).is_some()
    })
}

/// "none", 「特になし」, "unknown".
pub(super) fn says_nothing(text: &str) -> bool {
    let folded = fold(text);
    let lists = &words().lists;
    let mut rest = folded.trim_end_matches(['!', '?', '.', '。', '…']);
    loop {
        if rest.is_empty() || lists.none.contains(rest) {
            return !rest.is_empty() || !text.chars().any(char::is_alphanumeric);
        }
        // "None so far", 「今のところ特になし」.
        match lists.none_before.strip(rest).or_else(|| lists.none_after.strip_end(rest)) {
            Some(shorter) => rest = shorter,
            None => return false,
        }
    }
}

/// Cuts at list separators and before hashtags, outside brackets.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    let mut chars = text.char_indices().peekable();
    let mut before = '\0';
    while let Some((at, c)) = chars.next() {
        let is_tag = matches!(c, '#' | '＃') && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        match c {
            _ if depth == 0 && before.is_whitespace() && is_tag => {
                pieces.extend(text.get(start..at));
                start = at;
            }
            '(' | '（' | '[' | '［' | '「' => depth += 1,
            ')' | '）' | ']' | '］' | '」' => depth = depth.saturating_sub(1),
            // "10 mg → 25 mg" is one dose.
            '→' | '➡' | '⇒' if depth == 0 && !goes_on_in_digits(text.get(at + c.len_utf8()..)) => {
                pieces.extend(text.get(start..at));
                start = at + c.len_utf8();
            }
            ',' | '、' | ';' | '；' | '，' | '､' if depth == 0 => {
                pieces.extend(text.get(start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
        before = c;
    }
    pieces.extend(text.get(start..));
    pieces
}

fn goes_on_in_digits(rest: Option<&str>) -> bool {
    rest.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// An entry without what stands in brackets at its end: how bad it was, or what else it is called.
fn before_brackets(piece: &str) -> &str {
    let end = piece.ends_with([')', '）']).then(|| piece.rfind(['(', '（'])).flatten();
    end.and_then(|end| piece.get(..end)).unwrap_or(piece)
}

/// Symbols and emoji that people put beside words; arrows say something.
pub(super) fn is_symbol(c: char) -> bool {
    matches!(c, '\u{2300}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}')
        && !matches!(c, '➡')
}

/// Takes spaces, invisible characters, marks of emphasis and emoji off both ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || is_zero_width(c) || is_symbol(c) || matches!(c, '*' | '_' | '`')
    })
}

/// Takes "and so on" off the last entry.
fn without_etc(piece: &str) -> &str {
    // Folding changes lengths, so the longest cut whose rest folds to one of the words is looked for.
    let cuts = piece.char_indices().rev().take(16);
    let found = cuts.filter(|(at, _)| {
        piece.get(*at..).is_some_and(|end| words().lists.etc.holds(fold(end).trim_end_matches('…')))
    });
    let cut = found.filter(|(at, c)| {
        let before = piece.get(..*at).and_then(|start| start.chars().next_back());
        !(c.is_ascii_alphabetic() && before.is_some_and(char::is_alphanumeric))
    });
    cut.last().and_then(|(at, _)| piece.get(..at)).map_or(piece, trim)
}
