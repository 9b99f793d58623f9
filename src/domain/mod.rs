//! What the site does. These rooms know nothing of HTTP, JSON-LD or SQL.

pub mod vocabulary;

pub mod care;
pub mod story;
