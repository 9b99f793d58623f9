//! What the author of a story reads of complaints about it: `/@{handle}/{id}/complaints`, or `/manage` without an account.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::{Heard, HeardPage, kind_for_author};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::moderation::complaint::{self, Complaint};
use crate::domain::post::{self, Post};
use crate::http::web::door::{Failure, Reader, Sent, answer};
use crate::http::web::frame::Frame;

/// `GET /@{handle}/{id}/complaints`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let story = load_own(&app, &reader, &id).await?;
    answer(StatusCode::OK, &own_page(&app, &reader, &story, None, Vec::new()).await?)
}

/// `POST /@{handle}/{id}/complaints`: what the author says.
pub async fn send(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    reader.active_member()?;
    let story = load_own(&app, &reader, &id).await?;
    let problems = say(&app, &story, &sent).await?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    answer(status, &own_page(&app, &reader, &story, Some(&sent), problems).await?)
}

/// Keeps what an author says to a complaint; what is wrong with it, at the field where it was typed.
///
/// # Errors
/// `NotFound` where there is no such complaint, `Conflict` where it is decided.
pub async fn say(app: &App, story: &Post, sent: &Sent) -> Result<Vec<Problem>> {
    let id = sent.get("complaint").parse().ok().ok_or(Error::NotFound("complaint"))?;
    match complaint::say(app, story, id, sent.get("said")).await {
        Ok(()) => Ok(Vec::new()),
        Err(Error::Invalid(problems)) => Ok(problems),
        Err(error) => Err(error),
    }
}

/// The page; what was just typed stays in its field.
pub async fn page(app: &App, page: Frame, story: &Post, typed: Option<&Sent>) -> Result<HeardPage> {
    let complaints = complaint::list_about(app, story).await?;
    let view = |complaint: Complaint| {
        let id = complaint.id.to_string();
        let typed = typed.filter(|typed| typed.get("complaint") == id).map(|typed| typed.get("said"));
        Heard {
            field: if typed.is_some() { "said".to_owned() } else { format!("said-{id}") },
            kind: page.say(kind_for_author(complaint.about)).to_string(),
            body: complaint.body,
            due: complaint.due_day.parse().ok(),
            said: typed.map_or(complaint.said, str::to_owned),
            id,
        }
    };
    let complaints = complaints.into_iter().map(view).collect();
    let saved = typed.is_some() && page.problems.is_empty();
    let story = app.urls.local_path(&story.url).map(str::to_owned);
    Ok(HeardPage { page, action: String::new(), carried: Vec::new(), complaints, saved, story })
}

async fn own_page(
    app: &App,
    reader: &Reader,
    story: &Post,
    typed: Option<&Sent>,
    problems: Vec<Problem>,
) -> Result<HeardPage> {
    let path = format!("{}/complaints", app.urls.local_path(&story.url).unwrap_or("/"));
    let heard = page(app, reader.frame_at(&path, problems), story, typed).await?;
    Ok(HeardPage { action: path, ..heard })
}

async fn load_own(app: &App, reader: &Reader, id: &str) -> Result<Post> {
    let me = reader.member()?;
    let id = id.parse().ok().ok_or(Error::NotFound("post"))?;
    let story = post::load_visible(app, Some(me.id()), id).await?;
    if story.account_id == me.id() { Ok(story) } else { Err(Error::NotFound("post")) }
}
