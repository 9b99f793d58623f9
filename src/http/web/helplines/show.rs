//! `GET /helplines`, for a country if the reader picked one.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::{HelplinesPage, HelplinesView};
use crate::app::App;
use crate::http::web::door::{Failure, Reader, answer};

/// The page.
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, Failure> {
    let helplines = HelplinesView::choose(&reader.asking(), app.clock.now());
    answer(StatusCode::OK, &HelplinesPage { page: reader.frame(), helplines })
}
