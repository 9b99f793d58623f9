//! `/api/v1/reports`: a reader asks the moderators to look at something.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::caller::Me;
use super::id;
use super::present::account::account as present;
use super::present::time;
use crate::app::App;
use crate::base::error::Error;
use crate::domain::account;
use crate::domain::moderation::report::{self, Category, NewReport};
use crate::domain::moderation::rules::is_rule;
use crate::http::failure::Failure;
use crate::http::params::Params;

/// What a client sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct New {
    account_id: String,
    status_ids: Vec<String>,
    comment: String,
    forward: bool,
    category: Option<String>,
    rule_ids: Vec<String>,
}

/// Files a report.
pub async fn create(
    State(app): State<App>,
    Me(me): Me,
    Params(new): Params<New>,
) -> Result<Json<Value>, Failure> {
    let target = id::parse(&new.account_id).ok_or(Error::NotFound("the account"))?;
    let target = account::load(&app, target).await?;
    let mut rules = id::parse_all(&new.rule_ids);
    rules.retain(|rule| is_rule(&app, *rule));
    // Clients that ask which rule was broken leave the category out.
    let usual = if rules.is_empty() { Category::Other } else { Category::Violation };
    let new = NewReport {
        target: target.id,
        posts: id::parse_all(&new.status_ids),
        comment: new.comment,
        category: new.category.as_deref().map_or(usual, Category::parse),
        rules,
        forward: new.forward,
    };
    let filed = report::report(&app, &me, new).await?;
    let posts: Vec<String> = report::posts_of(&filed).iter().map(ToString::to_string).collect();
    let rules: Vec<String> = report::rules_of(&filed).iter().map(ToString::to_string).collect();
    Ok(Json(json!({
        "id": filed.id.to_string(),
        "action_taken": false,
        "action_taken_at": null,
        "category": filed.category,
        "comment": filed.comment,
        "forwarded": filed.forward,
        "created_at": time::moment(app.minute()),
        "status_ids": posts,
        "rule_ids": rules,
        "target_account": present(&app.urls, &target),
    })))
}
