//! Blocking and muting: `/api/v1/accounts/:id/block` and its kin, and the lists of both.

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::Deserialize;

use super::follows::listed;
use super::relationships;
use crate::app::App;
use crate::domain::account;
use crate::domain::relation::{self, MuteOptions};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::id::Id;
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::account::Account;
use crate::http::mastodon::present::relation::Relationship;
use crate::http::params::{Count, Params};

/// Blocks somebody.
pub async fn block(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Relationship>, Failure> {
    let target = account::load(&app, id).await?;
    relation::block(&app, &me.0.account, &target).await?;
    Ok(relationships::with(&app, &me, id).await?)
}

/// Takes a block back.
pub async fn unblock(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Relationship>, Failure> {
    let target = account::load(&app, id).await?;
    relation::unblock(&app, &me.0.account, &target).await?;
    Ok(relationships::with(&app, &me, id).await?)
}

/// How a client wants to mute.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    notifications: Option<bool>,
    duration: Count,
}

/// Hides somebody from the caller.
pub async fn mute(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(wish): Params<Wish>,
) -> Result<Json<Relationship>, Failure> {
    let target = account::load(&app, id).await?;
    let options = MuteOptions {
        notices: wish.notifications.unwrap_or(true),
        // 0 means for ever.
        seconds: wish.duration.0.filter(|seconds| *seconds > 0),
    };
    relation::mute(&app, &me.0.account, &target, options).await?;
    Ok(relationships::with(&app, &me, id).await?)
}

/// Shows somebody again.
pub async fn unmute(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Relationship>, Failure> {
    let target = account::load(&app, id).await?;
    relation::unmute(&app, &me.0.account, &target).await?;
    Ok(relationships::with(&app, &me, id).await?)
}

/// Whom the caller blocks.
pub async fn blocks(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Account>, Failure> {
    let slice = relation::list_blocks(&app, me.id(), paging.page(40, 40)?).await?;
    Ok(listed(&app, &uri, slice))
}

/// Whom the caller mutes.
pub async fn mutes(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Account>, Failure> {
    let slice = relation::list_mutes(&app, me.id(), paging.page(40, 40)?).await?;
    Ok(listed(&app, &uri, slice))
}
