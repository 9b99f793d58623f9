//! Taking a story back: asked once, said honestly what it does elsewhere, done at once here.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::tell::load_own;
use super::{TakeBackPage, TakenBackPage};
use crate::app::App;
use crate::domain::post::{self, PostState};
use crate::http::web::door::{Failure, Reader, Sent, answer};

/// `GET /@{handle}/{id}/take-back`: asks.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let own = load_own(&app, reader.member()?, &id).await?;
    let page = TakeBackPage {
        page: reader.frame(),
        action: format!("{}/take-back", own.path),
        carried: Vec::new(),
        address: own.path,
        title: own.post.title.clone().unwrap_or_default(),
        title_language: own.post.language.clone().unwrap_or_else(|| "und".to_owned()),
        federated: own.post.federates && own.post.state == PostState::Published,
    };
    answer(StatusCode::OK, &page)
}

/// `POST /@{handle}/{id}/take-back`: does it. Also who waits for approval may take back what they told.
pub async fn send(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    _: Sent,
) -> Result<Response, Failure> {
    let author = reader.member()?;
    let own = load_own(&app, author, &id).await?;
    let taken = post::withdraw(&app, &author.account, own.post.id).await?;
    let federated = taken.federates && taken.state == PostState::Published;
    answer(StatusCode::OK, &TakenBackPage { page: reader.frame_at("/", Vec::new()), federated })
}
