//! Accept: somebody here lets a follower in.

use activitypub_federation::kinds::activity::AcceptType;
use serde_json::{Value, json};

use super::{begin, follow, put};
use crate::domain::account::Account;
use crate::federation::object::{context, note};
use crate::store::follow::Follow;

/// The Accept of a Follow. Its id follows from the follow, so that a second one is known as the same.
pub fn compose(accepted: &Follow, follower: &Account, target: &Account) -> Value {
    let id = format!("{}#accepts/{}", target.uri, accepted.id);
    let mut activity = begin(&id, AcceptType::Accept, &target.uri);
    put(&mut activity, "to", json!([follower.uri]));
    put(&mut activity, "object", Value::Object(follow::compose_bare(&accepted.uri, follower, target)));
    note::with_context(context::plain(), activity)
}
