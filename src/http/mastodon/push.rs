//! `/api/v1/push/subscription`: where the app that holds the token wants to be told of notices while it sleeps.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::caller::{Bearer, Me};
use super::present::notice::{ALL, kind_of, word};
use crate::app::App;
use crate::domain::notice::push::{self, NewSubscription, PushPolicy, PushSubscription, Wishes};
use crate::http::failure::Failure;
use crate::http::params::{Params, Unreadable};

/// What an app sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    subscription: Endpoint,
    data: Wanted,
    /// Where some apps put it.
    policy: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the client API names it so")]
struct Endpoint {
    endpoint: String,
    keys: Keys,
    standard: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Keys {
    p256dh: String,
    auth: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    alerts: BTreeMap<String, bool>,
    policy: Option<String>,
}

/// A subscription as apps see it.
#[derive(Debug, Serialize)]
pub struct Subscription {
    /// Apps read it into 31 bits, and it serves for nothing: there is one for each token.
    id: i64,
    endpoint: String,
    standard: bool,
    alerts: BTreeMap<&'static str, bool>,
    policy: &'static str,
    server_key: String,
}

/// The subscription of the token; 404 where there is none.
pub async fn show(
    State(app): State<App>,
    _: Me,
    Bearer(token): Bearer,
) -> Result<Json<Subscription>, Failure> {
    let found = push::load(&app, &token).await?;
    present(&app, found).await
}

/// Subscribes; what the token had before ends.
pub async fn create(
    State(app): State<App>,
    _: Me,
    Bearer(token): Bearer,
    Params(asked): Params<Asked>,
) -> Result<Json<Subscription>, Failure> {
    let wishes = wishes(&asked)?;
    let Endpoint { endpoint, keys: Keys { p256dh, auth }, standard } = asked.subscription;
    let new = NewSubscription { endpoint, p256dh, auth, standard, wishes };
    let made = push::subscribe(&app, &token, new).await?;
    present(&app, made).await
}

/// Changes what is told.
pub async fn update(
    State(app): State<App>,
    _: Me,
    Bearer(token): Bearer,
    Params(asked): Params<Asked>,
) -> Result<Json<Subscription>, Failure> {
    let changed = push::change(&app, &token, &wishes(&asked)?).await?;
    present(&app, changed).await
}

/// Ends the subscription; one that is not there is ended already.
pub async fn delete(State(app): State<App>, _: Me, Bearer(token): Bearer) -> Result<Json<Value>, Failure> {
    push::end(&app, &token).await?;
    Ok(Json(json!({})))
}

/// Kinds that this server does not have are passed over.
fn wishes(asked: &Asked) -> Result<Wishes, Failure> {
    let wanted = asked.data.alerts.iter().filter(|(_, wanted)| **wanted);
    let alerts = wanted.filter_map(|(kind, _)| kind_of(kind)).collect();
    let policy = asked.data.policy.as_deref().or(asked.policy.as_deref()).map_or("all", str::trim);
    let policy = POLICIES.into_iter().find(|known| policy_word(*known) == policy);
    let wrong = || Unreadable::Wrong { name: "data.policy".to_owned(), expected: "one of the known values" };
    Ok(Wishes { policy: policy.ok_or_else(wrong)?, alerts })
}

async fn present(app: &App, row: PushSubscription) -> Result<Json<Subscription>, Failure> {
    let wishes = Wishes::of(&row);
    Ok(Json(Subscription {
        id: row.id & 0x7fff_ffff,
        standard: row.standard,
        alerts: ALL.into_iter().map(|kind| (word(kind), wishes.alerts.contains(&kind))).collect(),
        policy: policy_word(row.policy),
        server_key: push::public_key(app).await?,
        endpoint: row.endpoint,
    }))
}

const POLICIES: [PushPolicy; 4] =
    [PushPolicy::All, PushPolicy::Followed, PushPolicy::Follower, PushPolicy::None];

fn policy_word(policy: PushPolicy) -> &'static str {
    match policy {
        PushPolicy::All => "all",
        PushPolicy::Followed => "followed",
        PushPolicy::Follower => "follower",
        PushPolicy::None => "none",
    }
}
