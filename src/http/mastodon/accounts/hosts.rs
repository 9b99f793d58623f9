//! `/api/v1/domain_blocks`: whole servers that the caller does not want to see anything of.

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::domain::relation;
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::params::Params;

/// What a client sends, in the query or in a body of any encoding.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    domain: String,
}

/// The servers that the caller blocks.
pub async fn list(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<String>, Failure> {
    let slice = relation::list_blocked_hosts(&app, me.id(), paging.page(100, 200)?).await?;
    Ok(Listed::new(&app.urls, &uri, slice))
}

/// Blocks a server.
pub async fn block(
    State(app): State<App>,
    me: Me,
    Params(sent): Params<Sent>,
) -> Result<Json<Value>, Failure> {
    relation::block_host(&app, &me.0.account, &sent.domain).await?;
    Ok(Json(json!({})))
}

/// Takes a block back.
pub async fn unblock(
    State(app): State<App>,
    me: Me,
    Params(sent): Params<Sent>,
) -> Result<Json<Value>, Failure> {
    relation::unblock_host(&app, &me.0.account, &sent.domain).await?;
    Ok(Json(json!({})))
}
