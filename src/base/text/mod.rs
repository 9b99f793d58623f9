//! Text that comes from outside, made harmless and comparable.

pub mod html;
pub mod tag;

pub use html::CleanHtml;
pub use tag::fold_tag;
