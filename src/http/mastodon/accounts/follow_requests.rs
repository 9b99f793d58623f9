//! `/api/v1/follow_requests`: who waits to follow the caller.

use axum::Json;
use axum::extract::{OriginalUri, State};

use super::follows::listed;
use super::relationships;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::relation::{self, Follow};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::id::Id;
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::account::Account;
use crate::http::mastodon::present::relation::Relationship;

/// Who waits.
pub async fn list(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Account>, Failure> {
    let slice = relation::list_follow_requests(&app, me.id(), paging.page(40, 40)?).await?;
    Ok(listed(&app, &uri, slice))
}

/// Lets somebody in.
pub async fn authorize(
    State(app): State<App>,
    me: Me,
    Id(follower): Id,
) -> Result<Json<Relationship>, Failure> {
    relation::accept(&app, &waiting(&app, &me, follower).await?).await?;
    Ok(relationships::with(&app, &me, follower).await?)
}

/// Turns somebody away.
pub async fn reject(State(app): State<App>, me: Me, Id(follower): Id) -> Result<Json<Relationship>, Failure> {
    relation::reject(&app, &waiting(&app, &me, follower).await?).await?;
    Ok(relationships::with(&app, &me, follower).await?)
}

async fn waiting(app: &App, me: &Me, follower: i64) -> Result<Follow> {
    let request = relation::find_follow(app, follower, me.id()).await?;
    request.filter(|request| !request.accepted).ok_or(Error::NotFound("the follow request"))
}
