//! `POST /api/v1/statuses`: a member writes. Whether it is a story or a plain note is for the room to find out.

use axum::Json;
use axum::extract::State;
use http::HeaderMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::answer;
use crate::app::App;
use crate::base::error::Error;
use crate::domain::story::{self, NewPost};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::{Bearer, Me};
use crate::http::mastodon::id;
use crate::http::mastodon::present::status::Status;
use crate::http::mastodon::words::{given, visibility_of};
use crate::http::params::Params;

/// The header by which a client makes sure that a repeated request posts once.
const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// A key that is longer is cut off: no client sends one.
const MOST_KEY_CHARACTERS: usize = 200;

/// What a client sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct New {
    status: String,
    spoiler_text: Option<String>,
    sensitive: bool,
    visibility: Option<String>,
    language: Option<String>,
    in_reply_to_id: Option<String>,
    media_ids: Vec<String>,
    poll: Option<IgnoredAny>,
    scheduled_at: Option<String>,
}

/// Writes a post. A story that is held for review is answered like any other: some clients send a refused one
/// again without its key.
pub async fn create(
    State(app): State<App>,
    Me(me): Me,
    Bearer(token): Bearer,
    headers: HeaderMap,
    Params(new): Params<New>,
) -> Result<Json<Status>, Failure> {
    refuse_what_cannot_be(&new)?;
    let key = headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok());
    let post = NewPost {
        text: new.status,
        language: given(new.language),
        warning: given(new.spoiler_text),
        sensitive: new.sensitive,
        visibility: given(new.visibility).map(|word| visibility_of(&word)).transpose()?,
        in_reply_to: given(new.in_reply_to_id).map(|text| parent_of(&text)).transpose()?,
        idempotency_key: key.map(|key| key.chars().take(MOST_KEY_CHARACTERS).collect()),
        app_name: token.application(&app).await?.map(|application| application.name),
    };
    let written = match Box::pin(story::write(&app, &me, post.clone())).await {
        // The same request came twice at once: the other one has written it by now.
        Err(Error::Conflict(_)) if post.idempotency_key.is_some() => {
            Box::pin(story::write(&app, &me, post)).await?
        }
        outcome => outcome?,
    };
    Ok(answer(&app, Some(me.account.id), written).await?)
}

fn parent_of(text: &str) -> Result<i64, Failure> {
    id::parse(text).ok_or_else(|| Error::NotFound("the post that is answered").into())
}

fn refuse_what_cannot_be(new: &New) -> Result<(), Failure> {
    if new.media_ids.iter().any(|id| !id.is_empty()) {
        return Err(Error::invalid("media_ids", "api-no-pictures").into());
    }
    if new.poll.is_some() {
        return Err(Error::invalid("poll", "api-no-polls").into());
    }
    if new.scheduled_at.as_deref().is_some_and(|at| !at.trim().is_empty()) {
        return Err(Error::invalid("scheduled_at", "api-no-schedule").into());
    }
    Ok(())
}
