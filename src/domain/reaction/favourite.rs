//! Favourites, which their post's author learns of, and bookmarks, which nobody does.

use super::target;
use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::Account;
use crate::domain::post::{self, PermissionKind, policy};
use crate::store::bookmark::{self, Bookmark};
use crate::store::event::Event;
use crate::store::favourite::{self, Favourite};
use crate::store::post::{Counter, Post};
use crate::store::{Tx, post as posts};

/// Marks a post as a favourite of `me`. Marking it again changes nothing. Gives the post with its new counts.
///
/// # Errors
/// `Invalid` where its author elsewhere does not let `me`.
pub async fn favourite(app: &App, me: &Account, post_id: i64) -> Result<Post> {
    let found = target(app, me, post_id).await?;
    policy::require(app, me, &found, PermissionKind::Like).await?;
    let tx = app.db.begin().await?;
    let uri = app.urls.activity(&app.random.wire_id());
    add(app, &tx, me.id, found.id, uri).await?;
    app.commit(tx).await?;
    post::load_visible(app, Some(me.id), found.id).await
}

/// Takes a favourite back.
pub async fn unfavourite(app: &App, me: &Account, post_id: i64) -> Result<Post> {
    let found = target(app, me, post_id).await?;
    let tx = app.db.begin().await?;
    remove(app, &tx, me.id, found.id).await?;
    app.commit(tx).await?;
    post::load_visible(app, Some(me.id), found.id).await
}

/// Keeps a post for later.
pub async fn bookmark(app: &App, me: &Account, post_id: i64) -> Result<Post> {
    let found = target(app, me, post_id).await?;
    let tx = app.db.begin().await?;
    let row = Bookmark { id: app.new_id(&tx).await?, account_id: me.id, post_id: found.id };
    bookmark::insert(&tx, row).await?;
    app.commit(tx).await?;
    Ok(found)
}

/// Keeps a post no longer.
pub async fn unbookmark(app: &App, me: &Account, post_id: i64) -> Result<Post> {
    let found = target(app, me, post_id).await?;
    let tx = app.db.begin().await?;
    if let Some(row) = bookmark::find_pair(&*tx, me.id, found.id).await? {
        bookmark::delete(&tx, row.id).await?;
    }
    app.commit(tx).await?;
    Ok(found)
}

/// Somebody elsewhere marked a post as a favourite. A second Like changes nothing.
pub async fn receive_like(app: &App, tx: &Tx, uri: &str, from: &Account, post: &Post) -> Result<()> {
    add(app, tx, from.id, post.id, uri.to_owned()).await
}

/// Somebody elsewhere took a favourite back.
pub async fn receive_undo_like(app: &App, tx: &Tx, from: &Account, post: &Post) -> Result<()> {
    remove(app, tx, from.id, post.id).await
}

/// The post that `from` marked with the Like of this wire id, for an undo that names nothing else.
pub async fn find_favourited(tx: &Tx, uri: &str, from: &Account) -> Result<Option<Post>> {
    match favourite::find_by_uri(&**tx, uri).await?.filter(|favourite| favourite.account_id == from.id) {
        Some(favourite) => posts::find(&**tx, favourite.post_id).await,
        None => Ok(None),
    }
}

async fn add(app: &App, tx: &Tx, account_id: i64, post_id: i64, uri: String) -> Result<()> {
    let id = app.new_id(tx).await?;
    if favourite::insert(tx, Favourite { id, account_id, post_id, uri }).await? {
        posts::count(tx, post_id, Counter::Favourites, 1).await?;
        app.record(tx, &Event::Favourited { favourite: id }).await?;
    }
    Ok(())
}

pub(super) async fn remove(app: &App, tx: &Tx, account: i64, post: i64) -> Result<()> {
    if let Some(row) = favourite::find_pair(&**tx, account, post).await? {
        favourite::delete(tx, row.id).await?;
        posts::count(tx, post, Counter::Favourites, -1).await?;
        app.record(tx, &Event::FavouriteUndone { account, post, uri: row.uri }).await?;
    }
    Ok(())
}
