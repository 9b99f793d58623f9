//! `PUT /api/v1/statuses/:id`, its `source` and its `history`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::answer;
use crate::app::App;
use crate::base::error::Error;
use crate::domain::post;
use crate::domain::story::{self, Edit};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::{Me, Viewer};
use crate::http::mastodon::id::Id;
use crate::http::mastodon::present::status::{self, Status, StatusEdit};
use crate::http::mastodon::words::given;
use crate::http::params::Params;

/// What a client changes; what it does not send stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Changed {
    status: Option<String>,
    spoiler_text: Option<String>,
    sensitive: Option<bool>,
    language: Option<String>,
    media_ids: Vec<String>,
    poll: Option<IgnoredAny>,
}

/// Changes a post of the caller.
pub async fn edit(
    State(app): State<App>,
    Me(me): Me,
    Id(id): Id,
    Params(changed): Params<Changed>,
) -> Result<Json<Status>, Failure> {
    if changed.media_ids.iter().any(|id| !id.is_empty()) {
        return Err(Error::invalid("media_ids", "api-no-pictures").into());
    }
    if changed.poll.is_some() {
        return Err(Error::invalid("poll", "api-no-polls").into());
    }
    let (before, text) = story::source(&app, &me, id).await?;
    let edit = Edit {
        text: changed.status.unwrap_or(text),
        language: given(changed.language),
        warning: changed.spoiler_text.or(Some(before.warning)).filter(|warning| !warning.trim().is_empty()),
        sensitive: changed.sensitive.unwrap_or(before.sensitive),
    };
    let written = Box::pin(story::edit(&app, &me, id, edit)).await?;
    Ok(answer(&app, Some(me.account.id), written).await?)
}

/// What its writer gets to change: the text with lines for the facts.
pub async fn source(State(app): State<App>, Me(me): Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    let (post, text) = story::source(&app, &me, id).await?;
    Ok(Json(json!({
        "id": post.id.to_string(),
        "text": text,
        "spoiler_text": post.warning,
        "content_type": "text/plain",
    })))
}

/// The versions of a post: only the present one is kept, so that what was taken back stays so.
pub async fn history(
    State(app): State<App>,
    viewer: Viewer,
    Id(id): Id,
) -> Result<Json<[StatusEdit; 1]>, Failure> {
    let found = post::load_visible(&app, viewer.id(), id).await?;
    let shown = post::show_one(&app, viewer.id(), found).await?;
    Ok(Json([status::edit(&app.urls, &shown)]))
}
