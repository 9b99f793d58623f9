//! Undo: somebody here takes back what was sent before.

use activitypub_federation::kinds::activity::{AnnounceType, UndoType};
use serde_json::{Map, Value, json};

use super::{begin, block, follow, like, put};
use crate::domain::account::Account;
use crate::federation::object::context::{self, PUBLIC};
use crate::federation::object::note;

/// Takes a Follow back.
pub fn compose_follow(uri: &str, follower: &Account, target: &Account) -> Value {
    let to = json!([target.uri]);
    compose(uri, follower, to, None, follow::compose_bare(uri, follower, target))
}

/// Takes a Like back. The Like is embedded: Mastodon finds it by what was liked.
pub fn compose_like(uri: &str, account: &Account, post: &str, author: &Account) -> Value {
    let to = json!([author.uri]);
    compose(uri, account, to, None, like::compose_bare(uri, account, post, author))
}

/// Takes a Block back.
pub fn compose_block(uri: &str, account: &Account, target: &Account) -> Value {
    let to = json!([target.uri]);
    compose(uri, account, to, None, block::compose_bare(uri, account, target))
}

/// Takes an Announce back; `post` is what was announced, where that is still known.
pub fn compose_announce(uri: &str, account: &Account, post: Option<&str>) -> Value {
    let followers = json!(account.followers_uri.iter().collect::<Vec<_>>());
    let mut announce = begin(uri, AnnounceType::Announce, &account.uri);
    put(&mut announce, "to", json!([PUBLIC]));
    put(&mut announce, "cc", followers.clone());
    if let Some(post) = post {
        put(&mut announce, "object", json!(post));
    }
    compose(uri, account, json!([PUBLIC]), Some(followers), announce)
}

fn compose(uri: &str, account: &Account, to: Value, cc: Option<Value>, object: Map<String, Value>) -> Value {
    let mut activity = begin(&format!("{uri}#undo"), UndoType::Undo, &account.uri);
    put(&mut activity, "to", to);
    if let Some(cc) = cc {
        put(&mut activity, "cc", cc);
    }
    put(&mut activity, "object", Value::Object(object));
    note::with_context(context::plain(), activity)
}
