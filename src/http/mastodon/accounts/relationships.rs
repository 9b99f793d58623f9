//! `/api/v1/accounts/relationships` and `familiar_followers`: how things stand between the caller and others.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::relation;
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::id;
use crate::http::mastodon::present::relation::{Relationship, relationship};
use crate::http::params::Params;

/// About whom a client asks. More at once than this are left out: no client shows so many.
const MOST: usize = 100;

/// About whom a client asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct About {
    id: Vec<String>,
}

/// How things stand with each of several accounts.
pub async fn list(
    State(app): State<App>,
    me: Me,
    Params(about): Params<About>,
) -> Result<Json<Vec<Relationship>>, Failure> {
    let mut ids = id::parse_all(&about.id);
    ids.truncate(MOST);
    let stands = relation::relationship(&app, me.id(), &ids).await?;
    Ok(Json(stands.iter().map(relationship).collect()))
}

/// Who of those one follows follows somebody: not told, for it would show who is ill.
pub async fn familiar_followers(_: Me, Params(about): Params<About>) -> Json<Value> {
    let none = |id: i64| json!({ "id": id.to_string(), "accounts": [] });
    Json(id::parse_all(&about.id).into_iter().take(MOST).map(none).collect())
}

/// How things stand with one account; every deed on another account answers with this.
pub async fn with(app: &App, me: &Me, other: i64) -> Result<Json<Relationship>> {
    let stands = relation::relationship(app, me.id(), &[other]).await?;
    let one = stands.first().ok_or(Error::NotFound("the account"))?;
    Ok(Json(relationship(one)))
}
