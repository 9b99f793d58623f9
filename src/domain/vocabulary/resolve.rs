//! From a text to the term that it names: unknown, one, or several. Several are asked for, never guessed.

use super::Vocabulary;
use super::fold::{fold, without_long_mark};
use super::id::{Kind, TermId};
use super::index::{Posting, Source};
use super::lang::Lang;
use super::term::Form;

/// More steps than any term has above it.
const MAX_DEPTH: usize = 8;

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
        let Some(dropped) = without_long_mark(&key).filter(|_| found.is_empty()) else {
            return settle(self, &key, &found, context, lang);
        };
        settle(self, &dropped, &self.choices(&dropped, context), context, lang)
    }

    /// Whether a term is the other one or a kind of it, however many steps below.
    pub fn is_within(&self, id: TermId, wide: TermId) -> bool {
        let above = |id: &TermId| self.term(*id).and_then(super::Term::broader);
        // Steps are counted so that a circle in the data ends; no term lies this deep.
        std::iter::successors(Some(id), above).take(MAX_DEPTH).any(|id| id == wide)
    }

    /// The meanings of a key that fit the context best.
    pub(super) fn choices(&self, key: &str, context: Context) -> Vec<Posting> {
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

/// Narrows meanings of equal rank: own words before derived keys, then the language that the text stands in, then a
/// term that holds all the others.
fn settle(
    vocabulary: &Vocabulary,
    key: &str,
    found: &[Posting],
    context: Context,
    lang: Option<Lang>,
) -> Lookup {
    if found.is_empty() {
        return Lookup::Unknown;
    }
    let mut left = found.to_vec();
    if left.iter().any(|posting| posting.source != Source::Derived) {
        left.retain(|posting| posting.source != Source::Derived);
    }
    let ids = distinct(&left);
    let may_be_no_term = match context {
        Context::Hashtag => {
            is_marked(&left) || is_too_short(key, &left, lang) || is_read_otherwise(key, &left, lang)
        }
        Context::Any => is_marked(&left),
        Context::Medication | Context::Symptom | Context::Condition | Context::Benefit => false,
    };
    if may_be_no_term {
        return Lookup::Ambiguous(ids);
    }
    if ids.len() > 1 && is_combination(&left, &ids) {
        return Lookup::Both(ids);
    }
    if ids.len() > 1 && left.iter().any(|posting| Some(posting.lang) == lang) {
        left.retain(|posting| Some(posting.lang) == lang);
    }
    // What we write for a term has to be read as that term.
    let is_preferred = |posting: &Posting| posting.source == Source::Label(Form::Preferred);
    if left.iter().any(is_preferred) {
        left.retain(is_preferred);
    }
    let ids = distinct(&left);
    let widest = ids.iter().find(|wide| ids.iter().all(|id| vocabulary.is_within(*id, **wide)));
    // Whatever was meant, it is a kind of the widest: 希死念慮 means suicidal thoughts, active or passive.
    widest.map_or_else(|| Lookup::Ambiguous(ids.clone()), |id| Lookup::One(*id))
}

fn is_marked(found: &[Posting]) -> bool {
    found.iter().any(|posting| posting.is_ambiguous)
}

/// Whether a bare hashtag is so short that it is one by chance: it counts only as a brand, or as a word that we show
/// in the language of the text or in English (#IBS, but not #累 or #SPF).
fn is_too_short(key: &str, found: &[Posting], lang: Option<Lang>) -> bool {
    let length = key.chars().count();
    let is_kana = key.chars().all(|c| matches!(c, '\u{3041}'..='\u{309f}'));
    let is_short = length <= 1 || (length == 2 && is_kana) || (length <= 3 && key.is_ascii());
    is_short
        && !found.iter().any(|posting| match posting.source {
            Source::Brand => true,
            Source::Label(Form::Preferred | Form::Alternative) => {
                posting.lang == Lang::En || Some(posting.lang) == lang
            }
            Source::Label(Form::Hidden) | Source::Derived => false,
        })
}

/// Whether a bare hashtag of Chinese characters is a word of the other language that writes with them: 安定 is a
/// brand in Chinese and "stability" in Japanese.
fn is_read_otherwise(key: &str, found: &[Posting], lang: Option<Lang>) -> bool {
    let is_japanese = |lang: Lang| lang == Lang::Ja;
    let is_chinese = |lang: Lang| matches!(lang, Lang::ZhHans | Lang::ZhHant);
    let only_ideographs = key.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'));
    only_ideographs
        && lang.is_some_and(|lang| {
            (is_japanese(lang) && found.iter().all(|posting| is_chinese(posting.lang)))
                || (is_chinese(lang) && found.iter().all(|posting| is_japanese(posting.lang)))
        })
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
