//! Later: a story from the share form is released at another minute than the one in which it was written, so that nobody
//! learns when its author was awake. It is never back-dated.

use anyhow::Context as _;

use super::compose::{self, Told};
use super::danger;
use super::review::reads_first;
use super::schedule::{self, Scheduled, Words};
use super::write::{NewPost, Placing, hash_key};
use crate::app::App;
use crate::base::config::Release;
use crate::base::error::Result;
use crate::domain::auth::{Member, limit, unnamed};
use crate::domain::consent::Scope;
use crate::domain::post::Visibility;
use crate::store::scheduled_post;

const MINUTE: i64 = 60;
const MINUTES_OF_A_DAY: u32 = 24 * 60;
const DAY: i64 = 86_400;

/// When a story is released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// In the minute in which it is told.
    AtOnce,
    /// At the next of the community's times.
    NextTime,
    /// At a random minute within a day.
    WithinADay,
}

impl When {
    /// Every one, in the order in which the form offers them.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::NextTime, Self::WithinADay];

    /// The word that stands in the form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::NextTime => "next-time",
            Self::WithinADay => "within-a-day",
        }
    }

    /// The one that a word means.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|when| when.code() == code)
    }
}

/// What an author may choose from: nothing where a moderator reads the story first, whose minute says nothing of the
/// author's, or where the operator decided for all.
pub fn choices(app: &App, author: &Member) -> Vec<When> {
    if reads_first(app, author) || unnamed::is(app, &author.account) {
        return Vec::new();
    }
    match app.config.telling.release {
        Release::Author => When::ALL.into_iter().collect(),
        Release::NextTime | Release::WithinADay => Vec::new(),
    }
}

/// When a story of this author is released that asked for `wished`.
pub fn decide(app: &App, author: &Member, wished: When) -> When {
    if reads_first(app, author) || unnamed::is(app, &author.account) {
        return When::AtOnce;
    }
    match app.config.telling.release {
        Release::Author => wished,
        Release::NextTime => When::NextTime,
        Release::WithinADay => When::WithinADay,
    }
}

/// Keeps a story until its time; `None` where that is now, or its writer may be in danger. The same story twice within its time is one.
pub async fn plan(
    app: &App,
    author: &Member,
    told: &Told,
    indexable: bool,
    when: When,
) -> Result<Option<Scheduled>> {
    let Some(run_at) = time(app, when) else { return Ok(None) };
    // A person reads it first, and as soon as may be.
    if danger::stop(app, told, None, Visibility::Public).is_some() {
        return Ok(None);
    }
    let words = serde_json::to_string(&(&told.facts, &told.editions, &told.consent, "later"))
        .context("writing what was told")?;
    let key_hash = hash_key(author, &words);
    if let Some(known) = scheduled_post::find_by_key(app.read(), &key_hash).await? {
        return Scheduled::of(&known).map(Some);
    }
    limit::post(app, author)?;
    // What can't be told is refused now, while its author is there.
    compose::compose(app, author, told, "", Visibility::Public, None).await?;
    let words = Words::Told { told: Box::new(told.clone()), indexable };
    schedule::keep(app, author, &words, run_at, Some(key_hash)).await.map(Some)
}

/// The minute of release, in seconds; none for the present one.
fn time(app: &App, when: When) -> Option<i64> {
    let now = app.minute();
    match when {
        When::AtOnce => None,
        When::NextTime => next_time(now, &app.config.telling.times),
        When::WithinADay => Some(now + MINUTE * i64::from(1 + app.random.below(MINUTES_OF_A_DAY))),
    }
}

/// The next of these minutes of the day (UTC) after `now`; none where there are none.
fn next_time(now: i64, times: &[u32]) -> Option<i64> {
    let midnight = now.div_euclid(DAY) * DAY;
    let moments = [0, DAY]
        .into_iter()
        .flat_map(|day| times.iter().map(move |minutes| midnight + day + i64::from(*minutes) * MINUTE));
    moments.filter(|moment| *moment > now).min()
}

/// Where a story from the form stands when it is released.
pub(super) fn placed(author: &Member, told: Told, indexable: bool) -> (Told, Placing) {
    let placing = Placing {
        visibility: Some(Visibility::Public),
        indexable,
        federates: author.row.federates && told.consent.allows(Scope::Federate),
        ..Placing::default()
    };
    (told, placing)
}

/// The story as a client would have sent it, for the list of what is to come.
pub(super) fn as_sent(told: Box<Told>) -> NewPost {
    let warning = told.warning.clone();
    let language = told.editions.first().map(|edition| edition.language.clone());
    NewPost {
        text: told.into_source().render(),
        language,
        warning,
        visibility: Some(Visibility::Public),
        ..NewPost::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::member::{NewMember, create};
    use crate::domain::consent::Consent;
    use crate::domain::story::draft::Draft;
    use crate::store::post;
    use crate::store::testing::fresh_on_each;

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
    async fn a_story_that_is_released_later_has_the_minute_of_its_release() {
        for app in fresh_on_each().await {
            let new = NewMember::active("quiet_fern_12", "tea moss lantern");
            let author = create(&app, new).await.unwrap().member;
            let text = "Eleven years\n\nMedication: tramadol\n\nA hoopoe sat outside.";
            let consent = Consent::asked(&app, &[]);
            let told = Told::from_text(text, Draft::parse(text, Some("en")), true, consent);
            assert!(plan(&app, &author, &told, true, When::AtOnce).await.unwrap().is_none());
            let planned = plan(&app, &author, &told, true, When::WithinADay).await.unwrap().unwrap();
            let again = plan(&app, &author, &told, true, When::WithinADay).await.unwrap().unwrap();
            assert_eq!(planned.id, again.id, "pressed twice");
            let ahead = planned.at - app.minute();
            assert!((MINUTE..=DAY).contains(&ahead) && ahead % MINUTE == 0, "{ahead}");
            assert!(planned.post.text.contains("hoopoe") && planned.post.text.contains("tramadol"));
            app.pass(ahead);
            schedule::release(&app, planned.id, planned.at).await.unwrap();
            let (id, _) = post::list_addresses(app.read(), 0, 10).await.unwrap()[0].clone();
            let released = post::find(app.read(), id).await.unwrap().unwrap();
            assert_eq!((released.published_at, released.indexable), (planned.at, true));
            assert!(!released.federates, "its author said no");
        }
    }
}
