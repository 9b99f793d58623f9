//! Proposals: a moderator who does not let something through may write how it could be told. Nothing changes by that: the author
//! sees both texts, and takes the other one over, changes it further, or leaves it (`docs/moderation.md`).

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::auth::Member;
use crate::domain::post::{Post, PostKind, PostState};
use crate::domain::story::change::Change;
use crate::domain::story::compose::Source;
use crate::domain::story::draft::{Draft, typed};
use crate::domain::story::queue::Waiting;
use crate::domain::story::review::Reason;
use crate::domain::story::{edit, identity};
use crate::store;
use crate::store::kind::ReviewState;
use crate::store::review::Review;

/// Another text that a moderator proposes to an author.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What it is about, as it stands.
    pub post: Post,
    /// What the author wrote and was not let through, in its text form.
    pub before: String,
    /// What is proposed, in its text form.
    pub text: String,
    /// Under which rule the author's text was not let through.
    pub rule: Option<Reason>,
    /// What the moderator says to it; may be empty.
    pub note: String,
}

/// The text form of what waits, for who wants to propose another one.
pub fn text_of(waiting: &Waiting) -> Result<String> {
    Ok(Change::of(&waiting.post)?.text())
}

/// What is proposed to the author of a post that was not let through, or whose change was not; nothing where others ask.
pub async fn find(app: &App, author: &Member, id: i64) -> Result<Option<Proposal>> {
    let Some((post, review)) = load(app, author, id).await? else { return Ok(None) };
    if review.state != ReviewState::Refused {
        return Ok(None);
    }
    let Some(text) = review.proposal.clone() else { return Ok(None) };
    let Some(before) = refused(&post, &review)? else { return Ok(None) };
    Ok(Some(Proposal { before: before.text(), text, rule: review.reason, note: review.note, post }))
}

/// The proposed text as the author's own, as data: for the form in which they change it further.
///
/// # Errors
/// `NotFound` where nothing is proposed to this author.
pub async fn load_source(app: &App, author: &Member, id: i64) -> Result<Source> {
    let found = load(app, author, id).await?;
    let changed = found.map(|(post, review)| proposed(&post, &review)).transpose()?.flatten();
    Ok(changed.ok_or(NOTHING)?.told.into_source())
}

/// Takes the proposed text over as a change of the author's own: it goes the way of every change. A second time does nothing.
///
/// # Errors
/// `NotFound` where nothing is proposed to this author.
pub async fn take_over(app: &App, author: &Member, id: i64) -> Result<Post> {
    let (post, review) = load(app, author, id).await?.ok_or(NOTHING)?;
    if review.state == ReviewState::Held {
        let taken = Change::newest(app.read(), &post).await?.text();
        return if review.proposal == Some(taken) { Ok(post) } else { Err(NOTHING) };
    }
    let change = proposed(&post, &review)?.ok_or(NOTHING)?;
    Box::pin(edit::store_changed(app, author, post, change, None, None)).await
}

const NOTHING: Error = Error::NotFound("proposal");

/// A proposal as it is kept: the author's text with another one in its place, in its text form.
///
/// # Errors
/// `Invalid` at the field `proposal` where there is no text, it is too long, holds contact data, or is the author's.
pub(super) async fn check(app: &App, before: Change, text: &str) -> Result<String> {
    let here = |error| {
        let Error::Invalid(mut problems) = error else { return error };
        for problem in &mut problems {
            problem.field = "proposal";
        }
        Error::Invalid(problems)
    };
    if text.trim().is_empty() {
        return Err(Error::invalid("proposal", "problem-proposal-empty"));
    }
    let own = before.clone().text();
    let change = read(before, text).map_err(here)?;
    identity::refuse_contact_in(app, &change.told, &[]).await.map_err(here)?;
    let proposed = change.text();
    if proposed == own {
        return Err(Error::invalid("proposal", "problem-proposal-same"));
    }
    Ok(proposed)
}

/// Whether the newest version of something that waits is what was proposed to its author.
pub(super) fn is_taken_over(review: Option<&Review>, newest: &Change) -> bool {
    let proposed = review.and_then(|review| review.proposal.as_deref());
    proposed.is_some_and(|proposed| newest.clone().text() == proposed)
}

/// A post of this author and what is known of its review.
async fn load(app: &App, author: &Member, id: i64) -> Result<Option<(Post, Review)>> {
    let post = store::post::find(app.read(), id).await?.filter(|post| post.account_id == author.id());
    let Some(post) = post.filter(|post| matches!(post.kind, PostKind::Story | PostKind::Note)) else {
        return Ok(None);
    };
    Ok(store::review::find(app.read(), id).await?.map(|review| (post, review)))
}

/// What was not let through: the post, or the change of it.
fn refused(post: &Post, review: &Review) -> Result<Option<Change>> {
    match post.state {
        PostState::Refused => Change::of(post).map(Some),
        PostState::Published => Change::refused(post, review),
        PostState::Held => Ok(None),
    }
}

/// What was not let through with the proposed text in its place.
fn proposed(post: &Post, review: &Review) -> Result<Option<Change>> {
    let (Some(before), Some(text)) = (refused(post, review)?, review.proposal.as_deref()) else {
        return Ok(None);
    };
    read(before, text).map(Some)
}

fn read(before: Change, text: &str) -> Result<Change> {
    let is_story = before.told.is_story;
    let language = before.told.editions.first().map(|edition| edition.language.clone());
    let language = language.filter(|language| !typed::is_undetermined(language));
    let draft = Draft::parse(text, language.as_deref());
    if !draft.problems.is_empty() {
        return Err(Error::Invalid(draft.problems));
    }
    Ok(before.with_text(text, draft, is_story))
}
