//! Coming back in with the recovery words.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::{RecoverPage, RecoveryWordsPage, mendable, words_of};
use crate::app::App;
use crate::base::error::{Error, Problem};
use crate::domain::auth::{handle, recovery};
use crate::http::web::door::{Failure, Reader, Sent, answer};

/// `GET /recover`.
pub async fn show(reader: Reader) -> Result<Response, Failure> {
    answer(StatusCode::OK, &RecoverPage { page: reader.frame(), handle: String::new() })
}

/// `POST /recover`: sets the new passphrase and shows new words; signing in is the next step.
pub async fn send(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let handle = sent.get("handle");
    let done = if sent.get("passphrase") == sent.get("passphrase-again") {
        let (words, passphrase) = (sent.get("recovery"), sent.get("passphrase"));
        recovery::recover(&app, handle, words, passphrase, reader.from).await
    } else {
        Err(Error::invalid("passphrase-again", "problem-passphrase-repeat"))
    };
    match done {
        Ok(words) => {
            let page = RecoveryWordsPage {
                page: reader.frame_at("/recover", Vec::new()),
                handle: handle::key(&app, handle),
                words: words_of(&words),
                next: "/sign-in".to_owned(),
            };
            answer(StatusCode::OK, &page)
        }
        Err(error) => {
            let problems = mendable(error, field_of)?;
            let page = RecoverPage { page: reader.frame_at("/recover", problems), handle: handle.to_owned() };
            answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn field_of(problem: &Problem) -> &'static str {
    match problem.field {
        "words" => "recovery",
        same => same,
    }
}
