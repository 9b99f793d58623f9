//! From a text to the term that it names: unknown, one, or several. Several are asked for, never guessed.

use super::Vocabulary;
use super::fold::{fold, without_long_mark};
use super::id::{Kind, TermId};
use super::index::{Posting, Source};
use super::lang::Lang;

/// Where a text stands, which says what it may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// A medication line: medications only.
    Medication,
    /// A symptom line: symptoms; where there is none, a condition that is an after-effect.
    Symptom,
    /// A condition or purpose line: conditions of both roles; where there is none, a symptom.
    Condition,
    /// A benefit line: benefits only.
    Benefit,
    /// A bare hashtag: a medication, else an after-effect, else a symptom; never an indication or benefit.
    Hashtag,
    /// No context: every kind weighs the same.
    Any,
}

/// What a text may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// No term.
    Unknown,
    /// Exactly this term. Its kind may be the context's second choice.
    One(TermId),
    /// A brand of a combination: all its ingredients that have terms, in the order of ids.
    Both(Vec<TermId>),
    /// One of these, or something that is no term at all: ask, never guess.
    Ambiguous(Vec<TermId>),
}

impl Lookup {
    /// The terms that are certain: one, or the ingredients of a combination; none where it is unknown or unsure.
    pub fn certain(&self) -> &[TermId] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Both(ids) => ids,
            Self::Unknown | Self::Ambiguous(_) => &[],
        }
    }
}

impl Vocabulary {
    /// Looks a whole text up. `lang`, the language it stands in, decides between words that are spelt alike.
    ///
    /// In a line whose label says the kind, a word marked ambiguous resolves where one term of that kind is left.
    /// A bare hashtag or a text without context that is marked stays `Ambiguous`.
    pub fn resolve(&self, text: &str, context: Context, lang: Option<Lang>) -> Lookup {
        let key = fold(text);
        let found = self.choices(&key, context);
        if !found.is_empty() {
            return settle(&found, context, lang);
        }
        without_long_mark(&key)
            .map_or(Lookup::Unknown, |key| settle(&self.choices(&key, context), context, lang))
    }

    /// The meanings of a key that fit the context best.
    fn choices(&self, key: &str, context: Context) -> Vec<Posting> {
        let ranked = |posting: &Posting| self.rank(posting.term, context);
        let postings = self.index.find(key).iter().map(|entry| entry.posting);
        let fitting: Vec<Posting> = postings.filter(|posting| ranked(posting).is_some()).collect();
        let best = fitting.iter().filter_map(ranked).min();
        fitting.into_iter().filter(|posting| ranked(posting) == best).collect()
    }

    /// The place of a term in the order that a context gives; none if it cannot be meant.
    fn rank(&self, id: TermId, context: Context) -> Option<u8> {
        let is_after_effect = || self.term(id).is_some_and(super::Term::is_after_effect);
        match (context, id.kind()) {
            (Context::Any, _)
            | (Context::Medication | Context::Hashtag, Kind::Medication)
            | (Context::Symptom, Kind::Symptom)
            | (Context::Condition, Kind::Condition)
            | (Context::Benefit, Kind::Benefit) => Some(0),
            (Context::Symptom | Context::Hashtag, Kind::Condition) => is_after_effect().then_some(1),
            (Context::Condition, Kind::Symptom) => Some(1),
            (Context::Hashtag, Kind::Symptom) => Some(2),
            (
                Context::Medication
                | Context::Symptom
                | Context::Condition
                | Context::Benefit
                | Context::Hashtag,
                Kind::Medication | Kind::Symptom | Kind::Condition | Kind::Benefit,
            ) => None,
        }
    }
}

/// Narrows meanings of equal rank: own words before derived keys, then the language that the text stands in.
fn settle(found: &[Posting], context: Context, lang: Option<Lang>) -> Lookup {
    let mut left = found.to_vec();
    if left.iter().any(|posting| posting.source != Source::Derived) {
        left.retain(|posting| posting.source != Source::Derived);
    }
    let ids = distinct(&left);
    let marked = left.iter().any(|posting| posting.is_ambiguous);
    match context {
        Context::Hashtag | Context::Any if marked => return Lookup::Ambiguous(ids),
        Context::Hashtag
        | Context::Any
        | Context::Medication
        | Context::Symptom
        | Context::Condition
        | Context::Benefit => {}
    }
    if ids.len() > 1 && is_combination(&left, &ids) {
        return Lookup::Both(ids);
    }
    if ids.len() > 1 && left.iter().any(|posting| Some(posting.lang) == lang) {
        left.retain(|posting| Some(posting.lang) == lang);
    }
    let ids = distinct(&left);
    match ids.as_slice() {
        [] => Lookup::Unknown,
        [id] => Lookup::One(*id),
        _ => Lookup::Ambiguous(ids),
    }
}

/// Whether every one of these terms is a medication that is sold under the word.
fn is_combination(found: &[Posting], ids: &[TermId]) -> bool {
    ids.iter().all(|id| {
        id.kind() == Kind::Medication && found.iter().any(|posting| posting.term == *id && posting.is_brand)
    })
}

fn distinct(postings: &[Posting]) -> Vec<TermId> {
    let mut ids: Vec<TermId> = postings.iter().map(|posting| posting.term).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
