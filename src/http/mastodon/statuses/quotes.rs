//! Who may quote a post, who does, and that somebody no longer may: `PUT /api/v1/statuses/:id/interaction_policy`,
//! `/api/v1/statuses/:id/quotes`.
//!
//! Which posts elsewhere quote one is listed for its author only, as with other reactions.

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::Deserialize;

use super::answer;
use crate::app::App;
use crate::domain::post::{self, Quotable, permission};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::{Me, Viewer};
use crate::http::mastodon::id::{Id, TwoIds};
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::status::Status;
use crate::http::mastodon::timelines::shown;
use crate::http::mastodon::words::{given, quotable_of};
use crate::http::params::Params;

/// Who may quote a post from now on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Policy {
    quote_approval_policy: Option<String>,
}

/// Opens a post of the caller for quotes, or closes it. This is the only way to open a story.
pub async fn set_policy(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(policy): Params<Policy>,
) -> Result<Json<Status>, Failure> {
    let wished = given(policy.quote_approval_policy).map(|word| quotable_of(&word)).transpose()?;
    let changed =
        permission::set_quotable(&app, &me.0.account, id, wished.unwrap_or(Quotable::Nobody)).await?;
    Ok(answer(&app, Some(me.id()), changed).await?)
}

/// The posts that quote one.
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Id(id): Id,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Status>, Failure> {
    let quoted = post::load_visible(&app, viewer.id(), id).await?;
    let slice = permission::list_quotes(&app, viewer.id(), &quoted, paging.page(20, 40)?).await?;
    shown(&app, &uri, viewer.id(), slice).await
}

/// Takes back that a post may quote one of the caller. The answer is the post that quotes.
pub async fn revoke(
    State(app): State<App>,
    me: Me,
    TwoIds(id, quoting): TwoIds,
) -> Result<Json<Status>, Failure> {
    let quoting = permission::revoke_quote(&app, &me.0.account, id, quoting).await?;
    Ok(answer(&app, Some(me.id()), quoting).await?)
}
