//! Text that comes from outside, made harmless.

pub mod html;

pub use html::CleanHtml;
