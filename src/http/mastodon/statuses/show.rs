//! `GET /api/v1/statuses`: one post, several, and what stands around one.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use super::answer;
use crate::app::App;
use crate::domain::filter::Context as Place;
use crate::domain::post;
use crate::federation::resolve;
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Viewer;
use crate::http::mastodon::id::{self, Id};
use crate::http::mastodon::present::status::{Context, Status, statuses};
use crate::http::params::Params;

/// Most posts that are given at once.
const MOST: usize = 40;

/// One post.
pub async fn show(State(app): State<App>, viewer: Viewer, Id(id): Id) -> Result<Json<Status>, Failure> {
    let found = post::load_visible(&app, viewer.id(), id).await?;
    Ok(answer(&app, viewer.id(), found).await?)
}

/// Which posts a client wants.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    id: Vec<String>,
}

/// Several posts; those that the caller may not read are left out.
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Params(wanted): Params<Wanted>,
) -> Result<Json<Vec<Status>>, Failure> {
    let mut ids = id::parse_all(&wanted.id);
    ids.truncate(MOST);
    let found = post::list_visible(&app, viewer.id(), &ids).await?;
    let shown = post::show(&app, viewer.id(), found).await?;
    Ok(Json(statuses(&app.urls, &app.kept, viewer.id(), &shown)))
}

/// What stands above a post and below it. Of a thread elsewhere the rest is read meanwhile, for the next time.
pub async fn context(State(app): State<App>, viewer: Viewer, Id(id): Id) -> Result<Json<Context>, Failure> {
    let found = post::load_visible(&app, viewer.id(), id).await?;
    if viewer.id().is_some() {
        resolve::refresh_thread(&app, &found).await;
    }
    let (above, below) = post::context(&app, viewer.id(), &found).await?;
    let above = post::show_in(&app, viewer.id(), Place::Thread, above).await?;
    let below = post::show_in(&app, viewer.id(), Place::Thread, below).await?;
    Ok(Json(Context {
        ancestors: statuses(&app.urls, &app.kept, viewer.id(), &above),
        descendants: statuses(&app.urls, &app.kept, viewer.id(), &below),
    }))
}
