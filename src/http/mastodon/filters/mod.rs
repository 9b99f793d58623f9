//! `/api/v2/filters`: what the caller does not want to read.

pub mod keywords;
pub mod statuses;
pub mod v1;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::caller::Me;
use super::id::{self, Id};
use super::present::filter::{Filter, filter as present};
use crate::app::App;
use crate::base::error::Error;
use crate::domain::filter::{self, Changed, Context, FilterAction, KeywordChange, New};
use crate::http::failure::Failure;
use crate::http::params::Params;

/// For how long a filter holds: clients say seconds, or nothing for ever, and when they say nothing at all it stays.
#[derive(Debug, Default)]
pub enum Lasts {
    /// The client did not say.
    #[default]
    Unsaid,
    /// For so many seconds, or for ever.
    Said(Option<i64>),
}

impl<'de> Deserialize<'de> for Lasts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let said = Option::<String>::deserialize(deserializer)?;
        let seconds = said.and_then(|text| text.trim().parse::<i64>().ok());
        Ok(Self::Said(seconds.filter(|seconds| *seconds > 0)))
    }
}

impl Lasts {
    #[expect(clippy::option_option, reason = "nothing said, no end, and an end are three things")]
    fn said(self) -> Option<Option<i64>> {
        match self {
            Self::Unsaid => None,
            Self::Said(seconds) => Some(seconds),
        }
    }
}

/// What a client sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    title: Option<String>,
    context: Option<Vec<String>>,
    filter_action: Option<String>,
    expires_in: Lasts,
    keywords_attributes: Vec<Word>,
}

/// A word that a client adds, alters or, with `_destroy`, removes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the client API names it so")]
struct Word {
    id: Option<String>,
    keyword: Option<String>,
    whole_word: Option<bool>,
    #[serde(rename = "_destroy")]
    destroy: bool,
}

/// All filters.
pub async fn list(State(app): State<App>, me: Me) -> Result<Json<Vec<Filter>>, Failure> {
    Ok(Json(filter::list(&app, me.id()).await?.iter().map(present).collect()))
}

/// One filter.
pub async fn show(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Filter>, Failure> {
    Ok(Json(present(&filter::load(&app, me.id(), id).await?)))
}

/// Makes a filter.
pub async fn create(
    State(app): State<App>,
    me: Me,
    Params(sent): Params<Sent>,
) -> Result<Json<Filter>, Failure> {
    let words = sent.keywords_attributes.into_iter();
    let words = words.filter_map(|word| Some((word.keyword?, word.whole_word.unwrap_or(true))));
    let new = New {
        title: sent.title.unwrap_or_default(),
        contexts: contexts(&sent.context.unwrap_or_default())?,
        action: sent.filter_action.as_deref().map_or(Ok(FilterAction::Warn), action)?,
        expires_in: sent.expires_in.said().flatten(),
        keywords: words.filter(|(word, _)| !word.trim().is_empty()).collect(),
    };
    Ok(Json(present(&filter::create(&app, me.id(), new).await?)))
}

/// Changes a filter.
pub async fn update(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(sent): Params<Sent>,
) -> Result<Json<Filter>, Failure> {
    let changed = Changed {
        title: sent.title,
        contexts: sent.context.map(|words| contexts(&words)).transpose()?,
        action: sent.filter_action.as_deref().map(action).transpose()?,
        expires_in: sent.expires_in.said(),
        keywords: sent.keywords_attributes.into_iter().filter_map(change_of).collect(),
    };
    Ok(Json(present(&filter::change(&app, me.id(), id, changed).await?)))
}

/// Takes a filter away.
pub async fn remove(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    filter::remove(&app, me.id(), id).await?;
    Ok(Json(json!({})))
}

/// What a client wants done with one word; nothing where it sends an empty one.
fn change_of(word: Word) -> Option<KeywordChange> {
    let known = word.id.as_deref().and_then(id::parse);
    match (known, word.destroy) {
        (Some(id), true) => Some(KeywordChange::Remove(id)),
        (Some(id), false) => Some(KeywordChange::Alter(id, word.keyword, word.whole_word)),
        (None, true) => None,
        (None, false) => {
            let text = word.keyword.filter(|text| !text.trim().is_empty())?;
            Some(KeywordChange::Add(text, word.whole_word.unwrap_or(true)))
        }
    }
}

fn contexts(words: &[String]) -> Result<Vec<Context>, Failure> {
    let wrong = || Error::invalid("context", "problem-choose-from-list");
    words.iter().map(|word| Context::parse(word).ok_or_else(|| wrong().into())).collect()
}

fn action(word: &str) -> Result<FilterAction, Failure> {
    match word {
        "warn" => Ok(FilterAction::Warn),
        "hide" => Ok(FilterAction::Hide),
        "blur" => Ok(FilterAction::Blur),
        _ => Err(Error::invalid("filter_action", "problem-choose-from-list").into()),
    }
}
