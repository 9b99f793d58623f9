//! Pins: posts that their writers show first, and that other servers show first as well.

use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::account::Account;
use crate::domain::post::read::{keep_visible, load_visible, require_author};
use crate::store::Tx;
use crate::store::event::Event;
use crate::store::kind::{PostKind, PostState, Visibility};
use crate::store::pin::{self, Pin};
use crate::store::post::{self, Post};

/// Most posts that a member may pin, as on Mastodon.
pub const MAX_PINS: usize = 5;
/// Most pinned posts of one account elsewhere that are kept: Mastodon's people pin five.
pub const MAX_RECEIVED: usize = 20;

/// Pins a post of `me`. Pinning it again changes nothing.
///
/// # Errors
/// `NotFound` where it is another's, `Invalid` where it can't be shown first or too many are.
pub async fn pin(app: &App, me: &Account, id: i64) -> Result<Post> {
    let found = load_own(app, me, id).await?;
    let refused = |problem: Problem| Err(Error::Invalid(vec![problem]));
    if found.kind == PostKind::Boost
        || found.visibility == Visibility::Direct
        || found.state != PostState::Published
    {
        return refused(Problem::new("id", "problem-pin-kind"));
    }
    let tx = app.db.begin().await?;
    // Drawing a number takes the lock that lets nobody else pin until this is written.
    let row = Pin { id: app.new_id(&tx).await?, account_id: me.id, post_id: found.id };
    let known = pin::list_of(&*tx, me.id).await?;
    if known.len() >= MAX_PINS && known.iter().all(|pin| pin.post_id != found.id) {
        return refused(Problem::new("id", "problem-pin-many").with("most", MAX_PINS));
    }
    if pin::insert(&tx, row).await? {
        app.record(&tx, &Event::Pinned { account: me.id, post: found.id }).await?;
    }
    app.commit(tx).await?;
    Ok(found)
}

/// Pins a post of `me` no longer.
pub async fn unpin(app: &App, me: &Account, id: i64) -> Result<Post> {
    let found = load_own(app, me, id).await?;
    let tx = app.db.begin().await?;
    if pin::delete(&tx, found.id).await? {
        app.record(&tx, &Event::Unpinned { account: me.id, post: found.id }).await?;
    }
    app.commit(tx).await?;
    Ok(found)
}

/// Keeps which of its posts an account elsewhere shows first, as its server says, in that order and in the place of
/// what was known.
pub async fn receive_pinned(app: &App, account_id: i64, posts: &[i64]) -> Result<()> {
    let known: Vec<i64> =
        pin::list_of(app.read(), account_id).await?.into_iter().map(|pin| pin.post_id).collect();
    if known == posts {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    pin::delete_of(&tx, account_id).await?;
    // The one pinned last stands first.
    for post_id in posts.iter().rev() {
        pin::insert(&tx, Pin { id: app.new_id(&tx).await?, account_id, post_id: *post_id }).await?;
    }
    app.commit(tx).await
}

/// Keeps that an account elsewhere shows a post first, above the others; what is beyond [`MAX_RECEIVED`] falls off.
pub async fn receive_pin(app: &App, tx: &Tx, account_id: i64, pinned: &Post) -> Result<()> {
    if pinned.kind == PostKind::Boost {
        return Err(Error::Invalid(vec![Problem::new("id", "problem-pin-kind")]));
    }
    // Shown first again: it moves to the front, as it does where it comes from.
    pin::delete(tx, pinned.id).await?;
    pin::insert(tx, Pin { id: app.new_id(tx).await?, account_id, post_id: pinned.id }).await?;
    for old in pin::list_of(&**tx, account_id).await?.into_iter().skip(MAX_RECEIVED) {
        pin::delete(tx, old.post_id).await?;
    }
    Ok(())
}

/// An account elsewhere shows a post first no longer.
pub async fn receive_unpin(tx: &Tx, post_id: i64) -> Result<()> {
    pin::delete(tx, post_id).await.map(drop)
}

/// The pinned posts of an account that `viewer` may read, the one pinned last first.
pub async fn list_pinned(app: &App, viewer: Option<i64>, account_id: i64) -> Result<Vec<Post>> {
    let ids: Vec<i64> =
        pin::list_of(app.read(), account_id).await?.into_iter().map(|pin| pin.post_id).collect();
    let mut posts = keep_visible(app, viewer, post::list(app.read(), &ids).await?).await?;
    posts.sort_by_key(|post| ids.iter().position(|id| *id == post.id));
    Ok(posts)
}

async fn load_own(app: &App, me: &Account, id: i64) -> Result<Post> {
    let found = load_visible(app, Some(me.id), id).await?;
    require_author(&found, me)?;
    Ok(found)
}
