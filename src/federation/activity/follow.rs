//! Follow: somebody here asks to follow somebody elsewhere.

use activitypub_federation::kinds::activity::FollowType;
use serde_json::{Map, Value, json};

use super::{begin, put};
use crate::domain::account::Account;
use crate::federation::object::{context, note};

/// The Follow with this id.
pub fn compose(uri: &str, follower: &Account, target: &Account) -> Value {
    note::with_context(context::plain(), compose_bare(uri, follower, target))
}

/// The Follow as it stands inside the answer to it.
pub fn compose_bare(uri: &str, follower: &Account, target: &Account) -> Map<String, Value> {
    let mut activity = begin(uri, FollowType::Follow, &follower.uri);
    put(&mut activity, "to", json!([target.uri]));
    put(&mut activity, "object", json!(target.uri));
    activity
}
