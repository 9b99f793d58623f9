//! What a member told, for the member: also what is not public yet, or was not let through.

use std::cmp::Reverse;

use crate::app::App;
use crate::base::error::Result;
use crate::domain::post::{Post, PostKind};
use crate::store::leaving;

/// The stories of a member, the newest first.
pub async fn list_own(app: &App, account_id: i64) -> Result<Vec<Post>> {
    let mut posts = leaving::list_written(app.read(), account_id).await?;
    posts.retain(|post| post.kind == PostKind::Story);
    posts.sort_by_key(|post| Reverse((post.published_at, post.id)));
    Ok(posts)
}
