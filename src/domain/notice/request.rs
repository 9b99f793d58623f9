//! What waits of strangers, by who caused it, and deciding about it. The client API's word is notification request.

use std::collections::HashMap;

use super::policy::{PolicyChange, change_policy};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::hub::Happening;
use crate::domain::account::{self, Account};
use crate::domain::post::{Shown, read, show};
use crate::store::kind::NoticeStanding;
use crate::store::notice::{self, Waiting};
use crate::store::page::{MAX_LIMIT, Page, Slice};
use crate::store::{number, post, welcome};

/// What waits of one stranger.
#[derive(Debug, Clone)]
pub struct Request {
    /// The number of the first notice that waits.
    pub id: i64,
    /// Who caused it.
    pub from: Account,
    /// How many notices wait.
    pub count: i64,
    /// The minute of the first notice, in seconds.
    pub created_at: i64,
    /// The minute of the last one.
    pub updated_at: i64,
    /// What they wrote last, where `me` may read it.
    pub last: Option<Shown>,
}

/// Of whom notices to `me` wait, who came last first.
pub async fn list_requests(app: &App, me: i64, page: Page) -> Result<Slice<Request>> {
    let slice = notice::list_waiting(app.read(), me, app.now(), page).await?;
    let requests = show_all(app, me, &slice.items).await?;
    Ok(slice.with(requests))
}

/// One of them.
///
/// # Errors
/// `NotFound` when nothing waits under this number.
pub async fn load_request(app: &App, me: i64, id: i64) -> Result<Request> {
    let from = sender(app, me, id).await?;
    let found = notice::find_waiting(app.read(), me, app.now(), from).await?;
    let found: Vec<Waiting> = found.into_iter().collect();
    show_all(app, me, &found).await?.pop().ok_or(Error::NotFound("the request"))
}

/// How many strangers wait, and with how many notices; counted up to a page of them.
pub async fn count_requests(app: &App, me: i64) -> Result<(usize, i64)> {
    let waiting = notice::list_waiting(app.read(), me, app.now(), Page::first(MAX_LIMIT)).await?.items;
    Ok((waiting.len(), waiting.iter().map(|row| row.count).sum()))
}

/// Lets somebody in: what waited of them is told, and what they do from now on waits no more.
///
/// # Errors
/// `NotFound` when nothing waits under this number.
pub async fn accept_request(app: &App, me: i64, id: i64) -> Result<()> {
    let from = sender(app, me, id).await?;
    let tx = app.db.begin().await?;
    welcome::insert(&tx, me, from).await?;
    notice::decide_waiting(&tx, me, from, NoticeStanding::Told).await?;
    app.commit(tx).await?;
    app.tell(Happening::NoticesLetIn { member: me }).await;
    Ok(())
}

/// Turns away what waits of somebody. They are told nothing, and what they write next waits again.
///
/// # Errors
/// `NotFound` when nothing waits under this number.
pub async fn dismiss_request(app: &App, me: i64, id: i64) -> Result<()> {
    let from = sender(app, me, id).await?;
    let tx = app.db.begin().await?;
    notice::decide_waiting(&tx, me, from, NoticeStanding::Dropped).await?;
    app.commit(tx).await
}

/// Says whether messages of strangers wait for `me`.
pub async fn hold_messages(app: &App, me: i64, admission: super::Admission) -> Result<()> {
    let change = PolicyChange { private_mentions: Some(admission), ..PolicyChange::default() };
    change_policy(app, me, change).await.map(drop)
}

/// Who caused the notice that waits under this number.
async fn sender(app: &App, me: i64, id: i64) -> Result<i64> {
    let found = notice::find_that_waits(app.read(), me, id).await?;
    Ok(found.ok_or(Error::NotFound("the request"))?.from_id)
}

/// With what is shown of each; a constant number of queries.
async fn show_all(app: &App, me: i64, waiting: &[Waiting]) -> Result<Vec<Request>> {
    let from: Vec<i64> = waiting.iter().map(|row| row.from_id).collect();
    let accounts = account::list(app, &from).await?;
    let accounts: HashMap<i64, Account> = accounts.into_iter().map(|row| (row.id, row)).collect();
    let last = notice::list_last_posts_waiting(app.read(), me, &from).await?;
    let about: Vec<i64> = last.iter().map(|(_, post)| *post).collect();
    let posts = read::keep_visible(app, Some(me), post::list(app.read(), &about).await?).await?;
    let posts = show(app, Some(me), posts).await?;
    let of = |from: i64| {
        let (_, id) = last.iter().find(|(account, _)| *account == from)?;
        posts.iter().find(|shown| shown.post.id == *id).cloned()
    };
    let requests = waiting.iter().filter_map(|row| {
        Some(Request {
            id: row.first,
            from: accounts.get(&row.from_id).cloned()?,
            count: row.count,
            created_at: number::minute_of(row.first),
            updated_at: number::minute_of(row.last),
            last: of(row.from_id),
        })
    });
    Ok(requests.collect())
}
