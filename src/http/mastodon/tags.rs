//! `/api/v1/tags`, `followed_tags`, `featured_tags` and `trends/tags`: hashtags, and what the caller does with them.

use std::collections::HashMap;
use std::mem;

use axum::Json;
use axum::extract::{OriginalUri, State};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::caller::{Me, Viewer};
use super::id::{Id, Name};
use super::paging::{Listed, Paging};
use super::present::tag::{FeaturedTag, TagShown, featured as present_featured, tag as present};
use crate::app::App;
use crate::base::error::Result;
use crate::base::text::fold_tag;
use crate::base::text::tag::as_tag;
use crate::domain::account;
use crate::domain::relation;
use crate::domain::stats::lately::{self, DayCount};
use crate::domain::timeline::featured_tag;
use crate::domain::vocabulary::{Lang, vocabulary};
use crate::http::failure::{Failure, reader_language};
use crate::http::params::{Count, Params};

/// Trends that are given when the client does not say how many, and at most; Mastodon's numbers.
const USUAL_TRENDS: i64 = 10;
const MOST_TRENDS: i64 = 20;

/// A hashtag, and whether the caller follows it.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Name(name): Name,
) -> Result<Json<TagShown>, Failure> {
    Ok(Json(shown(&app, viewer.id(), &name).await?))
}

/// Follows a hashtag.
pub async fn follow(State(app): State<App>, me: Me, Name(name): Name) -> Result<Json<TagShown>, Failure> {
    relation::follow_tag(&app, me.id(), &name).await?;
    Ok(Json(shown(&app, Some(me.id()), &name).await?))
}

/// Follows it no longer.
pub async fn unfollow(State(app): State<App>, me: Me, Name(name): Name) -> Result<Json<TagShown>, Failure> {
    relation::unfollow_tag(&app, me.id(), &name).await?;
    Ok(Json(shown(&app, Some(me.id()), &name).await?))
}

/// The hashtags that the caller follows.
pub async fn followed(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<TagShown>, Failure> {
    let mut slice = relation::list_tags(&app, me.id(), paging.page(100, 200)?).await?;
    let names = mem::take(&mut slice.items);
    let days = history(&app, &names).await?;
    let items = names.iter().map(|name| {
        let found = present(&app.urls, name, days_of(&days, name));
        TagShown { following: Some(true), ..found }
    });
    Ok(Listed::new(&app.urls, &uri, slice.with(items.collect())))
}

/// How many trends a client wants.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    limit: Count,
    offset: Count,
}

/// What is told most: terms as hashtags in the reader's language. What few people told of is in no trend.
pub async fn trends(
    State(app): State<App>,
    headers: HeaderMap,
    Params(wanted): Params<Wanted>,
) -> Result<Json<Vec<TagShown>>, Failure> {
    let limit = wanted.limit.0.unwrap_or(USUAL_TRENDS).clamp(1, MOST_TRENDS);
    let offset = usize::try_from(wanted.offset.0.unwrap_or(0)).unwrap_or(0);
    let most = usize::try_from(limit).unwrap_or(0);
    let lang = Lang::from_tag(reader_language(&headers).code()).unwrap_or(Lang::En);
    let terms = lately::terms(&app, offset.saturating_add(most)).await?;
    let terms = terms.into_iter().skip(offset).filter_map(|id| vocabulary().term(id));
    let names: Vec<String> = terms.filter_map(|term| as_tag(term.label(lang))).collect();
    let days = history(&app, &names).await?;
    Ok(Json(names.iter().map(|name| present(&app.urls, name, days_of(&days, name))).collect()))
}

/// A hashtag that a client names.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    name: String,
}

/// The hashtags on the caller's profile.
pub async fn featured(State(app): State<App>, me: Me) -> Result<Json<Vec<FeaturedTag>>, Failure> {
    Ok(Json(on_profile(&app, me.id()).await?))
}

/// The hashtags on somebody's profile.
pub async fn featured_of(
    State(app): State<App>,
    _: Viewer,
    Id(id): Id,
) -> Result<Json<Vec<FeaturedTag>>, Failure> {
    let row = account::load(&app, id).await?;
    Ok(Json(on_profile(&app, row.id).await?))
}

/// Puts a hashtag on the caller's profile.
pub async fn feature(
    State(app): State<App>,
    me: Me,
    Params(named): Params<Named>,
) -> Result<Json<FeaturedTag>, Failure> {
    let added = featured_tag::add(&app, me.id(), &named.name).await?;
    Ok(Json(present_featured(&app.urls, &added)))
}

/// Takes it off again.
pub async fn unfeature(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    featured_tag::remove(&app, me.id(), id).await?;
    Ok(Json(json!({})))
}

/// Hashtags that the caller uses and has not on the profile.
pub async fn suggestions(State(app): State<App>, me: Me) -> Result<Json<Vec<TagShown>>, Failure> {
    let names = featured_tag::suggest(&app, me.id()).await?;
    let days = history(&app, &names).await?;
    Ok(Json(names.iter().map(|name| present(&app.urls, name, days_of(&days, name))).collect()))
}

async fn on_profile(app: &App, id: i64) -> Result<Vec<FeaturedTag>> {
    let found = featured_tag::list(app, id).await?;
    Ok(found.iter().map(|featured| present_featured(&app.urls, featured)).collect())
}

/// One hashtag as `viewer` sees it.
async fn shown(app: &App, viewer: Option<i64>, name: &str) -> Result<TagShown> {
    let name = name.trim().trim_start_matches(['#', '＃']);
    let days = history(app, &[name.to_owned()]).await?;
    let mut found = present(&app.urls, name, days_of(&days, name));
    if let Some(me) = viewer {
        let folded = fold_tag(name);
        let on_profile = featured_tag::list(app, me).await?;
        found.following = Some(relation::follows_tag(app, me, name).await?);
        found.featuring = Some(on_profile.iter().any(|featured| featured.tag.tag == folded));
    }
    Ok(found)
}

async fn history(app: &App, names: &[String]) -> Result<HashMap<String, Vec<DayCount>>> {
    let folded: Vec<String> = names.iter().map(|name| fold_tag(name)).collect();
    lately::history(app, &folded).await
}

fn days_of<'a>(days: &'a HashMap<String, Vec<DayCount>>, name: &str) -> &'a [DayCount] {
    days.get(&fold_tag(name)).map_or(&[], Vec::as_slice)
}
