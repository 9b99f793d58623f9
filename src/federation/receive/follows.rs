//! Follow, Accept, Reject, Block and their Undo.

use serde_json::Value;

use super::Ready;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::{self, Account};
use crate::domain::relation::{self, Named};
use crate::federation::authority::Verdict;
use crate::federation::object::read;
use crate::federation::resolve;
use crate::store::Tx;

/// Somebody elsewhere wants to follow somebody here.
pub async fn follow(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let uri = read::text(activity, "id").ok_or(Error::NotFound("follow"))?;
    let target = target(app, activity).await?;
    relation::receive_follow(app, tx, uri, actor, &target).await.map(drop)
}

/// Somebody elsewhere let a follower from here in.
pub async fn accept(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let follower = follower(app, activity).await?;
    relation::receive_accept(app, tx, named(activity, follower.as_ref())?, actor).await
}

/// Somebody elsewhere turned a follower from here away.
pub async fn reject(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let follower = follower(app, activity).await?;
    relation::receive_reject(app, tx, named(activity, follower.as_ref())?, actor).await
}

/// Somebody elsewhere stopped following.
pub async fn undo_follow(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let object = activity.get("object");
    if let Some(target) = object.and_then(|follow| read::id(follow.get("object"))) {
        let target = account::find_by_uri(app, target).await?.ok_or(Error::NotFound("account"))?;
        return relation::receive_undo(app, tx, actor, &target).await;
    }
    let uri = read::id(object).ok_or(Error::NotFound("follow"))?;
    relation::receive_undo_by_uri(app, tx, uri, actor).await
}

/// Reads where somebody elsewhere moved to, if anybody here follows them.
pub async fn prepare_move(app: &App, actor: &Account, verdict: Verdict<'_>) -> Result<Ready> {
    let Verdict::Ask(target) = verdict else { return Ok(Ready::Ignored) };
    if !relation::has_local_follower(app, actor.id).await? {
        return Ok(Ready::Ignored);
    }
    Ok(Ready::Move(Box::new(resolve::successor(app, target, &actor.uri).await?)))
}

/// Somebody elsewhere blocks somebody here.
pub async fn block(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let uri = read::text(activity, "id").ok_or(Error::NotFound("block"))?;
    let target = target(app, activity).await?;
    relation::receive_block(app, tx, uri, actor, &target).await
}

/// Somebody elsewhere took a block back.
pub async fn undo_block(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let target =
        activity.get("object").map(|block| target(app, block)).ok_or(Error::NotFound("block"))?.await?;
    relation::receive_unblock(tx, actor, &target).await
}

/// The account here that an activity is about.
async fn target(app: &App, activity: &Value) -> Result<Account> {
    let uri = read::id(activity.get("object")).ok_or(Error::NotFound("account"))?;
    let target = account::find_by_uri(app, uri).await?.ok_or(Error::NotFound("account"))?;
    if target.is_local() { Ok(target) } else { Err(Error::NotFound("account")) }
}

/// Who follows, where the answer says it in an embedded Follow.
async fn follower(app: &App, activity: &Value) -> Result<Option<Account>> {
    let embedded = activity.get("object").and_then(|follow| read::id(follow.get("actor")));
    match embedded {
        Some(uri) => Ok(account::find_by_uri(app, uri).await?.filter(Account::is_local)),
        None => Ok(None),
    }
}

/// How an answer names the follow: by its id, or by who follows.
fn named<'a>(activity: &'a Value, follower: Option<&'a Account>) -> Result<Named<'a>> {
    match follower {
        Some(follower) => Ok(Named::Follower(follower)),
        None => read::id(activity.get("object")).map(Named::Uri).ok_or(Error::NotFound("follow")),
    }
}
