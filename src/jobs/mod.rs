//! Jobs: work for later, kept in the database until it is done, retried, and written so that each can run twice.

pub mod pictures;
pub mod tidy;
pub mod trim;
pub mod wipe;

use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tracing::{error, info, warn};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::store::job::{self, JobRow};
use crate::store::{Database, Tx};

/// How long the worker rests when no bell rings.
const ROUND: Duration = Duration::from_secs(20);
/// Jobs read at once.
const BATCH: u64 = 40;
/// Jobs that run side by side: one that waits for a slow server must not hold up all others.
const SIDE_BY_SIDE: usize = 8;
/// After so many failures a job is given up, with a line in the log.
const MAX_ATTEMPTS: i32 = 10;

/// Work for later. Holds ids only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Job {
    /// Forgets what has run out: ids of old activities, old sessions. Comes back every day.
    Tidy,
    /// Wipes what was erased off the disk.
    Wipe {
        /// When it was due first, in seconds.
        at: i64,
    },
    /// Releases a post that was written before.
    Release {
        /// The scheduled post.
        scheduled: i64,
        /// When it is released, in seconds; it may get another time.
        at: i64,
    },
    /// Releases a story that waits for its time.
    ReleaseStory {
        /// The story.
        post: i64,
        /// When it is released, in seconds; it may wait for a person by then.
        at: i64,
    },
    /// Tells other servers how many chose what in a poll.
    TellCounts {
        /// The post with the poll.
        post: i64,
    },
    /// Tells everybody concerned that a poll has ended.
    EndPoll {
        /// The post with the poll.
        post: i64,
        /// When it ends, in seconds; a poll may get another end.
        at: i64,
    },
    /// Removes files whose pictures are gone.
    RemoveFiles {
        /// Their names, which are random.
        names: Vec<String>,
    },
    /// Compares who follows an account elsewhere with the list of its own server.
    Synchronize {
        /// The account.
        account: i64,
        /// Where the list is.
        url: String,
        /// The digest of the list (FEP-8fcf).
        digest: String,
    },
    /// Tells an app of a notice.
    Push {
        /// The app's subscription.
        subscription: i64,
        /// The notice.
        notice: i64,
    },
}

/// Writes a job in the transaction that makes it necessary; it runs at `run_at` (seconds) or soon after.
pub async fn enqueue(app: &App, tx: &Tx, job: &Job, run_at: i64) -> Result<()> {
    let payload = serde_json::to_string(job).map_err(anyhow::Error::from)?;
    let row = JobRow { id: app.new_id(tx).await?, payload, run_at, attempts: 0 };
    job::insert(tx, row).await
}

/// Writes a job unless one like it waits already.
pub async fn enqueue_once(app: &App, job: &Job, run_at: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    enqueue_once_in(app, &tx, job, run_at).await?;
    tx.commit().await
}

/// [`enqueue_once`] in a transaction of the caller.
pub async fn enqueue_once_in(app: &App, tx: &Tx, job: &Job, run_at: i64) -> Result<()> {
    let payload = serde_json::to_string(job).map_err(anyhow::Error::from)?;
    if job::is_waiting(tx, &payload).await? { Ok(()) } else { enqueue(app, tx, job, run_at).await }
}

/// Runs due jobs with `perform` until told to stop.
pub async fn work<F>(app: App, mut stopped: watch::Receiver<bool>, perform: impl Fn(App, Job) -> F)
where
    F: Future<Output = Result<()>>,
{
    while !*stopped.borrow() {
        let worked = match round(&app, &perform).await {
            Ok(worked) => worked,
            Err(error) => {
                error!("working on jobs: {error:#}");
                false
            }
        };
        if !worked {
            tokio::select! {
                () = app.wake.jobs.notified() => {}
                _ = tokio::time::timeout(ROUND, std::future::pending::<()>()) => {}
                _ = stopped.changed() => {}
            }
        }
    }
}

async fn round<F>(app: &App, perform: &impl Fn(App, Job) -> F) -> Result<bool>
where
    F: Future<Output = Result<()>>,
{
    let due = job::list_due(app.read(), app.now(), BATCH).await?;
    let worked = !due.is_empty();
    let done = stream::iter(due).map(async |row: JobRow| {
        let outcome = match serde_json::from_str::<Job>(&row.payload) {
            Ok(job) => perform(app.clone(), job).await,
            Err(error) => Err(anyhow::Error::from(error).into()),
        };
        settle(&app.db, app.now(), row, outcome).await
    });
    done.buffer_unordered(SIDE_BY_SIDE).try_collect::<()>().await?;
    Ok(worked)
}

/// Removes a job that is done or hopeless; puts off one that may work later.
async fn settle(db: &Database, now: i64, row: JobRow, outcome: Result<()>) -> Result<()> {
    let tx = db.begin().await?;
    match outcome {
        Ok(()) => job::delete(&tx, row.id).await?,
        Err(error) if may_work_later(&error) && row.attempts < MAX_ATTEMPTS => {
            warn!(job.id = row.id, "job {} failed and is tried again: {error:#}", row.id);
            // A minute, two, four ... about eight hours.
            let delay = 60_i64 << row.attempts.clamp(0, 9);
            job::put_off(&tx, row.id, row.attempts + 1, now + delay).await?;
        }
        // What it was for went away, or may not be done any more: nothing went wrong.
        Err(error @ (Error::NotFound(_) | Error::Gone(_) | Error::Forbidden(_))) => {
            info!(job.id = row.id, "job {} came to nothing: {error:#}", row.id);
            job::delete(&tx, row.id).await?;
        }
        Err(error) => {
            error!(job.id = row.id, "gave up on job {}: {error:#}", row.id);
            job::delete(&tx, row.id).await?;
        }
    }
    tx.commit().await
}

/// Another server's failure and our own may pass; what is forbidden or gone stays so.
fn may_work_later(error: &Error) -> bool {
    match error {
        Error::Remote { .. } | Error::TooMany { .. } | Error::Internal(_) => true,
        Error::NotFound(_)
        | Error::Gone(_)
        | Error::Unauthenticated
        | Error::Forbidden(_)
        | Error::Invalid(_)
        | Error::Conflict(_) => false,
    }
}
