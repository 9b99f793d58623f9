//! `/desk/log`: everything that was decided, for those who decide.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use http::StatusCode;
use serde::Deserialize;

use super::work::moderator;
use crate::app::App;
use crate::base::error::Result;
use crate::domain::auth;
use crate::domain::transparency::log::{self, Action, By};
use crate::http::web::door::{Failure, Reader, answer};
use crate::http::web::frame::Frame;

/// Decisions on one page.
const PAGE: u64 = 100;

/// The log, the newest day first.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/log.html", config = "src/http/web/askama.toml")]
pub struct LogPage {
    /// The frame; its reader is a moderator.
    pub page: Frame,
    /// What was decided.
    pub entries: Vec<Entry>,
    /// The path of the page with older ones.
    pub older: Option<String>,
}

/// One decision.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// What was decided, in words.
    pub act: String,
    /// The rule, in words.
    pub rule: Option<String>,
    /// The day.
    pub day: Option<NaiveDate>,
    /// Who decided.
    pub who: String,
    /// The number of what was decided about.
    pub subject: String,
}

/// What the address of the page may carry.
#[derive(Debug, Deserialize)]
pub struct Asked {
    before: Option<i64>,
}

/// `GET /desk/log`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    moderator(&reader)?;
    let actions = log::list(&app, asked.before, PAGE).await?;
    let deciders = names(&app, &actions).await?;
    let page = reader.frame();
    let is_full = u64::try_from(actions.len()).is_ok_and(|count| count == PAGE);
    let oldest = actions.last().filter(|_| is_full).map(|action| action.id);
    let page = LogPage {
        entries: actions.into_iter().map(|action| entry(&page, &deciders, &action)).collect(),
        older: oldest.map(|id| format!("/desk/log?before={id}")),
        page,
    };
    answer(StatusCode::OK, &page)
}

fn entry(page: &Frame, deciders: &HashMap<i64, String>, action: &Action) -> Entry {
    let who = match log::by(action) {
        By::Moderator(id) => {
            deciders.get(&id).cloned().unwrap_or_else(|| page.say("log-who-left").to_string())
        }
        By::Operator | By::OperatorForTwo => page.say("log-operator").to_string(),
        By::Program => page.say("log-program").to_string(),
    };
    Entry {
        act: page.say(action.act.key()).to_string(),
        rule: action.rule.map(|rule| page.say(rule.name_key()).to_string()),
        day: action.day.parse().ok(),
        who,
        subject: action.subject_id.to_string(),
    }
}

/// The handles of those who decided and are still members. Who left has no name here.
async fn names(app: &App, actions: &[Action]) -> Result<HashMap<i64, String>> {
    let mut names = HashMap::new();
    for action in actions {
        if let By::Moderator(id) = log::by(action)
            && !names.contains_key(&id)
            && let Some(member) = auth::find(app, id).await?
        {
            names.insert(id, format!("@{}", member.account.handle));
        }
    }
    Ok(names)
}
