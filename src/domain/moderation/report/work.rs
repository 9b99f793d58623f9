//! Working on reports: who looks at one, what is done about it, and the log of that. Nobody works on a report about
//! themselves, or learns that there is one.

use std::collections::HashMap;

use super::{Category, posts_of, written};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::{self, Account};
use crate::domain::auth::Member;
use crate::domain::media::Media;
use crate::domain::moderation::limit::{self, Deed};
use crate::domain::post::{self, Post};
use crate::domain::transparency::log::{self, Act, By};
use crate::store::kind::Reason;
use crate::store::page::{Page, Slice};
use crate::store::report::{self, Done, Report, Sought};
use crate::store::{Tx, media, post as posts};

/// What [`Error::Conflict`] says where another moderator was faster.
const OVERTAKEN: &str = "another decision about this report";

/// A report as moderators see it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The report.
    pub report: Report,
    /// Who reported: a member, or the account in whose name another server did.
    pub from: Option<Account>,
    /// Whom.
    pub target: Account,
    /// The moderator who took it up.
    pub taken_by: Option<Account>,
    /// The moderator who closed it.
    pub closed_by: Option<Account>,
}

/// A reported post that is still there.
#[derive(Debug, Clone)]
pub struct Reported {
    /// The post, also where not everybody may read it: who reported it was shown it.
    pub post: Post,
    /// Its pictures.
    pub pictures: Vec<Media>,
}

/// One page of the reports that are looked for, the newest first, but for those about `me`. A constant number of queries.
///
/// # Errors
/// `Forbidden` for who is no moderator.
pub async fn list(app: &App, me: &Member, sought: &Sought, page: Page) -> Result<Slice<Seen>> {
    me.require_moderator()?;
    let slice = report::list(app.read(), me.id(), sought, page).await?;
    let seen = see(app, slice.items.clone()).await?;
    Ok(slice.with(seen))
}

/// How many reports [`list`] has on all pages.
///
/// # Errors
/// As there.
pub async fn count(app: &App, me: &Member, sought: &Sought) -> Result<u64> {
    me.require_moderator()?;
    report::count(app.read(), me.id(), sought).await
}

/// The report with this number.
///
/// # Errors
/// `NotFound` where there is none; `Forbidden` for who is no moderator, and for who is reported.
pub async fn load(app: &App, me: &Member, id: i64) -> Result<Seen> {
    me.require_moderator()?;
    let found = allowed(me, report::find(app.read(), id).await?)?;
    see(app, vec![found]).await?.pop().ok_or(Error::NotFound("report"))
}

/// The posts that these reports name, each once and as far as they are still there, the oldest first. One query.
///
/// # Errors
/// As [`load`].
pub async fn list_named(app: &App, me: &Member, reports: &[&Report]) -> Result<Vec<Post>> {
    me.require_moderator()?;
    let mut named: HashMap<i64, i64> = HashMap::new();
    for report in reports {
        let report = allowed(me, Some((*report).clone()))?;
        named.extend(posts_of(&report).into_iter().map(|post| (post, report.target_id)));
    }
    let ids: Vec<i64> = named.keys().copied().collect();
    let mut found = posts::list(app.read(), &ids).await?;
    found.retain(|post| named.get(&post.id) == Some(&post.account_id));
    found.sort_by_key(|post| post.id);
    Ok(found)
}

/// The posts that a report names, as far as they are still there.
///
/// # Errors
/// As [`load`].
pub async fn list_posts(app: &App, me: &Member, report: &Report) -> Result<Vec<Reported>> {
    let found = list_named(app, me, &[report]).await?;
    let named: Vec<i64> = found.iter().map(|post| post.id).collect();
    let mut pictures: HashMap<i64, Vec<Media>> = HashMap::new();
    for picture in media::list_of_posts(app.read(), &named).await? {
        if let Some(post_id) = picture.post_id {
            pictures.entry(post_id).or_default().push(picture);
        }
    }
    let with_pictures =
        |post: Post| Reported { pictures: pictures.remove(&post.id).unwrap_or_default(), post };
    Ok(found.into_iter().map(with_pictures).collect())
}

/// Takes a report up, so that others know that somebody looks at it.
///
/// # Errors
/// As [`load`]; `Conflict` where it is closed, or somebody else was faster.
pub async fn take(app: &App, me: &Member, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    let row = load_in(&tx, me, id).await?;
    if !row.closed && row.assigned_id == Some(me.id()) {
        return Ok(());
    }
    changed(report::assign(&tx, id, None, Some(me.id())).await?)?;
    finish(app, tx, me, Act::ReportTaken, id).await
}

/// Puts a report back for others, whoever has it: a moderator may be away.
///
/// # Errors
/// As [`load`]; `Conflict` where it is closed, or somebody else has it by now.
pub async fn put_back(app: &App, me: &Member, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    let row = load_in(&tx, me, id).await?;
    if !row.closed && row.assigned_id.is_none() {
        return Ok(());
    }
    changed(report::assign(&tx, id, row.assigned_id, None).await?)?;
    finish(app, tx, me, Act::ReportPutBack, id).await
}

/// Closes a report with nothing done about the account.
///
/// # Errors
/// As [`load`]; `Conflict` where somebody else has closed it.
pub async fn close(app: &App, me: &Member, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    let row = load_in(&tx, me, id).await?;
    if row.closed && row.closed_id == Some(me.id()) {
        return Ok(());
    }
    settle(app, &tx, me, id, Done::Nothing, None).await?;
    app.commit(tx).await
}

/// Opens a closed report again. What was done about the account stays.
///
/// # Errors
/// As [`load`]; `Conflict` where somebody else was faster.
pub async fn reopen(app: &App, me: &Member, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    if !load_in(&tx, me, id).await?.closed {
        return Ok(());
    }
    changed(report::reopen(&tx, id).await?)?;
    finish(app, tx, me, Act::ReportReopened, id).await
}

/// With what a report is closed when this is done; none for what takes something back.
pub const fn done_by(deed: Deed) -> Option<Done> {
    match deed {
        Deed::Limit => Some(Done::Limited),
        Deed::Mark => Some(Done::Marked),
        Deed::Freeze => Some(Done::Frozen),
        Deed::Suspend => Some(Done::Suspended),
        Deed::Unlimit | Deed::Unmark | Deed::Thaw | Deed::Unsuspend => None,
    }
}

/// Does something about the reported account and closes the report with that, both or neither. Answers how many follows
/// were cut, as [`limit::decide`].
///
/// # Errors
/// As [`load`] and [`limit::decide`]; `Invalid` for a deed that takes something back; `Conflict` where the report is closed.
pub async fn act(app: &App, me: &Member, id: i64, deed: Deed, rule: Option<Reason>) -> Result<u64> {
    let done = done_by(deed).ok_or_else(|| Error::invalid("decision", "problem-choose-from-list"))?;
    let tx = app.db.begin().await?;
    let row = load_in(&tx, me, id).await?;
    settle(app, &tx, me, id, done, rule).await?;
    let cut = limit::decide_in(app, &tx, By::Moderator(me.id()), row.target_id, deed, rule).await?;
    app.commit(tx).await?;
    Ok(cut)
}

/// Takes a reported post down for ever; the report stays open.
///
/// # Errors
/// As [`load`]; `NotFound` where the report does not name the post, or it is gone; `Conflict` where the report is closed.
pub async fn take_down(app: &App, me: &Member, id: i64, post_id: i64, rule: Option<Reason>) -> Result<()> {
    let tx = app.db.begin().await?;
    let row = load_in(&tx, me, id).await?;
    changed(!row.closed)?;
    let found = posts::find(&*tx, post_id).await?.filter(|post| post.account_id == row.target_id);
    let found = found.filter(|post| posts_of(&row).contains(&post.id)).ok_or(Error::NotFound("post"))?;
    post::take_down(app, &tx, By::Moderator(me.id()), &found, rule).await?;
    app.commit(tx).await
}

/// Says anew what a report is about.
///
/// # Errors
/// As [`load`].
pub async fn recategorise(app: &App, me: &Member, id: i64, category: Category, rules: &[i64]) -> Result<()> {
    let tx = app.db.begin().await?;
    let row = load_in(&tx, me, id).await?;
    let rule_ids = written(rules)?;
    if (row.category.as_str(), &row.rule_ids) == (category.code(), &rule_ids) {
        return Ok(());
    }
    report::set_category(&tx, id, category.code(), &rule_ids).await?;
    finish(app, tx, me, Act::ReportSorted, id).await
}

/// Closes a report that is open, and writes that down.
async fn settle(app: &App, tx: &Tx, me: &Member, id: i64, done: Done, rule: Option<Reason>) -> Result<()> {
    changed(report::close(tx, id, me.id(), &app.day(), done).await?)?;
    log::write_with(app, tx, By::Moderator(me.id()), Act::ReportResolved, id, rule).await
}

async fn finish(app: &App, tx: Tx, me: &Member, act: Act, id: i64) -> Result<()> {
    log::write(app, &tx, By::Moderator(me.id()), act, id).await?;
    app.commit(tx).await
}

async fn load_in(tx: &Tx, me: &Member, id: i64) -> Result<Report> {
    me.require_moderator()?;
    allowed(me, report::find(&**tx, id).await?)
}

fn allowed(me: &Member, found: Option<Report>) -> Result<Report> {
    let found = found.ok_or(Error::NotFound("report"))?;
    if found.target_id == me.id() { Err(Error::Forbidden("a report about oneself")) } else { Ok(found) }
}

fn changed(is_changed: bool) -> Result<()> {
    if is_changed { Ok(()) } else { Err(Error::Conflict(OVERTAKEN)) }
}

async fn see(app: &App, reports: Vec<Report>) -> Result<Vec<Seen>> {
    let named = |report: &Report| {
        [Some(report.target_id), report.from_id, report.assigned_id, report.closed_id].into_iter().flatten()
    };
    let ids: Vec<i64> = reports.iter().flat_map(named).collect();
    let accounts: HashMap<i64, Account> =
        account::list(app, &ids).await?.into_iter().map(|account| (account.id, account)).collect();
    let find = |id: Option<i64>| id.and_then(|id| accounts.get(&id).cloned());
    let seen = reports.into_iter().filter_map(|report| {
        Some(Seen {
            from: find(report.from_id),
            target: find(Some(report.target_id))?,
            taken_by: find(report.assigned_id),
            closed_by: find(report.closed_id),
            report,
        })
    });
    Ok(seen.collect())
}
