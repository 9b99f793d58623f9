//! `/share/bring`: a story that was written elsewhere comes into the form, to be looked at. Nothing is told by it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::filled::filled;
use super::step::Step;
use super::tell::{author, kept, stay, teller};
use super::walk::Stand;
use crate::app::App;
use crate::base::error::Problem;
use crate::domain::story::import;
use crate::http::web::door::{Failure, Reader, SentFile, answer};
use crate::http::web::frame::Frame;

/// Where a story is brought.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "share/bring.html", config = "src/http/web/askama.toml")]
pub struct BringPage {
    /// The frame.
    pub page: Frame,
    /// What was pasted.
    pub text: String,
    /// Whether something was typed before, which gives way.
    pub replaces: bool,
}

const PATH: &str = "/share/bring";

/// `GET /share/bring`.
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, Failure> {
    author(&app, &reader).await?;
    page(&app, &reader, String::new(), Vec::new()).await
}

/// `POST /share/bring`: into the form, or what is wrong with it.
pub async fn send(
    State(app): State<App>,
    reader: Reader,
    SentFile { sent, file }: SentFile,
) -> Result<Response, Failure> {
    let author = author(&app, &reader).await?;
    let pasted = sent.get("import").to_owned();
    let written = match &file {
        Some(file) => import::text_of_file(&file.name, &file.bytes),
        None => Ok(pasted.clone()),
    };
    let read = written.map_err(|problem| vec![problem]).and_then(|written| import::read(&written));
    match read {
        Ok(source) => {
            let stand = Stand { brought: true, ..Stand::at(Step::Tell, filled(&source, false)) };
            stay(&app, &reader, &teller(&reader, &author), stand).await
        }
        Err(problems) => page(&app, &reader, pasted, problems).await,
    }
}

async fn page(app: &App, reader: &Reader, text: String, problems: Vec<Problem>) -> Result<Response, Failure> {
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let replaces = kept(app, reader, None).await?.is_some_and(|form| !form.pairs().is_empty());
    answer(status, &BringPage { page: reader.frame_at(PATH, problems), text, replaces })
}
