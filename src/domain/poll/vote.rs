//! Voting, here and from elsewhere.

use super::count::{COUNT_DELAY, tell_counts_later};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::domain::post::{self, Post};
use crate::jobs::{self, Job};
use crate::store::event::Event;
use crate::store::poll::{self, Poll};
use crate::store::poll_option::{self, PollOption};
use crate::store::poll_vote::{self, Vote};
use crate::store::{Tx, post as posts};

/// One vote with what it is about.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Who voted, and for which place.
    pub vote: Vote,
    /// The post with the poll.
    pub post: Post,
    /// The words of the option.
    pub title: String,
}

/// What was chosen with a vote.
///
/// # Errors
/// `NotFound` when the vote or its poll is gone.
pub async fn load_choice(app: &App, vote_id: i64) -> Result<Choice> {
    let vote = poll_vote::find(app.read(), vote_id).await?.ok_or(Error::NotFound("vote"))?;
    let post = posts::find(app.read(), vote.post_id).await?.ok_or(Error::NotFound("post"))?;
    let options = poll_option::list(app.read(), &[vote.post_id]).await?;
    let chosen = options.into_iter().find(|option| option.place == vote.place);
    let title = chosen.ok_or(Error::NotFound("option"))?.title;
    Ok(Choice { vote, post, title })
}

/// Votes in the name of `me` for the options at these places (from 0). Gives the post.
///
/// # Errors
/// `NotFound` where `me` may not read the post or it asks nothing; `Invalid` where `me` can't vote so.
pub async fn vote(app: &App, me: &Account, post_id: i64, places: &[i64]) -> Result<Post> {
    let found = post::load_visible(app, Some(me.id), post_id).await?;
    let mut chosen: Vec<i32> = places.iter().filter_map(|place| i32::try_from(*place).ok()).collect();
    if chosen.is_empty() || chosen.len() < places.len() {
        return Err(refused("problem-poll-choice"));
    }
    chosen.sort_unstable();
    chosen.dedup();
    let tx = app.db.begin().await?;
    let uris = chosen.iter().map(|_| app.urls.activity(&app.random.wire_id())).collect();
    cast(app, &tx, &found, me, &chosen, uris).await?;
    app.commit(tx).await?;
    Ok(found)
}

/// Somebody elsewhere voted with the option's words for a poll of ours that they may read. A second copy of the same
/// vote is refused like any other second vote, and changes nothing.
pub async fn receive_vote(
    app: &App,
    tx: &Tx,
    uri: &str,
    from: &Account,
    post: &Post,
    title: &str,
) -> Result<()> {
    if !post.local {
        return Err(Error::NotFound("a poll of ours"));
    }
    let options = poll_option::list(&**tx, &[post.id]).await?;
    let chosen = options.iter().find(|option| option.title == title).ok_or(Error::NotFound("option"))?;
    cast(app, tx, post, from, &[chosen.place], vec![uri.to_owned()]).await
}

/// Writes votes down, each with the wire id at the same place of the list.
async fn cast(
    app: &App,
    tx: &Tx,
    post: &Post,
    voter: &Account,
    places: &[i32],
    uris: Vec<String>,
) -> Result<()> {
    // Drawing a number takes the lock that lets nobody else vote until this is written.
    let mut id = app.new_id(tx).await?;
    let row = poll::find(&**tx, post.id).await?.ok_or(Error::NotFound("poll"))?;
    let options = poll_option::list(&**tx, &[post.id]).await?;
    let before = poll_vote::list_of(&**tx, voter.id, &[post.id]).await?;
    if let Some(problem) = problem_with(app, post, &row, voter, places, &options, &before) {
        return Err(refused(problem));
    }
    for (place, uri) in places.iter().zip(uris) {
        let vote = Vote { id, post_id: post.id, account_id: voter.id, place: *place, uri };
        poll_vote::insert(tx, vote).await?;
        poll_option::count(tx, post.id, *place, 1).await?;
        app.record(tx, &Event::Voted { vote: id }).await?;
        id = app.new_id(tx).await?;
    }
    if before.is_empty() {
        poll::count_voters(tx, post.id, 1).await?;
    }
    match row.ends_at {
        // Its own server has no reason to tell our voters that it ends.
        Some(at) if !post.local => {
            jobs::enqueue_once_in(app, tx, &Job::EndPoll { post: post.id, at }, at).await
        }
        Some(at) if !row.hides_counts && app.now() + COUNT_DELAY < at => {
            tell_counts_later(app, tx, post.id).await
        }
        // At its end everything is told.
        Some(_) | None => Ok(()),
    }
}

/// Why this vote can't be, as a key of the catalogue.
fn problem_with(
    app: &App,
    post: &Post,
    row: &Poll,
    voter: &Account,
    places: &[i32],
    options: &[PollOption],
    before: &[Vote],
) -> Option<&'static str> {
    let is_there = |place: &i32| options.iter().any(|option| option.place == *place);
    if row.has_ended(app.now()) {
        Some("problem-poll-ended")
    } else if post.account_id == voter.id {
        Some("problem-poll-own")
    } else if !places.iter().all(is_there) || (!row.multiple && places.len() > 1) {
        Some("problem-poll-choice")
    } else if before.iter().any(|vote| !row.multiple || places.contains(&vote.place)) {
        Some("problem-poll-voted")
    } else {
        None
    }
}

fn refused(problem: &'static str) -> Error {
    Error::invalid("choices", problem)
}
