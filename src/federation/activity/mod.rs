//! Activities: one file for each kind, with what we send (`compose`) and what follows from receiving it.
//!
//! What is composed has a fixed order of keys, so that the same activity is the same bytes each time.

pub mod accept;
pub mod announce;
pub mod block;
pub mod create;
pub mod delete;
pub mod flag;
pub mod follow;
pub mod like;
pub mod permit;
pub mod pin;
pub mod reject;
pub mod undo;
pub mod update;
pub mod vote;

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::{Map, Value, json};

/// The beginning of every activity. `kind` is one of the library's kinds, so that no type is misspelt.
fn begin(id: &str, kind: impl Serialize, actor: &str) -> Map<String, Value> {
    let mut activity = Map::new();
    activity.insert("id".to_owned(), json!(id));
    activity.insert("type".to_owned(), json!(kind));
    activity.insert("actor".to_owned(), json!(actor));
    activity
}

/// Adds one member.
fn put(activity: &mut Map<String, Value>, name: &str, value: Value) {
    activity.insert(name.to_owned(), value);
}
