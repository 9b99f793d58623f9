//! What is kept: one file per table with its row and its queries. Knows no room; rooms turn their types into rows.

pub mod backup;
pub mod kind;
pub mod number;
pub mod page;
pub mod tx;

pub mod account;
pub mod block;
pub mod bookmark;
pub mod boost;
pub mod counts;
pub mod delivery;
pub mod delivery_to;
pub mod event;
pub mod favourite;
pub mod filter;
pub mod filter_keyword;
pub mod filter_post;
pub mod follow;
pub mod guidance;
pub mod idempotency;
pub mod inbox_item;
pub mod invite;
pub mod job;
pub mod leaving;
pub mod marker;
pub mod media;
pub mod member;
pub mod mention;
pub mod mine;
pub mod mute;
pub mod notice;
pub mod oauth_app;
pub mod oauth_grant;
pub mod oauth_token;
pub mod outside;
pub mod peer;
pub mod pin;
pub mod poll;
pub mod poll_option;
pub mod poll_vote;
pub mod post;
pub mod post_tag;
pub mod post_term;
pub mod received;
pub mod report;
pub mod review;
pub mod session;
pub mod setting;
pub mod sign_in;
pub mod thread_mute;
pub mod timeline;
pub mod tombstone;

#[cfg(test)]
pub mod testing;

pub use tx::{Conn, Database, Tx};
