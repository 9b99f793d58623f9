//! `POST /api/v1/statuses`: a member writes. Whether it is a story or a plain note is for the room to find out.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::HeaderMap;
use serde::Deserialize;

use super::answer;
use crate::app::App;
use crate::base::error::Error;
use crate::domain::story::{self, NewPost, schedule};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::{Bearer, Me};
use crate::http::mastodon::id;
use crate::http::mastodon::polls::Asked;
use crate::http::mastodon::present::scheduled::scheduled;
use crate::http::mastodon::scheduled::seconds_of;
use crate::http::mastodon::words::{given, pictures_of, quotable_of, visibility_of};
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
    poll: Option<Asked>,
    scheduled_at: Option<String>,
    quote_approval_policy: Option<String>,
    quoted_status_id: Option<String>,
}

/// Writes a post. A story that is held for review is answered like any other: some clients send a refused one
/// again without its key. One with a time is released then.
pub async fn create(
    State(app): State<App>,
    Me(me): Me,
    Bearer(token): Bearer,
    headers: HeaderMap,
    Params(new): Params<New>,
) -> Result<Response, Failure> {
    if given(new.quoted_status_id).is_some() {
        // A post that lost what it is about would say something else than its writer meant.
        return Err(Error::invalid("quoted_status_id", "problem-quote").into());
    }
    let key = headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok());
    let post = NewPost {
        text: new.status,
        language: given(new.language),
        warning: given(new.spoiler_text),
        sensitive: new.sensitive,
        visibility: given(new.visibility).map(|word| visibility_of(&word)).transpose()?,
        poll: new.poll.map(Asked::read).transpose()?.flatten(),
        in_reply_to: given(new.in_reply_to_id).map(|text| parent_of(&text)).transpose()?,
        media: pictures_of(&new.media_ids)?,
        idempotency_key: key.map(|key| key.chars().take(MOST_KEY_CHARACTERS).collect()),
        app_name: token.application(&app).await?.map(|application| application.name),
        quotable: given(new.quote_approval_policy)
            .map(|word| quotable_of(&word))
            .transpose()?
            .unwrap_or_default(),
    };
    if let Some(at) = given(new.scheduled_at) {
        let at = seconds_of(&at)?;
        let later = Box::pin(schedule::schedule(&app, &me, post, at)).await?;
        return Ok(Json(scheduled(&later)).into_response());
    }
    let written = match Box::pin(story::write(&app, &me, post.clone())).await {
        // The same request came twice at once: the other one has written it by now.
        Err(Error::Conflict(_)) if post.idempotency_key.is_some() => {
            Box::pin(story::write(&app, &me, post)).await?
        }
        outcome => outcome?,
    };
    Ok(answer(&app, Some(me.account.id), written).await?.into_response())
}

fn parent_of(text: &str) -> Result<i64, Failure> {
    id::parse(text).ok_or_else(|| Error::NotFound("the post that is answered").into())
}
