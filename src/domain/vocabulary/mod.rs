//! The vocabulary: terms for medications, symptoms, conditions and benefits in patients' words, the closed lists of a
//! story, and the look-up from a text to either.
//!
//! Data of the project (`data/`, CC0), compiled in and read once, at first use. Nothing here is translated by the
//! message catalogue: labels are data. Ids never change their meaning and never go away (`data/ids.tsv`).

mod check;
mod fold;
mod hashtags;
mod id;
mod index;
mod lang;
mod lines;
mod lists;
mod load;
mod mentions;
mod resolve;
mod suggest;
mod term;

use std::sync::LazyLock;

pub use check::check;
pub use fold::fold;
pub use id::{Kind, NotATermId, TERM_IRI, TermId};
pub use lang::Lang;
pub use lines::{EditionHeading, FactLine, find_edition_heading, find_fact_line};
pub use lists::{List, PREFER_NOT_TO_SAY};
pub use mentions::Mention;
pub use resolve::{Context, Lookup};
pub use term::{Brand, BrandStatus, ByLang, Code, ConditionRole, Form, Label, LabelStatus, Term, Wording};

/// Every term with the index of its words.
#[derive(Debug)]
pub struct Vocabulary {
    terms: Vec<Term>,
    index: index::Index,
    faults: Vec<String>,
}

/// The vocabulary of this release.
pub fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
        let load::Loaded { terms, faults } = load::load();
        Vocabulary { index: index::Index::of(&terms), terms, faults }
    });
    &VOCABULARY
}

impl Vocabulary {
    /// The term with this id; none where a newer release or another community minted it.
    pub fn term(&self, id: TermId) -> Option<&Term> {
        let place = self.terms.binary_search_by_key(&id, Term::id).ok()?;
        self.terms.get(place)
    }

    /// Every term, ordered by kind and number.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Every term of one kind, by number.
    pub fn terms_of(&self, kind: Kind) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(move |term| term.kind() == kind)
    }
}

#[cfg(test)]
mod tests;
