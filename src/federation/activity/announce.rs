//! Announce: somebody here, or the community's feed, passes a post on.

use activitypub_federation::kinds::activity::AnnounceType;
use serde_json::{Map, Value, json};

use super::{begin, put};
use crate::domain::account::Account;
use crate::domain::post::{Shown, Visibility};
use crate::federation::object::context::{self, PUBLIC};
use crate::federation::object::note;

/// The Announce that a boost is; `None` where the post is no boost, or of something that not everybody may read.
pub fn compose(boost: &Shown) -> Option<Value> {
    compose_bare(boost).map(|activity| note::with_context(context::plain(), activity))
}

/// The Announce as it stands in a collection.
pub fn compose_bare(boost: &Shown) -> Option<Map<String, Value>> {
    let boosted = boost.boosted.as_ref()?;
    let (to, cc) = audience(boost, &boosted.author);
    let mut activity = begin(&boost.post.uri, AnnounceType::Announce, &boost.author.uri);
    put(&mut activity, "published", json!(note::time(boost.post.published_at)));
    put(&mut activity, "to", json!(to));
    // Akkoma drops an Announce without `cc`.
    put(&mut activity, "cc", json!(cc));
    // The bare id: everybody fetches the post from its own server.
    put(&mut activity, "object", json!(boosted.post.uri));
    Some(activity)
}

fn audience(boost: &Shown, author: &Account) -> (Vec<String>, Vec<String>) {
    let followers = boost.author.followers_uri.iter().cloned();
    let author = std::iter::once(author.uri.clone());
    let public = PUBLIC.to_owned();
    match boost.post.visibility {
        Visibility::Public => (vec![public], followers.chain(author).collect()),
        Visibility::Unlisted => (followers.collect(), std::iter::once(public).chain(author).collect()),
        Visibility::Private | Visibility::Direct => (followers.collect(), author.collect()),
    }
}
