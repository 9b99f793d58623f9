//! The client API: what unmodified Mastodon clients speak. Folders mirror the addresses.

mod absent;
mod accounts;
mod admin;
mod announcements;
mod apps;
mod caller;
mod conversations;
pub mod described;
mod filters;
mod id;
mod instance;
mod limit;
mod lists;
mod markers;
mod media;
mod notifications;
mod oauth;
mod paging;
mod polls;
mod present;
mod push;
mod reports;
mod routes;
mod scheduled;
mod search;
mod statuses;
mod streaming;
mod table;
mod tags;
mod timelines;
mod words;

pub use routes::routes;
pub use streaming::{Lines, attend};
