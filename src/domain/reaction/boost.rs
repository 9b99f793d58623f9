//! Boosts: passing another's post on. A boost is a post of its own, with nothing in it but what it passes on.

use super::target;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::{Account, AccountKind};
use crate::domain::post::{PermissionKind, policy};
use crate::store::event::{self, Event};
use crate::store::kind::{PostKind, PostState, Quotable, Visibility};
use crate::store::post::{self, Counter, Post};
use crate::store::{Tx, boost as boosts};

/// Passes a post on; everybody sees it where nothing else is said. Boosting again gives the first boost.
///
/// # Errors
/// `Forbidden` where the post is not open to all and not one's own followers-only post, or where `visibility` is
/// "direct"; `Invalid` where it is one's own story that still waits or was refused, or where its author elsewhere does not let
/// `me`.
pub async fn boost(app: &App, me: &Account, post_id: i64, visibility: Option<Visibility>) -> Result<Post> {
    let found = target(app, me, post_id).await?;
    let visibility = allowed(me, &found, visibility)?;
    policy::require(app, me, &found, PermissionKind::Announce).await?;
    let tx = app.db.begin().await?;
    let uri = app.urls.activity(&app.random.wire_id());
    let row = add(app, &tx, me, &found, visibility, uri).await?;
    app.commit(tx).await?;
    Ok(row)
}

/// Has the community's feed pass on a story that everybody may read, unless that is done or the story is gone.
pub async fn announce(app: &App, feed: &Account, story: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    let found = post::find(&*tx, story).await?;
    let Some(found) = found.filter(|found| found.state == PostState::Published) else { return Ok(()) };
    let uri = app.urls.activity(&app.random.wire_id());
    add(app, &tx, feed, &found, Visibility::Public, uri).await?;
    app.commit_new(tx).await
}

/// Takes a boost back; `post_id` is the boost or what it passes on. Gives the post that was boosted.
pub async fn unboost(app: &App, me: &Account, post_id: i64) -> Result<Post> {
    let found = target(app, me, post_id).await?;
    let tx = app.db.begin().await?;
    remove(app, &tx, me, found.id).await?;
    app.commit(tx).await?;
    target(app, me, found.id).await
}

/// An Announce by somebody elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedBoost {
    /// Its wire id.
    pub uri: String,
    /// Whom it is for.
    pub visibility: Visibility,
}

/// Somebody elsewhere passed a post on. A second Announce of the same post gives the first boost.
///
/// # Errors
/// `Forbidden` where the post is not open to all.
pub async fn receive_boost(
    app: &App,
    tx: &Tx,
    boost: ReceivedBoost,
    from: &Account,
    post: &Post,
) -> Result<Post> {
    let visibility = allowed(from, post, Some(boost.visibility))?;
    add(app, tx, from, post, visibility, boost.uri).await
}

/// Somebody elsewhere took a boost of `post_id` back.
pub async fn receive_undo_boost(app: &App, tx: &Tx, from: &Account, post_id: i64) -> Result<()> {
    remove(app, tx, from, post_id).await
}

/// A boost is never wider than its post.
fn allowed(booster: &Account, post: &Post, wished: Option<Visibility>) -> Result<Visibility> {
    let wished = match wished.unwrap_or(Visibility::Public) {
        Visibility::Direct => return Err(Error::Forbidden("a boost is for more than one")),
        wished @ (Visibility::Public | Visibility::Unlisted | Visibility::Private) => wished,
    };
    match post.visibility {
        Visibility::Public | Visibility::Unlisted => Ok(wished),
        Visibility::Private if post.account_id == booster.id => Ok(Visibility::Private),
        Visibility::Private | Visibility::Direct => Err(Error::Forbidden("the post is not for everybody")),
    }
}

/// Whether boosts count: our own feed passes every story on, which says nothing about the story.
fn counts(booster: &Account) -> bool {
    !(booster.is_local() && booster.kind == AccountKind::Group)
}

async fn add(
    app: &App,
    tx: &Tx,
    booster: &Account,
    post: &Post,
    visibility: Visibility,
    uri: String,
) -> Result<Post> {
    if post.state != PostState::Published {
        return Err(Error::invalid("status", "problem-not-released"));
    }
    if let Some(known) = boosts::find_pair(&**tx, booster.id, post.id).await? {
        return Ok(known);
    }
    let [id, position, event_id] = app.new_id_each(tx).await?;
    let row = Post {
        id,
        position: Some(position),
        kind: PostKind::Boost,
        account_id: booster.id,
        url: uri.clone(),
        uri,
        local: booster.is_local(),
        listed: false,
        visibility,
        state: PostState::Published,
        language: None,
        title: None,
        warning: String::new(),
        sensitive: false,
        care_level: 0,
        html: String::new(),
        source: None,
        story: None,
        in_reply_to_id: None,
        in_reply_to_account_id: None,
        in_reply_to_uri: None,
        root_id: None,
        boost_of_id: Some(post.id),
        published_at: app.minute(),
        updated_at: None,
        indexable: false,
        federates: true,
        quotable: Quotable::Nobody,
        app_name: None,
        reply_count: 0,
        boost_count: 0,
        favourite_count: 0,
    };
    post::insert(tx, row.clone()).await?;
    if counts(booster) {
        post::count(tx, post.id, Counter::Boosts, 1).await?;
    }
    event::append(tx, event_id, &Event::PostPublished { post: id, was_held: false }).await?;
    Ok(row)
}

async fn remove(app: &App, tx: &Tx, booster: &Account, post_id: i64) -> Result<()> {
    let Some(row) = boosts::find_pair(&**tx, booster.id, post_id).await? else {
        return Ok(());
    };
    post::delete(tx, row.id).await?;
    if counts(booster) {
        post::count(tx, post_id, Counter::Boosts, -1).await?;
    }
    let undone = Event::BoostUndone { account: booster.id, post: post_id, uri: row.uri, boost: row.id };
    app.record(tx, &undone).await
}
