//! What follows from each change: the one place where an event becomes notices, deliveries and all the rest.
//!
//! Effects are durable: the event was written in the transaction of the change, and is removed when everything
//! that follows has been written down. So every effect can run twice.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{error, warn};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::post::{list_whole, withdrawals};
use crate::domain::{leaving, notice, topic};
use crate::federation::{delivery, receive};
use crate::jobs::{self, Job};
use crate::store::event::{self, Event};

/// How long the worker rests when no bell rings: other processes on the same database ring none.
const ROUND: Duration = Duration::from_secs(5);
/// Events read at once.
const BATCH: u64 = 50;
/// After so many failures an event is dropped, with a line in the log: one bad event must not stop all others.
const MAX_ATTEMPTS: i32 = 10;

/// Starts all workers of the server; they end soon after `stopped` turns true.
pub fn start(app: &App, stopped: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    workers.spawn(work(app.clone(), stopped.clone()));
    workers.spawn(delivery::work(app.clone(), stopped.clone()));
    workers.spawn(jobs::work(app.clone(), stopped.clone(), perform));
    workers.spawn(receive::work(app.clone(), stopped.clone()));
    workers
}

/// Takes events in order until told to stop.
async fn work(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let worked = match round(&app).await {
            Ok(worked) => worked,
            Err(error) => {
                error!("working on events: {error:#}");
                false
            }
        };
        if !worked {
            tokio::select! {
                () = app.wake.events.notified() => {}
                _ = tokio::time::timeout(ROUND, std::future::pending::<()>()) => {}
                _ = stopped.changed() => {}
            }
        }
    }
}

/// Works through the oldest events; false when there were none.
async fn round(app: &App) -> Result<bool> {
    let events = event::list_oldest(app.read(), BATCH).await?;
    if events.is_empty() {
        return Ok(false);
    }
    let events: Vec<_> =
        events.into_iter().map(|row| (serde_json::from_str::<Event>(&row.payload), row)).collect();
    // Events of other processes too: what this one has read may be older. Together, for each is looked at several times.
    app.kept.forget();
    let posts: Vec<i64> = events.iter().filter_map(|(event, _)| event.as_ref().ok()?.released()).collect();
    list_whole(app, &posts).await?;
    let mut done = Vec::with_capacity(events.len());
    let mut failed = None;
    for (event, row) in events {
        let outcome = match event {
            Ok(event) => Box::pin(apply(app, row.id, &event)).await,
            Err(error) => Err(anyhow::Error::from(error).into()),
        };
        match outcome {
            // What the event was about went away in the meantime: nothing follows any more.
            Ok(()) | Err(Error::NotFound(_) | Error::Gone(_)) => done.push(row.id),
            Err(error) if row.attempts >= MAX_ATTEMPTS => {
                error!(event.id = row.id, "gave up on event {}: {error:#}", row.id);
                done.push(row.id);
            }
            Err(error) => {
                warn!(event.id = row.id, "event {} failed and is tried again: {error:#}", row.id);
                failed = Some(row.id);
                break;
            }
        }
    }
    let tx = app.db.begin().await?;
    event::delete_all(&tx, &done).await?;
    if let Some(id) = failed {
        event::count_attempt(&tx, id).await?;
    }
    tx.commit().await?;
    Ok(failed.is_none())
}

/// What follows from one event.
async fn apply(app: &App, event_id: i64, event: &Event) -> Result<()> {
    // First: whatever fails below, a restored backup must not bring back what was taken back.
    withdrawals::write_down(app, event).await?;
    delivery::tell_others(app, event_id, event).await?;
    if let Event::PostPublished { post } = event {
        topic::announce(app, *post).await?;
    }
    if let Event::AccountDeleted { account } = event {
        leaving::forget_followers(app, *account).await?;
    }
    match event {
        Event::PostPublished { .. }
        | Event::PostEdited { .. }
        | Event::PostWithdrawn { .. }
        | Event::BoostUndone { .. }
        | Event::FollowRequested { .. }
        | Event::FollowAccepted { .. }
        | Event::FollowRejected { .. }
        | Event::FollowUndone { .. }
        | Event::Favourited { .. }
        | Event::FavouriteUndone { .. }
        | Event::AccountDeleted { .. } => notice::decide(app, event).await,
        // Nobody here is told about these.
        Event::Blocked { .. } | Event::Unblocked { .. } | Event::ProfileChanged { .. } => Ok(()),
    }
}

/// Does one job.
async fn perform(app: App, job: Job) -> Result<()> {
    match job {
        Job::Tidy => jobs::tidy::run(&app).await,
    }
}
