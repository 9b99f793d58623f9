//! Terms that a prose text mentions. For suggestions only ("also mentioned in your text?"), never for facts.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Vocabulary;
use super::fold::fold;
use super::id::{Kind, TermId};
use super::index::{Posting, Source};
use super::lang::Lang;
use super::resolve::Context;
use super::term::Form;

/// A word with fewer letters is too often part of something else.
const MIN_LETTERS: usize = 4;

/// Kanji, hanzi and hangul say more per character.
const MIN_IDEOGRAPHS: usize = 2;

/// No label has more words than this.
const MAX_WORDS: usize = 24;

/// A term that a text mentions, and where first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The term.
    pub term: TermId,
    /// Where in the text, in bytes.
    pub range: Range<usize>,
}

impl Vocabulary {
    /// The terms that a text in this language mentions, in the order of the text, each once.
    ///
    /// The longest word wins, words begin and end at word boundaries, and a word that is short, marked ambiguous or
    /// means two terms is left out. Benefits are never suggested: their words say too little without context.
    pub fn mentions(&self, text: &str, lang: Option<Lang>) -> Vec<Mention> {
        let words: Vec<Piece> = pieces(text);
        let mut mentions: Vec<Mention> = Vec::new();
        let mut rest = words.as_slice();
        while let Some((_, after_first)) = rest.split_first() {
            match self.longest(rest, lang) {
                Some((mention, taken)) => {
                    if !mentions.iter().any(|known| known.term == mention.term) {
                        mentions.push(mention);
                    }
                    rest = rest.get(taken..).unwrap_or_default();
                }
                None => rest = after_first,
            }
        }
        mentions
    }

    /// The longest term at the start of these words, and how many words it takes.
    fn longest(&self, words: &[Piece<'_>], lang: Option<Lang>) -> Option<(Mention, usize)> {
        let start = words.first()?.range.start;
        let mut key = String::new();
        let mut found = None;
        let mut end = start;
        for (taken, word) in (1..=MAX_WORDS).zip(words) {
            if taken > 1 && !word.joins_previous {
                break;
            }
            if taken > 1 && word.follows_slash {
                key.push('/');
            }
            key.push_str(&word.folded);
            if let Some((stem, length)) = word.without_particle
                && let Some(term) = self.suggestion(&with_stem(&key, &word.folded, stem), lang)
            {
                found = Some((Mention { term, range: start..word.range.start + length }, taken));
            }
            end = end.max(word.range.end);
            if let Some(term) = self.suggestion(&key, lang) {
                found = Some((Mention { term, range: start..end }, taken));
            }
            if !self.index.has_prefix(&key) {
                break;
            }
        }
        found
    }

    /// The one term that this key means beyond doubt, or the widest of several that lie within it.
    fn suggestion(&self, key: &str, lang: Option<Lang>) -> Option<TermId> {
        if !is_long_enough(key) {
            return None;
        }
        let choices = self.choices(key, Context::Hashtag);
        let fitting: Vec<Posting> = choices.into_iter().filter(|posting| fits(*posting, lang)).collect();
        let is_marked = fitting.iter().any(|posting| posting.is_ambiguous);
        let has_several =
            fitting.iter().any(|posting| fitting.iter().any(|other| other.term != posting.term));
        // A mark on several terms says that they are mistaken for each other: still one of them is meant.
        if is_marked && !has_several {
            return None;
        }
        let ids = || fitting.iter().map(|posting| posting.term);
        ids().find(|wide| ids().all(|id| self.is_within(id, *wide)))
    }
}

/// Medications are called by the same names everywhere; other words count in the language of the text.
fn fits(posting: Posting, lang: Option<Lang>) -> bool {
    let shown = match posting.source {
        Source::Label(Form::Preferred | Form::Alternative | Form::Hidden) | Source::Brand => true,
        Source::Derived => false,
    };
    match posting.term.kind() {
        Kind::Medication => shown,
        Kind::Symptom | Kind::Condition => shown && lang.is_none_or(|lang| lang == posting.lang),
        Kind::Benefit => false,
    }
}

fn is_long_enough(key: &str) -> bool {
    let letters = key.chars().count();
    let ideographs = key.chars().filter(|c| is_ideograph(*c)).count();
    letters >= MIN_LETTERS || ideographs >= MIN_IDEOGRAPHS
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3ffff}')
}

/// One word of a text as Unicode cuts it: an ideograph or hiragana each, a run of katakana, a Korean or Latin word.
struct Piece<'a> {
    folded: String,
    range: Range<usize>,
    /// Whether nothing but spaces, hyphens, slashes or apostrophes stand between it and the word before.
    joins_previous: bool,
    /// Whether a slash stands between them: "depersonalization/derealization".
    follows_slash: bool,
    /// A Korean word without its particle, and that part's length in bytes.
    without_particle: Option<(&'a str, usize)>,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut end_of_last = 0;
    for (start, word) in text.unicode_word_indices() {
        let between = text.get(end_of_last..start).unwrap_or_default();
        let joins_previous =
            between.chars().all(|c| matches!(c, ' ' | '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '/'));
        end_of_last = start + word.len();
        pieces.push(Piece {
            folded: fold(word),
            range: start..end_of_last,
            joins_previous,
            follows_slash: between.contains('/'),
            without_particle: without_particle(word),
        });
    }
    pieces
}

/// Korean writes particles onto the word: 이소트레티노인을. What is left has to be two syllables or more.
fn without_particle(word: &str) -> Option<(&str, usize)> {
    const PARTICLES: [&str; 22] = [
        "으로", "부터", "까지", "에서", "에게", "처럼", "보다", "이나", "이랑", "하고", "을", "를", "이",
        "가", "은", "는", "에", "의", "로", "과", "와", "도",
    ];
    let stem = PARTICLES.iter().find_map(|particle| word.strip_suffix(particle))?;
    (stem.chars().count() >= MIN_IDEOGRAPHS && stem.chars().all(is_ideograph)).then_some((stem, stem.len()))
}

/// The key with its last word cut to the stem. Hangul folds to itself.
fn with_stem(key: &str, last: &str, stem: &str) -> String {
    format!("{}{stem}", key.strip_suffix(last).unwrap_or_default())
}
