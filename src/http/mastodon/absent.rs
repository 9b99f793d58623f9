//! What this server does not have. Clients ask for these things at their start and show an error where nothing
//! answers, so the truth is told: there are none.

use axum::Json;
use axum::extract::Request;
use serde_json::{Value, json};

use super::caller::Me;
use crate::base::error::Error;
use crate::http::failure::Failure;
use crate::http::params;

/// None of a thing that belongs to a member: lists, filters, scheduled posts and the like.
pub async fn none_of_mine(_: Me) -> Json<Value> {
    Json(json!([]))
}

/// None of a thing that is there for all: custom emojis, trends.
pub async fn none_for_all() -> Json<Value> {
    Json(json!([]))
}

/// A single thing of a kind of which there is none.
pub async fn not_there(_: Me) -> Failure {
    Error::NotFound("a thing of this kind").into()
}

/// Pictures, sound and video. The body is read to its end, or the client would not come to reading why not.
pub async fn no_pictures(_: Me, request: Request) -> Failure {
    params::drain(request).await;
    Error::invalid("file", "api-no-pictures").into()
}

/// Ending what never began is done at once.
pub async fn nothing_to_end(_: Me) -> Json<Value> {
    Json(json!({}))
}
