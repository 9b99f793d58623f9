//! What a text says of danger, and what follows: nobody reads it before a moderator has, or it is not published at all.
//!
//! It holds for stories and for whatever everybody may read. A message to some people is on its way to who can help: it
//! goes, and its writer is told where to find help. Signs are looked for whenever it is asked, and stored nowhere.

use crate::app::App;
use crate::base::config::ScanMode;
use crate::base::error::Result;
use crate::domain::account;
use crate::domain::care::danger::{self, Sign};
use crate::domain::care::level::PRESENT_DANGER;
use crate::domain::post::{Post, PostState, Review, Visibility};
use crate::domain::story::change::{self, Change};
use crate::domain::story::compose::Told;
use crate::domain::story::identity::texts;
use crate::domain::transparency::log::{self, Act, By};
use crate::store::Tx;
use crate::store::kind::{Reason, ReviewState};
use crate::store::review;

pub use crate::domain::care::danger::Danger;

/// What a text says. Of a version that follows another, only what is new counts: a moderator has read the rest.
pub fn found(app: &App, told: &Told, before: Option<&Told>) -> Option<Danger> {
    match app.config.review.care {
        ScanMode::Hold | ScanMode::Advise => {}
        ScanMode::Off => return None,
    }
    let signs = |told: &Told| -> Vec<Sign> {
        texts(told).into_iter().flat_map(|(text, _)| danger::signs(text)).collect()
    };
    let known = before.map(signs).unwrap_or_default();
    signs(told).into_iter().filter(|sign| !known.contains(sign)).map(|sign| sign.danger).max()
}

/// What keeps a text from being published that would have this visibility.
pub(super) fn stop(app: &App, told: &Told, before: Option<&Told>, visibility: Visibility) -> Option<Danger> {
    let stops = app.config.review.care == ScanMode::Hold && visibility.is_open();
    if stops { found(app, told, before) } else { None }
}

/// What a post of this server says as it stands.
pub fn said_in(app: &App, post: &Post) -> Result<Option<Danger>> {
    Ok(found(app, &Change::of(post)?.told, None))
}

/// Whether a post, or a change of it, waits because its writer may be in danger.
pub async fn is_waiting(app: &App, post: &Post) -> Result<bool> {
    match post.state {
        PostState::Held => Ok(post.care_level == i32::from(PRESENT_DANGER)),
        PostState::Published => match change::waiting(app.read(), post.id).await? {
            Some(text) => {
                let change = Change::read(post.id, &text)?;
                Ok(stops_change(app, post, &change)? == Some(Danger::Present))
            }
            None => Ok(false),
        },
        PostState::Refused => Ok(false),
    }
}

/// What keeps a change of a published post from being published.
pub(super) fn stops_change(app: &App, post: &Post, change: &Change) -> Result<Option<Danger>> {
    Ok(stop(app, &change.told, Some(&Change::of(post)?.told), post.visibility))
}

/// Whether a program alone did not let a story through, so that its writer may ask for a person.
pub async fn is_program(app: &App, review: &Review) -> Result<bool> {
    match review.decided_by {
        Some(decider) if review.state == ReviewState::Refused => Ok(decider == account::guide(app).await?.id),
        Some(_) | None => Ok(false),
    }
}

/// Whether the writer of a post may ask for a person: a program alone did not let it, or the change of it, through.
pub async fn may_ask(app: &App, post: &Post) -> Result<bool> {
    match (post.state, review::find(app.read(), post.id).await?) {
        (PostState::Refused, Some(review)) => is_program(app, &review).await,
        (PostState::Published, Some(review)) if review.change.is_some() => is_program(app, &review).await,
        (PostState::Refused, None) | (PostState::Held | PostState::Published, _) => Ok(false),
    }
}

/// Notes what follows for a post; a refusal is written down as this.
pub(super) async fn note(app: &App, tx: &Tx, post_id: i64, found: Danger, refused: Act) -> Result<()> {
    match found {
        Danger::Present => change::await_moderator(app, tx, post_id).await,
        Danger::Harmful => refuse(app, tx, post_id, None, refused).await,
    }
}

/// Does not let the change of a published post through, and keeps it for some time, so that its writer can ask for a person.
pub(super) async fn refuse_change(app: &App, tx: &Tx, post_id: i64, change: &Change) -> Result<()> {
    refuse(app, tx, post_id, Some(change.written()?), Act::ChangeRefused).await
}

async fn refuse(app: &App, tx: &Tx, post_id: i64, change: Option<String>, act: Act) -> Result<()> {
    let row = Review {
        post_id,
        state: ReviewState::Refused,
        change,
        reason: Some(Reason::Method),
        note: String::new(),
        proposal: None,
        decided_by: Some(account::guide(app).await?.id),
        changed_at: app.minute(),
    };
    review::put(tx, row).await?;
    log::write_with(app, tx, By::Program, act, post_id, Some(Reason::Method)).await
}

/// The state of a new post, or of one that waits, in which this was found.
pub(super) const fn state(found: Danger) -> PostState {
    match found {
        Danger::Present => PostState::Held,
        Danger::Harmful => PostState::Refused,
    }
}

/// Whether a care level is one that is not published.
pub(super) fn is_grave(care_level: i32) -> bool {
    care_level >= i32::from(PRESENT_DANGER)
}
