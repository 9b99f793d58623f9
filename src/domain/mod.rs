//! What the site does. These rooms know nothing of HTTP, JSON-LD or SQL.

pub mod vocabulary;

pub mod account;
pub mod care;
pub mod post;
pub mod relation;
pub mod story;
pub mod stats;
