//! Polls of other servers, as those tell them.

use crate::app::App;
use crate::base::error::Result;
use crate::jobs::{self, Job};
use crate::store::event::Event;
use crate::store::poll::{self, Poll};
use crate::store::poll_option::{self, PollOption};
use crate::store::{Tx, poll_vote};

/// A poll of another server, read and made harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePoll {
    /// Whether several options may be chosen.
    pub multiple: bool,
    /// The options with how many chose them, in the writer's order.
    pub options: Vec<(String, i32)>,
    /// When it ends or ended, in seconds.
    pub ends_at: Option<i64>,
    /// How many people voted.
    pub voter_count: Option<i32>,
}

impl RemotePoll {
    fn row(&self, post_id: i64) -> Poll {
        Poll {
            post_id,
            multiple: self.multiple,
            hides_counts: false,
            ends_at: self.ends_at,
            voter_count: self.voter_count,
        }
    }

    fn options(&self, post_id: i64) -> Vec<PollOption> {
        let row = |(place, (title, vote_count)): (i32, &(String, i32))| PollOption {
            post_id,
            place,
            title: title.clone(),
            vote_count: *vote_count,
        };
        (0..).zip(&self.options).map(row).collect()
    }
}

/// Stores the poll of a post that arrives.
pub async fn receive(tx: &Tx, post_id: i64, remote: &RemotePoll) -> Result<()> {
    poll::insert(tx, remote.row(post_id)).await?;
    poll_option::replace(tx, post_id, remote.options(post_id)).await
}

/// Stores what the post's server says of its poll now. Votes for options that are no more are forgotten.
pub async fn receive_change(app: &App, tx: &Tx, post_id: i64, remote: Option<&RemotePoll>) -> Result<()> {
    let before = poll::find(&**tx, post_id).await?;
    let (before, remote) = match (before, remote) {
        (None, None) => return Ok(()),
        (None, Some(remote)) => return receive(tx, post_id, remote).await,
        (Some(_), None) => return poll::delete(tx, post_id).await,
        (Some(before), Some(remote)) => (before, remote),
    };
    let (row, options) = (remote.row(post_id), remote.options(post_id));
    let known = poll_option::list(&**tx, &[post_id]).await?;
    if (&row, &options) == (&before, &known) {
        return Ok(());
    }
    if row.multiple != before.multiple || !titles(&options).eq(titles(&known)) {
        poll_vote::delete_in(tx, post_id).await?;
    }
    let new_end = row.ends_at.filter(|at| before.ends_at != Some(*at));
    poll::update(tx, row).await?;
    poll_option::replace(tx, post_id, options).await?;
    if let Some(at) = new_end
        && !poll_vote::list_in(&**tx, post_id).await?.is_empty()
    {
        jobs::enqueue_once_in(app, tx, &Job::EndPoll { post: post_id, at }, at).await?;
    }
    app.record(tx, &Event::VotesCounted { post: post_id }).await
}

fn titles(options: &[PollOption]) -> impl Iterator<Item = &String> {
    options.iter().map(|option| &option.title)
}
