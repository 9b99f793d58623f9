//! `/api/v1/notifications/requests`: what waits of strangers until the caller lets them in.

use std::mem;

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::app::App;
use crate::base::error::Error;
use crate::domain::notice::{self, Request};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::id::{self, Id};
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::account::{Account, account};
use crate::http::mastodon::present::status::{Status, status};
use crate::http::mastodon::present::time;
use crate::http::params::Params;

/// What waits of one stranger.
#[derive(Debug, Clone, Serialize)]
pub struct NotificationRequest {
    id: String,
    created_at: String,
    updated_at: String,
    /// A number as a string, as in Mastodon.
    notifications_count: String,
    account: Account,
    last_status: Option<Status>,
}

/// Which requests a client decides about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    id: Vec<String>,
}

/// Of whom notices wait, who came last first.
pub async fn list(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<NotificationRequest>, Failure> {
    let mut slice = notice::list_requests(&app, me.id(), paging.page(40, 80)?).await?;
    let found = mem::take(&mut slice.items);
    let items = found.iter().map(|request| present(&app, me.id(), request)).collect();
    Ok(Listed::new(&app.urls, &uri, slice.with(items)))
}

/// One of them.
pub async fn show(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<NotificationRequest>, Failure> {
    let request = notice::load_request(&app, me.id(), id).await?;
    Ok(Json(present(&app, me.id(), &request)))
}

/// Lets somebody in.
pub async fn accept(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    notice::accept_request(&app, me.id(), id).await?;
    Ok(Json(json!({})))
}

/// Turns away what waits of somebody.
pub async fn dismiss(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    notice::dismiss_request(&app, me.id(), id).await?;
    Ok(Json(json!({})))
}

/// Lets several in. What was decided already stays as it is.
pub async fn accept_all(
    State(app): State<App>,
    me: Me,
    Params(which): Params<Which>,
) -> Result<Json<Value>, Failure> {
    for id in id::parse_all(&which.id) {
        decided(notice::accept_request(&app, me.id(), id).await)?;
    }
    Ok(Json(json!({})))
}

/// Turns several away. What was decided already stays as it is.
pub async fn dismiss_all(
    State(app): State<App>,
    me: Me,
    Params(which): Params<Which>,
) -> Result<Json<Value>, Failure> {
    for id in id::parse_all(&which.id) {
        decided(notice::dismiss_request(&app, me.id(), id).await)?;
    }
    Ok(Json(json!({})))
}

/// Whether the notices of those who were let in stand in the list: they do at once.
pub async fn merged(_: Me) -> Json<Value> {
    Json(json!({ "merged": true }))
}

fn decided(outcome: Result<(), Error>) -> Result<(), Error> {
    match outcome {
        Err(Error::NotFound(_)) => Ok(()),
        outcome => outcome,
    }
}

fn present(app: &App, me: i64, request: &Request) -> NotificationRequest {
    NotificationRequest {
        id: request.id.to_string(),
        created_at: time::moment(request.created_at),
        updated_at: time::moment(request.updated_at),
        notifications_count: request.count.to_string(),
        account: account(&app.urls, &request.from),
        last_status: request.last.as_ref().map(|shown| status(&app.urls, &app.kept, Some(me), shown)),
    }
}
