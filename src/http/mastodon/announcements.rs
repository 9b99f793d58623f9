//! `/api/v1/announcements`: what the operator tells all members.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::{Value, json};

use super::caller::Me;
use super::id::{Id, IdAndName};
use super::present::time;
use crate::app::App;
use crate::base::text::CleanHtml;
use crate::domain::announcement::{self, Announced};
use crate::http::failure::Failure;

/// An announcement as clients see it.
#[derive(Debug, Serialize)]
pub struct Announcement {
    id: String,
    content: String,
    starts_at: Option<String>,
    ends_at: Option<String>,
    all_day: bool,
    published_at: String,
    updated_at: String,
    read: bool,
    mentions: [(); 0],
    statuses: [(); 0],
    tags: [(); 0],
    emojis: [(); 0],
    reactions: Vec<Reaction>,
}

/// An emoji with how many answered so.
#[derive(Debug, Serialize)]
pub struct Reaction {
    name: String,
    count: usize,
    me: bool,
}

/// The announcements of the present.
pub async fn list(State(app): State<App>, me: Me) -> Result<Json<Vec<Announcement>>, Failure> {
    Ok(Json(announcement::list_for(&app, me.id()).await?.into_iter().map(present).collect()))
}

/// Puts an announcement away.
pub async fn dismiss(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    announcement::dismiss(&app, me.id(), id).await?;
    Ok(Json(json!({})))
}

/// Answers with an emoji.
pub async fn react(
    State(app): State<App>,
    me: Me,
    IdAndName(id, name): IdAndName,
) -> Result<Json<Value>, Failure> {
    announcement::react(&app, me.id(), id, &name).await?;
    Ok(Json(json!({})))
}

/// Takes an answer back.
pub async fn take_back(
    State(app): State<App>,
    me: Me,
    IdAndName(id, name): IdAndName,
) -> Result<Json<Value>, Failure> {
    announcement::take_back(&app, me.id(), id, &name).await?;
    Ok(Json(json!({})))
}

/// An announcement as a member sees it.
pub fn present(announced: Announced) -> Announcement {
    let row = announced.announcement;
    let published_at = time::moment(row.published_at);
    let reactions = announced.reactions.into_iter();
    Announcement {
        id: row.id.to_string(),
        content: CleanHtml::from_plain(&row.words).into_string(),
        starts_at: None,
        ends_at: row.ends_at.map(time::moment),
        all_day: false,
        updated_at: published_at.clone(),
        published_at,
        read: announced.seen,
        mentions: [],
        statuses: [],
        tags: [],
        emojis: [],
        reactions: reactions.map(|(name, count, me)| Reaction { name, count, me }).collect(),
    }
}
