//! What is kept: one file per table with its row and its queries. Knows no room; rooms turn their types into rows.

pub mod backup;
pub mod kind;
pub mod number;
pub mod page;
pub mod tx;

pub mod account;
pub mod account_note;
pub mod announcement;
pub mod announcement_reaction;
pub mod announcement_seen;
pub mod block;
pub mod bookmark;
pub mod boost;
pub mod counts;
pub mod delivery;
pub mod delivery_to;
pub mod endorsement;
pub mod event;
pub mod favourite;
pub mod featured_tag;
pub mod filter;
pub mod filter_keyword;
pub mod filter_post;
pub mod follow;
pub mod host_block;
pub mod idempotency;
pub mod inbox_item;
pub mod invite;
pub mod job;
pub mod lately;
pub mod leaving;
pub mod marker;
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
pub mod people_list;
pub mod people_list_entry;
pub mod post;
pub mod post_facet;
pub mod post_tag;
pub mod post_term;
pub mod received;
pub mod report;
pub mod session;
pub mod setting;
pub mod sign_in;
pub mod tag_follow;
pub mod tag_key;
pub mod timeline;
pub mod tombstone;
pub mod whole;

#[cfg(test)]
pub mod testing;

pub use tx::{Conn, Database, Tx};
