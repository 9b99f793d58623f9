//! `/api/v1/timelines`: lists of posts, newest first.

use std::mem;

use axum::extract::{OriginalUri, State};
use axum::response::{IntoResponse as _, Response};
use http::Uri;
use serde::Deserialize;

use super::caller::{Me, Viewer};
use super::id::Name;
use super::paging::{self, Listed, Paging};
use super::present::status::{Status, statuses};
use crate::app::App;
use crate::base::text::fold_tag;
use crate::domain::filter::Context;
use crate::domain::post::{self, Post};
use crate::domain::relation::Slice;
use crate::domain::timeline::{self, PublicFilter, Scope, Tagged};
use crate::http::failure::Failure;
use crate::http::params::Params;

/// What those whom the caller follows wrote and passed on.
pub async fn home(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Status>, Failure> {
    let slice = timeline::home(&app, &me.0.account, paging.page(20, 40)?).await?;
    shown_in(&app, &uri, Some(me.id()), Context::Home, slice).await
}

/// Which public posts a client wants.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    local: bool,
    remote: bool,
    only_media: bool,
    any: Vec<String>,
    all: Vec<String>,
    none: Vec<String>,
}

/// Public posts of everybody.
pub async fn public(
    State(app): State<App>,
    viewer: Viewer,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
    Params(wanted): Params<Wanted>,
) -> Result<Response, Failure> {
    let page = paging.page(20, 40)?;
    let scope = Scope::of(wanted.local, wanted.remote);
    let filter = PublicFilter { scope, pictures_only: wanted.only_media };
    let asked = format!("{uri} {page:?} {filter:?}");
    let list = async {
        let slice = timeline::public(&app, filter, viewer.id(), page).await?;
        shown_in(&app, &uri, viewer.id(), Context::Public, slice).await
    };
    Box::pin(written_once(&app, &viewer, asked, list)).await
}

/// Public posts with a hashtag, or one of several.
pub async fn tag(
    State(app): State<App>,
    viewer: Viewer,
    Name(name): Name,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
    Params(wanted): Params<Wanted>,
) -> Result<Response, Failure> {
    let page = paging.page(20, 40)?;
    let folded = |tags: &[String]| tags.iter().map(|tag| fold_tag(tag)).collect::<Vec<_>>();
    let tagged = Tagged {
        any: folded(&[vec![name], wanted.any].concat()),
        all: folded(&wanted.all),
        none: folded(&wanted.none),
        scope: Scope::of(wanted.local, wanted.remote),
        pictures_only: wanted.only_media,
    };
    let asked = format!("{uri} {page:?} {tagged:?}");
    let list = async {
        let slice = timeline::tag(&app, &tagged, viewer.id(), page).await?;
        shown_in(&app, &uri, viewer.id(), Context::Public, slice).await
    };
    Box::pin(written_once(&app, &viewer, asked, list)).await
}

/// A page that is the same for all who are not signed in: it is read and written once until something changes. `asked`
/// holds all that it depends on.
async fn written_once(
    app: &App,
    viewer: &Viewer,
    asked: String,
    list: impl Future<Output = Result<Listed<Status>, Failure>>,
) -> Result<Response, Failure> {
    if viewer.id().is_some() {
        return Ok(list.await?.into_response());
    }
    let page = app.kept.pages.get_or(asked, async { Ok::<_, Failure>(list.await?.written()?) }).await?;
    Ok(paging::again(page))
}

/// As [`shown`], without what `viewer` wants left out in this context.
pub async fn shown_in(
    app: &App,
    uri: &Uri,
    viewer: Option<i64>,
    context: Context,
    mut slice: Slice<Post>,
) -> Result<Listed<Status>, Failure> {
    let shown = post::show_in(app, viewer, context, mem::take(&mut slice.items)).await?;
    Ok(Listed::new(&app.urls, uri, slice.with(statuses(&app.urls, &app.kept, viewer, &shown))))
}

/// A page of posts as `viewer` sees them. Cursors are the page's own: what cannot be shown is passed over, and
/// what follows it is not.
pub async fn shown(
    app: &App,
    uri: &Uri,
    viewer: Option<i64>,
    mut slice: Slice<Post>,
) -> Result<Listed<Status>, Failure> {
    let shown = post::show(app, viewer, mem::take(&mut slice.items)).await?;
    Ok(Listed::new(&app.urls, uri, slice.with(statuses(&app.urls, &app.kept, viewer, &shown))))
}
