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

pub use boost::{ReceivedBoost, boost, receive_boost, receive_undo_boost, unboost};
pub use favourite::{
    bookmark, favourite, find_favourited, receive_like, receive_undo_like, unbookmark, unfavourite,
};
pub use list::{list_bookmarks, list_boosters, list_favourers, list_favourites};

/// The post that a reaction to `id` is about, if `me` may read it.
async fn target(app: &App, me: &Account, id: i64) -> Result<Post> {
    let found = post::load_visible(app, Some(me.id), id).await?;
    match found.boost_of_id {
        Some(original) => post::load_visible(app, Some(me.id), original).await,
        None => Ok(found),
    }
}
