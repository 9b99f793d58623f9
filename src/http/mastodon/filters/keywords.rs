//! `/api/v2/filters/:id/keywords` and `/api/v2/filters/keywords/:id`: the words of a filter.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::domain::filter;
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::id::Id;
use crate::http::mastodon::present::filter::{Keyword, keyword as present};
use crate::http::params::Params;

/// What a client sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    keyword: Option<String>,
    whole_word: Option<bool>,
}

/// The words of a filter.
pub async fn list(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Vec<Keyword>>, Failure> {
    let found = filter::load(&app, me.id(), id).await?;
    Ok(Json(found.keywords.iter().map(present).collect()))
}

/// Adds a word.
pub async fn create(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(sent): Params<Sent>,
) -> Result<Json<Keyword>, Failure> {
    let word = sent.keyword.unwrap_or_default();
    let row = filter::add_keyword(&app, me.id(), id, &word, sent.whole_word.unwrap_or(true)).await?;
    Ok(Json(present(&row)))
}

/// One word.
pub async fn show(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Keyword>, Failure> {
    Ok(Json(present(&filter::load_keyword(&app, me.id(), id).await?.1)))
}

/// Changes a word.
pub async fn update(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(sent): Params<Sent>,
) -> Result<Json<Keyword>, Failure> {
    let row = filter::change_keyword(&app, me.id(), id, sent.keyword, sent.whole_word).await?;
    Ok(Json(present(&row)))
}

/// Takes a word away.
pub async fn remove(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    filter::remove_keyword(&app, me.id(), id).await?;
    Ok(Json(json!({})))
}
