//! Timed: when a story that its author told is released by itself, while it waits for that alone.

use std::collections::HashMap;

use crate::base::error::Result;
use crate::domain::post::{Post, PostKind, PostState};
use crate::store::Conn;
use crate::store::timed_release;

/// When a held story is released by itself, in seconds; none where a person has to read it first.
pub async fn find_time(conn: &impl Conn, post: &Post) -> Result<Option<i64>> {
    if !may_have_one(post) {
        return Ok(None);
    }
    Ok(timed_release::find(conn, post.id).await?.and_then(|row| row.run_at))
}

/// The same of several posts, by post.
pub async fn list_times(conn: &impl Conn, posts: impl Iterator<Item = &Post>) -> Result<HashMap<i64, i64>> {
    let held: Vec<i64> = posts.filter(|post| may_have_one(post)).map(|post| post.id).collect();
    let rows = timed_release::list(conn, &held).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.post_id, row.run_at?))).collect())
}

fn may_have_one(post: &Post) -> bool {
    post.state == PostState::Held && post.kind == PostKind::Story
}
