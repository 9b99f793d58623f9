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
use crate::base::hub::{Happening, SeenBy};
use crate::domain::post::{Released, list_released, withdrawals};
use crate::domain::story::{later, schedule};
use crate::domain::transparency::numbers;
use crate::domain::{guide, leaving, notice, poll, topic};
use crate::federation::{delivery, followers, receive};
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
    workers.spawn(hear(app.clone(), stopped.clone()));
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
    let released = list_released(app, &posts).await?;
    let mut done = Vec::with_capacity(events.len());
    let mut published = Vec::new();
    let mut failed = None;
    let mut happenings = Vec::new();
    for (event, row) in events {
        let outcome = match event {
            Ok(event) => {
                let post = event.released().map(|post| released.get(&post));
                if let (Event::PostPublished { .. }, Some(Some(released))) = (&event, &post)
                    && released.is_own_story()
                {
                    published.push((row.id, released.post().published_at));
                }
                let outcome = match post {
                    // It went away again.
                    Some(None) => Ok(()),
                    Some(post) => Box::pin(apply(app, row.id, &event, post)).await,
                    None => Box::pin(apply(app, row.id, &event, None)).await,
                };
                happenings.extend(watchable(event));
                outcome
            }
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
    // Only what no other process did, and in the same transaction: each story counts once.
    let gone = event::delete_all(&tx, &done).await?;
    let moments = published.into_iter().filter(|(event, _)| gone.contains(event)).map(|(_, moment)| moment);
    numbers::count_published(&tx, moments).await?;
    if let Some(id) = failed {
        event::count_attempt(&tx, id).await?;
    }
    tx.commit().await?;
    for happening in happenings {
        app.tell(happening).await;
    }
    Ok(failed.is_none())
}

/// What those who watch lists are told of an event.
fn watchable(event: Event) -> Option<Happening> {
    match event {
        Event::PostPublished { post, was_held } => Some(Happening::Published { post, was_held }),
        Event::PostEdited { post, .. } => Some(Happening::Edited { post }),
        Event::ReviewChanged { post } => Some(Happening::Reviewed { post }),
        Event::PostWithdrawn { post, account, seen_by, .. } => {
            Some(Happening::Withdrawn { post, author: account, seen_by })
        }
        Event::BoostUndone { account, boost, .. } => (boost != 0).then_some(Happening::Withdrawn {
            post: boost,
            author: account,
            seen_by: SeenBy::Followers(Vec::new()),
        }),
        Event::GuideAsked { .. }
        | Event::TakenDown { .. }
        | Event::ComplaintChanged { .. }
        | Event::AppealDecided { .. }
        | Event::ConsentChanged { .. }
        | Event::LetTravel { .. }
        | Event::KeptHere { .. }
        | Event::Permitted { .. }
        | Event::Declined { .. }
        | Event::PermissionRevoked { .. }
        | Event::FollowRequested { .. }
        | Event::FollowAccepted { .. }
        | Event::FollowRejected { .. }
        | Event::FollowUndone { .. }
        | Event::Favourited { .. }
        | Event::FavouriteUndone { .. }
        | Event::CalledOff { .. }
        | Event::Blocked { .. }
        | Event::Unblocked { .. }
        | Event::Voted { .. }
        | Event::VotesCounted { .. }
        | Event::PollEnded { .. }
        | Event::Pinned { .. }
        | Event::Unpinned { .. }
        | Event::ProfileChanged { .. }
        | Event::KeysRotated { .. }
        | Event::Reported { .. }
        | Event::AccountDeleted { .. } => None,
        Event::Announced { announcement } => Some(Happening::Announced { announcement }),
        Event::AnnouncementWithdrawn { announcement } => {
            Some(Happening::AnnouncementWithdrawn { announcement })
        }
    }
}

/// Passes on what other processes on this database tell, until told to stop.
async fn hear(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        tokio::select! {
            heard = hear_others(&app) => match heard {
                // There are no others.
                Ok(()) => return,
                Err(error) => warn!("listening to other processes: {error:#}"),
            },
            _ = stopped.changed() => return,
        }
        tokio::select! {
            _ = tokio::time::timeout(ROUND, std::future::pending::<()>()) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn hear_others(app: &App) -> Result<()> {
    let Some(mut calls) = app.db.listen().await? else { return Ok(()) };
    loop {
        match serde_json::from_str(&calls.next().await?) {
            Ok(happening) => {
                // Another process changed what this one has in memory.
                app.kept.forget();
                if let Happening::Edited { .. } | Happening::Withdrawn { .. } = happening {
                    app.note_overtaken();
                }
                app.hub.tell(happening);
            }
            // Of a newer version, while the servers are upgraded one after another.
            Err(error) => warn!("not understood what another process told: {error}"),
        }
    }
}

/// What follows from one event, which may have released a post.
async fn apply(app: &App, event_id: i64, event: &Event, released: Option<&Released>) -> Result<()> {
    // First: whatever fails below, a restored backup must not bring back what was taken back.
    withdrawals::write_down(app, event).await?;
    delivery::tell_others(app, event_id, event, released).await?;
    if let Some(released) = released {
        topic::announce(app, released).await?;
    }
    if let Event::AccountDeleted { account } = event {
        leaving::forget_followers(app, *account).await?;
    }
    if let Event::PostEdited { .. }
    | Event::PostWithdrawn { .. }
    | Event::ProfileChanged { .. }
    | Event::AccountDeleted { .. } = event
    {
        // The change may have left files of pictures to be removed: that is a job by now.
        app.wake.jobs.notify_one();
        jobs::wipe::schedule(app).await?;
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
        | Event::PollEnded { .. }
        | Event::AccountDeleted { .. } => notice::decide(app, event, released).await?,
        // Nobody here is told about these.
        Event::ReviewChanged { .. }
        | Event::TakenDown { .. }
        | Event::ComplaintChanged { .. }
        | Event::AppealDecided { .. }
        | Event::GuideAsked { .. }
        | Event::ConsentChanged { .. }
        | Event::LetTravel { .. }
        | Event::KeptHere { .. }
        | Event::Permitted { .. }
        | Event::Declined { .. }
        | Event::PermissionRevoked { .. }
        | Event::CalledOff { .. }
        | Event::Blocked { .. }
        | Event::Unblocked { .. }
        | Event::Voted { .. }
        | Event::VotesCounted { .. }
        | Event::Announced { .. }
        | Event::AnnouncementWithdrawn { .. }
        | Event::Pinned { .. }
        | Event::Unpinned { .. }
        | Event::ProfileChanged { .. }
        | Event::KeysRotated { .. }
        | Event::Reported { .. } => {}
    }
    // Last: what the guide misses must not keep anybody from hearing the rest.
    Box::pin(guide::follow(app, event_id, event, released)).await
}

/// Does one job.
async fn perform(app: App, job: Job) -> Result<()> {
    match job {
        Job::Tidy => {
            // Before: what is tidied away leaves the files of the database, too.
            leaving::shell::tidy(&app).await?;
            jobs::tidy::run(&app).await
        }
        Job::Wipe { .. } => jobs::wipe::run(&app).await,
        Job::Release { scheduled, at } => Box::pin(schedule::release(&app, scheduled, at)).await,
        Job::ReleaseStory { post, at } => Box::pin(later::release(&app, post, at)).await,
        Job::TellCounts { post } => poll::tell_counts(&app, post).await,
        Job::EndPoll { post, at } => poll::end(&app, post, at).await,
        Job::RemoveFiles { names } => jobs::pictures::remove_files(&app, &names).await,
        Job::Synchronize { account, url, digest } => {
            Box::pin(followers::synchronize(&app, account, &url, &digest)).await
        }
        Job::Push { subscription, notice } => {
            Box::pin(notice::push::deliver(&app, subscription, notice)).await
        }
    }
}

#[cfg(test)]
mod cost_tests;
