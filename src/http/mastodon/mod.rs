//! The client API: what unmodified Mastodon clients speak. Folders mirror the addresses.

mod absent;
mod accounts;
mod announcements;
mod apps;
mod caller;
mod filters;
mod id;
mod instance;
mod limit;
mod lists;
mod markers;
mod notifications;
mod oauth;
mod paging;
mod present;
mod reports;
mod routes;
mod search;
mod statuses;
mod tags;
mod timelines;
mod words;

pub use routes::routes;
