//! What the caller keeps about others: `/api/v1/accounts/:id/note`, `pin` and its kin, and `/api/v1/endorsements`.
//!
//! Whom somebody keeps at hand is listed for themselves only: for everybody else it would show who is ill.

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::Deserialize;

use super::follows::listed;
use super::relationships;
use crate::app::App;
use crate::domain::account;
use crate::domain::relation::{self, Slice};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::{Me, Viewer};
use crate::http::mastodon::id::Id;
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::account::Account;
use crate::http::mastodon::present::relation::Relationship;
use crate::http::params::Params;

/// What a client sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    comment: String,
}

/// Notes something about somebody, for the caller alone.
pub async fn note(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(sent): Params<Sent>,
) -> Result<Json<Relationship>, Failure> {
    let target = account::load(&app, id).await?;
    relation::note(&app, me.id(), target.id, &sent.comment).await?;
    Ok(relationships::with(&app, &me, id).await?)
}

/// Keeps somebody at hand.
pub async fn endorse(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Relationship>, Failure> {
    let target = account::load(&app, id).await?;
    relation::endorse(&app, me.id(), target.id).await?;
    Ok(relationships::with(&app, &me, id).await?)
}

/// Keeps somebody at hand no longer.
pub async fn unendorse(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Relationship>, Failure> {
    let target = account::load(&app, id).await?;
    relation::unendorse(&app, me.id(), target.id).await?;
    Ok(relationships::with(&app, &me, id).await?)
}

/// Whom the caller keeps at hand.
pub async fn endorsements(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Account>, Failure> {
    let slice = relation::list_endorsed(&app, me.id(), paging.page(40, 80)?).await?;
    Ok(listed(&app, &uri, slice))
}

/// Whom an account keeps at hand, if it is the caller's own.
pub async fn endorsements_of(
    State(app): State<App>,
    viewer: Viewer,
    Id(id): Id,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Account>, Failure> {
    account::load(&app, id).await?;
    let page = paging.page(40, 80)?;
    let slice =
        if viewer.id() == Some(id) { relation::list_endorsed(&app, id, page).await? } else { Slice::empty() };
    Ok(listed(&app, &uri, slice))
}
