//! The queue: what waits for a moderator, with what they need to decide.

use crate::app::App;
use crate::base::error::Result;
use crate::domain::auth::unnamed;
use crate::domain::media::{self, Media};
use crate::domain::post::{Post, PostState};
use crate::domain::story::change::{self, Change};
use crate::domain::story::review::is_for_others;
use crate::domain::story::second::{self, Said};
use crate::domain::story::{danger, proposal};
use crate::store::kind::ReviewState;
use crate::store::post;
use crate::store::review::{self, Review};

/// Something that a moderator has to read.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The story as it will be once it is let through.
    pub post: Post,
    /// Its pictures: with a change come no new ones.
    pub pictures: Vec<Media>,
    /// Whether an earlier version of it is published.
    pub is_change: bool,
    /// Which version this is; a decision names it.
    pub version: String,
    /// The lowest care level that it may have: that of the terms it states.
    pub least_care: u8,
    /// Who has said yes, where two people have to.
    pub said: Option<Vec<Said>>,
    /// Whether its author took over what a moderator had proposed.
    pub is_taken_over: bool,
}

/// What waits for a moderator: where somebody may be in danger first, then what speaks of suicide, then new stories and
/// changes, oldest first.
pub async fn list_held(app: &App) -> Result<Vec<Waiting>> {
    /// A page of the desk; the rest comes when these are decided.
    const LIMIT: u64 = 50;
    let mut waiting = Vec::new();
    for post in post::list_held(app.read(), LIMIT).await? {
        waiting.push(waiting_post(app, post).await?);
    }
    for row in review::list_held(app.read(), LIMIT).await? {
        let Some(post) = post::find(app.read(), row.post_id).await? else { continue };
        waiting.extend(waiting_change(app, post, &row).await?);
    }
    waiting.sort_by_key(|waiting| urgency(waiting.post.care_level));
    Ok(waiting)
}

/// What waits for a moderator of one post; nothing where it does not wait, or somebody else decides about it.
pub async fn find_held(app: &App, id: i64) -> Result<Option<Waiting>> {
    let Some(post) = post::find(app.read(), id).await? else { return Ok(None) };
    let is_for_others = is_for_others(app.read(), &post).await?;
    match (post.state, review::find(app.read(), id).await?) {
        (PostState::Held, _) if !is_for_others => waiting_post(app, post).await.map(Some),
        (PostState::Published, Some(row)) if row.state == ReviewState::Held => {
            waiting_change(app, post, &row).await
        }
        (PostState::Held | PostState::Published | PostState::Refused, _) => Ok(None),
    }
}

async fn waiting_post(app: &App, post: Post) -> Result<Waiting> {
    let version = change::version(post.source.as_deref().unwrap_or_default());
    let pictures = media::list_of(app, post.id).await?;
    let change = Change::of(&post)?;
    let least_care = change.told.least_care();
    let said = second::said(app, &post, &change.told, &version).await?;
    let row = review::find(app.read(), post.id).await?;
    let is_taken_over = proposal::is_taken_over(row.as_ref(), &change);
    Ok(Waiting { post, pictures, is_change: false, version, least_care, said, is_taken_over })
}

async fn waiting_change(app: &App, post: Post, row: &Review) -> Result<Option<Waiting>> {
    let Some(text) = row.change.as_deref() else { return Ok(None) };
    let Some(author) = unnamed::find_author(app, post.account_id).await? else { return Ok(None) };
    let change = Change::read(post.id, text)?;
    let composed = change.compose(app, &author, &post).await?;
    let version = change::version(text);
    let pictures = media::list_of(app, post.id).await?;
    let stop = danger::stops_change(app, &post, &change)?;
    let mut post = change.applied(post, &composed);
    if let Some(found) = stop {
        post.care_level = i32::from(found.level());
    }
    let least_care = change.told.least_care();
    let said = second::said(app, &post, &change.told, &version).await?;
    let is_taken_over = proposal::is_taken_over(Some(row), &change);
    Ok(Some(Waiting { post, pictures, is_change: true, version, least_care, said, is_taken_over }))
}

/// The place in the queue of what has this care level.
const fn urgency(care_level: i32) -> u8 {
    match care_level {
        3 => 0,
        ..2 => 2,
        2.. => 1,
    }
}
