//! `/proposal/{id}`: an author reads what a moderator proposes, and takes it over, changes it further, or leaves it.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::ProposalPage;
use super::compare::compare;
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::Member;
use crate::domain::post::{Post, PostKind, PostState};
use crate::domain::story::proposal::{self, Proposal};
use crate::http::web::door::{Failure, Reader, Sent, answer, go};
use crate::http::web::frame::Frame;
use crate::http::web::people::mendable;
use crate::http::web::share::tell::changed;
use crate::http::web::stories::present;

/// `GET /proposal/{id}`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let page = own(&app, reader.frame(), reader.member()?, number(&id)?).await?;
    answer(StatusCode::OK, &page)
}

/// `POST /proposal/{id}`: takes it over.
pub async fn send(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
    _sent: Sent,
) -> Result<Response, Failure> {
    let (author, id) = (reader.active_member()?, number(&id)?);
    match Box::pin(proposal::take_over(&app, author, id)).await {
        Ok(post) => {
            let path = present::path(&app.urls, &post, &author.account);
            Ok(go(&reader, &if post.kind == PostKind::Story { changed(&path) } else { path }))
        }
        Err(error) => {
            let problems = problems(error)?;
            let page = own(&app, reader.frame_at(&path(id), problems), author, id).await?;
            answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// What is wrong with a text that was to be taken over: its author can change it further.
pub fn problems(error: Error) -> Result<Vec<Problem>, Failure> {
    mendable(error, |_| "proposal")
}

/// The path of the page about a post.
pub fn path(post: i64) -> String {
    format!("/proposal/{post}")
}

/// The page for a member.
async fn own(app: &App, page: Frame, author: &Member, id: i64) -> Result<ProposalPage> {
    let (post, page) = load(app, page, author, id).await?;
    let further = format!("{}/edit?proposed=yes", present::path(&app.urls, &post, &author.account));
    Ok(ProposalPage {
        action: path(id),
        further: page.is_story.then_some(further),
        appeal: Some(format!("/appeal/{id}")),
        ..page
    })
}

/// The page for the author of a post, without where it leads.
///
/// # Errors
/// `NotFound` where nothing is proposed to them.
pub async fn load(app: &App, page: Frame, author: &Member, id: i64) -> Result<(Post, ProposalPage)> {
    let found = proposal::find(app, author, id).await?.ok_or(Error::NotFound("proposal"))?;
    let Proposal { post, before, text, rule, note } = found;
    let page = ProposalPage {
        is_change: post.state == PostState::Published,
        rule: rule.map(|rule| page.say(rule.key()).to_string()),
        language: post.language.clone().unwrap_or_else(|| "und".to_owned()),
        parts: compare(&before, &text),
        is_story: post.kind == PostKind::Story,
        page,
        note,
        text,
        before,
        ..ProposalPage::default()
    };
    Ok((post, page))
}

fn number(id: &str) -> Result<i64> {
    id.parse().ok().ok_or(Error::NotFound("proposal"))
}
