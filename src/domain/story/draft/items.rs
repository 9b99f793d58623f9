//! The entries of an open list: symptoms, medications, conditions, benefits, purposes.
//!
//! An entry is looked up whole, then without its severity word, then split at "/", "and", や where every part is a
//! known term; else it stays in the author's own words.

use super::words::words;
use crate::domain::story::marks::{MarkKind, is_zero_width, marks, without_sign};
use crate::domain::vocabulary::{Context, Lang, List, Lookup, TermId, fold, vocabulary};

/// A longer entry is a sentence.
const MAX_ENTRY_CHARS: usize = 60;

/// More entries are no list of what one person felt.
const MAX_ENTRIES: usize = 100;

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
    let whole = trimmed.trim_end_matches(['。', '．', '.']).trim_end();
    if whole.is_empty() || says_nothing(whole) {
        return None;
    }
    let reader = Reader { context, lang };
    if let Some(item) = reader.certain(without_sign(whole)) {
        return Some(Items { items: vec![item], is_certain: true });
    }
    let pieces = if is_row_of_hashtags(whole) { whole.split_whitespace().collect() } else { pieces(whole) };
    let mut items = Vec::new();
    let last = pieces.len().saturating_sub(1);
    for (place, piece) in pieces.into_iter().enumerate() {
        let mut piece = trim(without_sign(trim(piece)));
        if place == last {
            piece = without_etc(piece);
        }
        if piece.is_empty() {
            continue;
        }
        if piece.chars().count() > MAX_ENTRY_CHARS || says_nothing(piece) {
            return None;
        }
        items.extend(reader.entry(piece)?);
    }
    let is_certain = items.iter().any(|item| !item.terms.is_empty());
    // "Symptoms: where do I begin." beside another fact is still a sentence.
    let is_sentence = whole.len() != trimmed.len() && !is_certain;
    (!items.is_empty() && items.len() <= MAX_ENTRIES && !is_sentence).then_some(Items { items, is_certain })
}

struct Reader {
    context: Context,
    lang: Option<Lang>,
}

impl Reader {
    /// One entry: one item, or several where it joins known terms. `None` where it is prose or denies a symptom.
    fn entry(&self, piece: &str) -> Option<Vec<Item>> {
        let known = self.certain(piece).or_else(|| self.with_dose(piece)).or_else(|| self.with_gloss(piece));
        let known = known.or_else(|| self.with_severity(piece)).or_else(|| self.with_scale(piece));
        if let Some(item) = known {
            return Some(vec![item]);
        }
        if let Some(items) = self.joined(piece) {
            return Some(items);
        }
        let parts: Vec<&str> =
            piece.split(['・', '·', '•', '|', '･', '‧']).map(trim).filter(|part| !part.is_empty()).collect();
        if let [_, _, ..] = parts.as_slice() {
            let read: Option<Vec<Vec<Item>>> = parts.into_iter().map(|part| self.entry(part)).collect();
            return Some(read?.into_iter().flatten().collect());
        }
        (!is_prose(piece) && !says_nothing(piece) && !self.is_denied(piece))
            .then(|| vec![self.own_words(piece)])
    }

    /// The piece as a known term, if it means exactly one thing.
    fn certain(&self, piece: &str) -> Option<Item> {
        let piece = trim(piece);
        let terms = match vocabulary().resolve(piece, self.context, self.lang) {
            Lookup::One(id) => vec![id],
            Lookup::Both(ids) => ids,
            Lookup::Unknown | Lookup::Ambiguous(_) => return None,
        };
        Some(Item { terms, name: piece.to_owned(), ..Item::default() })
    }

    /// "Accutane 20 mg", "isotretinoin (40 mg/day)".
    fn with_dose(&self, piece: &str) -> Option<Item> {
        if self.context != Context::Medication {
            return None;
        }
        let starts = piece.char_indices().filter(|(_, c)| c.is_ascii_digit() || matches!(c, '０'..='９'));
        for (at, _) in starts {
            let (name, dose) = piece.split_at_checked(at)?;
            let name = name.trim_end_matches([' ', '\u{3000}', '(', '（', ',', '-', '–', ':', '：']);
            let dose = dose.trim_end_matches([' ', ')', '）']);
            if is_dose(dose)
                && let Some(item) = self.certain(name)
            {
                return Some(Item { dose: Some(dose.to_owned()), ..item });
            }
        }
        None
    }

    /// "Accutane (isotretinoin)": two names of one term.
    fn with_gloss(&self, piece: &str) -> Option<Item> {
        let (outer, inner) = bracketed_end(piece)?;
        let inner = self.certain(inner)?;
        match self.certain(outer) {
            Some(outer) if outer.terms == inner.terms => {}
            None if self.context == Context::Medication => {}
            Some(_) | None => return None,
        }
        Some(Item { name: piece.to_owned(), ..inner })
    }

    /// "severe anxiety", "不安（重度）", "ansiedad intensa".
    fn with_severity(&self, piece: &str) -> Option<Item> {
        if self.context != Context::Symptom {
            return None;
        }
        let (level, rest) = severity_in_brackets(piece)
            .or_else(|| severity_before(piece).find(|(_, rest)| self.certain(rest).is_some()))
            .or_else(|| severity_after(piece).find(|(_, rest)| self.certain(rest).is_some()))?;
        self.certain(rest).map(|item| Item { severity: Some(level), ..item })
    }

    /// "Acne cleared (A lot)".
    fn with_scale(&self, piece: &str) -> Option<Item> {
        let (name, scale) = self.scale(piece)?;
        self.certain(name).map(|item| Item { scale: Some(scale), ..item })
    }

    fn scale<'a>(&self, piece: &'a str) -> Option<(&'a str, u8)> {
        let (name, inner) = bracketed_end(piece).filter(|_| self.context == Context::Benefit)?;
        Some((name, List::BenefitScale.find(inner, self.lang)?.parse().ok()?))
    }

    /// "anxiety and insomnia", "不安や不眠", "depression/insomnia", where every part is known.
    fn joined(&self, piece: &str) -> Option<Vec<Item>> {
        if let Some((level, rest)) = severity_in_brackets(piece).filter(|_| self.context == Context::Symptom)
        {
            let items = self.split(rest, true).or_else(|| self.split(rest, false))?;
            return Some(with_level(items, level));
        }
        if let Some(items) = self.split(piece, true).or_else(|| self.split(piece, false)) {
            // "severe anxiety/insomnia": the word before a slash counts for both sides.
            let shared = severity_before(piece)
                .filter(|_| self.context == Context::Symptom)
                .find(|(_, rest)| self.split(rest, false).is_some());
            return Some(match shared {
                Some((level, _)) if self.split(piece, false).is_some() => with_level(items, level),
                Some(_) | None => items,
            });
        }
        None
    }

    /// Splits at slashes, and at words for "and" where `at_words`; `None` unless every part is known.
    fn split(&self, piece: &str, at_words: bool) -> Option<Vec<Item>> {
        let mut parts: Vec<&str> = piece.split(['/', '／']).collect();
        if at_words {
            for word in &words().lists.and {
                parts = parts.into_iter().flat_map(|part| part.split(word.as_str())).collect();
            }
        }
        if parts.len() < 2 {
            return None;
        }
        let known = |part| self.certain(part).or_else(|| self.with_severity(trim(part)));
        parts.into_iter().map(known).collect()
    }

    /// The author's own words, whose severity is taken only from brackets: 強い光がまぶしい is no strong light.
    fn own_words(&self, piece: &str) -> Item {
        if let Some((level, rest)) = severity_in_brackets(piece).filter(|_| self.context == Context::Symptom)
        {
            return Item { name: rest.to_owned(), severity: Some(level), ..Item::default() };
        }
        if let Some((name, scale)) = self.scale(piece) {
            return Item { name: name.to_owned(), scale: Some(scale), ..Item::default() };
        }
        Item { name: piece.to_owned(), ..Item::default() }
    }

    /// "no anxiety", 「不安なし」: a known term with a word that denies it.
    fn is_denied(&self, piece: &str) -> bool {
        let folded = fold(piece);
        let lists = &words().lists;
        let rest = [lists.denial_before.strip(&folded), lists.denial_after.strip_end(&folded)];
        rest.into_iter().flatten().any(|rest| !rest.is_empty() && self.certain(rest).is_some())
    }
}

fn with_level(items: Vec<Item>, level: u8) -> Vec<Item> {
    items.into_iter().map(|item| Item { severity: item.severity.or(Some(level)), ..item }).collect()
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

/// Sentence punctuation inside, a link or a mention: not the name of anything.
fn is_prose(piece: &str) -> bool {
    let mut previous = None;
    let mut rest = piece.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '。' | '!' | '?' | '！' | '？' | '．' => return true,
            '.' => {
                let in_number = previous.is_some_and(|p: char| p.is_ascii_digit())
                    && rest.peek().is_some_and(char::is_ascii_digit);
                if !in_number {
                    return true;
                }
            }
            _ => {}
        }
        previous = Some(c);
    }
    marks(piece).iter().any(|mark| matches!(mark.kind, MarkKind::Link | MarkKind::Mention))
}

/// "none", 「特になし」, "unknown".
pub(super) fn says_nothing(text: &str) -> bool {
    let folded = fold(text);
    words().lists.none.contains(folded.trim_end_matches(['!', '?', '.', '。', '…']))
        || !text.chars().any(char::is_alphanumeric)
}

fn is_row_of_hashtags(text: &str) -> bool {
    let mut tokens = text.split_whitespace();
    let is_tag =
        |token: &str| token.starts_with(['#', '＃']) && !token.contains([',', '、', '，', ';', '；']);
    tokens.clone().count() > 1 && tokens.all(is_tag)
}

/// Cuts at list separators outside brackets.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' | '[' | '［' | '「' => depth += 1,
            ')' | '）' | ']' | '］' | '」' => depth = depth.saturating_sub(1),
            ',' | '、' | ';' | '；' | '，' | '､' if depth == 0 => {
                pieces.extend(text.get(start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.extend(text.get(start..));
    pieces
}

/// Takes spaces, invisible characters and marks of emphasis off both ends.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_zero_width(c) || matches!(c, '*' | '_' | '`'))
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

/// "name (inner)": the last pair of brackets, at the end.
fn bracketed_end(piece: &str) -> Option<(&str, &str)> {
    let inside = piece.trim_end().strip_suffix([')', '）', ']', '］'])?;
    let open = inside.rfind(['(', '（', '[', '［'])?;
    let (name, rest) = inside.split_at_checked(open)?;
    let mut inner = rest.chars();
    inner.next();
    let (name, inner) = (trim(name), trim(inner.as_str()));
    (!name.is_empty() && !inner.is_empty()).then_some((name, inner))
}

/// A severity word, or a fifth ("4/5"), in brackets at the end.
fn severity_in_brackets(piece: &str) -> Option<(u8, &str)> {
    let (name, inner) = bracketed_end(piece)?;
    let folded = fold(inner);
    let fifths =
        folded.strip_suffix("/5").and_then(|number| number.parse().ok()).filter(|n| (1..=5).contains(n));
    let level = words().severity.get(&folded).copied().or(fifths)?;
    Some((level, name))
}

/// Severity words at the start, the longest first, with what follows.
fn severity_before(piece: &str) -> impl Iterator<Item = (u8, &str)> {
    let ends: Vec<usize> = piece.char_indices().map(|(at, _)| at).skip(1).take(28).collect();
    ends.into_iter().rev().filter_map(move |at| {
        let (word, rest) = piece.split_at_checked(at)?;
        let level = *words().severity.get(&fold(word))?;
        is_boundary(word, rest).then(|| (level, trim(rest)))
    })
}

/// Severity words at the end, the longest first, with what stands before.
fn severity_after(piece: &str) -> impl Iterator<Item = (u8, &str)> {
    let mut starts: Vec<usize> = piece.char_indices().map(|(at, _)| at).skip(1).collect();
    starts.reverse();
    starts.truncate(28);
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
    let spaced =
        |c: char| c.is_alphabetic() && !matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    !(before.chars().next_back().is_some_and(spaced) && after.chars().next().is_some_and(spaced))
}
