//! `/api/v1/accounts/:id`, its posts, and finding accounts by name.

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::Deserialize;

use crate::app::App;
use crate::base::error::Error;
use crate::base::text::fold_tag;
use crate::domain::account;
use crate::domain::filter::Context;
use crate::domain::timeline::{self, AccountFilter};
use crate::federation::resolve;
use crate::http::failure::Failure;
use crate::http::mastodon::caller::{Me, Viewer};
use crate::http::mastodon::id::{self, Id};
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::account::{Account, account as present};
use crate::http::mastodon::present::status::Status;
use crate::http::mastodon::search;
use crate::http::mastodon::timelines::shown_in;
use crate::http::params::{Count, Params};

/// Most accounts that a search gives.
const MOST_FOUND: i64 = 80;

/// One account.
pub async fn show(State(app): State<App>, _: Viewer, Id(id): Id) -> Result<Json<Account>, Failure> {
    Ok(Json(present(&app.urls, &account::load(&app, id).await?)))
}

/// Which accounts a client wants.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Several {
    id: Vec<String>,
}

/// Several accounts at once.
pub async fn list(
    State(app): State<App>,
    _: Viewer,
    Params(wanted): Params<Several>,
) -> Result<Json<Vec<Account>>, Failure> {
    let ids = id::parse_all(&wanted.id);
    let rows = account::list(&app, &ids).await?;
    Ok(Json(rows.iter().filter(|row| !row.suspended).map(|row| present(&app.urls, row)).collect()))
}

/// An address to look up.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Lookup {
    acct: String,
}

/// The account at an address, as far as it is known here.
pub async fn lookup(
    State(app): State<App>,
    _: Viewer,
    Params(asked): Params<Lookup>,
) -> Result<Json<Account>, Failure> {
    let found = account::find_by_address(&app, &asked.acct).await?;
    let row = found.filter(|row| !row.suspended).ok_or(Error::NotFound("the account"))?;
    Ok(Json(present(&app.urls, &row)))
}

/// What a client looks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
    limit: Count,
    resolve: bool,
}

/// Accounts by the beginning of their name; clients ask with every key that is typed.
pub async fn find(
    State(app): State<App>,
    Me(me): Me,
    Params(asked): Params<Search>,
) -> Result<Json<Vec<Account>>, Failure> {
    let limit = asked.limit.0.unwrap_or(40).clamp(1, MOST_FOUND).unsigned_abs();
    let rows = search::accounts(&app, Some(me.id()), &asked.q, limit, asked.resolve).await?;
    Ok(Json(rows.iter().map(|row| present(&app.urls, row)).collect()))
}

/// Which of an account's posts a client wants.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    pinned: bool,
    exclude_replies: bool,
    exclude_reblogs: bool,
    only_media: bool,
    tagged: Option<String>,
}

/// What an account wrote and passed on.
pub async fn posts(
    State(app): State<App>,
    viewer: Viewer,
    Id(id): Id,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
    Params(wanted): Params<Wanted>,
) -> Result<Listed<Status>, Failure> {
    let row = account::load(&app, id).await?;
    let page = paging.page(20, 40)?;
    let filter = AccountFilter {
        pinned: wanted.pinned,
        replies: !wanted.exclude_replies,
        boosts: !wanted.exclude_reblogs,
        tagged: wanted.tagged.as_deref().map(fold_tag),
        pictures_only: wanted.only_media,
    };
    if wanted.pinned && viewer.0.is_some() {
        resolve::refresh_featured(&app, &row).await;
    }
    let slice = timeline::of_account(&app, &row, viewer.id(), &filter, page).await?;
    shown_in(&app, &uri, viewer.id(), Context::Account, slice).await
}
