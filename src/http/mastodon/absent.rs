//! What this server does not have. Clients ask for these things at their start and show an error where nothing
//! answers, so the truth is told: there are none.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::caller::{Me, Viewer};
use crate::app::App;
use crate::base::error::Error;
use crate::http::failure::Failure;

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

/// A hashtag: its address here, and that nobody follows it yet.
pub async fn tag(State(app): State<App>, _: Viewer, Path(name): Path<String>) -> Json<Value> {
    let name = name.trim_start_matches('#');
    Json(json!({ "name": name, "url": app.urls.tag_page(name), "history": [], "following": false }))
}

/// Ending what never began is done at once.
pub async fn nothing_to_end(_: Me) -> Json<Value> {
    Json(json!({}))
}
