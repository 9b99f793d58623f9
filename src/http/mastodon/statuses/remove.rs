//! `DELETE /api/v1/statuses/:id`: taking a post back.

use axum::Json;
use axum::extract::State;

use crate::app::App;
use crate::base::error::Error;
use crate::domain::{post, reaction, story};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::id::Id;
use crate::http::mastodon::present;
use crate::http::mastodon::present::status::Status;

/// Takes a post of the caller back and gives it a last time, with its text, for "delete and write anew". Its pictures
/// are erased with it, so none are named: a client that wanted to use them again would fail.
pub async fn remove(State(app): State<App>, Me(me): Me, Id(id): Id) -> Result<Json<Status>, Failure> {
    let viewer = Some(me.account.id);
    let found = post::load_visible(&app, viewer, id).await?;
    if found.account_id != me.account.id {
        return Err(Error::NotFound("a post of yours").into());
    }
    // A boost has no text, and taking it back goes by the post that it passes on.
    if let Some(original) = found.boost_of_id {
        let shown = post::show_one(&app, viewer, found).await?;
        reaction::unboost(&app, &me.account, original).await?;
        return Ok(Json(present::status::status(&app.urls, &app.kept, viewer, &shown)));
    }
    let (_, text) = story::source(&app, &me, id).await?;
    let shown = post::show_one(&app, viewer, found).await?;
    post::withdraw(&app, &me.account, id).await?;
    let media_attachments = Vec::new();
    Ok(Json(Status {
        text: Some(text),
        media_attachments,
        ..present::status::status(&app.urls, &app.kept, viewer, &shown)
    }))
}
