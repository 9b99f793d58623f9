//! Taking a post back: its text is erased from every table at once, and everybody who may have it is told.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::hub::SeenBy;
use crate::domain::account::Account;
use crate::domain::media;
use crate::domain::post::read::require_author;
use crate::domain::post::{permission, receipt};
use crate::domain::transparency::log::{self, Act, By};
use crate::domain::transparency::numbers::{self, What};
use crate::store::event::Event;
use crate::store::kind::{PostKind, PostState, Reason, Visibility};
use crate::store::post::{self, Counter, Post};
use crate::store::tombstone::{self, Tombstone};
use crate::store::{Tx, account, appeal, complaint, held_reply, mention, notice};

/// Takes a post of `author` back. Gives the post as it was, for a client that lets its writer begin anew. Of a story there is a
/// [`receipt`] from then on.
pub async fn withdraw(app: &App, author: &Account, id: i64) -> Result<Post> {
    let tx = app.db.begin().await?;
    let post = post::find(&*tx, id).await?.ok_or(Error::NotFound("post"))?;
    require_author(&post, author)?;
    match post.kind {
        PostKind::Story => {
            receipt::begin(app, &tx, &post, None).await?;
            if post.state == PostState::Published {
                numbers::count(&tx, app.now(), What::Withdrawn).await?;
            }
        }
        PostKind::Note | PostKind::Boost => {}
    }
    erase(app, &tx, &post).await?;
    app.commit(tx).await?;
    Ok(post)
}

/// Removes a post on the word of a moderator or the operator, under a rule where one is named.
pub async fn remove(app: &App, by: By, id: i64, rule: Option<Reason>) -> Result<()> {
    let tx = app.db.begin().await?;
    let post = post::find(&*tx, id).await?.ok_or(Error::NotFound("post"))?;
    take_down(app, &tx, by, &post, rule).await?;
    app.commit(tx).await
}

/// The same in an open transaction. Who told a story here is told, and has a receipt as if they had taken it back.
pub async fn take_down(app: &App, tx: &Tx, by: By, post: &Post, rule: Option<Reason>) -> Result<()> {
    let (act, is_story) = match post.kind {
        PostKind::Story => (Act::StoryRemoved, true),
        PostKind::Note | PostKind::Boost => (Act::PostRemoved, false),
    };
    if is_story && post.local {
        receipt::begin(app, tx, post, Some((rule.unwrap_or(Reason::Other), by))).await?;
    }
    erase(app, tx, post).await?;
    if is_story && post.local {
        let (account, uri) = (post.account_id, post.uri.clone());
        app.record(tx, &Event::TakenDown { post: post.id, account, uri, rule }).await?;
    }
    log::write_with(app, tx, by, act, post.id, rule).await
}

/// A post's own server says that it is gone. Unknown posts get a tombstone too, so that a late Create is refused.
pub async fn receive_delete(app: &App, tx: &Tx, uri: &str, author: &Account) -> Result<()> {
    match post::find_by_uri(&**tx, uri).await? {
        Some(post) if post.account_id == author.id => erase(app, tx, &post).await,
        Some(_) => Err(Error::Forbidden("deleting another's post")),
        None => {
            let stone = Tombstone {
                uri: uri.to_owned(),
                post_id: None,
                account_id: Some(author.id),
                was_public: false,
                deleted_at: app.minute(),
            };
            tombstone::insert(tx, stone).await
        }
    }
}

/// Erases a post in an open transaction: tombstone, counts, what hangs on it, and the events that tell others.
pub async fn erase(app: &App, tx: &Tx, post: &Post) -> Result<()> {
    let was_public = post.state == PostState::Published
        && matches!(post.visibility, Visibility::Public | Visibility::Unlisted);
    let stone = Tombstone {
        uri: post.uri.clone(),
        post_id: post.local.then_some(post.id),
        account_id: Some(post.account_id),
        was_public,
        deleted_at: app.minute(),
    };
    tombstone::insert(tx, stone).await?;
    for boost in post::list_local_boosts(&**tx, post.id).await? {
        let undone =
            Event::BoostUndone { account: boost.account_id, post: post.id, uri: boost.uri, boost: boost.id };
        app.record(tx, &undone).await?;
    }
    let was_counted = post.state == PostState::Published && post.visibility.is_open();
    if let Some(parent) = post.in_reply_to_id.filter(|_| was_counted) {
        post::count(tx, parent, Counter::Replies, -1).await?;
    }
    if post.state == PostState::Published && post.kind != PostKind::Boost {
        account::count_posts(tx, post.account_id, -1, None).await?;
    }
    let seen_by = seen_by(tx, post).await?;
    for reply in held_reply::list_of_story(&**tx, post.id).await? {
        // What a member wrote goes to the moderators with the other posts that wait.
        if let Some(reply) = post::find(&**tx, reply).await?.filter(|reply| !reply.local) {
            Box::pin(erase(app, tx, &reply)).await?;
        }
    }
    complaint::forget_story(tx, post.id, &app.day()).await?;
    appeal::delete(tx, post.id).await?;
    notice::delete_about(tx, post.id).await?;
    permission::forget(app, tx, post).await?;
    media::erase_of_post(app, tx, post.id).await?;
    post::orphan_replies(tx, post.id).await?;
    post::delete(tx, post.id).await?;
    let (uri, account) = (post.uri.clone(), post.account_id);
    app.record(tx, &Event::PostWithdrawn { post: post.id, uri, account, seen_by }).await
}

/// Who beside its author could read a post that is about to go.
async fn seen_by(tx: &Tx, post: &Post) -> Result<SeenBy> {
    let mentioned = mention::list(&**tx, &[post.id]).await?.into_iter().map(|row| row.account_id).collect();
    Ok(match (post.state, post.visibility) {
        (PostState::Held | PostState::Refused, _) => SeenBy::Nobody,
        (PostState::Published, Visibility::Public | Visibility::Unlisted) => SeenBy::Everybody,
        (PostState::Published, Visibility::Private) => SeenBy::Followers(mentioned),
        (PostState::Published, Visibility::Direct) => SeenBy::Only(mentioned),
    })
}
