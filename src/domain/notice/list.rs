//! Reading notices and doing away with them.

use std::collections::HashMap;

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::{self, Account};
use crate::domain::filter::Context;
use crate::domain::post::read::keep_visible;
use crate::domain::post::{Shown, show_in};
use crate::store::notice::{self, Notice, Wanted};
use crate::store::page::{MAX_LIMIT, Page, Slice};
use crate::store::post;

/// A notice with all that a member sees of it.
#[derive(Debug, Clone)]
pub struct Told {
    /// The notice.
    pub notice: Notice,
    /// Who did it.
    pub from: Account,
    /// What it is about, where it is about a post.
    pub post: Option<Shown>,
}

/// The notices to `me`, newest first.
pub async fn list(app: &App, me: i64, wanted: &Wanted, page: Page) -> Result<Slice<Notice>> {
    notice::list(app.read(), me, app.now(), wanted, page).await
}

/// One of the notices to `me`.
///
/// # Errors
/// `NotFound` when there is none, or it is another's, or hidden.
pub async fn load(app: &App, me: i64, id: i64) -> Result<Notice> {
    let just_it =
        Page { max: Some(id.saturating_add(1)), since: Some(id.saturating_sub(1)), ..Page::first(1) };
    let found = list(app, me, &Wanted::default(), just_it).await?.items.pop();
    found.ok_or(Error::NotFound("the notice"))
}

/// How many notices to `me` are newer than `seen`, counted up to the size of a page.
pub async fn count_unread(app: &App, me: i64, seen: i64) -> Result<usize> {
    let newer = Page { since: Some(seen), ..Page::first(MAX_LIMIT) };
    Ok(list(app, me, &Wanted::default(), newer).await?.items.len())
}

/// Gathers what is shown with notices to `me`, in their order; a constant number of queries. A notice about a post that
/// `me` may no longer read, or wants left out here, is left out.
pub async fn show(app: &App, me: i64, notices: Vec<Notice>) -> Result<Vec<Told>> {
    let from: Vec<i64> = notices.iter().map(|notice| notice.from_id).collect();
    let about: Vec<i64> = notices.iter().map(|notice| notice.post_id).filter(|id| *id != 0).collect();
    let accounts = account::list(app, &from).await?;
    let accounts: HashMap<i64, Account> = accounts.into_iter().map(|row| (row.id, row)).collect();
    let posts = keep_visible(app, Some(me), post::list(app.read(), &about).await?).await?;
    let posts = show_in(app, Some(me), Context::Notices, posts).await?;
    let posts: HashMap<i64, Shown> = posts.into_iter().map(|shown| (shown.post.id, shown)).collect();
    let mut told = Vec::with_capacity(notices.len());
    for notice in notices {
        let Some(from) = accounts.get(&notice.from_id).cloned() else { continue };
        let post = posts.get(&notice.post_id).cloned();
        if notice.post_id == 0 || post.is_some() {
            told.push(Told { notice, from, post });
        }
    }
    Ok(told)
}

/// Does away with one of the notices to `me`.
pub async fn dismiss(app: &App, me: i64, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    notice::delete_of(&tx, me, Some(id)).await?;
    app.commit(tx).await
}

/// Does away with all notices to `me`.
pub async fn clear(app: &App, me: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    notice::delete_of(&tx, me, None).await?;
    app.commit(tx).await
}
