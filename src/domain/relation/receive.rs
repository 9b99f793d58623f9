//! Follows as other servers report them. Who may say what was settled before (`federation/authority`); here
//! it is only checked that the two accounts are those of the follow.

use super::block::stands_between;
use super::follow::{begin, refuse, settle, undo};
use super::host_block::keeps_away;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::store::Tx;
use crate::store::account::Account;
use crate::store::event::Event;
use crate::store::follow::{self, Follow};

/// Somebody elsewhere follows a member here. Accepted at once unless the member lets followers in one by one, or
/// moderators limited who follows; a repeated Follow is answered again, since the first answer may have been lost.
///
/// # Errors
/// `Forbidden` where one of the two blocks the other, or the member the other's host, `NotFound` where the member is gone.
pub async fn receive_follow(
    app: &App,
    tx: &Tx,
    uri: &str,
    follower: &Account,
    target: &Account,
) -> Result<Follow> {
    if !target.is_local() || target.suspended {
        return Err(Error::NotFound("the account"));
    }
    let keeps_away = keeps_away(tx, target.id, follower).await?;
    if follower.suspended || keeps_away || stands_between(tx, follower.id, target.id).await? {
        return Err(Error::Forbidden("one of the two blocks the other"));
    }
    if let Some(mut known) = follow::find_pair(&**tx, follower.id, target.id).await? {
        uri.clone_into(&mut known.uri);
        follow::update(tx, &known).await?;
        app.record(tx, &Event::FollowRequested { follow: known.id }).await?;
        return Ok(known);
    }
    let row = Follow {
        id: app.new_id(tx).await?,
        follower_id: follower.id,
        target_id: target.id,
        uri: uri.to_owned(),
        accepted: !target.locked && !follower.hushed,
        shows_boosts: true,
        notifies: false,
        languages: String::new(),
    };
    begin(app, tx, &row).await?;
    Ok(row)
}

/// `target` elsewhere let our follower in. Other servers name the follow by its uri or only by the two accounts.
///
/// # Errors
/// `NotFound` where there is no such follow of that target.
pub async fn receive_accept(app: &App, tx: &Tx, follow: Named<'_>, target: &Account) -> Result<()> {
    let row = named(tx, follow, target).await?.ok_or(Error::NotFound("the follow"))?;
    settle(app, tx, row).await
}

/// `target` elsewhere turned our follower away, now or after a while. Nothing happens where there is no such follow.
pub async fn receive_reject(app: &App, tx: &Tx, follow: Named<'_>, target: &Account) -> Result<()> {
    match named(tx, follow, target).await? {
        Some(row) => refuse(app, tx, row.follower_id, row.target_id).await,
        None => Ok(()),
    }
}

/// The server of `target` does not know that `follower` from here follows it, which is the same as turning them away.
pub async fn receive_end(app: &App, tx: &Tx, follower: &Account, target: &Account) -> Result<()> {
    refuse(app, tx, follower.id, target.id).await
}

/// `follower` elsewhere stopped following. Nothing happens where there is no such follow.
pub async fn receive_undo(app: &App, tx: &Tx, follower: &Account, target: &Account) -> Result<()> {
    undo(app, tx, follower.id, target.id).await
}

/// As [`receive_undo`], for an activity that names the follow by its wire id alone.
pub async fn receive_undo_by_uri(app: &App, tx: &Tx, uri: &str, follower: &Account) -> Result<()> {
    match follow::find_by_uri(&**tx, uri).await?.filter(|row| row.follower_id == follower.id) {
        Some(row) => undo(app, tx, row.follower_id, row.target_id).await,
        None => Ok(()),
    }
}

/// `old` elsewhere goes on as `new`, which says so too: whoever follows it here follows the new one from now on, in the
/// same way. Where a block stands between the two, the follow ends.
pub async fn receive_move(app: &App, tx: &Tx, old: &Account, new: &Account) -> Result<()> {
    for known in follow::list_local_to(&**tx, old.id).await? {
        undo(app, tx, known.follower_id, old.id).await?;
        let is_there = follow::find_pair(&**tx, known.follower_id, new.id).await?.is_some();
        if is_there || new.suspended || stands_between(tx, known.follower_id, new.id).await? {
            continue;
        }
        let row = Follow {
            id: app.new_id(tx).await?,
            target_id: new.id,
            uri: app.urls.activity(&app.random.wire_id()),
            accepted: false,
            ..known
        };
        begin(app, tx, &row).await?;
    }
    Ok(())
}

/// How an activity names a follow.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// By its wire id.
    Uri(&'a str),
    /// By who follows.
    Follower(&'a Account),
}

async fn named(tx: &Tx, follow: Named<'_>, target: &Account) -> Result<Option<Follow>> {
    let row = match follow {
        Named::Uri(uri) => follow::find_by_uri(&**tx, uri).await?,
        Named::Follower(follower) => follow::find_pair(&**tx, follower.id, target.id).await?,
    };
    Ok(row.filter(|row| row.target_id == target.id))
}
