//! Taking a story back: asked once, said honestly what it does elsewhere, done at once here.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::receipt::ReceiptView;
use super::tell::load_own;
use super::{TakeBackPage, TakenBackPage};
use crate::app::App;
use crate::base::error::Error;
use crate::domain::post::{self, PostState, receipt};
use crate::http::web::door::{Failure, Reader, Sent, answer, go};

/// `GET /@{handle}/{id}/take-back`: asks; once that is done, says what other servers answered.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let author = reader.member()?;
    let own = match load_own(&app, author, &id).await {
        Ok(own) => own,
        Err(error) => {
            let taken = taken_back(&app, &reader, author.id(), &id).await?;
            return answer(StatusCode::OK, &taken.ok_or(error)?);
        }
    };
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

/// The page about a story that its author took back, while other servers are asked to delete their copies.
async fn taken_back(
    app: &App,
    reader: &Reader,
    author_id: i64,
    id: &str,
) -> Result<Option<TakenBackPage>, Error> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let page = reader.frame();
    let receipt = receipt::find(app, author_id, id).await?;
    Ok(receipt.map(|receipt| TakenBackPage {
        receipt: Some(ReceiptView::new(&page, &receipt)),
        again: page.address.clone(),
        carried: Vec::new(),
        page,
    }))
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
    post::withdraw(&app, &author.account, own.post.id).await?;
    Ok(go(&reader, &format!("{}/take-back", own.path)))
}
