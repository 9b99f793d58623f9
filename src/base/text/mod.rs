//! Text that comes from outside, made harmless and comparable.

pub mod html;
pub mod paper;
pub mod tag;
pub mod words;

pub use html::CleanHtml;
pub use tag::fold_tag;
