//! Stories: what a medication did to somebody, as text and as facts.
//!
//! Pure parts: a text becomes a [`draft`], facts become text again in [`render`], and both become HTML in
//! [`content`]. The rules stand in `docs/story-format.md`.

pub mod codes;
pub mod content;
pub mod document;
pub mod edition;
pub mod facts;
pub mod marks;
pub mod receive;

pub use edition::{Edition, EditionBy, EditionKind};
pub use facts::Facts;
