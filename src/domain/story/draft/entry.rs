//! One entry of an open list: a known term with what stands around it, several joined ones, or the author's own words.
//!
//! An entry that denies, doubts or tells of somebody else is none: then the whole line stays in the text.

use super::items::{Item, is_dose, says_nothing, trim};
use super::quantity;
use super::severity::{self, bracketed_end};
use super::words::{Searched, is_joined, words};
use crate::domain::story::marks::{MarkKind, marks};
use crate::domain::vocabulary::{Context, Kind, Lang, List, Lookup, fold, vocabulary};

/// A number of a dose without its unit is no longer: "150", "0.25".
const MAX_NUMBER_BYTES: usize = 12;

/// More parts of one entry are no list.
const MAX_JOINED: usize = 12;

/// Reads entries of one list.
pub(super) struct Reader {
    pub context: Context,
    pub lang: Option<Lang>,
}

impl Reader {
    /// One entry: one item, or several where it joins known terms. `None` where it is prose or denies a symptom.
    pub fn entry(&self, piece: &str) -> Option<Vec<Item>> {
        if let Some(items) = self.terms(piece) {
            return Some(items);
        }
        if let Some(rest) = without_lead(piece) {
            return self.entry(rest);
        }
        let parts: Vec<&str> =
            piece.split(['・', '·', '•', '|', '･', '‧']).map(trim).filter(|part| !part.is_empty()).collect();
        if let [_, _, ..] = parts.as_slice() {
            let read: Option<Vec<Vec<Item>>> = parts.into_iter().map(|part| self.entry(part)).collect();
            return Some(read?.into_iter().flatten().collect());
        }
        let is_said = !is_prose(piece)
            && !says_nothing(piece)
            && !self.is_denied(piece)
            && !self.is_unsaid(piece)
            && !self.is_state(piece);
        is_said.then(|| vec![self.own_words(piece)])
    }

    /// The known terms that the piece consists of.
    fn terms(&self, piece: &str) -> Option<Vec<Item>> {
        self.known(piece).map(|item| vec![item]).or_else(|| self.joined(piece))
    }

    /// The piece as one known term with a dose, a severity, or words that leave its meaning alone.
    fn known(&self, piece: &str) -> Option<Item> {
        self.certain(piece)
            .or_else(|| self.with_dose(piece))
            .or_else(|| self.with_gloss(piece))
            .or_else(|| self.with_severity(piece))
            .or_else(|| self.with_scale(piece))
            .or_else(|| self.with_remark(piece))
            .or_else(|| self.with_filler(piece))
            .or_else(|| self.with_tail(piece))
    }

    /// The piece as a known term, if it means exactly one thing.
    pub fn certain(&self, piece: &str) -> Option<Item> {
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
            let is_bracketed = name.trim_end().ends_with(['(', '（']);
            let name = name.trim_end_matches([' ', '\u{3000}', '(', '（', ',', '-', '–', ':', '：']);
            let dose = if is_bracketed { dose.trim_end_matches([' ', ')', '）']) } else { dose.trim_end() };
            let item = self.released(name).or_else(|| self.with_gloss(trim(name)));
            if let Some(item) = item {
                // A number without a unit says nothing certain: it stays in the name.
                let is_number = dose.len() <= MAX_NUMBER_BYTES && !dose.contains(char::is_alphabetic);
                let names_another = self.names_medication(dose);
                return if names_another {
                    None
                } else if is_dose(dose) && !dose.contains(['#', '＃']) {
                    Some(Item { dose: Some(dose.to_owned()), ..item })
                } else {
                    is_number.then(|| Item { name: piece.to_owned(), ..item })
                };
            }
        }
        None
    }

    /// Whether words name a medication: "20 mg / Wellbutrin 150 mg" is no dose.
    fn names_medication(&self, words: &str) -> bool {
        vocabulary().mentions(words, self.lang).iter().any(|mention| mention.term.kind() == Kind::Medication)
    }

    /// A medication, also with how it is released: "Effexor XR".
    fn released(&self, name: &str) -> Option<Item> {
        self.certain(name).or_else(|| {
            let (brand, form) = name.trim_end().rsplit_once(char::is_whitespace)?;
            let is_form = words().dose.forms.contains(&fold(form));
            let item = is_form.then(|| self.certain(brand)).flatten()?;
            Some(Item { name: name.trim().to_owned(), ..item })
        })
    }

    /// "Accutane (isotretinoin)": two names of one term.
    fn with_gloss(&self, piece: &str) -> Option<Item> {
        let (outer, inner) = bracketed_end(piece)?;
        let inner = self.certain(inner).or_else(|| self.with_dose(inner))?;
        match self.certain(outer) {
            Some(outer) if outer.terms == inner.terms => {}
            None if self.context == Context::Medication && !self.is_unsaid(outer) => {}
            Some(_) | None => return None,
        }
        Some(Item { name: piece.to_owned(), ..inner })
    }

    /// "severe anxiety", "不安（重度）", "ansiedad intensa".
    fn with_severity(&self, piece: &str) -> Option<Item> {
        if self.context != Context::Symptom {
            return None;
        }
        let plain = |rest: &str| {
            self.certain(rest).or_else(|| self.with_remark(rest)).or_else(|| self.with_filler(rest))
        };
        let found = severity::in_brackets(piece).and_then(|(level, rest)| Some((level, plain(rest)?)));
        let found = found
            .or_else(|| severity::before(piece).find_map(|(level, rest)| Some((level, self.certain(rest)?))))
            .or_else(|| severity::after(piece).find_map(|(level, rest)| Some((level, self.certain(rest)?))));
        found.map(|(level, item)| Item { severity: Some(level), ..item })
    }

    /// "Prozac (stopped)", "weight gain (+15 kg)": a known term with a remark, which stays in the name.
    fn with_remark(&self, piece: &str) -> Option<Item> {
        let (outer, inner) = bracketed_end(piece)?;
        let is_free = self.terms(inner).is_none() && !says_nothing(inner) && !is_remark_of_others(inner);
        let item = is_free.then(|| self.certain(outer).or_else(|| self.with_severity(outer))).flatten();
        let item = item.or_else(|| is_free.then(|| self.with_dose(outer)).flatten())?;
        // The brackets as they were written.
        let remark = piece.get(outer.len()..).unwrap_or_default();
        Some(Item { name: format!("{}{remark}", item.name), ..item })
    }

    /// "constant headaches", 「頭痛がします」: a known term with words that change nothing, which stay in the name.
    fn with_filler(&self, piece: &str) -> Option<Item> {
        let folded = fold(piece);
        let lists = &words().lists;
        let rests = [lists.filler_before.strip(&folded), lists.filler_after.strip_end(&folded)];
        let item = rests.into_iter().flatten().find_map(|rest| self.certain(rest))?;
        Some(Item { name: piece.to_owned(), ..item })
    }

    /// "headache for 3 days", "Lexapro since 2022": a known term with when or where, which stays in the name.
    fn with_tail(&self, piece: &str) -> Option<Item> {
        let gaps = piece.char_indices().filter(|(_, c)| *c == ' ');
        gaps.into_iter().find_map(|(at, gap)| {
            let (head, tail) = piece.split_at_checked(at)?;
            let words = tail.strip_prefix(gap).filter(|words| begins_tail(words))?;
            let item = self.certain(head).or_else(|| self.with_severity(head))?;
            let name = format!("{}{tail}", item.name);
            (!is_remark_of_others(words)).then_some(Item { name, goes_on: true, ..item })
        })
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
        if let Some((level, rest)) = severity::in_brackets(piece).filter(|_| self.context == Context::Symptom)
        {
            let items = self.split(rest, true).or_else(|| self.split(rest, false))?;
            return Some(with_level(items, level));
        }
        if let Some(items) = self.split(piece, true).or_else(|| self.split(piece, false)) {
            // "severe anxiety/insomnia": the word before a slash counts for both sides.
            let shared = severity::before(piece)
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
        if parts.len() < 2 && piece.contains(is_joined) {
            parts = piece.split_whitespace().collect();
        }
        if !(2..=MAX_JOINED).contains(&parts.len()) {
            return None;
        }
        let known = |part| {
            let part = trim(part);
            self.certain(part).or_else(|| self.with_severity(part)).or_else(|| self.with_dose(part))
        };
        parts.into_iter().map(known).collect()
    }

    /// The author's own words, whose severity is taken only from brackets: 強い光がまぶしい is no strong light.
    fn own_words(&self, piece: &str) -> Item {
        if let Some((level, rest)) = severity::in_brackets(piece).filter(|_| self.context == Context::Symptom)
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

    /// "headache but no nausea", "my sister took Accutane", 「うつが心配」: words beside a term by which the writer does
    /// not state it. Whoever is named beside a medication took it, and a clause about one is no name.
    fn is_unsaid(&self, piece: &str) -> bool {
        let unsaid = &words().unsaid;
        let whole = Searched::of(piece);
        if unsaid.guesses.is_in(&whole) {
            return true;
        }
        if self.context == Context::Medication
            && (unsaid.people.is_in(&whole) || unsaid.clauses.is_in(&whole) || begins_tail(piece))
        {
            return true;
        }
        let mentions = vocabulary().mentions(piece, self.lang);
        if mentions.is_empty() {
            return false;
        }
        // 眠れない is a term, and denies nothing.
        let mut rest = piece.to_owned();
        for mention in mentions.iter().rev() {
            rest.replace_range(mention.range.clone(), " ");
        }
        let rest = Searched::of(&rest);
        unsaid.people.is_in(&rest) || unsaid.doubts.is_in(&rest) || unsaid.denials.is_in(&rest)
    }

    /// "stable", "mild", 「良好」, "3 months": how somebody is, how strong or how long, but not what.
    fn is_state(&self, piece: &str) -> bool {
        const LISTS: [List; 6] = [
            List::Severity,
            List::Trajectory,
            List::BenefitScale,
            List::CurrentStatus,
            List::Warned,
            List::AgeBand,
        ];
        let folded = fold(piece);
        words().unsaid.states.contains(&folded)
            || words().severity.contains_key(&folded)
            || LISTS.into_iter().any(|list| list.find(piece, self.lang).is_some())
            || quantity::duration_of_use(piece).is_some()
            || is_dose(piece)
            || !piece.chars().any(char::is_alphabetic)
    }
}

/// "(my mother's)", "(not sure)", "(no)".
fn is_remark_of_others(inner: &str) -> bool {
    let unsaid = &words().unsaid;
    let lists = [&unsaid.people, &unsaid.doubts, &unsaid.guesses, &unsaid.denials];
    let words = Searched::of(inner);
    is_prose(inner) || lists.into_iter().any(|list| list.is_in(&words))
}

/// Whether a text begins with a word that leads to when, where or what for.
fn begins_tail(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut tails = words().unsaid.tails.iter();
    tails.any(|word| lower.strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with(' ')))
}

/// What follows a word that leads over: "and vomiting".
fn without_lead(piece: &str) -> Option<&str> {
    let is_after =
        |word: &str, rest: &str| word.ends_with(is_joined) || rest.starts_with(char::is_whitespace);
    words().lists.lead.iter().find_map(|word| {
        let start = piece.get(..word.len()).filter(|start| start.to_lowercase() == *word)?;
        let rest = piece.get(start.len()..).filter(|rest| is_after(word, rest))?;
        Some(trim(rest)).filter(|rest| !rest.is_empty())
    })
}

fn with_level(items: Vec<Item>, level: u8) -> Vec<Item> {
    items.into_iter().map(|item| Item { severity: item.severity.or(Some(level)), ..item }).collect()
}

/// Sentence punctuation inside, a link or a mention: not the name of anything.
fn is_prose(piece: &str) -> bool {
    let mut previous = None;
    let mut rest = piece.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            // A colon begins another fact: "Effets : tremblements".
            '。' | '!' | '?' | '！' | '？' | '．' | ':' | '：' => return true,
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
