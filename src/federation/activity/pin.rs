//! Add and Remove: a post is shown first on its writer's page, or no longer.

use activitypub_federation::kinds::activity::{AddType, RemoveType};
use serde::Serialize;
use serde_json::{Value, json};

use super::{begin, put};
use crate::domain::account::Account;
use crate::federation::object::context::{self, PUBLIC};
use crate::federation::object::note;

/// Puts a post into the collection of those shown first; `change` numbers it.
pub fn compose_add(author: &Account, post: &str, change: i64) -> Value {
    compose(AddType::Add, author, post, change)
}

/// Takes it out again.
pub fn compose_remove(author: &Account, post: &str, change: i64) -> Value {
    compose(RemoveType::Remove, author, post, change)
}

fn compose(kind: impl Serialize, author: &Account, post: &str, change: i64) -> Value {
    let featured = format!("{}/featured", author.uri);
    let mut activity = begin(&format!("{featured}#{change}"), kind, &author.uri);
    put(&mut activity, "to", json!([PUBLIC]));
    put(&mut activity, "cc", json!(author.followers_uri.iter().collect::<Vec<_>>()));
    put(&mut activity, "object", json!(post));
    put(&mut activity, "target", json!(featured));
    note::with_context(context::plain(), activity)
}
