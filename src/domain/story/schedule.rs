//! Scheduling: a post is written now and released later. Until then only its writer knows of it, and can call it off.
//!
//! It is checked when it is written, like any other. What can't be released at its time, because what it answers is
//! gone, stays in the list of its writer, who can give it another time or call it off.

use anyhow::Context as _;
use tracing::info;

use super::compose;
use super::danger;
use super::write::{NewPost, Placing, hash_key, read, store_new};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::{self, Member, MemberState};
use crate::domain::media;
use crate::domain::post::Visibility;
use crate::jobs::{self, Job};
use crate::store::event::Event;
use crate::store::page::{Page, Slice};
use crate::store::scheduled_post::{self, ScheduledPost};

/// How far ahead a release has to be, in seconds, as on Mastodon.
pub const MIN_AHEAD: i64 = 300;
/// Most posts that one member may have waiting, as on Mastodon.
const MOST_WAITING: u64 = 300;

/// A post that waits for its time.
#[derive(Debug, Clone)]
pub struct Scheduled {
    /// Its number.
    pub id: i64,
    /// When it is released, in seconds; a whole minute.
    pub at: i64,
    /// What its writer sent.
    pub post: NewPost,
}

impl Scheduled {
    pub(super) fn of(row: &ScheduledPost) -> Result<Self> {
        Ok(Self { id: row.id, at: row.run_at, post: sent(row)? })
    }
}

/// What a client sent.
fn sent(row: &ScheduledPost) -> Result<NewPost> {
    let words = serde_json::from_str(&row.words);
    Ok(words.with_context(|| format!("reading the scheduled post {}", row.id))?)
}

/// Schedules a post of `author` for the minute in which `at` (seconds) lies, or the next one.
///
/// The same key again gives what was scheduled with it. Fails as writing it now would, and with a time too near.
pub async fn schedule(app: &App, author: &Member, new: NewPost, at: i64) -> Result<Scheduled> {
    let key_hash = new.idempotency_key.as_deref().map(|key| hash_key(author, key));
    if let Some(key_hash) = &key_hash
        && let Some(known) = scheduled_post::find_by_key(app.read(), key_hash).await?
    {
        return Scheduled::of(&known);
    }
    let run_at = checked_time(app, at)?;
    let (told, placing) = read(app, author, new.clone()).await?;
    let visibility = placing.visibility.unwrap_or(Visibility::Public);
    compose::compose(app, author, &told, "", visibility, placing.reply_to.as_ref()).await?;
    // Help must not wait for the time of release.
    if danger::stop(app, &told, None, visibility).is_some() {
        let help = app.urls.absolute("/helplines");
        return Err(Error::Invalid(vec![Problem::new("status", "problem-danger-later").with("page", help)]));
    }
    media::check(app, author.id(), &placing.media).await?;
    keep(app, author, &new, run_at, key_hash).await
}

/// Keeps what is to be released at `run_at` (seconds).
async fn keep(
    app: &App,
    author: &Member,
    new: &NewPost,
    run_at: i64,
    key_hash: Option<String>,
) -> Result<Scheduled> {
    let words = serde_json::to_string(new).context("writing a scheduled post")?;
    let tx = app.db.begin().await?;
    let id = app.new_id(&tx).await?;
    if scheduled_post::count_of(&*tx, author.account.id).await? >= MOST_WAITING {
        let problem = Problem::new("scheduled_at", "problem-schedule-many").with("most", MOST_WAITING);
        return Err(Error::Invalid(vec![problem]));
    }
    let uri = app.urls.post(&app.random.wire_id());
    let row = ScheduledPost { id, account_id: author.account.id, uri, words, run_at, key_hash };
    scheduled_post::insert(&tx, row.clone()).await?;
    jobs::enqueue(app, &tx, &Job::Release { scheduled: id, at: run_at }, run_at).await?;
    app.commit(tx).await?;
    Scheduled::of(&row)
}

/// What `me` scheduled, the last written first.
pub async fn list(app: &App, me: i64, page: Page) -> Result<Slice<Scheduled>> {
    let slice = scheduled_post::list_of(app.read(), me, page).await?;
    let items = slice.items.iter().map(Scheduled::of).collect::<Result<Vec<_>>>()?;
    Ok(slice.with(items))
}

/// One post that `me` scheduled.
pub async fn load(app: &App, me: i64, id: i64) -> Result<Scheduled> {
    Scheduled::of(&load_row(app, me, id).await?)
}

/// Gives a scheduled post another time.
pub async fn reschedule(app: &App, me: i64, id: i64, at: i64) -> Result<Scheduled> {
    let row = load_row(app, me, id).await?;
    let run_at = checked_time(app, at)?;
    let tx = app.db.begin().await?;
    scheduled_post::set_time(&tx, id, run_at).await?;
    jobs::enqueue_once_in(app, &tx, &Job::Release { scheduled: id, at: run_at }, run_at).await?;
    app.commit(tx).await?;
    Scheduled::of(&ScheduledPost { run_at, ..row })
}

/// Calls a scheduled post off: its text is erased, also from what a backup would bring back.
pub async fn call_off(app: &App, me: i64, id: i64) -> Result<()> {
    let row = load_row(app, me, id).await?;
    let tx = app.db.begin().await?;
    if !scheduled_post::delete(&tx, id).await? {
        return Err(Error::NotFound("scheduled post"));
    }
    app.record(&tx, &Event::CalledOff { uri: row.uri }).await?;
    app.commit(tx).await
}

/// Job: releases a scheduled post at `at` (seconds), unless it was given another time or called off.
pub async fn release(app: &App, id: i64, at: i64) -> Result<()> {
    let Some(row) = scheduled_post::find(app.read(), id).await? else { return Ok(()) };
    if row.run_at != at {
        return Ok(());
    }
    match write_now(app, row).await {
        Err(
            error @ (Error::NotFound(_)
            | Error::Gone(_)
            | Error::Forbidden(_)
            | Error::Invalid(_)
            | Error::Conflict(_)),
        ) => {
            info!(
                scheduled.id = id,
                "scheduled post {id} can't be released and stays with its writer: {error}"
            );
            Ok(())
        }
        outcome => outcome,
    }
}

async fn write_now(app: &App, row: ScheduledPost) -> Result<()> {
    let author = auth::load(app, row.account_id).await?;
    match author.row.state {
        MemberState::Active => {}
        MemberState::Pending | MemberState::Frozen | MemberState::Suspended => {
            return Err(Error::Forbidden("a member who may not"));
        }
    }
    let (told, placing) = read(app, &author, sent(&row)?).await?;
    let placing = Placing { uri: Some(row.uri), scheduled: Some(row.id), key_hash: row.key_hash, ..placing };
    store_new(app, &author, told, placing).await.map(drop)
}

async fn load_row(app: &App, me: i64, id: i64) -> Result<ScheduledPost> {
    let row = scheduled_post::find(app.read(), id).await?;
    row.filter(|row| row.account_id == me).ok_or(Error::NotFound("scheduled post"))
}

fn checked_time(app: &App, at: i64) -> Result<i64> {
    const MINUTE: i64 = 60;
    if at < app.now() + MIN_AHEAD {
        return Err(Error::invalid("scheduled_at", "problem-schedule-soon"));
    }
    Ok(at.saturating_add((-at).rem_euclid(MINUTE)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::post::withdrawals::{self, Withdrawn};
    use crate::store::testing::{Fresh, fresh_on_each};
    use crate::store::{backup, event, post as posts};

    async fn member(app: &Fresh) -> Member {
        let new = auth::member::NewMember::active("quiet_fern_12", "tea moss lantern");
        auth::member::create(app, new).await.unwrap().member
    }

    async fn planned(app: &Fresh, author: &Member) -> Scheduled {
        let new = NewPost { text: "A zeppelin.".to_owned(), ..NewPost::default() };
        schedule(app, author, new, app.now() + 601).await.unwrap()
    }

    #[tokio::test]
    async fn a_release_that_runs_twice_posts_once_and_one_at_a_time_that_was_changed_not_at_all() {
        for app in fresh_on_each().await {
            let author = member(&app).await;
            let first = planned(&app, &author).await;
            let moved = reschedule(&app, author.id(), first.id, app.now() + 3600).await.unwrap();
            assert_eq!((first.at % 60, moved.at % 60), (0, 0));
            app.pass(7200);
            release(&app, first.id, first.at).await.unwrap();
            assert_eq!(list(&app, author.id(), Page::default()).await.unwrap().items.len(), 1);
            for _ in 0..2 {
                release(&app, first.id, moved.at).await.unwrap();
            }
            assert!(list(&app, author.id(), Page::default()).await.unwrap().items.is_empty());
            assert_eq!(posts::list_addresses(app.read(), 0, 10).await.unwrap().len(), 1);
        }
    }

    #[tokio::test]
    async fn what_was_called_off_after_a_backup_does_not_come_back_with_it() {
        for app in fresh_on_each().await {
            let author = member(&app).await;
            let (kept, gone) = (planned(&app, &author).await, planned(&app, &author).await);
            let file = app.folder().join("backup");
            backup::write(&app.db, &file, "stories.example", app.minute()).await.unwrap();
            call_off(&app, author.id(), gone.id).await.unwrap();
            let events = event::list_oldest(app.read(), 10).await.unwrap();
            let called_off = serde_json::from_str(&events.last().unwrap().payload).unwrap();
            withdrawals::write_down(&app, &called_off).await.unwrap();

            let tx = app.db.begin().await.unwrap();
            backup::restore(&tx, &file, "stories.example", true).await.unwrap();
            let list_of_gone = Withdrawn::read(&withdrawals::path(&app)).unwrap();
            assert_eq!(withdrawals::replay(&app, &tx, &list_of_gone).await.unwrap(), 1);
            app.commit(tx).await.unwrap();
            let left = list(&app, author.id(), Page::default()).await.unwrap().items;
            assert_eq!(left.iter().map(|post| post.id).collect::<Vec<_>>(), [kept.id]);
        }
    }
}
