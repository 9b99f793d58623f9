//! `/api/v2/notifications/policy`: what is done with the notices of strangers. The first version knows only whether they
//! wait, where the second tells waiting from dropping.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::notice::{self, Admission, NoticePolicy, PolicyChange};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::words::given;
use crate::http::params::Params;

/// What a client changes, in the second version's words.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the client API names it so")]
pub struct Change {
    for_not_following: Option<String>,
    for_not_followers: Option<String>,
    for_new_accounts: Option<String>,
    for_private_mentions: Option<String>,
    for_limited_accounts: Option<String>,
}

/// What a client changes, in the first version's words.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the client API names it so")]
pub struct ChangeV1 {
    filter_not_following: Option<bool>,
    filter_not_followers: Option<bool>,
    filter_new_accounts: Option<bool>,
    filter_private_mentions: Option<bool>,
}

/// The policy in the second version's words.
pub async fn show(State(app): State<App>, me: Me) -> Result<Json<Value>, Failure> {
    let policy = notice::policy::policy(&app, me.id()).await?;
    Ok(Json(in_words(&app, &policy).await?))
}

/// Changes it.
pub async fn change(
    State(app): State<App>,
    me: Me,
    Params(change): Params<Change>,
) -> Result<Json<Value>, Failure> {
    let change = PolicyChange {
        not_following: admission("for_not_following", change.for_not_following)?,
        not_followers: admission("for_not_followers", change.for_not_followers)?,
        new_accounts: admission("for_new_accounts", change.for_new_accounts)?,
        private_mentions: admission("for_private_mentions", change.for_private_mentions)?,
        limited_accounts: admission("for_limited_accounts", change.for_limited_accounts)?,
    };
    let policy = notice::policy::change_policy(&app, me.id(), change).await?;
    Ok(Json(in_words(&app, &policy).await?))
}

/// The policy in the first version's words.
pub async fn show_v1(State(app): State<App>, me: Me) -> Result<Json<Value>, Failure> {
    let policy = notice::policy::policy(&app, me.id()).await?;
    Ok(Json(in_words_v1(&app, &policy).await?))
}

/// Changes it.
pub async fn change_v1(
    State(app): State<App>,
    me: Me,
    Params(change): Params<ChangeV1>,
) -> Result<Json<Value>, Failure> {
    let admission = |waits| if waits { Admission::Filter } else { Admission::Accept };
    let change = PolicyChange {
        not_following: change.filter_not_following.map(admission),
        not_followers: change.filter_not_followers.map(admission),
        new_accounts: change.filter_new_accounts.map(admission),
        private_mentions: change.filter_private_mentions.map(admission),
        limited_accounts: None,
    };
    let policy = notice::policy::change_policy(&app, me.id(), change).await?;
    Ok(Json(in_words_v1(&app, &policy).await?))
}

fn admission(field: &'static str, word: Option<String>) -> Result<Option<Admission>> {
    let parse = |word: String| {
        Admission::parse(&word).ok_or_else(|| Error::invalid(field, "problem-choose-from-list"))
    };
    given(word).map(parse).transpose()
}

async fn in_words(app: &App, policy: &NoticePolicy) -> Result<Value> {
    Ok(json!({
        "for_not_following": policy.not_following.word(),
        "for_not_followers": policy.not_followers.word(),
        "for_new_accounts": policy.new_accounts.word(),
        "for_private_mentions": policy.private_mentions.word(),
        "for_limited_accounts": policy.limited_accounts.word(),
        "summary": summary(app, policy.account_id).await?,
    }))
}

async fn in_words_v1(app: &App, policy: &NoticePolicy) -> Result<Value> {
    let waits = |admission| admission != Admission::Accept;
    Ok(json!({
        "filter_not_following": waits(policy.not_following),
        "filter_not_followers": waits(policy.not_followers),
        "filter_new_accounts": waits(policy.new_accounts),
        "filter_private_mentions": waits(policy.private_mentions),
        "summary": summary(app, policy.account_id).await?,
    }))
}

async fn summary(app: &App, me: i64) -> Result<Value> {
    let (requests, notices) = notice::count_requests(app, me).await?;
    Ok(json!({ "pending_requests_count": requests, "pending_notifications_count": notices }))
}
