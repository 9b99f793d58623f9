//! `anamnesis vocabulary check`: what is wrong with the data files, in plain words.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::fold;
use super::id::{Kind, TermId};
use super::index::{Entry, Source};
use super::lang::Lang;
use super::lines::{EditionHeading, FactLine};
use super::lists::{ENTRIES, List};
use super::term::{Form, Term};
use super::{Vocabulary, vocabulary};

/// Every id that was ever given out, with the English label it was given for.
const IDS: &str = include_str!("data/ids.tsv");

/// The highest care level of a term: suicidal thoughts (`domain.md` section 4.2).
const HIGHEST_CARE_LEVEL: u8 = 2;

/// Everything that is wrong with the vocabulary; nothing where it is sound.
pub fn check() -> Vec<String> {
    let vocabulary = vocabulary();
    let mut faults = vocabulary.faults.clone();
    faults.extend(ENTRIES.faults.iter().cloned());
    for term in vocabulary.terms() {
        check_labels(term, &mut faults);
        check_fields(vocabulary, term, &mut faults);
    }
    for (key, entries) in vocabulary.index.keys() {
        check_key(key, entries, &mut faults);
    }
    check_ids(vocabulary, IDS, &mut faults);
    check_lists(&mut faults);
    check_lines(&mut faults);
    faults
}

/// Each language has one preferred label, and no word stands twice.
fn check_labels(term: &Term, faults: &mut Vec<String>) {
    let id = term.id();
    for lang in Lang::ALL {
        let words: Vec<_> = term.labels().iter().filter(|label| label.lang == lang).collect();
        if !words.iter().any(|label| label.form == Form::Preferred && !label.text.trim().is_empty()) {
            faults.push(format!("{id}: no label in {}", lang.tag()));
        }
        let mut seen = BTreeSet::new();
        for label in words {
            if label.text.trim() != label.text || fold(label.text).is_empty() {
                faults.push(format!(
                    "{id}: {} label {:?} is empty or has outer spaces",
                    lang.tag(),
                    label.text
                ));
            }
            if !seen.insert(label.text) {
                faults.push(format!("{id}: {} label {:?} stands twice", lang.tag(), label.text));
            }
        }
    }
    for (lang, text) in &term.ambiguous {
        let key = fold(text);
        let brands = term
            .brands()
            .iter()
            .flat_map(|brand| std::iter::once(brand.name).chain(brand.scripts.iter().map(|(_, name)| name)));
        if !term.labels().iter().map(|label| label.text).chain(brands).any(|word| fold(word) == key) {
            faults.push(format!("{id}: marked ambiguous, but no word of the term: {}:{text}", lang.tag()));
        }
    }
}

/// Its references lead somewhere and its fields hold what they may.
fn check_fields(vocabulary: &Vocabulary, term: &Term, faults: &mut Vec<String>) {
    let id = term.id();
    for related in term.related() {
        match vocabulary.term(*related) {
            None => faults.push(format!("{id}: related {related} does not exist")),
            Some(other) if !other.related().contains(&id) => {
                faults.push(format!("{id}: related to {related}, which does not name it"));
            }
            Some(_) => {}
        }
    }
    let mut seen = vec![id];
    let mut above = term.broader();
    while let Some(broader) = above {
        if seen.contains(&broader) {
            faults.push(format!("{id}: its broader terms lead in a circle"));
            break;
        }
        seen.push(broader);
        match vocabulary.term(broader) {
            None => faults.push(format!("{id}: broader {broader} does not exist")),
            Some(other) if other.kind() != term.kind() => {
                faults.push(format!("{id}: broader {broader} is of another kind"));
            }
            Some(_) => {}
        }
        above = vocabulary.term(broader).and_then(Term::broader);
    }
    if List::Group.code(term.group()).is_none() {
        faults.push(format!("{id}: unknown group {}", term.group()));
    }
    if term.care_level() > HIGHEST_CARE_LEVEL {
        faults.push(format!("{id}: care level {}", term.care_level()));
    }
    if (term.kind() == Kind::Condition) != term.role().is_some() {
        faults.push(format!("{id}: a condition has a role, nothing else has"));
    }
    if term.definition(Lang::En).is_none() {
        faults.push(format!("{id}: no definition in English"));
    }
}

/// A word with several meanings of one kind in one language is marked, unless it is a brand of a combination. So is a
/// word of a medication that is also a word of another kind.
fn check_key(key: &str, entries: &[Entry], faults: &mut Vec<String>) {
    let own: Vec<_> = entries.iter().map(|e| e.posting).filter(|p| p.source != Source::Derived).collect();
    for (place, one) in own.iter().enumerate() {
        for other in own.iter().skip(place + 1).filter(|other| other.term != one.term) {
            let same_kind = one.term.kind() == other.term.kind();
            let both_preferred =
                [one, other].iter().all(|posting| posting.source == Source::Label(Form::Preferred));
            if same_kind && both_preferred && one.lang == other.lang {
                faults.push(format!("{key}: preferred label of {} and of {}", one.term, other.term));
            }
            let clash = !one.is_ambiguous
                && !other.is_ambiguous
                && if same_kind {
                    one.lang == other.lang && !(one.is_brand && other.is_brand)
                } else {
                    one.term.kind() == Kind::Medication || other.term.kind() == Kind::Medication
                };
            if clash {
                faults.push(format!(
                    "{key}: means {} ({}) and {} ({}) and is marked ambiguous in neither",
                    one.term,
                    one.lang.tag(),
                    other.term,
                    other.lang.tag()
                ));
            }
        }
    }
}

/// An id never goes away and never changes its meaning; a new one is written down.
fn check_ids(vocabulary: &Vocabulary, ids: &str, faults: &mut Vec<String>) {
    let mut known = BTreeSet::new();
    for line in ids.lines() {
        let Some((Ok(id), label)) = line.split_once('\t').map(|(id, label)| (id.parse::<TermId>(), label))
        else {
            faults.push(format!("ids.tsv: not an id and a label: {line}"));
            continue;
        };
        known.insert(id);
        match vocabulary.term(id) {
            None => faults.push(format!("{id} ({label}) is gone; ids are for ever")),
            Some(term) if term.label(Lang::En) != label => {
                faults.push(format!(
                    "{id} was {label} and is now {}; ids never change meaning",
                    term.label(Lang::En)
                ));
            }
            Some(_) => {}
        }
    }
    for term in vocabulary.terms().iter().filter(|term| !known.contains(&term.id())) {
        faults.push(format!("{} ({}) is not in ids.tsv", term.id(), term.label(Lang::En)));
    }
}

/// Every code has a label in every language, and within one language no word stands for two codes.
fn check_lists(faults: &mut Vec<String>) {
    for list in List::ALL {
        let key = list.key();
        let Some(entry) = ENTRIES.lists.get(list) else {
            faults.push(format!("lists.json: no list {key}"));
            continue;
        };
        let mut codes = BTreeSet::new();
        let mut words: BTreeMap<(Lang, String), &str> = BTreeMap::new();
        for value in &entry.values {
            if !codes.insert(value.code) {
                faults.push(format!("list {key}: code {} stands twice", value.code));
            }
            for lang in Lang::ALL.into_iter().filter(|lang| value.labels.get(*lang).is_none()) {
                faults.push(format!("list {key}: {} has no label in {}", value.code, lang.tag()));
            }
            for word in value.words() {
                let other = *words.entry((word.lang, fold(word.text))).or_insert(word.code);
                if other != word.code {
                    faults.push(format!(
                        "list {key}: {} {:?} stands for {other} and {}",
                        word.lang.tag(),
                        word.text,
                        word.code
                    ));
                }
            }
        }
        for lang in Lang::ALL.into_iter().filter(|lang| entry.question.get(*lang).is_none()) {
            faults.push(format!("list {key}: no name in {}", lang.tag()));
        }
    }
}

/// Every fact line and heading has words in every language, and no word has two meanings in any.
fn check_lines(faults: &mut Vec<String>) {
    let facts = FactLine::ALL.iter().map(|line| ("fact", line.key(), line.words().collect::<Vec<_>>()));
    let headings =
        EditionHeading::ALL.iter().map(|line| ("heading", line.key(), line.words().collect::<Vec<_>>()));
    let mut meanings: BTreeMap<(&str, String), &str> = BTreeMap::new();
    for (what, key, words) in facts.chain(headings) {
        for lang in Lang::ALL.into_iter().filter(|lang| !words.iter().any(|(held, _)| held == lang)) {
            faults.push(format!("{what} line {key}: no label in {}", lang.tag()));
        }
        for (_, text) in words {
            let other = *meanings.entry((what, fold(text))).or_insert(key);
            if other != key {
                faults.push(format!("{what} line {text:?} means {other} and {key}"));
            }
        }
    }
    for key in ENTRIES.fact_lines.keys().filter(|key| !FactLine::ALL.iter().any(|line| line.key() == **key)) {
        faults.push(format!("lists.json: the program knows no fact line {key}"));
    }
}
