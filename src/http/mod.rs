//! The doors: turn outside words into calls of rooms, and answers into bytes.

pub mod address;
pub mod cors;
pub mod failure;
mod metrics;
pub mod params;
pub mod pictures;
pub mod request_id;
mod request_log;

pub mod mastodon;
mod router;
pub mod web;

pub use router::serve;
