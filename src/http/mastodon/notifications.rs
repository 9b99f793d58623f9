//! `/api/v1/notifications`: what happened that concerns the caller. The house's word is notice.

use std::mem;

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::caller::Me;
use super::id::{self, Id};
use super::paging::{Listed, Paging};
use super::present::notice::{Notification, kind_of, notification};
use crate::app::App;
use crate::base::error::Error;
use crate::domain::account::marker::{self, List};
use crate::domain::notice::{self, Wanted};
use crate::domain::relation::Slice;
use crate::http::failure::Failure;
use crate::http::params::Params;

/// Which notices a client wants. Kinds that we do not know are there for nobody.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    types: Vec<String>,
    exclude_types: Vec<String>,
    account_id: Option<String>,
}

/// The notices, newest first.
pub async fn list(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
    Params(asked): Params<Asked>,
) -> Result<Listed<Notification>, Failure> {
    let page = paging.page(40, 80)?;
    let wanted = Wanted {
        kinds: asked.types.iter().filter_map(|word| kind_of(word)).collect(),
        not_kinds: asked.exclude_types.iter().filter_map(|word| kind_of(word)).collect(),
        from: id::cursor("account_id", asked.account_id.as_deref())?,
    };
    let asks_only_for_others = !asked.types.is_empty() && wanted.kinds.is_empty();
    let mut slice = if asks_only_for_others {
        Slice::empty()
    } else {
        notice::list(&app, me.id(), &wanted, page).await?
    };
    let told = notice::show(&app, me.id(), mem::take(&mut slice.items)).await?;
    let items = told.iter().map(|told| notification(&app.urls, me.id(), told)).collect();
    Ok(Listed::new(&app.urls, &uri, slice.with(items)))
}

/// One notice.
pub async fn show(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Notification>, Failure> {
    let found = notice::load(&app, me.id(), id).await?;
    let told = notice::show(&app, me.id(), vec![found]).await?.pop().ok_or(Error::NotFound("the notice"))?;
    Ok(Json(notification(&app.urls, me.id(), &told)))
}

/// Does away with one notice.
pub async fn dismiss(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    notice::dismiss(&app, me.id(), id).await?;
    Ok(Json(json!({})))
}

/// Does away with all notices.
pub async fn clear(State(app): State<App>, me: Me) -> Result<Json<Value>, Failure> {
    notice::clear(&app, me.id()).await?;
    Ok(Json(json!({})))
}

/// How many notices came since the caller last said how far they had read.
pub async fn unread_count(State(app): State<App>, me: Me) -> Result<Json<Value>, Failure> {
    let seen = marker::find(&app, me.id(), List::Notices).await?;
    let count = notice::count_unread(&app, me.id(), seen).await?;
    Ok(Json(json!({ "count": count })))
}
