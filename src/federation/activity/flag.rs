//! Flag: a report about somebody elsewhere. The server sends it in its own name, so that nobody learns who reported.

use activitypub_federation::kinds::activity::FlagType;
use serde_json::{Value, json};

use super::{begin, put};
use crate::domain::account::Account;
use crate::federation::object::context;
use crate::federation::object::note;

/// The Flag of a report; `number` numbers it. As Mastodon: the account comes first, then the posts.
pub fn compose(server: &Account, target: &Account, posts: &[String], comment: &str, number: i64) -> Value {
    let mut activity = begin(&format!("{}#flags/{number}", server.uri), FlagType::Flag, &server.uri);
    put(&mut activity, "to", json!([target.uri]));
    put(&mut activity, "content", json!(comment));
    let objects: Vec<&str> = std::iter::once(&target.uri).chain(posts).map(String::as_str).collect();
    put(&mut activity, "object", json!(objects));
    note::with_context(context::plain(), activity)
}
