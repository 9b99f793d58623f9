//! Leaving for good: asks once, with the passphrase.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::{LeavePage, LeftPage};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::{ring, session};
use crate::domain::leaving::farewell::{self, Farewell};
use crate::domain::leaving::{self, Goes, Left};
use crate::domain::story;
use crate::http::web::door::{Failure, Reader, Sent, answer, forget_session, unkept};
use crate::http::web::form::Choice;
use crate::http::web::people::{mendable, words_of};
use crate::http::web::share::receipt::ReceiptView;

/// Only the handle in use is deleted.
const THIS: &str = "this";
/// All handles of the person are.
const ALL: &str = "all";

/// `GET /settings/leave`.
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, Failure> {
    page(&app, &reader, StatusCode::OK, &Sent::default(), Vec::new()).await
}

/// `POST /settings/leave`: deletes one handle of the person or all, and takes every story back.
pub async fn send(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let left = match leave(&app, &reader, &sent).await {
        Ok(left) => left,
        Err(error) => {
            let problems = mendable(error, |problem| problem.field)?;
            return page(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &sent, problems).await;
        }
    };
    let page = reader.without_session(&app).frame_at("/", Vec::new());
    let servers = match farewell::find(&app, &left.words).await? {
        Some(Farewell::Asked(servers)) => servers,
        Some(Farewell::AllTook | Farewell::SomeDidNot) | None => None,
    };
    let page = LeftPage {
        receipt: ReceiptView::of_left(&page, servers.as_ref()),
        receipt_words: words_of(&left.words),
        carried: vec![("key".to_owned(), left.words)],
        words: left.heir.as_ref().map(|heir| words_of(&heir.recovery_words)).unwrap_or_default(),
        heir: left.heir.map(|heir| heir.handle),
        page,
    };
    let mut response = unkept(answer(StatusCode::OK, &page)?);
    forget_session(&app, &mut response);
    Ok(response)
}

async fn leave(app: &App, reader: &Reader, sent: &Sent) -> Result<Left> {
    let (session, passphrase) = (reader.session()?, sent.get("passphrase"));
    if !sent.has("sure") {
        return Err(Error::invalid("sure", "problem-consent-needed"));
    }
    let goes = if sent.get("goes") == ALL { Goes::All } else { Goes::This };
    session::prove(app, session, passphrase, reader.from).await?;
    Box::pin(leaving::leave_by(app, session, passphrase, goes)).await
}

async fn page(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    sent: &Sent,
    problems: Vec<Problem>,
) -> Result<Response, Failure> {
    let session = reader.session()?;
    let told = story::list_own(app, session.member.id()).await?;
    let (frame, mut choices) = (reader.frame_at("/settings/leave", problems), Vec::new());
    if ring::list(app, session).await?.len() > 1 {
        let this = frame.say("leave-this").with("handle", &session.member.account.handle).to_string();
        choices = vec![Choice::new(THIS, this), Choice::new(ALL, frame.say("leave-all").to_string())];
    }
    let goes = if sent.get("goes") == ALL { ALL } else { THIS };
    let stories = u64::try_from(told.len()).unwrap_or_default();
    answer(status, &LeavePage { page: frame, stories, choices, goes: goes.to_owned() })
}
