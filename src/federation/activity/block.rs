//! Block: somebody here wants nothing more to do with somebody elsewhere.

use activitypub_federation::kinds::activity::BlockType;
use serde_json::{Map, Value, json};

use super::{begin, put};
use crate::domain::account::Account;
use crate::federation::object::{context, note};

/// The Block with this id.
pub fn compose(uri: &str, account: &Account, target: &Account) -> Value {
    note::with_context(context::plain(), compose_bare(uri, account, target))
}

/// The Block as it stands inside its Undo.
pub fn compose_bare(uri: &str, account: &Account, target: &Account) -> Map<String, Value> {
    let mut activity = begin(uri, BlockType::Block, &account.uri);
    put(&mut activity, "to", json!([target.uri]));
    put(&mut activity, "object", json!(target.uri));
    activity
}
