//! `/api/v1/admin/domain_blocks`: how far other servers are limited.

use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::i18n;
use crate::domain::relation::limit::{self, Added, Decided, Limit};
use crate::domain::relation::{Peer, exchange};
use crate::domain::transparency::log::By;
use crate::http::failure::{Failure, reader_language};
use crate::http::mastodon::caller::Moderator;
use crate::http::mastodon::id::Id;
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::admin::{LimitedHost, limited_host as present};
use crate::http::params::Params;

/// Servers on one page.
const PAGE: u64 = 40;

/// Servers that are limited, the latest known first.
pub async fn list(
    State(app): State<App>,
    _: Moderator,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<LimitedHost>, Failure> {
    let slice = limit::list(&app, Decided::Limited, "", paging.page(PAGE, PAGE)?).await?;
    Ok(Listed::new(&app.urls, &uri, slice.map(|peer| present(&peer))))
}

/// One of them.
pub async fn show(State(app): State<App>, _: Moderator, Id(id): Id) -> Result<Json<LimitedHost>, Failure> {
    Ok(Json(present(&load(&app, id).await?)))
}

/// A limit as a client writes it; what it leaves out of a change stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    domain: String,
    severity: String,
    reject_media: Option<bool>,
    reject_reports: Option<bool>,
    obfuscate: Option<bool>,
    public_comment: Option<String>,
    private_comment: Option<String>,
}

impl Wanted {
    /// `before` with what the client says.
    fn over(self, before: Limit) -> Result<Limit> {
        let severity = match self.severity.as_str() {
            "" => before.severity,
            word => exchange::severity(word)
                .ok_or_else(|| Error::invalid("severity", "problem-choose-from-list"))?,
        };
        Ok(Limit {
            severity,
            reject_media: self.reject_media.unwrap_or(before.reject_media),
            reject_reports: self.reject_reports.unwrap_or(before.reject_reports),
            obfuscate: self.obfuscate.unwrap_or(before.obfuscate),
            public_comment: self.public_comment.unwrap_or(before.public_comment),
            private_comment: self.private_comment.unwrap_or(before.private_comment),
        })
    }
}

/// Limits a server. Where something is decided that goes as far, the client is told what, as Mastodon tells it.
pub async fn create(
    State(app): State<App>,
    Moderator(me): Moderator,
    headers: HeaderMap,
    Params(wanted): Params<Wanted>,
) -> Result<Response, Failure> {
    let host = wanted.domain.clone();
    let limit = wanted.over(Limit::default())?;
    match limit::add(&app, By::Moderator(me.id()), &host, &limit).await? {
        Added::New(peer) => Ok(Json(present(&peer)).into_response()),
        Added::Known(peer) => {
            let error =
                i18n::text(reader_language(&headers), "api-host-known", &[("name", peer.host.clone())]);
            let body = json!({ "error": error, "existing_domain_block": present(&peer) });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response())
        }
    }
}

/// Changes how far a server is limited.
pub async fn update(
    State(app): State<App>,
    Moderator(me): Moderator,
    Id(id): Id,
    Params(wanted): Params<Wanted>,
) -> Result<Json<LimitedHost>, Failure> {
    let known = load(&app, id).await?;
    let limit = wanted.over(Limit::of(&known).unwrap_or_default())?;
    limit::set(&app, By::Moderator(me.id()), &known.host, &limit).await?;
    Ok(Json(present(&load(&app, id).await?)))
}

/// Takes back what was decided about a server.
pub async fn remove(
    State(app): State<App>,
    Moderator(me): Moderator,
    Id(id): Id,
) -> Result<Json<Value>, Failure> {
    let known = load(&app, id).await?;
    limit::lift(&app, By::Moderator(me.id()), &known.host).await?;
    Ok(Json(json!({})))
}

async fn load(app: &App, id: i64) -> Result<Peer> {
    limit::find(app, Decided::Limited, id).await?.ok_or(Error::NotFound("a limited server"))
}
