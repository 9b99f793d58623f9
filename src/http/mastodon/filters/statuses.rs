//! `/api/v2/filters/:id/statuses` and `/api/v2/filters/statuses/:id`: single posts in a filter.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::base::error::Error;
use crate::domain::{filter, post};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::id::{self, Id};
use crate::http::mastodon::present::filter::{FilterStatus, post as present};
use crate::http::params::Params;

/// What a client sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    status_id: String,
}

/// The posts of a filter.
pub async fn list(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Vec<FilterStatus>>, Failure> {
    let found = filter::load(&app, me.id(), id).await?;
    Ok(Json(found.posts.iter().map(present).collect()))
}

/// Adds a post.
pub async fn create(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(sent): Params<Sent>,
) -> Result<Json<FilterStatus>, Failure> {
    let wanted = id::parse(&sent.status_id).ok_or(Error::NotFound("the post"))?;
    let post = post::load_visible(&app, Some(me.id()), wanted).await?;
    Ok(Json(present(&filter::add_post(&app, me.id(), id, post.id).await?)))
}

/// One post of a filter.
pub async fn show(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<FilterStatus>, Failure> {
    Ok(Json(present(&filter::load_post(&app, me.id(), id).await?)))
}

/// Takes a post out of its filter.
pub async fn remove(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<FilterStatus>, Failure> {
    Ok(Json(present(&filter::remove_post(&app, me.id(), id).await?)))
}
