//! `/api/v1/statuses`: posts, read and written one at a time, and what one may do with them.

pub mod create;
pub mod edit;
pub mod quotes;
pub mod reactions;
pub mod remove;
pub mod show;
pub mod translate;

use axum::Json;

use super::present;
use super::present::status::Status;
use crate::app::App;
use crate::base::error::Result;
use crate::domain::post::{self, Post};

/// One post as `viewer` sees it.
pub async fn answer(app: &App, viewer: Option<i64>, post: Post) -> Result<Json<Status>> {
    let shown = post::show_one(app, viewer, post).await?;
    Ok(Json(present::status::status(&app.urls, &app.kept, viewer, &shown)))
}
