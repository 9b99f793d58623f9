//! Muting a thread: no notices of what happens in it.

use crate::app::App;
use crate::base::error::Result;
use crate::domain::post::read::load_visible;
use crate::store::post::Post;
use crate::store::thread_mute::{self, ThreadMute};

/// Wants no notices of the thread around a post that `me` may read.
pub async fn mute_thread(app: &App, me: i64, id: i64) -> Result<Post> {
    let found = load_visible(app, Some(me), id).await?;
    let tx = app.db.begin().await?;
    thread_mute::insert(&tx, ThreadMute { account_id: me, root_id: root_of(&found) }).await?;
    app.commit(tx).await?;
    Ok(found)
}

/// Wants notices of it again.
pub async fn unmute_thread(app: &App, me: i64, id: i64) -> Result<Post> {
    let found = load_visible(app, Some(me), id).await?;
    let tx = app.db.begin().await?;
    thread_mute::delete(&tx, me, root_of(&found)).await?;
    app.commit(tx).await?;
    Ok(found)
}

/// The number of the first post of its thread; a boost is a thread by itself.
pub fn root_of(post: &Post) -> i64 {
    post.root_id.unwrap_or(post.id)
}
