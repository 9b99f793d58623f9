//! `/api/v1/media` and `/api/v2/media`: a member sends a picture, describes it, and takes it back.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::caller::Me;
use super::id::Id;
use super::present::media::{MediaAttachment, attachment};
use crate::app::App;
use crate::base::error::Error;
use crate::domain::media::{self, Focus, Media, MediaState, Upload};
use crate::http::failure::Failure;
use crate::http::params::{Params, WithFiles};

/// So long the second version waits for a picture before it tells the client to ask again.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a client says about a picture; what it does not say of one that is there stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    description: Option<String>,
    focus: Option<String>,
}

type Answer = Result<(StatusCode, Json<MediaAttachment>), Failure>;

/// Takes a picture in and answers when it is ready.
pub async fn create(State(app): State<App>, Me(me): Me, sent: WithFiles<Said>) -> Answer {
    let row = Box::pin(take_in(&app, me.sender(), sent, media::MAX_TIME)).await?;
    Ok(shown(&app, &row, StatusCode::OK))
}

/// The same, but a picture that takes a while is answered with 202 before it is ready.
pub async fn create_v2(State(app): State<App>, Me(me): Me, sent: WithFiles<Said>) -> Answer {
    let row = Box::pin(take_in(&app, me.sender(), sent, PATIENCE)).await?;
    Ok(shown(&app, &row, StatusCode::ACCEPTED))
}

/// A picture of the caller: 206 as long as it is being made ready. Clients ask until there is an address.
pub async fn show(State(app): State<App>, Me(me): Me, Id(id): Id) -> Answer {
    let row = media::find_own(&app, me.id(), id).await?;
    Ok(shown(&app, &row, StatusCode::PARTIAL_CONTENT))
}

/// Changes what is said about a picture that no post has yet.
pub async fn update(
    State(app): State<App>,
    Me(me): Me,
    Id(id): Id,
    Params(said): Params<Said>,
) -> Result<Json<MediaAttachment>, Failure> {
    let focus = said.focus.as_deref().map(Focus::parse);
    let row = media::change(&app, me.id(), id, said.description, focus).await?;
    Ok(Json(attachment(&app.urls, &row)))
}

/// Takes a picture back that no post has.
pub async fn remove(State(app): State<App>, Me(me): Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    media::delete(&app, me.id(), id).await?;
    Ok(Json(json!({})))
}

async fn take_in(
    app: &App,
    sender: media::Sender,
    mut sent: WithFiles<Said>,
    patience: Duration,
) -> Result<Media, Failure> {
    let file = sent.take("file").ok_or_else(|| Error::invalid("file", "problem-required"))?;
    let upload = Upload {
        file,
        description: sent.said.description.unwrap_or_default(),
        focus: sent.said.focus.as_deref().map(Focus::parse).unwrap_or_default(),
    };
    Ok(media::upload(app, sender, upload, patience).await?)
}

/// A picture with 200 when it is ready, else with the status that says that it is not.
fn shown(app: &App, row: &Media, before: StatusCode) -> (StatusCode, Json<MediaAttachment>) {
    let status = match row.state {
        MediaState::Ready | MediaState::Elsewhere => StatusCode::OK,
        MediaState::Processing | MediaState::Refused => before,
    };
    (status, Json(attachment(&app.urls, row)))
}
