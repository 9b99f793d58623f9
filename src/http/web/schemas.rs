//! What our own words on the wire mean, for who reads them by machine.

use axum::response::{IntoResponse as _, Response};
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};

use crate::domain::story::document::SCHEMA;

/// `GET /schemas/patient-story.json`: the JSON Schema of a story's interchange form.
pub async fn patient_story() -> Response {
    let headers = [
        (CONTENT_TYPE, "application/schema+json"),
        (CACHE_CONTROL, "public, max-age=86400"),
        // Checkers in a browser read it from anywhere.
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, SCHEMA).into_response()
}
