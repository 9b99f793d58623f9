//! Like, Announce and their Undo.

use serde_json::Value;

use super::Ready;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::domain::post::{self, Post, Visibility};
use crate::domain::reaction::{self, ReceivedBoost};
use crate::domain::relation::{self, peer};
use crate::federation::authority::Verdict;
use crate::federation::object::{read, remote_note};
use crate::federation::resolve;
use crate::store::Tx;

/// A post that was passed on, at hand.
pub struct Passed {
    uri: String,
    post: Post,
    visibility: Visibility,
}

/// Somebody elsewhere marked a post as a favourite. An emoji that says more is counted as one.
pub async fn like(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let uri = read::text(activity, "id").ok_or(Error::NotFound("like"))?;
    let address = read::id(activity.get("object")).ok_or(Error::NotFound("post"))?;
    let post = post::find_by_address_in(&**tx, address).await?.ok_or(Error::NotFound("post"))?;
    let post = readable(app, actor, post).await?;
    reaction::receive_like(app, tx, uri, actor, &post).await
}

/// The post, if it is another server's or `actor` may read it: whom its author blocked, or did not let follow, has nothing
/// to react to.
async fn readable(app: &App, actor: &Account, post: Post) -> Result<Post> {
    if !post.local {
        return Ok(post);
    }
    post::keep_visible(app, Some(actor.id), vec![post]).await?.pop().ok_or(Error::NotFound("post"))
}

/// A favourite was taken back; the undo names the post, or at least the like.
pub async fn undo_like(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let object = activity.get("object");
    let post = match object.and_then(|like| read::id(like.get("object"))) {
        Some(address) => post::find_by_address_in(&**tx, address).await?,
        None => reaction::find_favourited(tx, read::id(object).unwrap_or_default(), actor).await?,
    };
    match post {
        Some(post) => reaction::receive_undo_like(app, tx, actor, &post).await,
        None => Ok(()),
    }
}

/// Finds what is passed on. A post that is not here is fetched from its own server, but only for those whom
/// somebody here follows, or whose server the operator accepted: else anybody could make us fetch anything.
pub async fn prepare_announce(
    app: &App,
    actor: &Account,
    verdict: Verdict<'_>,
    activity: &Value,
) -> Result<Ready> {
    let Verdict::Ask(address) = verdict else { return Ok(Ready::Ignored) };
    let uri = read::text(activity, "id").ok_or(Error::NotFound("announce"))?.to_owned();
    let known = post::find_by_address(app, address).await?;
    let post = match known {
        Some(post) => readable(app, actor, post).await?,
        None if is_trusted(app, actor).await? => resolve::post(app, address).await?,
        None => return Ok(Ready::Ignored),
    };
    let visibility = remote_note::visibility(activity, actor.followers_uri.as_deref());
    Ok(Ready::Announce(Passed { uri, post, visibility }))
}

/// Somebody elsewhere passed a post on.
pub async fn announce(app: &App, tx: &Tx, actor: &Account, passed: Passed) -> Result<()> {
    let Passed { uri, post, visibility } = passed;
    reaction::receive_boost(app, tx, ReceivedBoost { uri, visibility }, actor, &post).await.map(drop)
}

/// Somebody elsewhere does not want a like or boost by somebody here.
pub async fn rejected(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let uri = read::id(activity.get("object")).ok_or(Error::NotFound("reaction"))?;
    reaction::receive_reject(app, tx, uri, actor).await
}

/// A boost was taken back; the undo names the post, or at least the announce.
pub async fn undo_announce(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let object = activity.get("object");
    let boost = post::find_by_address_in(&**tx, read::id(object).unwrap_or_default()).await?;
    let boosted = match boost.filter(|boost| boost.account_id == actor.id).and_then(|boost| boost.boost_of_id)
    {
        Some(id) => Some(id),
        None => match object.and_then(|announce| read::id(announce.get("object"))) {
            Some(address) => post::find_by_address_in(&**tx, address).await?.map(|post| post.id),
            None => None,
        },
    };
    match boosted {
        Some(id) => reaction::receive_undo_boost(app, tx, actor, id).await,
        None => Ok(()),
    }
}

/// Whether somebody here follows an account, or the operator accepted its server.
pub async fn is_trusted(app: &App, actor: &Account) -> Result<bool> {
    if relation::has_local_follower(app, actor.id).await? {
        return Ok(true);
    }
    let host = read::host(&actor.uri).unwrap_or_default();
    Ok(peer::find(app, &host).await?.is_some_and(|peer| peer.accepted))
}
