//! Topics: accounts that pass on what others wrote. There is one, the community's feed: `@stories`, the first address
//! that somebody elsewhere follows.

use crate::app::App;
use crate::base::error::Result;
use crate::domain::post::Released;
use crate::domain::{account, reaction};
use crate::store::kind::{PostKind, PostState, Visibility};
use crate::store::post::Post;

/// Has the feed pass a post on, if it is a public story of this community whose author lets it travel, and was not limited by
/// moderators. A second time changes nothing. The boost is taken back with the story.
pub async fn announce(app: &App, released: &Released) -> Result<()> {
    if !released.may_be_shown || !is_public_story(released.post()) {
        return Ok(());
    }
    let feed = account::feed(app).await?;
    reaction::announce(app, &feed, released.post().id).await
}

fn is_public_story(post: &Post) -> bool {
    post.local
        && post.federates
        && post.kind == PostKind::Story
        && post.state == PostState::Published
        && post.visibility == Visibility::Public
}
