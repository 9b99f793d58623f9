//! `/api/v1/admin/reports`: what readers and other servers point moderators at, and who looks at it.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{OriginalUri, State};
use http::HeaderMap;
use serde::Deserialize;

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::i18n::Language;
use crate::domain::auth::Member;
use crate::domain::moderation::limit;
use crate::domain::moderation::report::{self, Category, Seen, Sought};
use crate::domain::moderation::rules::is_rule;
use crate::domain::post;
use crate::http::failure::{Failure, reader_language};
use crate::http::mastodon::caller::Moderator;
use crate::http::mastodon::id::{self, Id};
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::admin::{Report, ReportWith, report as present};
use crate::http::mastodon::present::instance;
use crate::http::mastodon::present::status::statuses;
use crate::http::params::Params;

/// Reports on one page.
const PAGE: u64 = 40;

/// Which reports a client looks for; the open ones unless it says otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    resolved: bool,
    unresolved: bool,
    account_id: Option<String>,
    target_account_id: Option<String>,
}

/// Reports, the latest first.
pub async fn list(
    State(app): State<App>,
    Moderator(me): Moderator,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    paging: Paging,
    Params(asked): Params<Asked>,
) -> Result<Listed<Report>, Failure> {
    let closed = match (asked.resolved, asked.unresolved) {
        (true, true) => None,
        (true, false) => Some(true),
        (false, _) => Some(false),
    };
    let sought = Sought {
        closed,
        from: id::cursor("account_id", asked.account_id.as_deref())?,
        target: id::cursor("target_account_id", asked.target_account_id.as_deref())?,
    };
    let slice = report::list(&app, &me, &sought, paging.page(PAGE, PAGE)?).await?;
    let shown = several(&app, &me, reader_language(&headers), &slice.items).await?;
    Ok(Listed::new(&app.urls, &uri, slice.with(shown)))
}

/// One report.
pub async fn show(
    State(app): State<App>,
    Moderator(me): Moderator,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Json<Report>, Failure> {
    Ok(Json(one(&app, &me, &headers, id).await?))
}

/// What a report is about, as a moderator sees it; what is not said stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    category: Option<String>,
    rule_ids: Option<Vec<String>>,
}

/// Says anew what a report is about.
pub async fn update(
    State(app): State<App>,
    Moderator(me): Moderator,
    headers: HeaderMap,
    Id(id): Id,
    Params(wanted): Params<Wanted>,
) -> Result<Json<Report>, Failure> {
    let before = report::load(&app, &me, id).await?.report;
    let word = wanted.category.as_deref().unwrap_or(&before.category);
    let category = Category::ALL.into_iter().find(|category| category.code() == word);
    let category = category.ok_or_else(|| Error::invalid("category", "problem-choose-from-list"))?;
    let mut rules = wanted.rule_ids.map_or_else(|| report::rules_of(&before), |ids| id::parse_all(&ids));
    rules.retain(|rule| is_rule(&app, *rule));
    report::recategorise(&app, &me, id, category, &rules).await?;
    Ok(Json(one(&app, &me, &headers, id).await?))
}

/// Takes a report up.
pub async fn assign(
    State(app): State<App>,
    Moderator(me): Moderator,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Json<Report>, Failure> {
    report::take(&app, &me, id).await?;
    Ok(Json(one(&app, &me, &headers, id).await?))
}

/// Puts a report back for others.
pub async fn unassign(
    State(app): State<App>,
    Moderator(me): Moderator,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Json<Report>, Failure> {
    report::put_back(&app, &me, id).await?;
    Ok(Json(one(&app, &me, &headers, id).await?))
}

/// Closes a report with nothing done.
pub async fn resolve(
    State(app): State<App>,
    Moderator(me): Moderator,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Json<Report>, Failure> {
    report::close(&app, &me, id).await?;
    Ok(Json(one(&app, &me, &headers, id).await?))
}

/// Opens a closed report again.
pub async fn reopen(
    State(app): State<App>,
    Moderator(me): Moderator,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Json<Report>, Failure> {
    report::reopen(&app, &me, id).await?;
    Ok(Json(one(&app, &me, &headers, id).await?))
}

async fn one(app: &App, me: &Member, headers: &HeaderMap, id: i64) -> Result<Report> {
    let seen = report::load(app, me, id).await?;
    let mut shown = several(app, me, reader_language(headers), &[seen]).await?;
    shown.pop().ok_or(Error::NotFound("report"))
}

/// Reports with everybody and everything that they name. A constant number of queries.
async fn several(app: &App, me: &Member, language: Language, found: &[Seen]) -> Result<Vec<Report>> {
    let accounts = found.iter().flat_map(|seen| {
        [seen.from.as_ref(), Some(&seen.target), seen.taken_by.as_ref(), seen.closed_by.as_ref()]
    });
    let accounts = limit::see(app, accounts.flatten().cloned().collect()).await?;
    let accounts: HashMap<i64, limit::Seen> =
        accounts.into_iter().map(|seen| (seen.account.id, seen)).collect();
    let rows: Vec<&report::Report> = found.iter().map(|seen| &seen.report).collect();
    let posts = report::list_named(app, me, &rows).await?;
    let posts = post::show(app, Some(me.id()), posts).await?;
    let posts = statuses(&app.urls, &app.kept, Some(me.id()), &posts);
    let with = |seen: &Seen| {
        let named = report::posts_of(&seen.report);
        let is_named = |id: &str| id::parse(id).is_some_and(|id| named.contains(&id));
        ReportWith {
            accounts: &accounts,
            posts: posts.iter().filter(|post| is_named(&post.id)).cloned().collect(),
            rules: instance::rules_of(app, language, &report::rules_of(&seen.report)),
        }
    };
    Ok(found.iter().filter_map(|seen| present(&app.urls, seen, with(seen))).collect())
}
