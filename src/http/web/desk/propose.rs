//! `/desk/stories/{id}/propose`: a moderator writes how something that waits could be told, and sends that to its author.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::work::{moderator, number, reasons};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::account;
use crate::domain::story::{self, Reason, Refusal, Waiting, identity, proposal, queue};
use crate::domain::transparency::log::By;
use crate::http::web::door::{Failure, Reader, Sent, answer, go};
use crate::http::web::findings::{self, FindingView, Keeps};
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;
use crate::http::web::people::mendable;
use crate::http::web::stories::views::Spoken;

/// Where a decision leads that came too late.
const OVERTAKEN: &str = "/desk?overtaken=yes";

/// The text of something that waits, to be written anew.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/propose.html", config = "src/http/web/askama.toml")]
pub struct ProposePage {
    /// The frame; its reader is a moderator.
    pub page: Frame,
    /// Where the form is sent.
    pub action: String,
    /// Its title; may be empty.
    pub title: Spoken,
    /// The handle of its writer.
    pub handle: String,
    /// The language of the text.
    pub language: String,
    /// Whether it is the new version of a story that everybody can read.
    pub is_change: bool,
    /// What in it may say who somebody is.
    pub findings: Vec<FindingView>,
    /// Which version this is, as the form sends it back.
    pub version: String,
    /// The rules to decide by.
    pub reasons: Vec<Choice>,
    /// The chosen one.
    pub reason: String,
    /// What the moderator says to the author.
    pub note: String,
    /// The text: the author's, until the moderator changes it.
    pub text: String,
}

/// `GET /desk/stories/{id}/propose`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    moderator(&reader)?;
    match queue::find_held(&app, number(&id)?).await? {
        Some(waiting) => answer(StatusCode::OK, &page(&app, &reader, reader.frame(), waiting).await?),
        None => Ok(go(&reader, OVERTAKEN)),
    }
}

/// `POST /desk/stories/{id}/propose`.
pub async fn send(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let (by, id) = (By::Moderator(moderator(&reader)?.id()), number(&id)?);
    let error = match propose(&app, by, id, &sent).await {
        Ok(()) => return Ok(go(&reader, "/desk")),
        Err(Error::Conflict(_)) => return Ok(go(&reader, OVERTAKEN)),
        Err(error) => error,
    };
    let problems = mendable(error, |problem| problem.field)?;
    let Some(waiting) = queue::find_held(&app, id).await? else { return Ok(go(&reader, OVERTAKEN)) };
    let page = page(&app, &reader, reader.frame_at(&path(id), problems), waiting).await?;
    let text = |name: &str| sent.get(name).to_owned();
    let typed = ProposePage {
        reason: text("reason"),
        note: text("note"),
        text: text("proposal"),
        version: text("version"),
        ..page
    };
    answer(StatusCode::UNPROCESSABLE_ENTITY, &typed)
}

async fn propose(app: &App, by: By, id: i64, sent: &Sent) -> Result<()> {
    let reason = Reason::parse(sent.get("reason"))
        .ok_or_else(|| Error::Invalid(vec![Problem::new("reason", "problem-choose-from-list")]))?;
    let (note, proposal) = (sent.get("note").to_owned(), Some(sent.get("proposal").to_owned()));
    story::refuse(app, id, Refusal { reason, note, proposal, by }, Some(sent.get("version"))).await?;
    Ok(())
}

/// The path of the page about a post.
pub fn path(post: i64) -> String {
    format!("/desk/stories/{post}/propose")
}

async fn page(app: &App, reader: &Reader, page: Frame, waiting: Waiting) -> Result<ProposePage> {
    let found = identity::views_of(app, &waiting.post).await?;
    let present = |(text, found): &(String, Vec<_>)| findings::present(text, found, reader.language);
    let text = proposal::text_of(&waiting)?;
    let Waiting { post, is_change, version, .. } = waiting;
    let language = post.language.unwrap_or_else(|| "und".to_owned());
    Ok(ProposePage {
        action: path(post.id),
        title: Spoken::new(language.as_str(), post.title.unwrap_or_default()),
        handle: account::find(app, post.account_id).await?.map(|writer| writer.handle).unwrap_or_default(),
        findings: found.iter().flat_map(present).collect(),
        reasons: reasons(&page),
        page,
        language,
        is_change,
        version,
        text,
        ..ProposePage::default()
    })
}
