//! `/api/v2/notifications`: notices gathered into groups, with accounts and posts once each beside them.

use std::collections::HashSet;

use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};

use super::Asked;
use crate::app::App;
use crate::base::error::Error;
use crate::domain::account::marker::{self, List};
use crate::domain::account::{self, Account as Person};
use crate::domain::notice::{self, GroupKey, ToldGroup};
use crate::domain::post::Shown;
use crate::domain::relation::{Page, Slice};
use crate::http::failure::Failure;
use crate::http::mastodon::accounts::follows::listed;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::id::Name;
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::account::Account;
use crate::http::mastodon::present::account::account as present_account;
use crate::http::mastodon::present::notice::{
    NotificationGroup, PartialAccount, group as present, parse_group_key, partial_account,
};
use crate::http::mastodon::present::status::{Status, status};
use crate::http::params::Params;

/// Groups on a page when the client does not say how many, and at most; Mastodon's numbers.
const USUAL: u64 = 40;
const MOST: u64 = 80;
/// How far unread groups are counted when the client does not say, and at most; Mastodon's numbers.
const USUAL_COUNT: i64 = 100;
const MOST_COUNT: i64 = 1000;

/// Groups, and everything that they name.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_field_names, reason = "the client API names it so")]
pub struct Groups {
    accounts: Vec<Account>,
    #[serde(skip_serializing_if = "Option::is_none")]
    partial_accounts: Option<Vec<PartialAccount>>,
    statuses: Vec<Status>,
    notification_groups: Vec<NotificationGroup>,
}

/// A page of groups, that with the newest notice first.
pub async fn list(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
    Params(asked): Params<Asked>,
) -> Result<Response, Failure> {
    let page = paging.page(USUAL, MOST)?;
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let slice = match asked.wanted()? {
        Some(wanted) => {
            let gathered = asked.gathered();
            notice::list_groups(&app, me.id(), &wanted, gathered.as_deref(), page, limit).await?
        }
        None => Slice::empty(),
    };
    let ends = slice.with(Vec::<()>::new());
    let told = notice::show_groups(&app, me.id(), slice.items).await?;
    let body = together(&app, me.id(), &told, asked.wants_faces_only());
    Ok(Listed::new(&app.urls, &uri, ends).inside(body))
}

/// One group.
pub async fn show(
    State(app): State<App>,
    me: Me,
    Name(key): Name,
    Params(asked): Params<Asked>,
) -> Result<Json<Groups>, Failure> {
    let group = notice::load_group(&app, me.id(), key_of(&key)?).await?;
    let told = notice::show_groups(&app, me.id(), vec![group]).await?;
    if told.is_empty() {
        return Err(Error::NotFound("the notices").into());
    }
    Ok(Json(together(&app, me.id(), &told, asked.wants_faces_only())))
}

/// Everybody who stands behind a group, the latest first.
pub async fn accounts(
    State(app): State<App>,
    me: Me,
    Name(key): Name,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Account>, Failure> {
    let slice = notice::list_in_group(&app, me.id(), key_of(&key)?, paging.page(USUAL, MOST)?).await?;
    let from: Vec<i64> = slice.items.iter().map(|notice| notice.from_id).collect();
    Ok(listed(&app, &uri, slice.with(account::list(&app, &from).await?)))
}

/// Does away with a group.
pub async fn dismiss(State(app): State<App>, me: Me, Name(key): Name) -> Result<Json<Value>, Failure> {
    notice::dismiss_group(&app, me.id(), key_of(&key)?).await?;
    Ok(Json(json!({})))
}

/// How many groups came since the caller last said how far they had read.
pub async fn unread_count(
    State(app): State<App>,
    me: Me,
    Params(asked): Params<Asked>,
) -> Result<Json<Value>, Failure> {
    let limit = asked.limit.0.unwrap_or(USUAL_COUNT).clamp(1, MOST_COUNT);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let count = match asked.wanted()? {
        Some(wanted) => {
            let seen = marker::find(&app, me.id(), List::Notices).await?;
            let newer = Page { since: Some(seen), ..Page::default() };
            let gathered = asked.gathered();
            notice::list_groups(&app, me.id(), &wanted, gathered.as_deref(), newer, limit).await?.items.len()
        }
        None => 0,
    };
    Ok(Json(json!({ "count": count })))
}

/// Each account and each post once, however many groups name it. Where only faces are wanted, whole accounts are those
/// that come first in their group.
fn together(app: &App, me: i64, told: &[ToldGroup], faces_only: bool) -> Groups {
    let (mut whole, mut faces, mut posts) = (Vec::new(), Vec::new(), Vec::new());
    for group in told {
        let (first, others) =
            group.from.split_at(if faces_only { 1.min(group.from.len()) } else { group.from.len() });
        whole.extend(first);
        faces.extend(others);
        posts.extend(&group.post);
    }
    once(&mut whole, |row: &&Person| row.id);
    once(&mut faces, |row: &&Person| row.id);
    once(&mut posts, |shown: &&Shown| shown.post.id);
    faces.retain(|row| whole.iter().all(|known| known.id != row.id));
    Groups {
        accounts: whole.into_iter().map(|row| present_account(&app.urls, row)).collect(),
        partial_accounts: faces_only
            .then(|| faces.into_iter().map(|row| partial_account(&app.urls, row)).collect()),
        statuses: posts.into_iter().map(|shown| status(&app.urls, &app.kept, Some(me), shown)).collect(),
        notification_groups: told.iter().filter_map(present).collect(),
    }
}

/// Keeps the first of those with the same id.
fn once<T>(items: &mut Vec<T>, id: impl Fn(&T) -> i64) {
    let mut seen = HashSet::new();
    items.retain(|item| seen.insert(id(item)));
}

fn key_of(text: &str) -> Result<GroupKey, Failure> {
    parse_group_key(text).ok_or_else(|| Error::NotFound("the notices").into())
}
