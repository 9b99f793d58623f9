//! `/api/v1/scheduled_statuses`: posts that the caller wrote and that are released later.

use std::mem;

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::caller::Me;
use super::id::Id;
use super::paging::{Listed, Paging};
use super::present::scheduled::{ScheduledStatus, scheduled};
use super::present::time;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::story::schedule;
use crate::http::failure::Failure;
use crate::http::params::Params;

/// All of them, the last written first.
pub async fn list(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<ScheduledStatus>, Failure> {
    let mut slice = schedule::list(&app, me.id(), paging.page(20, 40)?).await?;
    let items = mem::take(&mut slice.items).iter().map(scheduled).collect();
    Ok(Listed::new(&app.urls, &uri, slice.with(items)))
}

/// One of them.
pub async fn show(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<ScheduledStatus>, Failure> {
    Ok(Json(scheduled(&schedule::load(&app, me.id(), id).await?)))
}

/// When a client wants a post to be released.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct When {
    scheduled_at: String,
}

/// Gives one of them another time.
pub async fn change(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(when): Params<When>,
) -> Result<Json<ScheduledStatus>, Failure> {
    let at = seconds_of(&when.scheduled_at)?;
    Ok(Json(scheduled(&schedule::reschedule(&app, me.id(), id, at).await?)))
}

/// Calls one of them off.
pub async fn call_off(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    schedule::call_off(&app, me.id(), id).await?;
    Ok(Json(json!({})))
}

/// The time that a client means, in seconds.
pub fn seconds_of(text: &str) -> Result<i64> {
    time::parse(text).ok_or_else(|| Error::invalid("scheduled_at", "problem-schedule-time"))
}
