//! `/api/v1/accounts/verify_credentials`, `update_credentials` and `/api/v1/preferences`: one's own account.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::base::error::Result;
use crate::base::i18n::Language;
use crate::domain::account::{self, Field, ProfileChange};
use crate::domain::auth::member::{self, Preferences};
use crate::domain::auth::{self, Member};
use crate::domain::media::{self, MediaPurpose, ProfilePicture};
use crate::domain::relation;
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::present;
use crate::http::mastodon::present::account::CredentialAccount;
use crate::http::mastodon::words::{given, visibility_of};
use crate::http::params::WithFiles;

/// Who am I?
pub async fn verify(State(app): State<App>, Me(me): Me) -> Result<Json<CredentialAccount>, Failure> {
    Ok(Json(shown(&app, &me).await?))
}

/// What a client may change; what it does not send stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Changed {
    display_name: Option<String>,
    note: Option<String>,
    locked: Option<bool>,
    discoverable: Option<bool>,
    indexable: Option<bool>,
    bot: Option<bool>,
    fields_attributes: Option<Vec<Line>>,
    source: Source,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    name: String,
    value: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Source {
    privacy: Option<String>,
    sensitive: Option<bool>,
    language: Option<String>,
}

/// Changes the profile and the usual settings of new posts.
pub async fn update(
    State(app): State<App>,
    Me(me): Me,
    sent: WithFiles<Changed>,
) -> Result<Json<CredentialAccount>, Failure> {
    let me = change(&app, &me, sent).await?;
    Ok(Json(shown(&app, &me).await?))
}

/// Changes what was sent, and gives the member as they are then.
pub async fn change(app: &App, me: &Member, mut sent: WithFiles<Changed>) -> Result<Member, Failure> {
    let avatar = picture(app, me, &mut sent, MediaPurpose::Avatar, "avatar").await?;
    let header = picture(app, me, &mut sent, MediaPurpose::Header, "header").await?;
    let changed = sent.said;
    let fields = changed.fields_attributes.map(|lines| {
        lines.into_iter().map(|line| Field { name: line.name, value: line.value }).collect::<Vec<_>>()
    });
    let change = ProfileChange {
        display_name: changed.display_name,
        summary: changed.note,
        locked: changed.locked,
        discoverable: changed.discoverable,
        indexable: changed.indexable,
        bot: changed.bot,
        fields,
        avatar,
        header,
    };
    account::change_profile(app, me.id(), change).await?;
    let source = changed.source;
    let wanted = Preferences {
        language: source.language.as_deref().and_then(Language::parse),
        default_visibility: given(source.privacy).map(|word| visibility_of(&word)).transpose()?,
        default_sensitive: source.sensitive,
        ..Preferences::default()
    };
    member::change_preferences(app, me.id(), wanted).await?;
    Ok(auth::load(app, me.id()).await?)
}

/// The new picture of a profile, where one was sent.
async fn picture(
    app: &App,
    me: &Member,
    sent: &mut WithFiles<Changed>,
    purpose: MediaPurpose,
    field: &'static str,
) -> Result<Option<ProfilePicture>> {
    let Some(file) = sent.take(field) else { return Ok(None) };
    let stored = Box::pin(media::make(app, me.sender(), file, purpose, field)).await?;
    Ok(Some(ProfilePicture::New(Box::new(stored))))
}

/// Back to the picture that everybody has.
pub async fn remove_avatar(State(app): State<App>, Me(me): Me) -> Result<Json<CredentialAccount>, Failure> {
    let change = ProfileChange { avatar: Some(ProfilePicture::Default), ..ProfileChange::default() };
    changed_to(&app, &me, change).await
}

/// Back to the banner that everybody has.
pub async fn remove_header(State(app): State<App>, Me(me): Me) -> Result<Json<CredentialAccount>, Failure> {
    let change = ProfileChange { header: Some(ProfilePicture::Default), ..ProfileChange::default() };
    changed_to(&app, &me, change).await
}

async fn changed_to(
    app: &App,
    me: &Member,
    change: ProfileChange,
) -> Result<Json<CredentialAccount>, Failure> {
    account::change_profile(app, me.id(), change).await?;
    let me = auth::load(app, me.id()).await?;
    Ok(Json(shown(app, &me).await?))
}

/// The usual settings under the names that clients look for.
pub async fn preferences(Me(me): Me) -> Json<Value> {
    Json(json!({
        "posting:default:visibility": present::visibility(me.row.default_visibility),
        "posting:default:sensitive": me.row.default_sensitive,
        "posting:default:language": me.row.language,
        "reading:expand:media": "default",
        "reading:expand:spoilers": false,
        "reading:autoplay:gifs": false,
    }))
}

async fn shown(app: &App, me: &Member) -> Result<CredentialAccount> {
    let waiting = relation::count_follow_requests(app, me.account.id).await?;
    Ok(present::account::credentials(&app.urls, me, waiting))
}
