//! Delete: a post was taken back, or a member left.

use activitypub_federation::kinds::activity::DeleteType;
use serde_json::{Map, Value, json};

use super::{begin, put};
use crate::domain::account::Account;
use crate::federation::object::context::{self, PUBLIC};
use crate::federation::object::note;

/// The Delete of a post that was taken back at `deleted_at` (seconds). Nothing of the post is in it.
pub fn compose(author: &Account, uri: &str, deleted_at: i64) -> Value {
    let mut activity = begin(&format!("{uri}#delete"), DeleteType::Delete, &author.uri);
    put(&mut activity, "to", json!([PUBLIC]));
    put(&mut activity, "cc", json!(author.followers_uri.iter().collect::<Vec<_>>()));
    put(&mut activity, "object", Value::Object(tombstone(uri, deleted_at)));
    note::with_context(context::plain(), activity)
}

/// The Delete of an account and of everything it wrote.
pub fn compose_actor(account: &Account) -> Value {
    let mut activity = begin(&format!("{}#delete", account.uri), "Delete", &account.uri);
    put(&mut activity, "to", json!([PUBLIC]));
    put(&mut activity, "object", json!(account.uri));
    note::with_context(context::plain(), activity)
}

/// What is left of a post: AS2 section 4.5, a Tombstone keeps the id.
pub fn tombstone(uri: &str, deleted_at: i64) -> Map<String, Value> {
    let mut stone = Map::new();
    put(&mut stone, "id", json!(uri));
    put(&mut stone, "type", json!("Tombstone"));
    put(&mut stone, "formerType", json!("Note"));
    put(&mut stone, "deleted", json!(note::time(deleted_at)));
    stone
}
