//! Reactions: favourites, boosts and bookmarks. A reaction to a boost is one to the post that it passes on.
//!
//! Counts stand in the post's row and change in the transaction of the reaction. Functions that apply what another
//! server did (`receive_…`) work in the caller's transaction.

mod boost;
mod favourite;
mod list;

#[cfg(test)]
mod tests;

use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::Account;
use crate::domain::post;
use crate::store::post::Post;
use crate::store::{Tx, account, favourite as favourites, post as posts};

pub use boost::{ReceivedBoost, announce, boost, receive_boost, receive_undo_boost, unboost};
pub use favourite::{
    bookmark, favourite, find_favourited, receive_like, receive_undo_like, unbookmark, unfavourite,
};
pub use list::{list_bookmarks, list_boosters, list_favourers, list_favourites};

/// `author` elsewhere does not want the like or the boost with this wire id: it is taken back. Nothing happens where there
/// is none, or where it is about another's post.
pub async fn receive_reject(app: &App, tx: &Tx, uri: &str, author: &Account) -> Result<()> {
    if let Some(found) = favourites::find_by_uri(&**tx, uri).await? {
        let is_theirs =
            posts::find(&**tx, found.post_id).await?.is_some_and(|post| post.account_id == author.id);
        return if is_theirs {
            favourite::remove(app, tx, found.account_id, found.post_id).await
        } else {
            Ok(())
        };
    }
    let boost = posts::find_by_uri(&**tx, uri).await?;
    let Some((boost, original)) = boost.and_then(|boost| Some((boost.account_id, boost.boost_of_id?))) else {
        return Ok(());
    };
    let is_theirs = posts::find(&**tx, original).await?.is_some_and(|post| post.account_id == author.id);
    match account::find(&**tx, boost).await?.filter(|booster| is_theirs && booster.is_local()) {
        Some(booster) => receive_undo_boost(app, tx, &booster, original).await,
        None => Ok(()),
    }
}

/// The post that a reaction to `id` is about, if `me` may read it. What waits for review is for its author and the
/// moderators, and a moderator only reads it.
async fn target(app: &App, me: &Account, id: i64) -> Result<Post> {
    let found = post::load_visible(app, Some(me.id), id).await?;
    let found = match found.boost_of_id {
        Some(original) => post::load_visible(app, Some(me.id), original).await?,
        None => found,
    };
    if found.account_id != me.id {
        post::require_released(&found)?;
    }
    Ok(found)
}
