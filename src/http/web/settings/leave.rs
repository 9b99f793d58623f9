//! Leaving for good: asks once, with the passphrase.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::{LeavePage, LeftPage};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::session;
use crate::domain::{leaving, story};
use crate::http::web::door::{Failure, Reader, Sent, answer, forget_session};
use crate::http::web::people::mendable;

/// `GET /settings/leave`.
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, Failure> {
    page(&app, &reader, StatusCode::OK, Vec::new()).await
}

/// `POST /settings/leave`: deletes the account and takes every story back.
pub async fn send(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    if let Err(error) = leave(&app, &reader, &sent).await {
        let problems = mendable(error, |problem| problem.field)?;
        return page(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, problems).await;
    }
    let page = LeftPage { page: reader.without_session(&app).frame_at("/", Vec::new()) };
    let mut response = answer(StatusCode::OK, &page)?;
    forget_session(&app, &mut response);
    Ok(response)
}

async fn leave(app: &App, reader: &Reader, sent: &Sent) -> Result<()> {
    let member = reader.member()?;
    if !sent.has("sure") {
        return Err(Error::invalid("sure", "problem-consent-needed"));
    }
    session::prove(app, member, sent.get("passphrase"), reader.from).await?;
    Box::pin(leaving::leave(app, member.id())).await
}

async fn page(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    problems: Vec<Problem>,
) -> Result<Response, Failure> {
    let told = story::list_own(app, reader.member()?.id()).await?;
    let stories = u64::try_from(told.len()).unwrap_or_default();
    answer(status, &LeavePage { page: reader.frame_at("/settings/leave", problems), stories })
}
