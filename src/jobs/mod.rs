//! Jobs: work for later, kept in the database until it is done, retried, and written so that each can run twice.

pub mod tidy;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tracing::{error, warn};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::store::job::{self, JobRow};
use crate::store::{Database, Tx};

/// How long the worker rests when no bell rings.
const ROUND: Duration = Duration::from_secs(20);
/// Jobs read at once.
const BATCH: u64 = 20;
/// After so many failures a job is given up, with a line in the log.
const MAX_ATTEMPTS: i32 = 10;

/// Work for later. Holds ids only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Job {
    /// Forgets what has run out: ids of old activities, old sessions. Comes back every day.
    Tidy,
}

/// Writes a job in the transaction that makes it necessary; it runs at `run_at` (seconds) or soon after.
pub async fn enqueue(app: &App, tx: &Tx, job: &Job, run_at: i64) -> Result<()> {
    let payload = serde_json::to_string(job).map_err(anyhow::Error::from)?;
    let row = JobRow { id: app.new_id(tx).await?, payload, run_at, attempts: 0 };
    job::insert(tx, row).await
}

/// Writes a job unless one like it waits already.
pub async fn enqueue_once(app: &App, job: &Job, run_at: i64) -> Result<()> {
    let payload = serde_json::to_string(job).map_err(anyhow::Error::from)?;
    let tx = app.db.begin().await?;
    if !job::is_waiting(&tx, &payload).await? {
        enqueue(app, &tx, job, run_at).await?;
    }
    tx.commit().await
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
    for row in due {
        let outcome = match serde_json::from_str::<Job>(&row.payload) {
            Ok(job) => perform(app.clone(), job).await,
            Err(error) => Err(anyhow::Error::from(error).into()),
        };
        settle(&app.db, app.now(), row, outcome).await?;
    }
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
