//! `/api/v1/notifications`: what happened that concerns the caller. The house's word is notice.

pub mod groups;
pub mod policy;
pub mod requests;

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
use crate::domain::notice::{self, NoticeKind, Wanted};
use crate::domain::relation::Slice;
use crate::http::failure::Failure;
use crate::http::params::{Count, Params};

/// Which notices a client wants, and how. Kinds that we do not know are there for nobody.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    types: Vec<String>,
    exclude_types: Vec<String>,
    account_id: Option<String>,
    grouped_types: Option<Vec<String>>,
    expand_accounts: String,
    include_filtered: Option<bool>,
    limit: Count,
}

impl Asked {
    /// What is wanted; nothing where a client asks only for kinds that there are not.
    fn wanted(&self) -> Result<Option<Wanted>, Failure> {
        let wanted = Wanted {
            kinds: kinds(&self.types),
            not_kinds: kinds(&self.exclude_types),
            from: id::cursor("account_id", self.account_id.as_deref())?,
            with_waiting: self.include_filtered.unwrap_or(false),
            ..Wanted::default()
        };
        let asks_only_for_others = !self.types.is_empty() && wanted.kinds.is_empty();
        Ok((!asks_only_for_others).then_some(wanted))
    }

    /// The kinds that are put into groups; every kind that can be when the client names none.
    fn gathered(&self) -> Option<Vec<NoticeKind>> {
        self.grouped_types.as_deref().map(kinds)
    }

    /// Whether the client wants no more of most accounts than their faces.
    fn wants_faces_only(&self) -> bool {
        self.expand_accounts == "partial_avatars"
    }
}

fn kinds(words: &[String]) -> Vec<NoticeKind> {
    words.iter().filter_map(|word| kind_of(word)).collect()
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
    let mut slice = match asked.wanted()? {
        Some(wanted) => notice::list(&app, me.id(), &wanted, page).await?,
        None => Slice::empty(),
    };
    let told = notice::show(&app, me.id(), mem::take(&mut slice.items)).await?;
    let items = told.iter().map(|told| notification(&app.urls, &app.kept, me.id(), told)).collect();
    Ok(Listed::new(&app.urls, &uri, slice.with(items)))
}

/// One notice.
pub async fn show(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Notification>, Failure> {
    let found = notice::load(&app, me.id(), id).await?;
    let told = notice::show(&app, me.id(), vec![found]).await?.pop().ok_or(Error::NotFound("the notice"))?;
    Ok(Json(notification(&app.urls, &app.kept, me.id(), &told)))
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
