//! `/api/v1/conversations`: threads of direct posts, each by its last one.

use std::mem;

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::Serialize;
use serde_json::{Value, json};

use super::caller::Me;
use super::id::Id;
use super::paging::{Listed, Paging};
use super::present::account::{Account, account};
use super::present::status::{Status, status};
use crate::app::App;
use crate::domain::timeline::{self, Conversation as Found};
use crate::http::failure::Failure;

/// A conversation as the caller sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Conversation {
    id: String,
    unread: bool,
    /// Never empty: who writes to nobody else talks with themselves.
    accounts: Vec<Account>,
    last_status: Status,
}

/// The caller's conversations, the one with the latest post first.
pub async fn list(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Conversation>, Failure> {
    let mut slice = timeline::conversations(&app, me.id(), paging.page(20, 40)?).await?;
    let found = mem::take(&mut slice.items);
    let items = found.iter().map(|found| present(&app, me.id(), found)).collect();
    Ok(Listed::new(&app.urls, &uri, slice.with(items)))
}

/// Says that one of them was read.
pub async fn read(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Conversation>, Failure> {
    let found = timeline::read_conversation(&app, me.id(), id).await?;
    Ok(Json(present(&app, me.id(), &found)))
}

/// Takes one of them off the list.
pub async fn hide(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    timeline::hide_conversation(&app, me.id(), id).await?;
    Ok(Json(json!({})))
}

/// A conversation as the member `me` sees it.
pub fn present(app: &App, me: i64, found: &Found) -> Conversation {
    let mut accounts = found.others(me);
    if accounts.is_empty() {
        accounts.push(&found.last.author);
    }
    Conversation {
        id: found.id.to_string(),
        unread: found.unread,
        accounts: accounts.into_iter().map(|other| account(&app.urls, other)).collect(),
        last_status: status(&app.urls, &app.kept, Some(me), &found.last),
    }
}
