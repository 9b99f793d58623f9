//! Like: somebody here marked a post from elsewhere as a favourite.

use activitypub_federation::kinds::activity::LikeType;
use serde_json::{Map, Value, json};

use super::{begin, put};
use crate::domain::account::Account;
use crate::federation::object::{context, note};

/// The Like with this id, of the post with the id `post`, for its author.
pub fn compose(uri: &str, account: &Account, post: &str, author: &Account) -> Value {
    note::with_context(context::plain(), compose_bare(uri, account, post, author))
}

/// The Like as it stands inside its Undo.
pub fn compose_bare(uri: &str, account: &Account, post: &str, author: &Account) -> Map<String, Value> {
    let mut activity = begin(uri, LikeType::Like, &account.uri);
    put(&mut activity, "to", json!([author.uri]));
    put(&mut activity, "object", json!(post));
    activity
}
