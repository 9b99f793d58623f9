//! What the site does. These rooms know nothing of HTTP, JSON-LD or SQL.

pub mod vocabulary;

pub mod account;
pub mod announcement;
pub mod anonymity;
pub mod auth;
pub mod care;
pub mod consent;
pub mod export;
pub mod filter;
pub mod guide;
pub mod leaving;
pub mod media;
pub mod moderation;
pub mod notice;
pub mod poll;
pub mod post;
pub mod reaction;
pub mod relation;
pub mod search;
pub mod stats;
pub mod story;
pub mod timeline;
pub mod topic;
pub mod transparency;
