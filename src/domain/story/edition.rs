//! Editions: the language versions of one story.

use serde::{Deserialize, Serialize};

pub use super::codes::{EditionBy, EditionKind};

/// One language version of a story. Each can be read, and addressed, on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// BCP 47; `und` where nobody knows.
    pub language: String,
    /// The text the author wrote, or a translation of it.
    pub kind: EditionKind,
    /// Who wrote or translated it.
    pub by: EditionBy,
    /// The name of the machine that translated it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// Whether a person who reads both languages has checked it.
    pub reviewed: bool,
    /// The title in this language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Plain text: paragraphs are parted by blank lines. Without title, fact lines and headings.
    pub text: String,
}

impl Edition {
    /// The author's own text in one language.
    pub fn original(language: impl Into<String>, title: Option<String>, text: impl Into<String>) -> Self {
        Self {
            language: language.into(),
            kind: EditionKind::Original,
            by: EditionBy::Author,
            engine: None,
            reviewed: true,
            title,
            text: text.into(),
        }
    }
}
