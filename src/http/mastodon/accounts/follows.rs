//! `/api/v1/accounts/:id/follow` and its kin. Whose followers are listed: one's own; of others only the number.

use axum::Json;
use axum::extract::{OriginalUri, State};
use http::Uri;
use serde::Deserialize;

use super::relationships;
use crate::app::App;
use crate::domain::account;
use crate::domain::relation::{self, FollowOptions, Slice};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::{Me, Viewer};
use crate::http::mastodon::id::Id;
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present;
use crate::http::mastodon::present::account::Account;
use crate::http::mastodon::present::relation::Relationship;
use crate::http::params::Params;

/// How a client wants to follow.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    reblogs: Option<bool>,
    notify: Option<bool>,
    languages: Option<Vec<String>>,
}

/// Follows, or asks to.
pub async fn follow(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(wish): Params<Wish>,
) -> Result<Json<Relationship>, Failure> {
    let target = account::load(&app, id).await?;
    let options = FollowOptions { boosts: wish.reblogs, notify: wish.notify, languages: wish.languages };
    relation::follow(&app, &me.0.account, &target, options).await?;
    Ok(relationships::with(&app, &me, id).await?)
}

/// Stops following.
pub async fn unfollow(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Relationship>, Failure> {
    let target = account::load(&app, id).await?;
    relation::unfollow(&app, &me.0.account, &target).await?;
    Ok(relationships::with(&app, &me, id).await?)
}

/// Makes somebody stop following the caller.
pub async fn remove(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Relationship>, Failure> {
    let follower = account::load(&app, id).await?;
    relation::remove_follower(&app, &me.0.account, &follower).await?;
    Ok(relationships::with(&app, &me, id).await?)
}

/// Who follows an account.
pub async fn followers(
    State(app): State<App>,
    viewer: Viewer,
    Id(id): Id,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Account>, Failure> {
    account::load(&app, id).await?;
    let page = paging.page(40, 40)?;
    let slice = if viewer.id() == Some(id) {
        relation::list_followers(&app, id, page).await?
    } else {
        Slice::empty()
    };
    Ok(listed(&app, &uri, slice))
}

/// Whom an account follows.
pub async fn following(
    State(app): State<App>,
    viewer: Viewer,
    Id(id): Id,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Account>, Failure> {
    account::load(&app, id).await?;
    let page = paging.page(40, 40)?;
    let slice = if viewer.id() == Some(id) {
        relation::list_following(&app, id, page).await?
    } else {
        Slice::empty()
    };
    Ok(listed(&app, &uri, slice))
}

/// A page of accounts.
pub fn listed(app: &App, uri: &Uri, slice: Slice<account::Account>) -> Listed<Account> {
    Listed::new(&app.urls, uri, slice.map(|row| present::account::account(&app.urls, &row)))
}
