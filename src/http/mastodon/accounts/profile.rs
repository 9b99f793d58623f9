//! `/api/v1/profile`: one's own profile as it was written, for editing.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use super::credentials::{Changed, change};
use crate::app::App;
use crate::base::error::Result;
use crate::domain::account;
use crate::domain::auth::Member;
use crate::domain::timeline::featured_tag;
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::present::account::{Field, field};
use crate::http::mastodon::present::pictures;
use crate::http::mastodon::present::tag::{FeaturedTag, featured};
use crate::http::params::WithFiles;

/// A profile as its owner edits it. What is not to be chosen here says how it is.
#[derive(Debug, Serialize)]
pub struct Profile {
    id: String,
    display_name: String,
    note: String,
    fields: Vec<Field>,
    /// Null where it is the picture that everybody has.
    avatar: Option<String>,
    avatar_static: Option<String>,
    avatar_description: &'static str,
    header: Option<String>,
    header_static: Option<String>,
    header_description: &'static str,
    locked: bool,
    bot: bool,
    hide_collections: bool,
    discoverable: bool,
    indexable: bool,
    show_media: bool,
    show_media_replies: bool,
    show_featured: bool,
    attribution_domains: [(); 0],
    featured_tags: Vec<FeaturedTag>,
}

/// The profile.
pub async fn show(State(app): State<App>, Me(me): Me) -> Result<Json<Profile>, Failure> {
    Ok(Json(present(&app, &me).await?))
}

/// Changes it; what a client does not send stays.
pub async fn update(
    State(app): State<App>,
    Me(me): Me,
    sent: WithFiles<Changed>,
) -> Result<Json<Profile>, Failure> {
    let me = change(&app, &me, sent).await?;
    Ok(Json(present(&app, &me).await?))
}

async fn present(app: &App, me: &Member) -> Result<Profile> {
    let row = &me.account;
    let tags = featured_tag::list(app, me.id()).await?;
    let avatar = pictures::own(&app.urls, row.avatar_url.as_ref());
    let header = pictures::own(&app.urls, row.header_url.as_ref());
    Ok(Profile {
        id: row.id.to_string(),
        display_name: row.display_name.clone(),
        note: row.summary.clone(),
        fields: account::fields_as_written(row).into_iter().map(field).collect(),
        avatar_static: avatar.clone(),
        avatar,
        avatar_description: "",
        header_static: header.clone(),
        header,
        header_description: "",
        locked: row.locked,
        bot: row.kind == account::AccountKind::Service,
        hide_collections: true,
        discoverable: row.discoverable,
        indexable: row.indexable,
        show_media: true,
        show_media_replies: true,
        show_featured: true,
        attribution_domains: [],
        featured_tags: tags.iter().map(|found| featured(&app.urls, found)).collect(),
    })
}
