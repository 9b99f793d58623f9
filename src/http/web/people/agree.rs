//! Asking a member again, when the rules or the privacy page are in a version that they have not agreed to.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;

use super::AgreePage;
use super::sign_in::{Asked, path_of_ours};
use crate::app::App;
use crate::base::error::Problem;
use crate::domain::auth::agreement;
use crate::http::web::door::{Failure, Reader, Sent, answer, go};

/// The path of the page.
pub const PATH: &str = "/agree";

/// The page's address, with where to go on afterwards.
pub fn address(next: &str) -> String {
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{PATH}?next={next}")
}

/// `GET /agree`.
pub async fn show(reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    reader.member()?;
    let next = path_of_ours(&asked.next).unwrap_or("/").to_owned();
    answer(StatusCode::OK, &AgreePage { page: reader.frame(), next })
}

/// `POST /agree`: to the versions that stand on the pages now.
pub async fn send(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let member = reader.member()?;
    let next = path_of_ours(sent.get("next")).unwrap_or("/").to_owned();
    if !sent.has("agrees") {
        let problems = vec![Problem::new("agrees", "problem-consent-needed")];
        let page = AgreePage { page: reader.frame_at(PATH, problems), next };
        return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    agreement::agree(&app, member).await?;
    Ok(go(&reader, &next))
}
