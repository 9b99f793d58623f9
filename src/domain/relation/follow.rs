//! Following, as members do it. Counts change in the transaction of the follow.

use super::block::stands_between;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::store::account::{self, Account, Counts};
use crate::store::event::Event;
use crate::store::follow::{self, Follow};
use crate::store::{Tx, endorsement, peer, people_list_entry};

/// Most languages that a follow is narrowed to.
const LANGUAGES_MOST: usize = 20;
/// Longest code of a language, e.g. `zh-Hant-TW`.
const MOST_CODE: usize = 16;

/// How a member wants to follow; what is not given stays, or is as usual: with boosts, without notices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FollowOptions {
    /// Whether what the other one boosts stands in the home timeline.
    pub boosts: Option<bool>,
    /// Whether the member is told when the other one writes.
    pub notify: Option<bool>,
    /// In which languages the member wants to read; in all when there is none.
    pub languages: Option<Vec<String>>,
}

/// Follows somebody, or asks to where the other one lets followers in one by one or lives elsewhere, or where moderators
/// limited who follows. Following again
/// changes the options.
///
/// # Errors
/// `Forbidden` for oneself and where one of the two blocks the other; `NotFound` where the other one is gone.
pub async fn follow(
    app: &App,
    follower: &Account,
    target: &Account,
    options: FollowOptions,
) -> Result<Follow> {
    if follower.id == target.id {
        return Err(Error::Forbidden("nobody follows themselves"));
    }
    if target.suspended {
        return Err(Error::NotFound("the account"));
    }
    let tx = app.db.begin().await?;
    if stands_between(&tx, follower.id, target.id).await? {
        return Err(Error::Forbidden("one of the two blocks the other"));
    }
    if let Some(peer_id) = target.peer_id
        && peer::find_by_id(&*tx, peer_id).await?.is_some_and(|peer| peer.blocked)
    {
        return Err(Error::NotFound("the account"));
    }
    if let Some(mut known) = follow::find_pair(&*tx, follower.id, target.id).await? {
        known.shows_boosts = options.boosts.unwrap_or(known.shows_boosts);
        known.notifies = options.notify.unwrap_or(known.notifies);
        known.languages = options.languages.as_deref().map_or(known.languages, kept);
        follow::update(&tx, &known).await?;
        app.commit(tx).await?;
        return Ok(known);
    }
    let row = Follow {
        id: app.new_id(&tx).await?,
        follower_id: follower.id,
        target_id: target.id,
        uri: app.urls.activity(&app.random.wire_id()),
        accepted: target.is_local() && !target.locked && !follower.hushed,
        shows_boosts: options.boosts.unwrap_or(true),
        notifies: options.notify.unwrap_or(false),
        languages: options.languages.as_deref().map(kept).unwrap_or_default(),
    };
    begin(app, &tx, &row).await?;
    app.commit(tx).await?;
    Ok(row)
}

/// Languages as they are kept; what is none is left out.
fn kept(languages: &[String]) -> String {
    let is_code = |code: &&str| {
        (2..=MOST_CODE).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let codes = languages.iter().map(String::as_str).filter(is_code).take(LANGUAGES_MOST);
    codes.collect::<Vec<_>>().join(" ")
}

/// Stops following somebody, or takes the wish to back. Nothing happens where neither stands.
pub async fn unfollow(app: &App, follower: &Account, target: &Account) -> Result<()> {
    let tx = app.db.begin().await?;
    undo(app, &tx, follower.id, target.id).await?;
    app.commit(tx).await
}

/// Lets a waiting follower in. Nothing happens where the follow was accepted before.
///
/// # Errors
/// `NotFound` when the follow is gone.
pub async fn accept(app: &App, request: &Follow) -> Result<()> {
    let tx = app.db.begin().await?;
    let row = follow::find(&*tx, request.id).await?.ok_or(Error::NotFound("the follow request"))?;
    settle(app, &tx, row).await?;
    app.commit(tx).await
}

/// Turns a waiting follower away.
///
/// # Errors
/// `NotFound` when the follow is gone.
pub async fn reject(app: &App, request: &Follow) -> Result<()> {
    let tx = app.db.begin().await?;
    if follow::find(&*tx, request.id).await?.is_none() {
        return Err(Error::NotFound("the follow request"));
    }
    refuse(app, &tx, request.follower_id, request.target_id).await?;
    app.commit(tx).await
}

/// Makes somebody stop following `me`. Nothing happens where nobody does.
pub async fn remove_follower(app: &App, me: &Account, follower: &Account) -> Result<()> {
    let tx = app.db.begin().await?;
    refuse(app, &tx, follower.id, me.id).await?;
    app.commit(tx).await
}

/// Writes a new follow.
pub(super) async fn begin(app: &App, tx: &Tx, row: &Follow) -> Result<()> {
    follow::insert(tx, row.clone()).await?;
    if row.accepted {
        count(tx, row, 1).await?;
    }
    app.record(tx, &Event::FollowRequested { follow: row.id }).await
}

/// Turns a waiting follow into an accepted one.
pub(super) async fn settle(app: &App, tx: &Tx, row: Follow) -> Result<()> {
    if row.accepted {
        return Ok(());
    }
    let row = Follow { accepted: true, ..row };
    follow::update(tx, &row).await?;
    count(tx, &row, 1).await?;
    app.record(tx, &Event::FollowAccepted { follow: row.id }).await
}

/// Ends a follow from the follower's side.
pub(super) async fn undo(app: &App, tx: &Tx, follower: i64, target: i64) -> Result<()> {
    if let Some(row) = end(tx, follower, target).await? {
        app.record(tx, &Event::FollowUndone { follower, target, uri: row.uri }).await?;
    }
    Ok(())
}

/// Ends a follow from the side of who is followed.
pub(super) async fn refuse(app: &App, tx: &Tx, follower: i64, target: i64) -> Result<()> {
    if let Some(row) = end(tx, follower, target).await? {
        app.record(tx, &Event::FollowRejected { follower, target, uri: row.uri }).await?;
    }
    Ok(())
}

/// Removes a follow and its count; only who is followed can be on a list, or be kept at hand.
async fn end(tx: &Tx, follower: i64, target: i64) -> Result<Option<Follow>> {
    let Some(row) = follow::find_pair(&**tx, follower, target).await? else {
        return Ok(None);
    };
    follow::delete(tx, row.id).await?;
    people_list_entry::delete_from_lists_of(tx, follower, target).await?;
    endorsement::delete(tx, follower, target).await?;
    if row.accepted {
        count(tx, &row, -1).await?;
    }
    Ok(Some(row))
}

async fn count(tx: &Tx, row: &Follow, by: i32) -> Result<()> {
    account::count(tx, row.target_id, Counts { followers: by, ..Counts::default() }).await?;
    account::count(tx, row.follower_id, Counts { following: by, ..Counts::default() }).await
}
