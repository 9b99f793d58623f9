//! People lists: accounts whom a member follows and reads together. Nobody but their owner knows of them.

use super::list::with_accounts;
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::store::account::{self, Account};
use crate::store::page::{Page, Slice};
use crate::store::people_list_entry::{self, Entry};
use crate::store::{follow, people_list};

pub use crate::store::kind::ListReplies;
pub use crate::store::people_list::PeopleList;

/// Most characters of a list's name.
const TITLE_MOST: usize = 256;
/// Most lists of one member; Mastodon's number.
const LISTS_MOST: usize = 50;
/// Most accounts on one list.
const ENTRIES_MOST: usize = 2000;

/// What a member says about a list; what is not given stays, or is as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// What its owner calls it.
    pub title: Option<String>,
    /// Which replies stand in its timeline.
    pub replies: Option<ListReplies>,
    /// Whether what is on it is left out of the home timeline.
    pub exclusive: Option<bool>,
}

/// All lists of `me`.
pub async fn list(app: &App, me: i64) -> Result<Vec<PeopleList>> {
    people_list::list_of(app.read(), me).await
}

/// The lists of `me` that an account is on.
pub async fn list_holding(app: &App, me: i64, account: i64) -> Result<Vec<PeopleList>> {
    people_list::list_holding(app.read(), me, account).await
}

/// One list of `me`.
///
/// # Errors
/// `NotFound` when there is none, or it is another's.
pub async fn load(app: &App, me: i64, id: i64) -> Result<PeopleList> {
    people_list::find_of(app.read(), me, id).await?.ok_or(Error::NotFound("the list"))
}

/// Makes a list.
///
/// # Errors
/// `Invalid` when it has no name, or `me` has too many.
pub async fn create(app: &App, me: i64, wish: Wish) -> Result<PeopleList> {
    let title = checked(&wish.title.unwrap_or_default())?;
    let tx = app.db.begin().await?;
    if people_list::list_of(&*tx, me).await?.len() >= LISTS_MOST {
        let problem = Problem::new("base", "problem-too-many").with("most", LISTS_MOST);
        return Err(Error::Invalid(vec![problem]));
    }
    let row = PeopleList {
        id: app.new_id(&tx).await?,
        account_id: me,
        title,
        replies: wish.replies.unwrap_or(ListReplies::List),
        exclusive: wish.exclusive.unwrap_or(false),
    };
    people_list::insert(&tx, row.clone()).await?;
    app.commit(tx).await?;
    Ok(row)
}

/// Changes a list.
///
/// # Errors
/// `NotFound` when there is none; `Invalid` when it would have no name.
pub async fn change(app: &App, me: i64, id: i64, wish: Wish) -> Result<PeopleList> {
    let title = wish.title.as_deref().map(checked).transpose()?;
    let tx = app.db.begin().await?;
    let mut row = people_list::find_of(&*tx, me, id).await?.ok_or(Error::NotFound("the list"))?;
    row.title = title.unwrap_or(row.title);
    row.replies = wish.replies.unwrap_or(row.replies);
    row.exclusive = wish.exclusive.unwrap_or(row.exclusive);
    people_list::update(&tx, row.clone()).await?;
    app.commit(tx).await?;
    Ok(row)
}

/// Takes a list away.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn remove(app: &App, me: i64, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    people_list::find_of(&*tx, me, id).await?.ok_or(Error::NotFound("the list"))?;
    people_list::delete(&tx, id).await?;
    app.commit(tx).await
}

/// Who is on a list of `me`. Cursors are not positions on the list: take them from the slice.
///
/// # Errors
/// `NotFound` when there is no such list.
pub async fn list_accounts(app: &App, me: i64, id: i64, page: Page) -> Result<Slice<Account>> {
    load(app, me, id).await?;
    let entries = people_list_entry::list(app.read(), id, page).await?;
    with_accounts(app, entries.map(|entry| entry.account_id)).await
}

/// Everybody on a list of `me`.
///
/// # Errors
/// `NotFound` when there is no such list.
pub async fn list_all_accounts(app: &App, me: i64, id: i64) -> Result<Vec<Account>> {
    load(app, me, id).await?;
    let entries = people_list_entry::list_all(app.read(), id).await?;
    let ids: Vec<i64> = entries.into_iter().map(|entry| entry.account_id).collect();
    account::list(app.read(), &ids).await
}

/// Puts accounts on a list: all of them, or none.
///
/// # Errors
/// `NotFound` when there is no such list, or `me` neither follows one of them nor asked to; `Invalid` when there would
/// be too many.
pub async fn add(app: &App, me: i64, id: i64, accounts: &[i64]) -> Result<()> {
    let tx = app.db.begin().await?;
    people_list::find_of(&*tx, me, id).await?.ok_or(Error::NotFound("the list"))?;
    let follows = follow::list_between(&*tx, me, accounts).await?;
    let is_near = |account: i64| {
        account == me || follows.iter().any(|row| row.follower_id == me && row.target_id == account)
    };
    if !accounts.iter().all(|account| is_near(*account)) {
        return Err(Error::NotFound("somebody whom you follow"));
    }
    let present = people_list_entry::list_all(&*tx, id).await?.len();
    if present.saturating_add(accounts.len()) > ENTRIES_MOST {
        let problem = Problem::new("account_ids", "problem-too-many").with("most", ENTRIES_MOST);
        return Err(Error::Invalid(vec![problem]));
    }
    for account_id in accounts {
        people_list_entry::insert(&tx, Entry { list_id: id, account_id: *account_id }).await?;
    }
    app.commit(tx).await
}

/// Takes accounts off a list. Nothing happens to those that are not on it.
///
/// # Errors
/// `NotFound` when there is no such list.
pub async fn take_off(app: &App, me: i64, id: i64, accounts: &[i64]) -> Result<()> {
    let tx = app.db.begin().await?;
    people_list::find_of(&*tx, me, id).await?.ok_or(Error::NotFound("the list"))?;
    people_list_entry::delete(&tx, id, accounts).await?;
    app.commit(tx).await
}

/// The name of a list, made fit.
fn checked(title: &str) -> Result<String> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Error::invalid("title", "problem-required"));
    }
    if title.chars().count() > TITLE_MOST {
        let problem = Problem::new("title", "problem-too-long").with("most", TITLE_MOST);
        return Err(Error::Invalid(vec![problem]));
    }
    Ok(title.to_owned())
}
