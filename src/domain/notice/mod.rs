//! Notices: what a member is told has happened.

mod decide;
mod list;

#[cfg(test)]
mod tests;

pub use crate::store::kind::NoticeKind;
pub use crate::store::notice::{Notice, Wanted};

pub use decide::decide;
pub use list::{Told, clear, count_unread, dismiss, list, load, show};
