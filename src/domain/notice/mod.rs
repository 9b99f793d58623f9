//! Notices: what a member is told has happened.

mod decide;
mod group;
mod list;
pub mod policy;
pub mod push;
mod request;

#[cfg(test)]
mod tests;

pub use crate::store::kind::NoticeKind;
pub use crate::store::notice::{Notice, Wanted};

pub use decide::decide;
pub use group::{
    Group, GroupKey, ToldGroup, dismiss_group, is_gathered, list_groups, list_in_group, load_group,
    show_groups,
};
pub use list::{Told, clear, count_unread, dismiss, list, load, show};
pub use policy::{Admission, NoticePolicy, PolicyChange};
pub use request::{
    Request, accept_request, count_requests, dismiss_request, hold_messages, list_requests, load_request,
};
