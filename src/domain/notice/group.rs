//! Groups of notices: many favourites of one story within half a day are one thing to be told.
//!
//! A group has no row of its own: its key follows from kind, post and time of a notice, so it is the same in every
//! answer. A page of groups is a stretch of the list of notices, as on Mastodon: who pages on finds the rest of a
//! group under the same key.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::domain::notice::list;
use crate::domain::post::Shown;
use crate::store::kind::NoticeKind;
use crate::store::notice::{self, Notice, Wanted};
use crate::store::page::{Page, Slice};

/// Notices of one kind about one post are a group when they come within the same half day, in seconds; Mastodon's
/// measure.
const SPAN: i64 = 12 * 60 * 60;
/// Notices that are read at once.
const BATCH: u64 = 200;
/// How many notices one page of groups goes through: more than this nobody has to be told on one page.
const MOST_READ: usize = 2000;
/// How many of those who stand behind a group are shown with it; Mastodon's number.
const SAMPLE: usize = 8;

/// What notices of one group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKey {
    /// This notice, which is alone.
    Alone(i64),
    /// Notices that are alike.
    Alike {
        /// Their kind.
        kind: NoticeKind,
        /// What they are about; 0 where it is no post.
        post: i64,
        /// The number of the half day since 1970 in which they came.
        span: i64,
    },
}

/// Notices that are told as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What they have in common.
    pub key: GroupKey,
    /// Those of them on the page, the newest first; there is at least one.
    pub notices: Vec<Notice>,
}

/// A group with all that a member sees of it.
#[derive(Debug, Clone)]
pub struct ToldGroup {
    /// The group.
    pub group: Group,
    /// Who did it: the latest few.
    pub from: Vec<Account>,
    /// What it is about, where it is about a post.
    pub post: Option<Shown>,
}

/// Whether notices of this kind are gathered into groups.
pub fn is_gathered(kind: NoticeKind) -> bool {
    match kind {
        NoticeKind::Favourite | NoticeKind::Reblog | NoticeKind::Follow => true,
        NoticeKind::Mention | NoticeKind::FollowRequest | NoticeKind::Status | NoticeKind::Update => false,
    }
}

impl GroupKey {
    /// The group that a notice belongs to.
    pub fn of(notice: &Notice) -> Self {
        if is_gathered(notice.kind) {
            Self::Alike { kind: notice.kind, post: notice.post_id, span: notice.created_at.div_euclid(SPAN) }
        } else {
            Self::Alone(notice.id)
        }
    }

    /// [`GroupKey::of`] for a reader who wants only some kinds in groups.
    fn among(notice: &Notice, gathered: Option<&[NoticeKind]>) -> Self {
        if gathered.is_none_or(|kinds| kinds.contains(&notice.kind)) {
            Self::of(notice)
        } else {
            Self::Alone(notice.id)
        }
    }

    /// The seconds from which on, and before which, the notices of a half day came.
    fn bounds(span: i64) -> (i64, i64) {
        let from = span.saturating_mul(SPAN);
        (from, from.saturating_add(SPAN))
    }
}

/// A page of at most `limit` groups of the notices to `me`, that with the newest notice first. `gathered` says which
/// kinds are put into groups; all that can be when it is not given.
pub async fn list_groups(
    app: &App,
    me: i64,
    wanted: &Wanted,
    gathered: Option<&[NoticeKind]>,
    page: Page,
    limit: usize,
) -> Result<Slice<Group>> {
    let mut found = Found { groups: Vec::new(), read: 0, last: None };
    let mut from = page;
    let more = loop {
        let rows = notice::list_read(app.read(), me, app.now(), wanted, from, BATCH).await?;
        let count = rows.len();
        if !rows.into_iter().all(|row| found.take(row, gathered, limit)) {
            break true;
        }
        if u64::try_from(count).is_ok_and(|count| count < BATCH) {
            break false;
        }
        if page.min.is_some() { from.min = found.last } else { from.max = found.last }
    };
    Ok(found.into_slice(page, more))
}

/// What was read so far.
struct Found {
    groups: Vec<Group>,
    read: usize,
    last: Option<i64>,
}

impl Found {
    /// Puts one more notice into its group; false when it no longer fits on the page.
    fn take(&mut self, notice: Notice, gathered: Option<&[NoticeKind]>, limit: usize) -> bool {
        let (id, key) = (notice.id, GroupKey::among(&notice, gathered));
        let place = self.groups.iter().position(|group| group.key == key);
        let is_full = place.is_none() && self.groups.len() >= limit;
        if is_full || self.read >= MOST_READ {
            return false;
        }
        match place.and_then(|place| self.groups.get_mut(place)) {
            Some(group) => group.notices.push(notice),
            None => self.groups.push(Group { key, notices: vec![notice] }),
        }
        self.read = self.read.saturating_add(1);
        self.last = Some(id);
        true
    }

    fn into_slice(self, page: Page, more: bool) -> Slice<Group> {
        let mut groups = self.groups;
        for group in &mut groups {
            group.notices.sort_by_key(|notice| std::cmp::Reverse(notice.id));
        }
        groups.sort_by_key(|group| std::cmp::Reverse(group.notices.first().map(|notice| notice.id)));
        let ids = || groups.iter().flat_map(|group| &group.notices).map(|notice| notice.id);
        let (newest, oldest) = (ids().max(), ids().min());
        // A page that was read upwards came from older notices, so there are older ones.
        let more = !groups.is_empty() && (more || page.min.is_some());
        Slice { items: groups, newest, oldest, more }
    }
}

/// One group of the notices to `me`, as far as it is ever read.
///
/// # Errors
/// `NotFound` when there is no such notice to `me`, or it is hidden.
pub async fn load_group(app: &App, me: i64, key: GroupKey) -> Result<Group> {
    let notices = match key {
        GroupKey::Alone(id) => vec![list::load(app, me, id).await?],
        GroupKey::Alike { .. } => {
            let most = u64::try_from(MOST_READ).unwrap_or(u64::MAX);
            notice::list_read(app.read(), me, app.now(), &alike(key), Page::default(), most).await?
        }
    };
    if notices.is_empty() { Err(Error::NotFound("the notices")) } else { Ok(Group { key, notices }) }
}

/// A page of the notices of one group, newest first.
pub async fn list_in_group(app: &App, me: i64, key: GroupKey, page: Page) -> Result<Slice<Notice>> {
    match key {
        GroupKey::Alone(id) => {
            let found = list::load(app, me, id).await?;
            Ok(page.slice(vec![found], |row| row.id))
        }
        GroupKey::Alike { .. } => list(app, me, &alike(key), page).await,
    }
}

/// Gathers what is shown with groups, in their order; a constant number of queries. A group about a post that `me` may
/// no longer read is left out.
pub async fn show_groups(app: &App, me: i64, groups: Vec<Group>) -> Result<Vec<ToldGroup>> {
    let sample = groups.iter().flat_map(|group| group.notices.iter().take(SAMPLE)).cloned().collect();
    let told = list::show(app, me, sample).await?;
    let shown = |group: Group| {
        let is_mine = |id: i64| group.notices.iter().take(SAMPLE).any(|notice| notice.id == id);
        let mine: Vec<&list::Told> = told.iter().filter(|told| is_mine(told.notice.id)).collect();
        let post = mine.first()?.post.clone();
        let mut from: Vec<Account> = Vec::new();
        for told in mine {
            if from.iter().all(|known| known.id != told.from.id) {
                from.push(told.from.clone());
            }
        }
        Some(ToldGroup { group, from, post })
    };
    Ok(groups.into_iter().filter_map(shown).collect())
}

/// Does away with a group of the notices to `me`.
pub async fn dismiss_group(app: &App, me: i64, key: GroupKey) -> Result<()> {
    let tx = app.db.begin().await?;
    match key {
        GroupKey::Alone(id) => notice::delete_of(&tx, me, Some(id)).await?,
        GroupKey::Alike { kind, post, span } => {
            notice::delete_alike(&tx, me, kind, post, GroupKey::bounds(span)).await?;
        }
    }
    app.commit(tx).await
}

/// Which notices belong to a group.
fn alike(key: GroupKey) -> Wanted {
    match key {
        GroupKey::Alone(_) => Wanted::default(),
        GroupKey::Alike { kind, post, span } => Wanted {
            kinds: vec![kind],
            about: Some(post),
            between: Some(GroupKey::bounds(span)),
            ..Wanted::default()
        },
    }
}
