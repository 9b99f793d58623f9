//! What somebody types into one field of a form: a name becomes the term it means, a text gets its language.
//!
//! Read like an entry of a fact line, but nothing is left as prose: who fills in a field for a symptom means one.

use super::items::{self, Item};
use super::{Title, language};
use crate::domain::story::edition::Edition;
use crate::domain::story::facts::{Benefit, Facts, Medication, Named, Symptom};
use crate::domain::vocabulary::{Context, Kind, Lang, TermId};

/// The language of a text: as stated where its letters allow it, else as detected, else `und`.
pub fn language_of(text: &str, stated: Option<&str>) -> String {
    language::language_of(text, stated)
}

/// Whether nobody knows the language of a text, as [`language_of`] says it.
pub fn is_undetermined(language: &str) -> bool {
    language == language::UNDETERMINED
}

/// The medications that a field names: mostly one, two where a brand holds two ingredients.
pub fn medications(typed: &str, lang: Option<Lang>) -> Vec<Medication> {
    let of_item = |item: Item| {
        let terms: Vec<Option<TermId>> =
            if item.terms.is_empty() { vec![None] } else { item.terms.into_iter().map(Some).collect() };
        terms.into_iter().map(move |term| Medication {
            term,
            name: item.name.clone(),
            dose: item.dose.clone(),
            ..Medication::default()
        })
    };
    read(typed, Context::Medication, lang).into_iter().flat_map(of_item).collect()
}

/// What a field for a symptom names: symptoms, and after-effects that have a name of their own.
pub fn symptoms(typed: &str, lang: Option<Lang>) -> (Vec<Symptom>, Vec<Named>) {
    let (mut symptoms, mut conditions) = (Vec::new(), Vec::new());
    for item in read(typed, Context::Symptom, lang) {
        if item.terms.iter().any(|term| term.kind() == Kind::Condition) {
            conditions.push(named(item));
        } else {
            symptoms.push(Symptom {
                term: item.terms.first().copied(),
                name: item.name,
                severity: item.severity,
                ..Symptom::default()
            });
        }
    }
    (symptoms, conditions)
}

/// The conditions that a field names: after-effects, or what a medication was taken for.
pub fn conditions(typed: &str, lang: Option<Lang>) -> Vec<Named> {
    read(typed, Context::Condition, lang).into_iter().map(named).collect()
}

/// Whether a name, read where such a term may stand, means this term and nothing else, and stays as it is.
pub fn is_name_of(term: TermId, name: &str, context: Context, lang: Lang) -> bool {
    match items::read(name, context, Some(lang)).map(|read| read.items).as_deref() {
        Some([only]) => {
            only.terms.contains(&term)
                && only.name == name
                && only.severity.is_none()
                && only.dose.is_none()
                && only.scale.is_none()
        }
        Some(_) | None => false,
    }
}

/// What a field says that got better.
pub fn benefits(typed: &str, lang: Option<Lang>) -> Vec<Benefit> {
    let of_item =
        |item: Item| Benefit { term: item.terms.first().copied(), name: item.name, scale: item.scale };
    read(typed, Context::Benefit, lang).into_iter().map(of_item).collect()
}

/// Terms that the titles and texts mention and the facts do not have: to be asked about, never taken.
pub fn also_mentioned(facts: &Facts, editions: &[Edition]) -> Vec<TermId> {
    let title = |edition: &Edition| {
        edition.title.clone().map(|text| Title { language: edition.language.clone(), text })
    };
    let titles: Vec<Title> = editions.iter().filter_map(title).collect();
    super::suggestions(facts, editions, &titles)
}

fn named(item: Item) -> Named {
    Named { term: item.terms.first().copied(), name: item.name }
}

fn read(typed: &str, context: Context, lang: Option<Lang>) -> Vec<Item> {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if typed.is_empty() || items::says_nothing(&typed) {
        return Vec::new();
    }
    match items::read(&typed, context, lang) {
        Some(read) => read.items,
        None => vec![Item { name: typed, ..Item::default() }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_name_becomes_its_term_and_keeps_the_writers_words() {
        let found = medications("アキュテイン", Some(Lang::Ja));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].term, "med/0001".parse().ok());
        assert_eq!(found[0].name, "アキュテイン");
        let (found, _) = symptoms("severe anxiety", Some(Lang::En));
        assert!(found[0].term.is_some() && found[0].severity == Some(4), "{found:?}");
    }

    #[test]
    fn what_the_vocabulary_does_not_know_stays_in_the_writers_words_also_as_a_sentence() {
        let (found, _) = symptoms("My hands. They are not mine.", Some(Lang::En));
        assert_eq!(found[0].name, "My hands. They are not mine.");
        assert_eq!(found[0].term, None);
        assert!(medications("  ", None).is_empty() && medications("none", Some(Lang::En)).is_empty());
    }
}
