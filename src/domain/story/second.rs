//! The two-person rule: what speaks of suicidal thoughts, or may be worse, is published when two different people say yes.

use crate::app::App;
use crate::base::config::TwoPersons;
use crate::base::error::{Error, Result};
use crate::domain::care::level::SUICIDAL_THOUGHTS;
use crate::domain::post::{Post, PostState};
use crate::domain::story::change::{self, Change};
use crate::domain::story::compose::{self, Told};
use crate::domain::story::{danger, identity, review};
use crate::domain::transparency::log::{self, Act, By};
use crate::store::approval::{self, Approval};
use crate::store::{member, post};

/// From so many moderators on a second one can be asked without a story waiting for long.
const ENOUGH_MODERATORS: u64 = 4;
/// Who says yes at the command line.
const OPERATOR: i64 = 0;

/// What a yes does.
pub(super) enum Yes {
    /// This version is published.
    Decides(String),
    /// It is noted, and another person is needed.
    IsFirst,
}

/// Who has said yes to something, where two people have to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The account of who has; none for the operator at the command line.
    pub by: Option<i64>,
}

/// Says yes to what waits of a post. `seen` is the version that was read; without one it is the newest.
///
/// # Errors
/// `Invalid` where it holds contact data, to which nobody can say yes.
pub(super) async fn say_yes(app: &App, by: By, read: &Post, seen: Option<&str>) -> Result<Yes> {
    let (change, version) = what_waits(app, read).await?;
    let version = seen.map_or(version, str::to_owned);
    if by == By::OperatorForTwo || !needs_two(app, level(app, read, &change)?).await? {
        return Ok(Yes::Decides(version));
    }
    identity::refuse_contact(app, read.id, &change.told).await?;
    let decider = by.account().unwrap_or(OPERATOR);
    let tx = app.db.begin().await?;
    let (_, newest) =
        what_waits(app, &post::find(&*tx, read.id).await?.ok_or(Error::NotFound("post"))?).await?;
    let said = approval::list(&*tx, read.id, &version).await?;
    // About a version that is no longer the newest nothing is decided: who publishes finds that out.
    if newest != version || said.iter().any(|other| *other != decider) {
        return Ok(Yes::Decides(version));
    }
    if said.is_empty() {
        approval::put(&tx, Approval { post_id: read.id, decider_id: decider, version }).await?;
        log::write(app, &tx, by, Act::FirstYes, read.id).await?;
    }
    app.commit(tx).await?;
    Ok(Yes::IsFirst)
}

/// Whether what waits of a post is published when two people say yes.
pub async fn waits_for_two(app: &App, post: &Post) -> Result<bool> {
    if !review::is_waiting(app, post).await? {
        return Ok(false);
    }
    let (change, _) = what_waits(app, post).await?;
    needs_two(app, level(app, post, &change)?).await
}

/// Who has said yes to this version of what waits, where two people have to; nothing where one is enough. `waiting` is the
/// post as it would be published.
pub(super) async fn said(app: &App, waiting: &Post, told: &Told, version: &str) -> Result<Option<Vec<Said>>> {
    if !needs_two(app, highest(app, waiting.care_level, told)).await? {
        return Ok(None);
    }
    let said = approval::list(app.read(), waiting.id, version).await?;
    Ok(Some(said.into_iter().map(|by| Said { by: (by != OPERATOR).then_some(by) }).collect()))
}

async fn needs_two(app: &App, care_level: i32) -> Result<bool> {
    if care_level < i32::from(SUICIDAL_THOUGHTS) {
        return Ok(false);
    }
    match app.config.review.two_persons {
        TwoPersons::Never => Ok(false),
        TwoPersons::Always => Ok(true),
        TwoPersons::Auto => Ok(member::count_moderators(app.read()).await? >= ENOUGH_MODERATORS),
    }
}

/// What waits, and which version that is.
async fn what_waits(app: &App, post: &Post) -> Result<(Change, String)> {
    match (post.state, change::waiting(app.read(), post.id).await?) {
        (PostState::Published, Some(text)) => Ok((Change::read(post.id, &text)?, change::version(&text))),
        (PostState::Published, None) => Err(Error::Conflict("decision about this story")),
        (PostState::Held | PostState::Refused, _) => {
            Ok((Change::of(post)?, change::version(post.source.as_deref().unwrap_or_default())))
        }
    }
}

/// How much care what waits may need.
fn level(app: &App, post: &Post, change: &Change) -> Result<i32> {
    let standing = match post.state {
        PostState::Published => {
            danger::stops_change(app, post, change)?.map_or(0, |found| i32::from(found.level()))
        }
        PostState::Held | PostState::Refused => post.care_level,
    };
    Ok(highest(app, standing, &change.told))
}

/// The higher of the level that it has and the one that was found in it: one moderator alone must not be able to lower it
/// first and then let it through.
fn highest(app: &App, standing: i32, told: &Told) -> i32 {
    standing.max(i32::from(compose::found_care(app, told)))
}
