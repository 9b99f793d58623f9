//! `GET /helplines`, for a country if the reader picked one.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::{HelplinesPage, HelplinesView};
use crate::app::App;
use crate::http::web::door::{Failure, Reader, answer};

/// What the address of the page may carry.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// ISO 3166-1 code of the country.
    country: Option<String>,
}

/// The page.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let helplines = HelplinesView::choose(
        reader.language,
        asked.country.as_deref(),
        reader.accept_language.as_deref(),
        now,
    );
    answer(StatusCode::OK, &HelplinesPage { page: reader.frame(), helplines })
}
