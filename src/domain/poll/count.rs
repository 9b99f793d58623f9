//! What others learn of a poll: now and then how many chose what, and that it has ended.

use crate::app::App;
use crate::base::error::Result;
use crate::jobs::{self, Job};
use crate::store::event::Event;
use crate::store::poll::{self, Poll};
use crate::store::{Tx, poll_vote};

/// Counts are told so long after a vote, in seconds: several votes together make one message, and nobody sees who
/// voted when.
pub(super) const COUNT_DELAY: i64 = 180;

/// Has the counts told in a while, unless that is to come already.
pub(super) async fn tell_counts_later(app: &App, tx: &Tx, post: i64) -> Result<()> {
    jobs::enqueue_once_in(app, tx, &Job::TellCounts { post }, app.now() + COUNT_DELAY).await
}

/// Job: tells others how many chose what so far.
pub async fn tell_counts(app: &App, post: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    let still_runs = poll::find(&*tx, post).await?.is_some_and(|row| !row.has_ended(app.now()));
    if still_runs {
        app.record(&tx, &Event::VotesCounted { post }).await?;
    }
    app.commit(tx).await
}

/// Job: a poll ends at `at` (seconds). One that was given another end since has another job.
pub async fn end(app: &App, post: i64, at: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    if poll::find(&*tx, post).await?.is_some_and(|row| row.ends_at == Some(at)) {
        app.record(&tx, &Event::PollEnded { post }).await?;
    }
    app.commit(tx).await
}

/// The poll of a post, where it has one.
pub async fn find(app: &App, post: i64) -> Result<Option<Poll>> {
    poll::find(app.read(), post).await
}

/// Everybody who voted in a poll, each once.
pub async fn list_voters(app: &App, post: i64) -> Result<Vec<i64>> {
    let mut voters: Vec<i64> =
        poll_vote::list_in(app.read(), post).await?.into_iter().map(|vote| vote.account_id).collect();
    voters.sort_unstable();
    voters.dedup();
    Ok(voters)
}
