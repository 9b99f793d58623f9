//! The name of a term: kind and number, the same for ever and in every language.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The start of every IRI of the project's own terms. Only the project's list mints numbers below it.
pub const TERM_IRI: &str = "https://w3id.org/patient-story/term/";

/// What a term names. The order is the order of lists that hold several kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An ingredient, or a fixed combination that is known under one name.
    Medication,
    /// Something a person feels or that a test shows.
    Symptom,
    /// A named state: an after-effect, or what a medication is taken for.
    Condition,
    /// Something that a medication made better.
    Benefit,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Medication, Self::Symptom, Self::Condition, Self::Benefit];

    /// The part of an id before the slash.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Medication => "med",
            Self::Symptom => "sym",
            Self::Condition => "cond",
            Self::Benefit => "ben",
        }
    }

    /// The kind with this prefix.
    pub fn from_prefix(prefix: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.prefix() == prefix)
    }
}

/// The id of one term, written `sym/0001`. It says nothing on whether this release knows the term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId {
    kind: Kind,
    number: u16,
}

/// A text is not the id of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a term")]
pub struct NotATermId;

impl TermId {
    /// The id with this kind and number.
    pub const fn new(kind: Kind, number: u16) -> Self {
        Self { kind, number }
    }

    /// What the term names.
    pub const fn kind(self) -> Kind {
        self.kind
    }

    /// The number within its kind.
    pub const fn number(self) -> u16 {
        self.number
    }

    /// The term's name for every server, e.g. `https://w3id.org/patient-story/term/sym/0001`. Never fetched.
    pub fn iri(self) -> String {
        format!("{TERM_IRI}{self}")
    }

    /// The id in one of our IRIs; none for any other text.
    pub fn from_iri(iri: &str) -> Option<Self> {
        iri.strip_prefix(TERM_IRI)?.parse().ok()
    }
}

impl fmt::Display for TermId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:04}", self.kind.prefix(), self.number)
    }
}

impl FromStr for TermId {
    type Err = NotATermId;

    /// Takes exactly the written form, so that one term has one name: at least four digits, no more zeros.
    fn from_str(text: &str) -> Result<Self, NotATermId> {
        let (prefix, digits) = text.split_once('/').ok_or(NotATermId)?;
        let kind = Kind::from_prefix(prefix).ok_or(NotATermId)?;
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotATermId);
        }
        let Ok(number) = digits.parse() else { return Err(NotATermId) };
        let id = Self { kind, number };
        if id.to_string() == text { Ok(id) } else { Err(NotATermId) }
    }
}

impl Serialize for TermId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TermId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written_and_in_no_other_way() {
        for text in ["sym/0001", "med/0196", "cond/0046", "ben/0030", "sym/12345"] {
            let id: TermId = text.parse().unwrap();
            assert_eq!(id.to_string(), text);
            assert_eq!(TermId::from_iri(&id.iri()), Some(id));
            assert_eq!(serde_json::from_str::<TermId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
        }
        for text in
            ["sym/1", "sym/00001", "sym/+001", "sym/", "foo/0001", "sym", "sym/0001/", "sym/99999", ""]
        {
            assert_eq!(text.parse::<TermId>(), Err(NotATermId), "{text}");
        }
        assert_eq!(TermId::from_iri("https://example.org/term/sym/0001"), None);
    }
}
