//! `/api/v1/admin/domain_allows`: servers that are spoken with where only chosen ones are.

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::relation::limit::{self, Decided};
use crate::domain::relation::{Peer, peer};
use crate::domain::transparency::log::By;
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Moderator;
use crate::http::mastodon::id::Id;
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::admin::{AllowedHost, allowed_host as present};
use crate::http::params::Params;

/// Servers on one page.
const PAGE: u64 = 40;

/// Servers that are allowed, the latest known first.
pub async fn list(
    State(app): State<App>,
    _: Moderator,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<AllowedHost>, Failure> {
    let slice = limit::list(&app, Decided::Allowed, "", paging.page(PAGE, PAGE)?).await?;
    Ok(Listed::new(&app.urls, &uri, slice.map(|peer| present(&peer))))
}

/// One of them.
pub async fn show(State(app): State<App>, _: Moderator, Id(id): Id) -> Result<Json<AllowedHost>, Failure> {
    Ok(Json(present(&load(&app, id).await?)))
}

/// Which server is to be allowed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    domain: String,
}

/// Allows a server; one that is allowed stays so.
pub async fn create(
    State(app): State<App>,
    Moderator(me): Moderator,
    Params(wanted): Params<Wanted>,
) -> Result<Json<AllowedHost>, Failure> {
    limit::allow(&app, By::Moderator(me.id()), &wanted.domain, true).await?;
    let allowed = peer::find(&app, &wanted.domain).await?.ok_or(Error::NotFound("an allowed server"))?;
    Ok(Json(present(&allowed)))
}

/// Allows a server no longer.
pub async fn remove(
    State(app): State<App>,
    Moderator(me): Moderator,
    Id(id): Id,
) -> Result<Json<Value>, Failure> {
    let known = load(&app, id).await?;
    limit::allow(&app, By::Moderator(me.id()), &known.host, false).await?;
    Ok(Json(json!({})))
}

async fn load(app: &App, id: i64) -> Result<Peer> {
    limit::find(app, Decided::Allowed, id).await?.ok_or(Error::NotFound("an allowed server"))
}
