//! Appeals: an author says in words why a decision about their story was wrong, and another moderator than the one who took it
//! looks at it again.

use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::{Member, member, unnamed};
use crate::domain::post::{Post, PostState};
use crate::domain::story::change::{self, Change};
use crate::domain::story::{danger, identity, review};
use crate::domain::transparency::log::{self, Act, By};
use crate::domain::transparency::numbers::{self, What};
use crate::store::event::Event;
use crate::store::kind::{Reason, ReviewState};
use crate::store::review::Review;
use crate::store::{appeal, post, review as reviews, withdrawal};

pub use crate::store::appeal::Appeal;

/// Most characters of what an author says, and of the answer.
pub const BODY_MOST: usize = 2000;
/// How many open appeals the desk shows.
const PAGE: u64 = 50;

/// A decision against which its author can say something.
#[derive(Debug, Clone)]
pub struct Decided {
    /// The number that the story has, or had.
    pub story: i64,
    /// Whether it was taken down; otherwise it, or the change of it, was not let through.
    pub removed: bool,
    /// What the change tells that was not let through, where it was a change; the story itself stands.
    pub change: Option<String>,
    /// The rule.
    pub rule: Option<Reason>,
    /// Who decided; none for the operator.
    decider: Option<i64>,
    /// What the author said already, and the answer.
    pub appeal: Option<Appeal>,
}

/// An appeal at which somebody has to look again.
#[derive(Debug, Clone)]
pub struct Open {
    /// What the author says.
    pub appeal: Appeal,
    /// The story, where it is still there; as it would be, where the change of it was not let through.
    pub story: Option<Post>,
    /// Whether it is about a change.
    pub is_change: bool,
    /// The rule of the first decision.
    pub rule: Option<Reason>,
    /// What its author was told then.
    pub note: String,
    /// Whether who looks took the first decision, and there are others: one of them has to decide.
    pub is_for_others: bool,
    /// Whether it is about a story of who looks, and there are others.
    pub is_own: bool,
}

/// The decision about a story of `author` against which they can say something; nothing where there is none, or a program
/// alone decided, for which there is a person already.
pub async fn find(app: &App, author: &Member, story: i64) -> Result<Option<Decided>> {
    let known = appeal::find(app.read(), story).await?.filter(|known| known.account_id == author.id());
    if let Some(post) = post::find(app.read(), story).await? {
        let review = reviews::find(app.read(), story).await?;
        let refused = review.filter(|review| review.state == ReviewState::Refused);
        let Some(review) = refused.filter(|review| review.reason.is_some()) else { return Ok(None) };
        let change = Change::refused(&post, &review)?;
        let is_open = post.state == PostState::Refused || change.is_some();
        if post.account_id != author.id() || !is_open || danger::is_program(app, &review).await? {
            return Ok(None);
        }
        let change = change.map(|change| change.told.into_source().render());
        let (rule, decider) = (review.reason, review.decided_by);
        return Ok(Some(Decided { story, removed: false, change, rule, decider, appeal: known }));
    }
    let gone = withdrawal::find(app.read(), story).await?.filter(|gone| gone.account_id == author.id());
    Ok(gone.and_then(|gone| {
        let rule = gone.removed_under?;
        let (rule, decider) = (Some(rule), gone.removed_by);
        Some(Decided { story, removed: true, change: None, rule, decider, appeal: known })
    }))
}

/// Says why a decision was wrong, in place of what was said before nobody had looked.
///
/// # Errors
/// `Invalid` where nothing or too much is said, `NotFound` where there is no decision to speak of, `Conflict` where somebody
/// has looked at it again.
pub async fn appeal(app: &App, author: &Member, story: i64, body: &str) -> Result<()> {
    let body = body.trim();
    if body.is_empty() {
        return Err(Error::invalid("appeal", "problem-appeal-empty"));
    }
    if body.chars().count() > BODY_MOST {
        return Err(Error::Invalid(vec![Problem::new("appeal", "problem-too-long").with("most", BODY_MOST)]));
    }
    let decided = find(app, author, story).await?.ok_or(Error::NotFound("decision"))?;
    let tx = app.db.begin().await?;
    let known = appeal::find(&*tx, story).await?;
    if known.as_ref().is_some_and(|known| known.granted.is_some()) {
        return Err(Error::Conflict("decision about this appeal"));
    }
    if known.is_none() {
        numbers::count(&tx, app.now(), What::Appealed).await?;
    }
    let row = Appeal {
        post_id: story,
        account_id: author.id(),
        removed: decided.removed,
        first_decider: decided.decider,
        body: body.to_owned(),
        granted: None,
        answer: String::new(),
        sent_day: app.day(),
        decided_day: None,
    };
    appeal::put(&tx, row).await?;
    app.commit(tx).await
}

/// The appeals at which somebody has to look, the oldest first; for `moderator`.
pub async fn list_open(app: &App, moderator: &Member) -> Result<Vec<Open>> {
    let mut found = Vec::new();
    for appeal in appeal::list_open(app.read(), PAGE).await? {
        let mut story = post::find(app.read(), appeal.post_id).await?;
        let review = reviews::find(app.read(), appeal.post_id).await?;
        let changed = match (&story, &review) {
            (Some(post), Some(review)) => changed(app, post, review).await?,
            _ => None,
        };
        let is_change = changed.is_some();
        story = changed.or(story);
        let gone = withdrawal::find(app.read(), appeal.post_id).await?;
        let rule = review.as_ref().and_then(|review| review.reason);
        found.push(Open {
            rule: rule.or_else(|| gone.and_then(|gone| gone.removed_under)),
            note: review.map(|review| review.note).unwrap_or_default(),
            is_for_others: is_for_others(app, moderator.id(), &appeal).await?,
            is_own: review::is_own(app, By::Moderator(moderator.id()), appeal.account_id).await?,
            is_change,
            story,
            appeal,
        });
    }
    Ok(found)
}

/// A published story as it would be with the change that was not let through.
async fn changed(app: &App, post: &Post, review: &Review) -> Result<Option<Post>> {
    let Some(change) = Change::refused(post, review)? else { return Ok(None) };
    let Some(author) = unnamed::find_author(app, post.account_id).await? else { return Ok(None) };
    let composed = change.compose(app, &author, post).await?;
    Ok(Some(change.applied(post.clone(), &composed)))
}

/// Looks at a decision again. Where the author was right, a story or a change that was not let through is published; one that
/// was taken down is gone, and its author may tell it again.
///
/// # Errors
/// `Invalid` where another moderator has to decide, the answer is too long, or the story holds contact data; `Conflict` where
/// somebody has looked at it, or the author has changed the story since.
pub async fn decide(app: &App, moderator: &Member, story: i64, granted: bool, answer: &str) -> Result<()> {
    let answer = answer.trim();
    if answer.chars().count() > BODY_MOST {
        return Err(Error::Invalid(vec![Problem::new("answer", "problem-too-long").with("most", BODY_MOST)]));
    }
    let row = appeal::find(app.read(), story).await?.ok_or(DECIDED)?;
    let by = By::Moderator(moderator.id());
    review::refuse_own(app, by, row.account_id).await?;
    if is_for_others(app, moderator.id(), &row).await? {
        return Err(Error::invalid("decision", "problem-appeal-other"));
    }
    let is_published = granted && !row.removed;
    if is_published {
        let read = post::find(app.read(), story).await?.ok_or(DECIDED)?;
        let review = reviews::find(app.read(), story).await?.ok_or(DECIDED)?;
        let read = Change::refused(&read, &review)?.map_or_else(|| Change::of(&read), Ok)?;
        identity::refuse_contact(app, story, &read.told).await?;
    }
    let tx = app.db.begin().await?;
    let row = appeal::find(&*tx, story).await?.filter(|row| row.granted.is_none()).ok_or(DECIDED)?;
    if !row.removed {
        let post = post::find(&*tx, story).await?.ok_or(DECIDED)?;
        let review = reviews::find(&*tx, story).await?;
        let refused = review.filter(|review| review.state == ReviewState::Refused).ok_or(DECIDED)?;
        match post.state {
            // It waits from here on, so that it is published as everything that waits.
            PostState::Refused if granted => {
                change::await_moderator(app, &tx, story).await?;
                post::update(&tx, Post { state: PostState::Held, ..post }).await?;
            }
            PostState::Published if granted => {
                Change::refused(&post, &refused)?.ok_or(DECIDED)?.hold(app, &tx, &post).await?;
            }
            PostState::Published | PostState::Refused => {}
            PostState::Held => return Err(DECIDED),
        }
    }
    let act = if granted { Act::AppealGranted } else { Act::AppealDenied };
    let (answer, decided_day) = (answer.to_owned(), Some(app.day()));
    appeal::put(&tx, Appeal { granted: Some(granted), answer, decided_day, ..row }).await?;
    log::write(app, &tx, by, act, story).await?;
    app.record(&tx, &Event::AppealDecided { story }).await?;
    app.commit(tx).await?;
    if is_published {
        Box::pin(review::release(app, by, story, None, None)).await?;
    }
    Ok(())
}

const DECIDED: Error = Error::Conflict("decision about this appeal");

/// Whether this moderator took the first decision, and there is another who can look at it.
async fn is_for_others(app: &App, moderator: i64, appeal: &Appeal) -> Result<bool> {
    Ok(appeal.first_decider == Some(moderator) && member::is_another_moderator(app, moderator).await?)
}
