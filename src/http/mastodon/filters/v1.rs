//! `/api/v1/filters`: the first version, in which every word is a filter of its own.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Lasts, contexts};
use crate::app::App;
use crate::domain::filter::{self, Changed, FilterAction, KeywordChange, New};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::id::Id;
use crate::http::mastodon::present::filter::{FilterV1, v1 as present};
use crate::http::params::Params;

/// So much of a long phrase is enough for the name of its filter, in characters.
const TITLE: usize = 100;

/// What a client sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    phrase: Option<String>,
    context: Option<Vec<String>>,
    irreversible: Option<bool>,
    whole_word: Option<bool>,
    expires_in: Lasts,
}

/// All words of all filters.
pub async fn list(State(app): State<App>, me: Me) -> Result<Json<Vec<FilterV1>>, Failure> {
    let filters = filter::list(&app, me.id()).await?;
    let words = filters.iter().flat_map(|filter| filter.keywords.iter().map(|word| present(filter, word)));
    Ok(Json(words.collect()))
}

/// One word.
pub async fn show(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<FilterV1>, Failure> {
    let (filter, word) = filter::load_keyword(&app, me.id(), id).await?;
    Ok(Json(present(&filter, &word)))
}

/// Makes a filter of one word.
pub async fn create(
    State(app): State<App>,
    me: Me,
    Params(sent): Params<Sent>,
) -> Result<Json<FilterV1>, Failure> {
    let phrase = sent.phrase.unwrap_or_default();
    let new = New {
        title: phrase.chars().take(TITLE).collect(),
        contexts: contexts(&sent.context.unwrap_or_default())?,
        action: action(sent.irreversible.unwrap_or(false)),
        expires_in: sent.expires_in.said().flatten(),
        keywords: vec![(phrase, sent.whole_word.unwrap_or(false))],
    };
    let made = filter::create(&app, me.id(), new).await?;
    let word = made.keywords.first().map(|word| word.id).unwrap_or_default();
    show(State(app), me, Id(word)).await
}

/// Changes a word and the filter that it stands in.
pub async fn update(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(sent): Params<Sent>,
) -> Result<Json<FilterV1>, Failure> {
    let (found, _) = filter::load_keyword(&app, me.id(), id).await?;
    let changed = Changed {
        title: None,
        contexts: sent.context.map(|words| contexts(&words)).transpose()?,
        action: sent.irreversible.map(action),
        expires_in: sent.expires_in.said(),
        keywords: vec![KeywordChange::Alter(id, sent.phrase, sent.whole_word)],
    };
    filter::change(&app, me.id(), found.id, changed).await?;
    show(State(app), me, Id(id)).await
}

/// Takes a word away, and its filter when that is empty then.
pub async fn remove(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    let (found, _) = filter::load_keyword(&app, me.id(), id).await?;
    if found.keywords.len() == 1 && found.posts.is_empty() {
        filter::remove(&app, me.id(), found.id).await?;
    } else {
        filter::remove_keyword(&app, me.id(), id).await?;
    }
    Ok(Json(json!({})))
}

fn action(irreversible: bool) -> FilterAction {
    if irreversible { FilterAction::Hide } else { FilterAction::Warn }
}
