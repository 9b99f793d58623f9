//! The guide: a service of this server that helps members tell their stories, in private and in their own language.
//!
//! It asks once, after a member's first story, for what readers look for and the story does not say, with a poll for
//! each closed list; it takes a vote or a line of facts as the answer; it tells how far a review is; and it falls silent at "stop". It writes to nobody else,
//! but for one answer to somebody elsewhere who writes to it. Its messages hold no word of a story.

mod answer;
mod appeals;
mod ask;
mod care;
mod choose;
mod complaints;
mod consider;
mod explain;
mod hear;
mod say;
mod stop;

#[cfg(test)]
mod tests;

use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::{self, Account};
use crate::domain::auth;
use crate::domain::post::{PostKind, PostState, Released};
use crate::domain::story::danger;
use crate::store::event::Event;
use crate::store::guidance::{self, Guidance};
use crate::store::post;

/// What the guide does about an event. `event_id` numbers it: a second time nothing is said again.
pub async fn follow(app: &App, event_id: i64, event: &Event, released: Option<&Released>) -> Result<()> {
    if !app.config.guide.enabled {
        return care::alone(app, event, released).await;
    }
    match event {
        Event::PostPublished { was_held, .. } => match released {
            Some(released) => published(app, released, *was_held).await,
            None => Ok(()),
        },
        Event::ReviewChanged { post } => reviewed(app, event_id, *post).await,
        Event::GuideAsked { account, uri, language } => {
            answer::answer(app, *account, uri, language.as_deref()).await
        }
        Event::ComplaintChanged { complaint } => complaints::tell(app, event_id, *complaint).await,
        Event::AppealDecided { story } => appeals::tell(app, event_id, *story).await,
        Event::TakenDown { post, account, uri, rule } => {
            complaints::taken_down(app, *post, *account, uri, *rule).await
        }
        Event::PostWithdrawn { uri, .. } => say::forget(app, uri).await,
        Event::Voted { vote } => Box::pin(choose::choose(app, *vote)).await,
        Event::PostEdited { post, took_out: true } => took_out(app, event_id, *post).await,
        Event::PostEdited { took_out: false, .. }
        | Event::ConsentChanged { .. }
        | Event::LetTravel { .. }
        | Event::KeptHere { .. }
        | Event::Permitted { .. }
        | Event::Declined { .. }
        | Event::PermissionRevoked { .. }
        | Event::BoostUndone { .. }
        | Event::FollowRequested { .. }
        | Event::FollowAccepted { .. }
        | Event::FollowRejected { .. }
        | Event::FollowUndone { .. }
        | Event::Favourited { .. }
        | Event::FavouriteUndone { .. }
        | Event::CalledOff { .. }
        | Event::Blocked { .. }
        | Event::Unblocked { .. }
        | Event::VotesCounted { .. }
        | Event::PollEnded { .. }
        | Event::Announced { .. }
        | Event::AnnouncementWithdrawn { .. }
        | Event::Pinned { .. }
        | Event::Unpinned { .. }
        | Event::ProfileChanged { .. }
        | Event::KeysRotated { .. }
        | Event::Reported { .. }
        | Event::AccountDeleted { .. } => Ok(()),
    }
}

/// A member told a story, or said something to the guide.
async fn published(app: &App, released: &Released, was_held: bool) -> Result<()> {
    let post = released.post();
    if !post.local || post.state != PostState::Published || post.kind == PostKind::Boost {
        return Ok(());
    }
    let Some(member) = auth::find(app, post.account_id).await? else { return Ok(()) };
    if !was_held {
        care::stand_by(app, &member, post).await?;
    }
    if post.kind == PostKind::Story {
        let known = guidance::find(app.read(), member.id()).await?;
        if known.as_ref().is_some_and(|row| !row.wanted) {
            return Ok(());
        }
        explain::advise(app, &member, post, was_held).await?;
        return if known.is_some_and(|row| row.asked) { Ok(()) } else { ask::ask(app, &member, post).await };
    }
    let guide = account::guide(app).await?;
    if released.whole.mentions.contains(&guide.id) {
        return Box::pin(hear::hear(app, &guide, &member, post)).await;
    }
    Ok(())
}

/// A change took something out of a story that other servers may keep.
async fn took_out(app: &App, event_id: i64, id: i64) -> Result<()> {
    let Some(post) = post::find(app.read(), id).await? else { return Ok(()) };
    let Some(member) = auth::find(app, post.account_id).await? else { return Ok(()) };
    if is_wanted(app, member.id()).await? {
        explain::took_out(app, event_id, &member, &post).await
    } else {
        Ok(())
    }
}

/// A moderator has to read a story or has read it. While it waits is a good time to ask.
async fn reviewed(app: &App, event_id: i64, id: i64) -> Result<()> {
    let Some(post) = post::find(app.read(), id).await? else { return Ok(()) };
    if danger::is_waiting(app, &post).await? {
        return care::wait_with(app, &post).await;
    }
    let Some(member) = auth::find(app, post.account_id).await? else { return Ok(()) };
    if !is_wanted(app, member.id()).await? {
        return Ok(());
    }
    explain::explain(app, event_id, &member, &post).await?;
    match (post.state, post.kind) {
        (PostState::Held, PostKind::Story) => ask::ask(app, &member, &post).await,
        (PostState::Held, PostKind::Note | PostKind::Boost)
        | (PostState::Refused | PostState::Published, _) => Ok(()),
    }
}

/// Whether the operator lets the guide write at all.
pub fn is_there(app: &App) -> bool {
    app.config.guide.enabled
}

/// Whether an account is the guide: what others say to it is not kept.
pub fn is_guide(app: &App, account: &Account) -> bool {
    account.uri == app.urls.guide_actor()
}

/// Whether a member wants to hear from the guide.
pub async fn is_wanted(app: &App, account_id: i64) -> Result<bool> {
    Ok(guidance::find(app.read(), account_id).await?.is_none_or(|row| row.wanted))
}

/// Sets whether a member wants to hear from the guide.
pub async fn set_wanted(app: &App, account_id: i64, wanted: bool) -> Result<()> {
    let tx = app.db.begin().await?;
    let asked = guidance::find(&*tx, account_id).await?.is_some_and(|row| row.asked);
    guidance::put(&tx, Guidance { account_id, wanted, asked }).await?;
    app.commit(tx).await
}
