//! Topics: accounts that pass on what others wrote. There is one, the community's feed: `@stories`, the first address
//! that somebody elsewhere follows.

use crate::app::App;
use crate::base::error::Result;
use crate::domain::post::list_whole;
use crate::domain::{account, reaction};
use crate::store::kind::{PostKind, PostState, Visibility};
use crate::store::outside::{self, Standing};
use crate::store::post::Post;

/// Has the feed pass a post on, if it is a public story of this community whose author lets it travel. A second time
/// changes nothing. The boost is taken back with the story.
pub async fn announce(app: &App, post_id: i64) -> Result<()> {
    let Some(whole) = list_whole(app, &[post_id]).await?.pop() else { return Ok(()) };
    let story = &whole.post;
    if !is_public_story(story) {
        return Ok(());
    }
    let author = outside::find_actor_by_id(app.read(), story.account_id).await?;
    if !author.is_some_and(|author| author.standing == Standing::Open) {
        return Ok(());
    }
    let feed = account::feed(app).await?;
    reaction::boost(app, &feed, story.id, None).await?;
    Ok(())
}

fn is_public_story(post: &Post) -> bool {
    post.local
        && post.federates
        && post.kind == PostKind::Story
        && post.state == PostState::Published
        && post.visibility == Visibility::Public
}
