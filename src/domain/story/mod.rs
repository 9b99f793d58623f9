//! Stories: what a medication did to somebody, as text and as facts.
//!
//! Pure parts: a text becomes a [`draft`], facts become text again in [`render`], and both become HTML in
//! [`content`]. The rules stand in `docs/story-format.md`. What a member tells is composed in [`compose`], and
//! stored by [`write`](mod@write), [`edit`](mod@edit) and [`review`]; what other servers send comes in by [`receive`].

pub mod agree;
pub mod appeal;
mod change;
pub mod codes;
pub mod compose;
pub mod content;
pub mod countries;
pub mod danger;
pub mod document;
pub mod draft;
pub mod edit;
pub mod edition;
pub mod facets;
pub mod facts;
pub mod identity;
pub mod import;
pub mod keyed;
pub mod later;
pub mod manuscript;
pub mod marks;
pub mod own;
#[cfg(test)]
mod picture_tests;
pub mod proposal;
pub mod queue;
pub mod rarity;
pub mod receive;
#[cfg(test)]
mod receive_tests;
pub mod render;
#[cfg(test)]
mod render_tests;
pub mod reply;
pub mod review;
pub mod schedule;
pub mod second;
pub mod summary;
pub mod translation;
pub mod wordless;
pub mod write;

pub use agree::change_consent;
pub use compose::{Preview, Source, Told, preview};
pub use draft::{Draft, Title};
pub use edit::{Edit, Pictures, add_facts, edit, load_facts, load_source, retell, source};
pub use edition::{Edition, EditionBy, EditionKind};
pub use facts::Facts;
pub use own::list_own;
pub use queue::{Waiting, list_held};
pub use review::{Reason, Refusal, refuse, release};
pub use write::{NewPost, tell, write};
