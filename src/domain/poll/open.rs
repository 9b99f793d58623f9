//! Opening a poll with a post, and changing it with an edit.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::jobs::{self, Job};
use crate::store::poll::{self, Poll};
use crate::store::poll_option::{self, PollOption};
use crate::store::{Tx, poll_vote};

/// Most options of a poll: the longest of the closed lists of facts has to fit, beside a way out.
pub const MAX_OPTIONS: usize = 10;
/// Longest option: the longest label of a fact has to fit.
pub const MAX_OPTION_CHARACTERS: usize = 100;
/// Shortest and longest time that a poll runs, in seconds, as on Mastodon: five minutes and a month.
pub const MIN_SECONDS: i64 = 300;
pub const MAX_SECONDS: i64 = 2_629_746;

/// A poll to be opened: its options differ, and it ends at a time that makes sense.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPoll {
    options: Vec<String>,
    multiple: bool,
    hides_counts: bool,
    seconds: i64,
}

impl NewPoll {
    /// Reads a poll as its writer gives it: one that runs `seconds` from its opening on.
    ///
    /// # Errors
    /// `Invalid` with what the writer can mend.
    pub fn parse(options: &[String], seconds: i64, multiple: bool, hides_counts: bool) -> Result<Self> {
        let options: Vec<String> = options.iter().map(|option| option.trim().to_owned()).collect();
        let (wrong, wrong_time) = (problem_with(&options), !(MIN_SECONDS..=MAX_SECONDS).contains(&seconds));
        let wrong_time = wrong_time.then(|| Problem::new("expires_in", "problem-poll-time"));
        let problems: Vec<Problem> = wrong.into_iter().chain(wrong_time).collect();
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        Ok(Self { options, multiple, hides_counts, seconds })
    }

    /// What can be chosen.
    pub fn options(&self) -> &[String] {
        &self.options
    }

    /// Whether several options may be chosen.
    pub fn is_multiple(&self) -> bool {
        self.multiple
    }

    /// Whether nobody sees how many chose what before the end.
    pub fn hides_counts(&self) -> bool {
        self.hides_counts
    }

    /// How long it runs, in seconds.
    pub fn seconds(&self) -> i64 {
        self.seconds
    }

    /// The minute in which a poll ends that is opened now: as exact as times of posts get, and never earlier than
    /// its writer said.
    fn ends_at(&self, app: &App) -> i64 {
        const MINUTE: i64 = 60;
        let exact = app.now() + self.seconds;
        exact + (-exact).rem_euclid(MINUTE)
    }

    fn rows(&self, post_id: i64) -> Vec<PollOption> {
        let row = |(place, title): (i32, &String)| PollOption {
            post_id,
            place,
            title: title.clone(),
            vote_count: 0,
        };
        (0..).zip(&self.options).map(row).collect()
    }
}

fn problem_with(options: &[String]) -> Option<Problem> {
    const FIELD: &str = "poll";
    let mut known = HashSet::new();
    if options.len() < 2 {
        Some(Problem::new(FIELD, "problem-poll-few"))
    } else if options.len() > MAX_OPTIONS {
        Some(Problem::new(FIELD, "problem-too-many").with("most", MAX_OPTIONS))
    } else if options.iter().any(String::is_empty) {
        Some(Problem::new(FIELD, "problem-poll-empty"))
    } else if options.iter().any(|option| option.chars().count() > MAX_OPTION_CHARACTERS) {
        Some(Problem::new(FIELD, "problem-too-long").with("most", MAX_OPTION_CHARACTERS))
    } else if !options.iter().all(|option| known.insert(option)) {
        Some(Problem::new(FIELD, "problem-poll-same"))
    } else {
        None
    }
}

/// Opens the poll of a post in the transaction that writes the post.
pub async fn open(app: &App, tx: &Tx, post_id: i64, new: &NewPoll) -> Result<()> {
    let ends_at = new.ends_at(app);
    let row = Poll {
        post_id,
        multiple: new.multiple,
        hides_counts: new.hides_counts,
        ends_at: Some(ends_at),
        voter_count: Some(0),
    };
    poll::insert(tx, row).await?;
    poll_option::replace(tx, post_id, new.rows(post_id)).await?;
    jobs::enqueue_once_in(app, tx, &Job::EndPoll { post: post_id, at: ends_at }, ends_at).await
}

/// Changes the poll of a post in the transaction that edits the post, or opens one. Who voted on other options did
/// not vote on these: then it begins anew.
pub async fn change(app: &App, tx: &Tx, post_id: i64, new: &NewPoll) -> Result<()> {
    let Some(before) = poll::find(&**tx, post_id).await? else { return open(app, tx, post_id, new).await };
    let ends_at = new.ends_at(app);
    let options = poll_option::list(&**tx, &[post_id]).await?;
    let is_same =
        before.multiple == new.multiple && options.iter().map(|option| &option.title).eq(new.options.iter());
    let mut changed = Poll { hides_counts: new.hides_counts, ends_at: Some(ends_at), ..before };
    if !is_same {
        changed.multiple = new.multiple;
        changed.voter_count = Some(0);
        poll_vote::delete_in(tx, post_id).await?;
        poll_option::replace(tx, post_id, new.rows(post_id)).await?;
    }
    poll::update(tx, changed).await?;
    jobs::enqueue_once_in(app, tx, &Job::EndPoll { post: post_id, at: ends_at }, ends_at).await
}
