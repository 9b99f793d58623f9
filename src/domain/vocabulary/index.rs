//! The index of folded words: which terms a key may mean.
//!
//! A sorted list, so that prefixes can be asked for as well; about 30,000 keys in under 2 MiB.

use super::fold::{fold, other_keys};
use super::id::TermId;
use super::lang::Lang;
use super::term::{Form, Term};

/// How a word belongs to a term. The order is the order of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// A word of the term's own labels.
    Label(Form),
    /// A brand, in its own or another script.
    Brand,
    /// Made from a label by leaving something out (`fold::other_keys`).
    Derived,
}

/// One meaning of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) term: TermId,
    pub(super) lang: Lang,
    pub(super) source: Source,
    /// Whether the word is also a brand of this term, under whatever source it is listed.
    pub(super) is_brand: bool,
    /// Whether the data marks the word as one that also means something else.
    pub(super) is_ambiguous: bool,
}

/// One key with one of its meanings.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: Box<str>,
    pub(super) posting: Posting,
}

/// All keys, sorted.
#[derive(Debug)]
pub(super) struct Index {
    entries: Box<[Entry]>,
}

impl Index {
    /// Indexes every label and brand of these terms.
    pub(super) fn of(terms: &[Term]) -> Self {
        let mut entries: Vec<Entry> = terms.iter().flat_map(entries_of).collect();
        entries.sort_unstable_by(|a, b| {
            let rank = |entry: &Entry| (entry.posting.term, entry.posting.lang, entry.posting.source);
            a.key.cmp(&b.key).then_with(|| rank(a).cmp(&rank(b)))
        });
        entries.dedup_by(|later, first| {
            let same = later.key == first.key
                && later.posting.term == first.posting.term
                && later.posting.lang == first.posting.lang;
            if same {
                first.posting.is_brand |= later.posting.is_brand;
                first.posting.is_ambiguous |= later.posting.is_ambiguous;
            }
            same
        });
        Self { entries: entries.into_boxed_slice() }
    }

    /// Every meaning of exactly this key.
    pub(super) fn find(&self, key: &str) -> &[Entry] {
        let from_key = self.from(key);
        let count = from_key.partition_point(|entry| &*entry.key == key);
        from_key.get(..count).unwrap_or_default()
    }

    /// Whether some key starts with this one or is it.
    pub(super) fn has_prefix(&self, start: &str) -> bool {
        self.from(start).first().is_some_and(|entry| entry.key.starts_with(start))
    }

    /// Every meaning of every key that starts with this one, in the order of the keys.
    pub(super) fn starting_with(&self, start: &str) -> impl Iterator<Item = &Entry> {
        self.from(start).iter().take_while(move |entry| entry.key.starts_with(start))
    }

    /// Every key with its meanings, in order.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&str, &[Entry])> {
        self.entries.chunk_by(|a, b| a.key == b.key).filter_map(|chunk| Some((&*chunk.first()?.key, chunk)))
    }

    /// The entries from this key on.
    fn from(&self, key: &str) -> &[Entry] {
        let start = self.entries.partition_point(|entry| &*entry.key < key);
        self.entries.get(start..).unwrap_or_default()
    }
}

/// Every key of one term. Empty keys (a label of punctuation only) are left out.
fn entries_of(term: &Term) -> Vec<Entry> {
    let ambiguous: Vec<String> = term.ambiguous.iter().map(|(_, text)| fold(text)).collect();
    let mut entries = Vec::new();
    let mut add = |lang: Lang, text: &str, source: Source, is_brand: bool| {
        let key = fold(text);
        let is_ambiguous = ambiguous.contains(&key);
        let mut push = |key: String, source: Source| {
            if !key.is_empty() {
                let posting = Posting { term: term.id, lang, source, is_brand, is_ambiguous };
                entries.push(Entry { key: key.into_boxed_str(), posting });
            }
        };
        for other in other_keys(text, &key, lang == Lang::De) {
            push(other, Source::Derived);
        }
        push(key, source);
    };
    for label in &term.labels {
        add(label.lang, label.text, Source::Label(label.form), false);
    }
    for brand in &term.brands {
        add(brand.lang, brand.name, Source::Brand, true);
        for (lang, name) in brand.scripts.iter() {
            add(lang, name, Source::Brand, true);
        }
    }
    entries
}
