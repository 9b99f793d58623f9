//! Held replies: what somebody answers to a story whom its author does not follow waits until it is let through, so that
//! nothing that hurts comes to the author or to readers unasked (`docs/decisions/0025-replies-wait.md`).
//!
//! A held reply is a post in the state `Held`, which nobody sees but who wrote it and moderators; a row says who decides.

use std::collections::HashMap;

use crate::app::App;
use crate::base::config::ReplyMode;
use crate::base::error::{Error, Result};
use crate::domain::account::{Account, AccountKind};
use crate::domain::auth::Member;
use crate::domain::care::level;
use crate::domain::post::thread::root_of;
use crate::domain::post::{Post, PostKind, PostState, Visibility, withdraw};
use crate::domain::story::review;
use crate::domain::story::write::count_released;
use crate::domain::transparency::log::{self, Act, By};
use crate::store::held_reply::{self, HeldReply};
use crate::store::kind::ReviewState;
use crate::store::post::Counter;
use crate::store::review::Review;
use crate::store::{self, Conn, Tx, account, follow, member, post, thread};

pub use crate::store::kind::Decider;

/// A reply that waits, with what it answers and who wrote it.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The reply.
    pub post: Post,
    /// The story in whose thread it stands.
    pub story: Post,
    /// Who wrote it.
    pub writer: Account,
}

/// Who has to let a reply of `writer` through, and on which story; nobody where it is shown at once. `root_id` is the first
/// post of the thread.
pub(super) async fn holder(
    app: &App,
    conn: &impl Conn,
    root_id: i64,
    writer: &Account,
    visibility: Visibility,
) -> Result<Option<Holder>> {
    if app.config.review.replies == ReplyMode::None || is_of_server(writer) {
        return Ok(None);
    }
    let Some(story) = post::find(conn, root_id).await? else { return Ok(None) };
    let is_ours = story.local && story.kind == PostKind::Story && story.account_id != writer.id;
    if !is_ours || !holds(app.config.review.replies, story.care_level) {
        return Ok(None);
    }
    let followed = follow::find_pair(conn, story.account_id, writer.id).await?;
    if followed.is_some_and(|follow| follow.accepted) {
        return Ok(None);
    }
    // Nobody can sign in as the account that publishes what was told without one.
    let has_member = member::find(conn, story.account_id).await?.is_some();
    let decider = decider(story.care_level, visibility, has_member);
    Ok(Some(Holder { story_id: story.id, author_id: story.account_id, decider }))
}

/// Replies that arrived before the post they answer find it now. One that would have had to wait, or on which such a one hangs,
/// stays a thread of its own: nobody has let it through.
pub(super) async fn adopt(app: &App, tx: &Tx, parent: &Post) -> Result<()> {
    let root_id = root_of(parent);
    let root = post::find(&**tx, root_id).await?;
    if root.is_some_and(|root| root.local && root.kind == PostKind::Story) {
        for reply in thread::list_waiting(&**tx, &parent.uri).await? {
            if !is_to_wait(app, tx, root_id, &reply).await? {
                thread::adopt(tx, parent, Some(reply.id)).await?;
            }
        }
    } else {
        thread::adopt(tx, parent, None).await?;
    }
    let replies = thread::list_replies(&**tx, &[parent.id]).await?;
    let count = replies.iter().filter(|reply| reply.visibility.is_open()).count();
    post::count(tx, parent.id, Counter::Replies, i32::try_from(count).unwrap_or(i32::MAX)).await
}

/// Whether a reply, or anything below it, would have had to wait in this thread.
async fn is_to_wait(app: &App, tx: &Tx, root_id: i64, reply: &Post) -> Result<bool> {
    let branch = match reply.root_id {
        Some(own) if own == reply.id => thread::list_branch(&**tx, own).await?,
        Some(_) | None => vec![(reply.account_id, reply.visibility)],
    };
    for (writer, visibility) in branch {
        let Some(writer) = account::find(&**tx, writer).await? else { continue };
        if holder(app, &**tx, root_id, &writer, visibility).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Who has to let a reply through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holder {
    story_id: i64,
    author_id: i64,
    decider: Decider,
}

impl Holder {
    /// The row for the reply with this number.
    pub(super) const fn of(self, post_id: i64) -> HeldReply {
        HeldReply { post_id, story_id: self.story_id, author_id: self.author_id, decider: self.decider }
    }
}

/// The guide, the feed and the like speak for the server.
fn is_of_server(writer: &Account) -> bool {
    writer.is_local()
        && match writer.kind {
            AccountKind::Application | AccountKind::Group | AccountKind::Service => true,
            AccountKind::Person | AccountKind::Organization => false,
        }
}

fn holds(mode: ReplyMode, care_level: i32) -> bool {
    match mode {
        ReplyMode::Care => care_level >= i32::from(level::SENSITIVE),
        ReplyMode::All => true,
        ReplyMode::None => false,
    }
}

/// Where a story speaks of suicidal thoughts a moderator reads what is answered, so that its author need not. A message to
/// the author alone is no moderator's to read.
fn decider(care_level: i32, visibility: Visibility, has_member: bool) -> Decider {
    let is_grave = care_level >= i32::from(level::SUICIDAL_THOUGHTS);
    let is_between_two = visibility == Visibility::Direct;
    if (is_grave || !has_member) && !is_between_two { Decider::Moderator } else { Decider::Author }
}

/// The replies that a member has to decide about, oldest first.
pub async fn list_for_author(app: &App, account_id: i64) -> Result<Vec<Waiting>> {
    list(app, held_reply::list(app.read(), Decider::Author, Some(account_id), MOST).await?).await
}

/// The replies that moderators have to decide about, oldest first.
pub async fn list_for_moderators(app: &App) -> Result<Vec<Waiting>> {
    list(app, held_reply::list(app.read(), Decider::Moderator, None, MOST).await?).await
}

/// How many replies to a story wait for its author.
pub async fn count_for_author(app: &App, story: &Post) -> Result<u64> {
    held_reply::count(app.read(), story.id, Decider::Author).await
}

/// So many are shown; the rest comes when these are decided.
const MOST: u64 = 50;

async fn list(app: &App, rows: Vec<HeldReply>) -> Result<Vec<Waiting>> {
    let ids: Vec<i64> = rows.iter().flat_map(|row| [row.post_id, row.story_id]).collect();
    let posts: HashMap<i64, Post> =
        post::list(app.read(), &ids).await?.into_iter().map(|post| (post.id, post)).collect();
    let writers: Vec<i64> = posts.values().map(|post| post.account_id).collect();
    let writers: HashMap<i64, Account> =
        account::list(app.read(), &writers).await?.into_iter().map(|account| (account.id, account)).collect();
    let waiting = rows.into_iter().filter_map(|row| {
        let (post, story) = (posts.get(&row.post_id)?.clone(), posts.get(&row.story_id)?.clone());
        let writer = writers.get(&post.account_id)?.clone();
        Some(Waiting { post, story, writer })
    });
    Ok(waiting.collect())
}

/// Lets a reply through: it is shown from now on, and everybody whom it concerns is told.
///
/// # Errors
/// `Conflict` where it is decided already, `Forbidden` or `NotFound` where somebody else decides.
pub async fn let_through(app: &App, who: &Member, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    let (held, decider) = take(&tx, who, id).await?;
    write_down(app, &tx, who, decider, Act::ReplyShown, id).await?;
    if held.local {
        review::release_held(app, &tx, held).await?;
    } else {
        let [position, event_id] = app.new_id_each(&tx).await?;
        let released = Post { position: Some(position), state: PostState::Published, ..held };
        post::update(&tx, released.clone()).await?;
        place(&tx, &released).await?;
        count_released(&tx, &released, true, event_id).await?;
    }
    app.commit(tx).await
}

/// Turns a reply away. One from elsewhere is erased and does not come back; a member's stays for who wrote it. Nobody is told.
///
/// # Errors
/// `Conflict` where it is decided already, `Forbidden` or `NotFound` where somebody else decides.
pub async fn turn_away(app: &App, who: &Member, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    let (held, decider) = take(&tx, who, id).await?;
    write_down(app, &tx, who, decider, Act::ReplyTurnedAway, id).await?;
    if held.local {
        let row = Review {
            post_id: held.id,
            state: ReviewState::Refused,
            change: None,
            reason: None,
            note: String::new(),
            proposal: None,
            decided_by: Some(who.id()),
            changed_at: app.minute(),
        };
        store::review::put(&tx, row).await?;
        post::update(&tx, Post { state: PostState::Refused, ..held }).await?;
    } else {
        withdraw::erase(app, &tx, &held).await?;
    }
    app.commit(tx).await
}

/// What moderators decide is written down. What authors decide about replies to them is their own affair.
async fn write_down(app: &App, tx: &Tx, who: &Member, decider: Decider, act: Act, id: i64) -> Result<()> {
    match decider {
        Decider::Moderator => log::write(app, tx, By::Moderator(who.id()), act, id).await,
        Decider::Author => Ok(()),
    }
}

/// A held reply with who decides about it, for who does; it is held no longer.
async fn take(tx: &Tx, who: &Member, id: i64) -> Result<(Post, Decider)> {
    const DECIDED: Error = Error::Conflict("decision about this reply");
    let row = held_reply::find(&**tx, id).await?.ok_or(DECIDED)?;
    match row.decider {
        Decider::Author if row.author_id == who.id() => {}
        Decider::Author => return Err(Error::NotFound("reply")),
        Decider::Moderator => who.require_moderator()?,
    }
    held_reply::delete(tx, id).await?;
    let post = post::find(&**tx, id).await?.filter(|post| post.state == PostState::Held).ok_or(DECIDED)?;
    Ok((post, row.decider))
}

async fn place(tx: &Tx, released: &Post) -> Result<()> {
    let Some(position) = released.position else { return Ok(()) };
    store::post_facet::place(tx, released.id, position).await?;
    store::post_tag::place(tx, released.id, position).await?;
    store::post_term::place(tx, released.id, position).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_decides_follows_from_the_care_a_story_needs() {
        use Visibility::{Direct, Private, Public};
        for (care_level, visibility, has_member, expected) in [
            (1, Public, true, Decider::Author),
            (1, Private, true, Decider::Author),
            (2, Public, true, Decider::Moderator),
            (2, Direct, true, Decider::Author),
            (0, Public, false, Decider::Moderator),
        ] {
            assert_eq!(decider(care_level, visibility, has_member), expected, "{care_level} {visibility:?}");
        }
        let held = |mode| [0, 1, 2].map(|care_level| holds(mode, care_level));
        assert_eq!(held(ReplyMode::Care), [false, true, true]);
        assert_eq!(held(ReplyMode::All), [true; 3]);
        assert_eq!(held(ReplyMode::None), [false; 3]);
    }
}
