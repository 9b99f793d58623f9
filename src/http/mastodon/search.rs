//! `/api/v2/search`: people by name, posts by their words or their address, hashtags from the vocabulary.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::caller::Viewer;
use super::id;
use super::present::account::{Account, account as present};
use super::present::status::{Status, Tag, statuses};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::text::fold_tag;
use crate::base::text::tag::as_tag;
use crate::domain::account::{self, Account as Person};
use crate::domain::post::{self, Post};
use crate::domain::relation::{self, Page};
use crate::domain::search;
use crate::domain::vocabulary::vocabulary;
use crate::federation::resolve;
use crate::http::failure::Failure;
use crate::http::params::{Count, Params};

/// Most results of each kind.
const MOST: i64 = 40;
/// Nobody pages further.
const MOST_PASSED_OVER: i64 = 400;

/// What a client looks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    #[serde(rename = "type")]
    kind: String,
    resolve: bool,
    following: bool,
    account_id: Option<String>,
    max_id: Option<String>,
    min_id: Option<String>,
    limit: Count,
    offset: Count,
}

/// What was found.
#[derive(Debug, Default, Serialize)]
pub struct Found<T> {
    accounts: Vec<Account>,
    statuses: Vec<Status>,
    hashtags: Vec<T>,
}

/// The second version.
pub async fn v2(
    State(app): State<App>,
    viewer: Viewer,
    Params(asked): Params<Asked>,
) -> Result<Json<Found<Tag>>, Failure> {
    let limit = asked.limit.0.unwrap_or(20).clamp(1, MOST).unsigned_abs();
    let wants = |kind: &str| asked.kind.is_empty() || asked.kind == kind;
    let text = asked.q.trim();
    let offset = asked.offset.0.unwrap_or(0).clamp(0, MOST_PASSED_OVER).unsigned_abs();
    if text.is_empty() {
        return Ok(Json(Found { accounts: Vec::new(), statuses: Vec::new(), hashtags: Vec::new() }));
    }
    // A reader who is not signed in makes us ask no other server, and nobody does so for a later page.
    let may_ask = asked.resolve && viewer.0.is_some() && offset == 0;
    let people = if wants("accounts") {
        let mut people = accounts(&app, viewer.id(), text, limit + offset, may_ask).await?;
        if asked.following {
            people = relation::keep_followed(&app, viewer.id(), people).await?;
        }
        page_of(people, offset, limit)
    } else {
        Vec::new()
    };
    let posts = match (wants("statuses"), is_address(text)) {
        (false, _) => Vec::new(),
        (true, true) if offset > 0 => Vec::new(),
        (true, true) => by_address(&app, &viewer, text, may_ask).await?,
        (true, false) => {
            let page = Page {
                max: id::cursor("max_id", asked.max_id.as_deref())?,
                min: id::cursor("min_id", asked.min_id.as_deref())?,
                ..Page::first(limit)
            };
            let by = id::cursor("account_id", asked.account_id.as_deref())?;
            Box::pin(search::posts(&app, viewer.id(), text, &search::Wanted { by, page, offset })).await?
        }
    };
    let shown = post::show(&app, viewer.id(), posts).await?;
    Ok(Json(Found {
        accounts: people.iter().map(|row| present(&app.urls, row)).collect(),
        statuses: statuses(&app.urls, &app.kept, viewer.id(), &shown),
        hashtags: if wants("hashtags") {
            page_of(tags(&app, text, limit + offset), offset, limit)
        } else {
            Vec::new()
        },
    }))
}

/// The first version, where hashtags are names alone.
pub async fn v1(
    app: State<App>,
    viewer: Viewer,
    asked: Params<Asked>,
) -> Result<Json<Found<String>>, Failure> {
    let Json(found) = v2(app, viewer, asked).await?;
    let hashtags = found.hashtags.into_iter().map(|tag| tag.name).collect();
    Ok(Json(Found { accounts: found.accounts, statuses: found.statuses, hashtags }))
}

/// Accounts whose name begins so; with `may_ask`, also one that another server has to be asked for.
pub async fn accounts(
    app: &App,
    me: Option<i64>,
    text: &str,
    limit: u64,
    may_ask: bool,
) -> Result<Vec<Person>> {
    let found = if is_address(text) {
        let known = account::find_by_uri(app, text).await?;
        match known {
            None if may_ask => heard(Box::pin(resolve::account(app, text)).await)?,
            known => known,
        }
        .into_iter()
        .collect()
    } else {
        let known = account::search(app, me, text, limit).await?;
        if known.is_empty() && may_ask && is_handle(text) {
            heard(Box::pin(resolve::by_address(app, text)).await)?.into_iter().collect()
        } else {
            known
        }
    };
    Ok(found.into_iter().filter(|account: &Person| !account.suspended).collect())
}

/// The post at an address, if the caller may read it.
async fn by_address(app: &App, viewer: &Viewer, text: &str, may_ask: bool) -> Result<Vec<Post>> {
    let known = post::find_by_address(app, text).await?;
    let found = match known {
        None if may_ask => heard(Box::pin(resolve::post(app, text)).await)?,
        known => known,
    };
    match found {
        Some(found) => Ok(post::find_visible(app, viewer.id(), found.id).await?.into_iter().collect()),
        None => Ok(Vec::new()),
    }
}

/// One page of what was found.
fn page_of<T>(found: Vec<T>, offset: u64, limit: u64) -> Vec<T> {
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    found.into_iter().skip(size(offset)).take(size(limit)).collect()
}

/// Hashtags that begin so. Terms that mark somebody in danger are not offered.
fn tags(app: &App, text: &str, limit: u64) -> Vec<Tag> {
    let mut found: Vec<Tag> = Vec::new();
    for word in vocabulary().words_from(text.trim_start_matches(['#', '＃'])) {
        if found.len() >= usize::try_from(limit).unwrap_or(0) {
            break;
        }
        let Some(name) = as_tag(word) else { continue };
        if found.iter().all(|tag| tag.name != name) {
            found.push(Tag { url: app.urls.tag_page(&fold_tag(&name)), name });
        }
    }
    found
}

/// Another server that does not answer, or says no, is the same to who searches: nothing was found.
fn heard<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(
            Error::NotFound(_)
            | Error::Gone(_)
            | Error::Forbidden(_)
            | Error::Invalid(_)
            | Error::Conflict(_)
            | Error::Remote { .. },
        ) => Ok(None),
        Err(error @ (Error::Unauthenticated | Error::TooMany { .. } | Error::Internal(_))) => Err(error),
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn is_handle(text: &str) -> bool {
    text.trim_start_matches('@')
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}
