//! Permissions: what authors of ours let people elsewhere do with a post, asked and answered (FEP-044f for quotes,
//! GoToSocial's interaction controls for the rest).
//!
//! Nobody may quote unless the author opened the post for it. Whoever may read a post may like and answer it, and pass it
//! on where it is open to all. What somebody may not read is for them not there: no answer says otherwise.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::domain::post::read::{find_by_address, keep_visible, require_author};
use crate::store::event::Event;
use crate::store::kind::{PermissionKind, PostKind, PostState, Quotable};
use crate::store::page::{Page, Slice};
use crate::store::permission;
use crate::store::post::{self, Post};
use crate::store::tombstone::{self, Tombstone};
use crate::store::{Conn, Tx, follow};

pub use crate::store::permission::Permission;

/// What somebody elsewhere asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What they want to do.
    pub kind: PermissionKind,
    /// The number of the post.
    pub post: i64,
    /// Wire id of the request.
    pub uri: String,
    /// Wire id of what will quote, like, answer or pass on.
    pub interacting: String,
}

/// The post of ours with this address, if `asker` may read it.
///
/// # Errors
/// `NotFound` where it is not there for them, whatever the reason.
pub async fn load_asked(app: &App, asker: &Account, address: &str) -> Result<Post> {
    let found = find_by_address(app, address).await?.filter(is_there).ok_or(Error::NotFound("post"))?;
    keep_visible(app, Some(asker.id), vec![found]).await?.pop().ok_or(Error::NotFound("post"))
}

/// Whether other servers may know of a post.
fn is_there(post: &Post) -> bool {
    post.local && post.federates && post.state == PostState::Published && post.kind != PostKind::Boost
}

/// Whether whoever may read the post may do this with it.
pub async fn allows(conn: &impl Conn, kind: PermissionKind, asker: &Account, post: &Post) -> Result<bool> {
    if asker.id == post.account_id {
        return Ok(true);
    }
    Ok(match (kind, quotable(post)) {
        (PermissionKind::Like | PermissionKind::Reply, _) | (PermissionKind::Quote, Quotable::Everybody) => {
            true
        }
        (PermissionKind::Announce, _) => post.visibility.is_open(),
        (PermissionKind::Quote, Quotable::Nobody) => false,
        (PermissionKind::Quote, Quotable::Followers) => {
            follow::find_pair(conn, asker.id, post.account_id).await?.is_some_and(|follow| follow.accepted)
        }
    })
}

/// Who may quote a post: what is not open to all is quoted by nobody.
pub fn quotable(post: &Post) -> Quotable {
    if post.visibility.is_open() { post.quotable } else { Quotable::Nobody }
}

/// Answers a request, as the post stands now. The same thing gets the same permission, however often it asks.
/// `is_sound` says whether what asks is what it says to be. True where it is permitted.
///
/// # Errors
/// `NotFound` where the post went away: then there is no answer.
pub async fn answer(app: &App, tx: &Tx, asker: &Account, request: &Request, is_sound: bool) -> Result<bool> {
    let post = post::find(&**tx, request.post).await?.filter(is_there).ok_or(Error::NotFound("post"))?;
    let Request { kind, uri, interacting, .. } = request.clone();
    let known = permission::find_of(&**tx, post.id, kind, &interacting).await?;
    let was_revoked = known.as_ref().is_some_and(|known| known.revoked);
    if !is_sound || was_revoked || !allows(&**tx, kind, asker, &post).await? {
        let declined =
            Event::Declined { post: post.id, asker: asker.id, request: uri, what: kind, interacting };
        app.record(tx, &declined).await?;
        return Ok(false);
    }
    let permission = match known {
        Some(known) => known,
        None => {
            let id = app.new_id(tx).await?;
            let own = app.urls.permission(&app.random.wire_id());
            let (post_id, account_id) = (post.id, asker.id);
            let new = Permission { id, uri: own, kind, post_id, account_id, interacting, revoked: false };
            permission::insert(tx, new.clone()).await?;
            new
        }
    };
    app.record(tx, &Event::Permitted { permission: permission.id, request: uri }).await?;
    Ok(true)
}

/// Lets others quote a post of `author` from now on, or no longer; quotes that were permitted stay.
///
/// # Errors
/// `NotFound` where it is another's, `Invalid` where it is a post that nobody may quote.
pub async fn set_quotable(app: &App, author: &Account, id: i64, wished: Quotable) -> Result<Post> {
    let tx = app.db.begin().await?;
    let found = post::find(&*tx, id).await?.ok_or(Error::NotFound("post"))?;
    require_author(&found, author)?;
    if found.kind == PostKind::Boost {
        return Err(Error::NotFound("post"));
    }
    // As on Mastodon: what is not for everybody stays closed, whatever a client asks for.
    let wished = if found.visibility.is_open() { wished } else { Quotable::Nobody };
    if found.quotable == wished {
        return Ok(found);
    }
    let changed = Post { quotable: wished, ..found };
    post::set_quotable(&tx, id, wished).await?;
    // Other servers hear of it as they hear of what else they may do with a post.
    app.record(&tx, &Event::ConsentChanged { post: id }).await?;
    app.commit(tx).await?;
    Ok(changed)
}

/// The posts elsewhere that quote a post of `author`, the last permitted first, as far as they are known here.
pub async fn list_quotes(app: &App, viewer: Option<i64>, quoted: &Post, page: Page) -> Result<Slice<Post>> {
    if viewer != Some(quoted.account_id) {
        return Ok(Slice::empty());
    }
    let slice = permission::list_quotes(app.read(), quoted.id, page).await?;
    let uris: Vec<&str> = slice.items.iter().map(|row| row.interacting.as_str()).collect();
    let mut posts = keep_visible(app, viewer, post::list_by_uris(app.read(), &uris).await?).await?;
    posts.sort_by_key(|post| uris.iter().position(|uri| *uri == post.uri));
    Ok(slice.with(posts))
}

/// Takes back that the post with the number `quoting` may quote a post of `author`, for good. Gives the one that quotes.
///
/// # Errors
/// `NotFound` where it is another's post, or was never permitted.
pub async fn revoke_quote(app: &App, author: &Account, id: i64, quoting: i64) -> Result<Post> {
    let tx = app.db.begin().await?;
    let quoted = post::find(&*tx, id).await?.ok_or(Error::NotFound("post"))?;
    require_author(&quoted, author)?;
    let quoting = post::find(&*tx, quoting).await?.ok_or(Error::NotFound("quote"))?;
    let found = permission::find_of(&*tx, id, PermissionKind::Quote, &quoting.uri).await?;
    let found = found.filter(|found| !found.revoked).ok_or(Error::NotFound("quote"))?;
    permission::revoke(&tx, found.id).await?;
    let (account, asker, uri) = (quoted.account_id, found.account_id, found.uri);
    app.record(&tx, &Event::PermissionRevoked { account, post: id, asker, uri }).await?;
    app.commit(tx).await?;
    Ok(quoting)
}

/// Takes back all that was permitted about a post that goes away, or has another wire id from now on. Whoever asked hears
/// that the post is gone; each permission is gone as well.
pub async fn forget(app: &App, tx: &Tx, post: &Post) -> Result<()> {
    for permission in permission::list_of_post(&**tx, post.id).await? {
        let stone = Tombstone {
            uri: permission.uri,
            post_id: None,
            account_id: Some(post.account_id),
            was_public: post.visibility.is_open(),
            deleted_at: app.minute(),
        };
        tombstone::insert(tx, stone).await?;
    }
    permission::delete_about(tx, post.id).await?;
    // And what it was permitted itself.
    if post.local { Ok(()) } else { permission::delete_of(tx, &post.uri).await }
}
