//! `/api/v1/lists`: the caller's people lists, who is on them, and what these wrote.

use axum::Json;
use axum::extract::{OriginalUri, State};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::accounts::follows::listed;
use super::caller::Me;
use super::id::{self, Id};
use super::paging::{Listed, Paging};
use super::present::account::Account;
use super::present::status::Status;
use super::timelines::shown_in;
use crate::app::App;
use crate::base::error::Error;
use crate::domain::filter::Context;
use crate::domain::relation::Slice;
use crate::domain::relation::people_list::{self, ListReplies, PeopleList, Wish};
use crate::domain::timeline;
use crate::http::failure::Failure;
use crate::http::params::Params;

/// A list as clients see it.
#[derive(Debug, Serialize)]
pub struct List {
    id: String,
    title: String,
    replies_policy: &'static str,
    exclusive: bool,
}

fn present(row: &PeopleList) -> List {
    let replies_policy = match row.replies {
        ListReplies::Followed => "followed",
        ListReplies::List => "list",
        ListReplies::None => "none",
    };
    List { id: row.id.to_string(), title: row.title.clone(), replies_policy, exclusive: row.exclusive }
}

/// What a client says about a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    title: Option<String>,
    replies_policy: Option<String>,
    exclusive: Option<bool>,
}

impl Sent {
    fn wish(self) -> Result<Wish, Failure> {
        let replies = self.replies_policy.filter(|word| !word.is_empty());
        let replies = replies.map(|word| match word.as_str() {
            "followed" => Ok(ListReplies::Followed),
            "list" => Ok(ListReplies::List),
            "none" => Ok(ListReplies::None),
            _ => Err(Error::invalid("replies_policy", "problem-choose-from-list")),
        });
        Ok(Wish { title: self.title, replies: replies.transpose()?, exclusive: self.exclusive })
    }
}

/// All lists.
pub async fn list(State(app): State<App>, me: Me) -> Result<Json<Vec<List>>, Failure> {
    Ok(Json(people_list::list(&app, me.id()).await?.iter().map(present).collect()))
}

/// The lists that an account is on.
pub async fn holding(State(app): State<App>, me: Me, Id(account): Id) -> Result<Json<Vec<List>>, Failure> {
    Ok(Json(people_list::list_holding(&app, me.id(), account).await?.iter().map(present).collect()))
}

/// One list.
pub async fn show(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<List>, Failure> {
    Ok(Json(present(&people_list::load(&app, me.id(), id).await?)))
}

/// Makes a list.
pub async fn create(
    State(app): State<App>,
    me: Me,
    Params(sent): Params<Sent>,
) -> Result<Json<List>, Failure> {
    Ok(Json(present(&people_list::create(&app, me.id(), sent.wish()?).await?)))
}

/// Changes a list.
pub async fn update(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(sent): Params<Sent>,
) -> Result<Json<List>, Failure> {
    Ok(Json(present(&people_list::change(&app, me.id(), id, sent.wish()?).await?)))
}

/// Takes a list away.
pub async fn remove(State(app): State<App>, me: Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    people_list::remove(&app, me.id(), id).await?;
    Ok(Json(json!({})))
}

/// Who is on a list. Without pages where a client sets `limit` to 0, as Mastodon does.
pub async fn accounts(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Account>, Failure> {
    let slice = if paging.wants_all() {
        let rows = people_list::list_all_accounts(&app, me.id(), id).await?;
        Slice { items: rows, ..Slice::empty() }
    } else {
        people_list::list_accounts(&app, me.id(), id, paging.page(40, 80)?).await?
    };
    Ok(listed(&app, &uri, slice))
}

/// Whom a client puts on a list or takes off it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Whom {
    account_ids: Vec<String>,
}

impl Whom {
    /// All of them; what is no id of ours is nobody's.
    fn ids(&self) -> Result<Vec<i64>, Failure> {
        let ids = id::parse_all(&self.account_ids);
        if ids.is_empty() || self.account_ids.iter().any(|text| id::parse(text).is_none()) {
            return Err(Error::NotFound("the account").into());
        }
        Ok(ids)
    }
}

/// Puts accounts on a list.
pub async fn add(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(whom): Params<Whom>,
) -> Result<Json<Value>, Failure> {
    people_list::add(&app, me.id(), id, &whom.ids()?).await?;
    Ok(Json(json!({})))
}

/// Takes accounts off a list; clients name them in the query or in a body of any encoding.
pub async fn take_off(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    Params(whom): Params<Whom>,
) -> Result<Json<Value>, Failure> {
    people_list::take_off(&app, me.id(), id, &id::parse_all(&whom.account_ids)).await?;
    Ok(Json(json!({})))
}

/// What those on a list wrote and passed on.
pub async fn posts(
    State(app): State<App>,
    me: Me,
    Id(id): Id,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
) -> Result<Listed<Status>, Failure> {
    let list = people_list::load(&app, me.id(), id).await?;
    let slice = timeline::people_list(&app, &list, paging.page(20, 40)?).await?;
    shown_in(&app, &uri, Some(me.id()), Context::Home, slice).await
}
