//! Favourites, boosts and bookmarks: `/api/v1/statuses/:id/favourite` and its kin, and the lists of one's own.
//!
//! Who reacted to a post is listed for its author only: for everybody else it is a number.

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::Deserialize;

use super::answer;
use crate::app::App;
use crate::domain::{post, reaction};
use crate::http::failure::Failure;
use crate::http::mastodon::accounts::follows::listed;
use crate::http::mastodon::caller::{Me, Viewer};
use crate::http::mastodon::id::Id;
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::account::Account;
use crate::http::mastodon::present::status::Status;
use crate::http::mastodon::timelines::shown;
use crate::http::mastodon::words::{given, visibility_of};
use crate::http::params::Params;

/// Marks a post as a favourite.
pub async fn favourite(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Status>, Failure> {
    let post = reaction::favourite(&app, &me.0.account, id).await?;
    Ok(answer(&app, Some(me.id()), post).await?)
}

/// Takes the mark back.
pub async fn unfavourite(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Status>, Failure> {
    let post = reaction::unfavourite(&app, &me.0.account, id).await?;
    Ok(answer(&app, Some(me.id()), post).await?)
}

/// Keeps a post for oneself.
pub async fn bookmark(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Status>, Failure> {
    let post = reaction::bookmark(&app, &me.0.account, id).await?;
    Ok(answer(&app, Some(me.id()), post).await?)
}

/// Keeps it no longer.
pub async fn unbookmark(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Status>, Failure> {
    let post = reaction::unbookmark(&app, &me.0.account, id).await?;
    Ok(answer(&app, Some(me.id()), post).await?)
}

/// How a client wants to pass a post on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    visibility: Option<String>,
}

/// Passes a post on. The answer is the boost, with the post in it.
pub async fn reblog(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(wish): Params<Wish>,
) -> Result<Json<Status>, Failure> {
    let visibility = given(wish.visibility).map(|word| visibility_of(&word)).transpose()?;
    let boost = reaction::boost(&app, &me.0.account, id, visibility).await?;
    Ok(answer(&app, Some(me.id()), boost).await?)
}

/// Takes a boost back. The answer is the post that had been passed on.
pub async fn unreblog(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Status>, Failure> {
    let post = reaction::unboost(&app, &me.0.account, id).await?;
    Ok(answer(&app, Some(me.id()), post).await?)
}

/// The caller's favourites, the latest first.
pub async fn favourites(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Status>, Failure> {
    let slice = reaction::list_favourites(&app, me.id(), paging.page(20, 40)?).await?;
    shown(&app, &uri, Some(me.id()), slice).await
}

/// The caller's bookmarks, the latest first.
pub async fn bookmarks(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Status>, Failure> {
    let slice = reaction::list_bookmarks(&app, me.id(), paging.page(20, 40)?).await?;
    shown(&app, &uri, Some(me.id()), slice).await
}

/// Who marked a post as a favourite.
pub async fn favourited_by(
    State(app): State<App>,
    viewer: Viewer,
    Id(id): Id,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Account>, Failure> {
    let post = post::load_visible(&app, viewer.id(), id).await?;
    let slice = reaction::list_favourers(&app, viewer.id(), &post, paging.page(40, 40)?).await?;
    Ok(listed(&app, &uri, slice))
}

/// Who passed a post on.
pub async fn reblogged_by(
    State(app): State<App>,
    viewer: Viewer,
    Id(id): Id,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Account>, Failure> {
    let post = post::load_visible(&app, viewer.id(), id).await?;
    let slice = reaction::list_boosters(&app, viewer.id(), &post, paging.page(40, 40)?).await?;
    Ok(listed(&app, &uri, slice))
}
