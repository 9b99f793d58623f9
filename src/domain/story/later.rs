//! Later: a story is released at another minute than the one in which it was told, so that nobody learns when its author
//! was awake. It is never back-dated.
//!
//! The operator decides for all, else the author: on the share form for one story, in the settings for what apps send.
//! Until its time only its author sees it, and can change it or take it back. What a person reads first comes out in the
//! minute in which they let it through, which says nothing of the author's.

use crate::app::App;
use crate::base::config::Release;
use crate::base::error::Result;
use crate::domain::auth::{Member, MemberState, unnamed};
use crate::domain::post::{Post, PostKind};
use crate::domain::story::change::await_moderator;
use crate::domain::story::review::{reads_first, release_unread};
use crate::jobs::{self, Job};
use crate::store::event::Event;
use crate::store::timed_release::{self, TimedRelease};
use crate::store::{Tx, post};

pub use crate::store::kind::ReleaseTime;

const MINUTE: i64 = 60;
const MINUTES_OF_A_DAY: u32 = 24 * 60;
const DAY: i64 = 86_400;

impl ReleaseTime {
    /// Every one, in the order in which forms offer them.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::NextTime, Self::WithinADay];

    /// The word that stands in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::NextTime => "next-time",
            Self::WithinADay => "within-a-day",
        }
    }

    /// Key of its name in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AtOnce => "share-release-at-once",
            Self::NextTime => "share-release-next-time",
            Self::WithinADay => "share-release-within-a-day",
        }
    }

    /// The one that a word means.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|time| time.code() == code)
    }
}

/// What an author may choose from for a story: nothing where a moderator reads it first, or where the operator decided
/// for all.
pub fn choices(app: &App, author: &Member) -> Vec<ReleaseTime> {
    if reads_first(app, author) { Vec::new() } else { usual_choices(app) }
}

/// What a member may choose from for all of their stories: nothing where the operator decided for all.
pub fn usual_choices(app: &App) -> Vec<ReleaseTime> {
    match app.config.telling.release {
        Release::Author => ReleaseTime::ALL.into_iter().collect(),
        Release::NextTime | Release::WithinADay => Vec::new(),
    }
}

/// When a story is released whose author wishes for this, if nobody has to read it first.
pub(super) fn decide(app: &App, wished: ReleaseTime) -> ReleaseTime {
    match app.config.telling.release {
        Release::Author => wished,
        Release::NextTime => ReleaseTime::NextTime,
        Release::WithinADay => ReleaseTime::WithinADay,
    }
}

/// Whether a story whose author wishes for this comes out later than it is told, if nobody has to read it first.
pub fn is_later(app: &App, wished: ReleaseTime) -> bool {
    match decide(app, wished) {
        ReleaseTime::AtOnce => false,
        ReleaseTime::NextTime => !app.config.telling.times.is_empty(),
        ReleaseTime::WithinADay => true,
    }
}

/// The minute of release, in seconds; none for the present one.
pub(super) fn moment(app: &App, time: ReleaseTime) -> Option<i64> {
    let now = app.minute();
    match time {
        ReleaseTime::AtOnce => None,
        ReleaseTime::NextTime => next_time(now, &app.config.telling.times),
        ReleaseTime::WithinADay => Some(now + MINUTE * i64::from(1 + app.random.below(MINUTES_OF_A_DAY))),
    }
}

/// Notes as what a story was told that is held, and when it is released, unless a person has to read it first.
pub(super) async fn note(
    app: &App,
    tx: &Tx,
    post: i64,
    wished: ReleaseTime,
    run_at: Option<i64>,
) -> Result<()> {
    timed_release::put(tx, TimedRelease { post_id: post, wished, run_at }).await?;
    match run_at {
        Some(at) => jobs::enqueue(app, tx, &Job::ReleaseStory { post, at }, at).await,
        None => Ok(()),
    }
}

/// Whether a held story that nobody has to read stays held until its time. One that waited for a person gets its time now.
pub(super) async fn keeps(app: &App, tx: &Tx, held: &Post) -> Result<bool> {
    if held.kind != PostKind::Story {
        return Ok(false);
    }
    let row = timed_release::find(&**tx, held.id).await?;
    if row.as_ref().is_some_and(|row| row.run_at.is_some()) {
        return Ok(true);
    }
    let wished = row.map(|row| row.wished).unwrap_or_default();
    let run_at = moment(app, decide(app, wished));
    if run_at.is_some() {
        note(app, tx, held.id, wished, run_at).await?;
    }
    Ok(run_at.is_some())
}

/// Job: releases a story at `at` (seconds), unless it has no time any more or another one. Where its author may not tell
/// any more, or a person reads first by now, it waits for a person.
pub async fn release(app: &App, id: i64, at: i64) -> Result<()> {
    let Some(held) = post::find(app.read(), id).await? else { return Ok(()) };
    let author = unnamed::find_author(app, held.account_id).await?;
    let may_come_out =
        author.is_some_and(|author| author.row.state == MemberState::Active && !reads_first(app, &author));
    let tx = app.db.begin().await?;
    if !timed_release::take(&tx, id, at).await? {
        return Ok(());
    }
    let Some(held) = post::find(&*tx, id).await? else { return Ok(()) };
    if may_come_out {
        release_unread(app, &tx, held).await?;
    } else {
        await_moderator(app, &tx, id).await?;
        app.record(&tx, &Event::ReviewChanged { post: id }).await?;
    }
    app.commit(tx).await
}

/// The next of these minutes of the day (UTC) after `now`; none where there are none.
fn next_time(now: i64, times: &[u32]) -> Option<i64> {
    let midnight = now.div_euclid(DAY) * DAY;
    let moments = [0, DAY]
        .into_iter()
        .flat_map(|day| times.iter().map(move |minutes| midnight + day + i64::from(*minutes) * MINUTE));
    moments.filter(|moment| *moment > now).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::member::{NewMember, create};
    use crate::domain::post::PostState;
    use crate::domain::post::timed::find_time;
    use crate::domain::story::edit::{Edit, edit};
    use crate::domain::story::write::{NewPost, write};
    use crate::store::number;
    use crate::store::testing::{Fresh, fresh_on_each};

    const STORY: &str = "Eleven years\n\nMedication: tramadol\n\nA hoopoe sat outside.";

    async fn author(app: &Fresh, wished: ReleaseTime) -> Member {
        let new = NewMember::active("quiet_fern_12", "tea moss lantern");
        let mut author = create(app, new).await.unwrap().member;
        author.row.release_time = wished;
        author
    }

    async fn tell(app: &Fresh, author: &Member, text: &str) -> Post {
        write(app, author, NewPost { text: text.to_owned(), ..NewPost::default() }).await.unwrap()
    }

    async fn change(app: &Fresh, author: &Member, id: i64, text: &str) -> Post {
        let changed = Edit { text: text.to_owned(), ..Edit::default() };
        Box::pin(edit(app, author, id, changed)).await.unwrap()
    }

    async fn find(app: &Fresh, id: i64) -> Post {
        post::find(app.read(), id).await.unwrap().unwrap()
    }

    #[test]
    fn the_next_time_is_today_or_tomorrow_and_never_now() {
        let at = |hours: i64, minutes: i64| 20_000 * DAY + hours * 3600 + minutes * MINUTE;
        let times = [6 * 60, 18 * 60 + 30];
        assert_eq!(next_time(at(5, 59), &times), Some(at(6, 0)));
        assert_eq!(next_time(at(6, 0), &times), Some(at(18, 30)));
        assert_eq!(next_time(at(23, 0), &times), Some(at(30, 0)));
        assert_eq!(next_time(at(6, 0), &[]), None);
    }

    #[tokio::test]
    async fn a_story_that_is_released_later_has_the_minute_of_its_release_and_nothing_tells_when_it_was_told()
    {
        for app in fresh_on_each().await {
            let author = author(&app, ReleaseTime::WithinADay).await;
            let told = tell(&app, &author, STORY).await;
            let at = find_time(app.read(), &told).await.unwrap().unwrap();
            let ahead = at - app.minute();
            assert!((MINUTE..=DAY).contains(&ahead) && ahead % MINUTE == 0, "{ahead}");
            assert!(number::minute_of(told.id) < number::week_of(app.now()), "{}", told.id);

            let text = STORY.replace("hoopoe", "magpie");
            change(&app, &author, told.id, &text).await;
            assert_eq!(
                find_time(app.read(), &find(&app, told.id).await).await.unwrap(),
                Some(at),
                "it keeps its time"
            );

            app.pass(ahead);
            release(&app, told.id, at - MINUTE).await.unwrap();
            assert_eq!(find(&app, told.id).await.state, PostState::Held, "that is not its time");
            for _ in 0..2 {
                release(&app, told.id, at).await.unwrap();
            }
            let released = find(&app, told.id).await;
            assert_eq!((released.state, released.published_at), (PostState::Published, at));
            assert!(released.html.contains("magpie") && released.updated_at.is_none());
            assert!(timed_release::find(app.read(), told.id).await.unwrap().is_none());
        }
    }

    #[tokio::test]
    async fn what_waits_for_a_person_has_no_time_and_gets_one_when_nothing_is_found_any_more() {
        for app in fresh_on_each().await {
            let author = author(&app, ReleaseTime::WithinADay).await;
            let named = STORY.replace("outside", "outside with Dr. Whitfield");
            let told = tell(&app, &author, &named).await;
            assert_eq!(find_time(app.read(), &told).await.unwrap(), None);
            let mended = change(&app, &author, told.id, STORY).await;
            let at = find_time(app.read(), &mended).await.unwrap().unwrap();
            let again = change(&app, &author, told.id, &named).await;
            assert_eq!((again.state, find_time(app.read(), &again).await.unwrap()), (PostState::Held, None));
            app.pass(at - app.minute());
            release(&app, told.id, at).await.unwrap();
            assert_eq!(find(&app, told.id).await.state, PostState::Held, "a person reads it first");
        }
    }

    #[tokio::test]
    async fn the_story_of_who_may_not_tell_any_more_waits_for_a_person() {
        for app in fresh_on_each().await {
            let author = author(&app, ReleaseTime::NextTime).await;
            let told = tell(&app, &author, STORY).await;
            let at = find_time(app.read(), &told).await.unwrap().unwrap();
            let tx = app.db.begin().await.unwrap();
            let change = crate::store::member::Change {
                state: Some(MemberState::Frozen),
                ..crate::store::member::Change::default()
            };
            crate::store::member::change(&tx, author.id(), change).await.unwrap();
            app.commit(tx).await.unwrap();
            release(&app, told.id, at).await.unwrap();
            let held = find(&app, told.id).await;
            assert_eq!((held.state, find_time(app.read(), &held).await.unwrap()), (PostState::Held, None));
            assert!(crate::domain::story::queue::find_held(&app, told.id).await.unwrap().is_some());
        }
    }
}
