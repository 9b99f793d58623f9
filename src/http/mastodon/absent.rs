//! What this server does not have. Clients ask for these things at their start and show an error where nothing
//! answers, so the truth is told: there are none.

use axum::Json;
use serde_json::{Value, json};

use super::caller::{Me, Moderator};

/// None of a thing that belongs to a member: lists, filters, scheduled posts and the like.
pub async fn none_of_mine(_: Me) -> Json<Value> {
    Json(json!([]))
}

/// None of a thing that moderators elsewhere have: blocks of e-mails and addresses, figures about members.
pub async fn none_for_moderators(_: Moderator) -> Json<Value> {
    Json(json!([]))
}

/// None of a thing that is there for all: custom emojis, trends.
pub async fn none_for_all() -> Json<Value> {
    Json(json!([]))
}
