//! `/appeal/{id}`: an author says why a decision about their story was wrong, and reads the answer.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::AppealPage;
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::Member;
use crate::domain::story::appeal;
use crate::http::web::door::{Failure, Reader, Sent, answer};
use crate::http::web::frame::Frame;

/// `GET /appeal/{id}`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let page = page(&app, reader.frame(), reader.member()?, number(&id)?, None).await?;
    answer(StatusCode::OK, &AppealPage { action: path(&id), ..page })
}

/// `POST /appeal/{id}`.
pub async fn send(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let (author, story) = (reader.member()?, number(&id)?);
    let problems = say(&app, author, story, &sent).await?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = page(&app, reader.frame_at(&path(&id), problems), author, story, Some(&sent)).await?;
    answer(status, &AppealPage { action: path(&id), ..page })
}

/// Keeps what an author says; what is wrong with it.
///
/// # Errors
/// `NotFound` where there is no decision to speak of, `Conflict` where somebody has looked at it again.
pub async fn say(app: &App, author: &Member, story: i64, sent: &Sent) -> Result<Vec<Problem>> {
    match appeal::appeal(app, author, story, sent.get("appeal")).await {
        Ok(()) => Ok(Vec::new()),
        Err(Error::Invalid(problems)) => Ok(problems),
        Err(error) => Err(error),
    }
}

/// The page; what was just typed stays in its field.
///
/// # Errors
/// `NotFound` where there is no decision to speak of.
pub async fn page(
    app: &App,
    page: Frame,
    author: &Member,
    story: i64,
    typed: Option<&Sent>,
) -> Result<AppealPage> {
    let decided = appeal::find(app, author, story).await?.ok_or(Error::NotFound("decision"))?;
    let said = decided.appeal.as_ref();
    let typed = typed.map(|typed| typed.get("appeal"));
    Ok(AppealPage {
        action: String::new(),
        carried: Vec::new(),
        removed: decided.removed,
        change: decided.change.clone(),
        rule: decided.rule.map(|rule| page.say(rule.key()).to_string()),
        body: typed.or(said.map(|said| said.body.as_str())).unwrap_or_default().to_owned(),
        sent: said.and_then(|said| said.sent_day.parse().ok()),
        granted: said.and_then(|said| said.granted),
        answer: said.map(|said| said.answer.clone()).unwrap_or_default(),
        saved: typed.is_some() && page.problems.is_empty(),
        page,
    })
}

fn path(id: &str) -> String {
    format!("/appeal/{id}")
}

fn number(id: &str) -> Result<i64> {
    id.parse().ok().ok_or(Error::NotFound("decision"))
}
