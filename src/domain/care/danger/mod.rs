//! Danger: words that say of now that somebody is about to die, or that tell others to.
//!
//! Rules and lists of words as data (`danger/en.toml`, `danger/ja.toml`), matched sentence by sentence. A thought, a wish
//! and the past are none: they are care level 2 ([`level`](super::level)) and are told. The lists miss much and are
//! wrong at times; what follows from a sign is always for people to decide.

mod patterns;
#[cfg(test)]
mod tests;

use crate::domain::care::level::{HARMFUL, PRESENT_DANGER};

/// What a text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Danger {
    /// Its writer has a plan, a means, or says goodbye.
    Present,
    /// It encourages others to die, or says how.
    Harmful,
}

impl Danger {
    /// The care level.
    pub const fn level(self) -> u8 {
        match self {
            Self::Present => PRESENT_DANGER,
            Self::Harmful => HARMFUL,
        }
    }
}

/// A passage that says so.
#[derive(Clone, PartialEq, Eq)]
pub struct Sign {
    /// What it says.
    pub danger: Danger,
    /// Its words as they are compared, so that two versions of a text can be: never to be shown, kept or logged.
    pub words: String,
}

/// All signs of danger in a text, in whichever language.
pub fn signs(text: &str) -> Vec<Sign> {
    patterns::signs(text)
}

/// The gravest sign in some texts.
pub fn gravest<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<Danger> {
    texts.into_iter().flat_map(signs).map(|sign| sign.danger).max()
}
