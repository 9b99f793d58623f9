//! Reject: somebody here refuses a follower, or takes a follower's leave back.

use activitypub_federation::kinds::activity::RejectType;
use serde_json::{Value, json};

use super::{begin, follow, put};
use crate::domain::account::Account;
use crate::federation::object::{context, note};

/// The Reject of the Follow with the id `uri`; `number` tells it from earlier ones.
pub fn compose(uri: &str, follower: &Account, target: &Account, number: i64) -> Value {
    let mut activity = begin(&format!("{}#rejects/{number}", target.uri), RejectType::Reject, &target.uri);
    put(&mut activity, "to", json!([follower.uri]));
    put(&mut activity, "object", Value::Object(follow::compose_bare(uri, follower, target)));
    note::with_context(context::plain(), activity)
}
