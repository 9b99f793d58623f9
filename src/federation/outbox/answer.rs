//! Answers to other servers: JSON with the right type, or a bare status.

use activitypub_federation::FEDERATION_CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, LINK, LOCATION, VARY};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;
use tracing::error;

use crate::base::error::Error;

/// The type of everything that is ActivityPub.
pub const ACTIVITY_JSON: &str = "application/activity+json; charset=utf-8";

/// Nobody in between keeps what may be taken back, and who asked keeps it for a minute.
const SHORT: HeaderValue = HeaderValue::from_static("private, max-age=60");

/// FEP-96ff: this is ActivityPub, and not somebody's upload that looks like it.
const SEMANTICS: HeaderValue = HeaderValue::from_static("<https://www.w3.org/TR/activitypub/>; rel=\"type\"");

/// Whether the asker wants ActivityPub rather than a page.
pub fn wants_activity(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|range| {
        let kind = range.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case(FEDERATION_CONTENT_TYPE) || kind.eq_ignore_ascii_case("application/ld+json")
    })
}

/// A document.
pub fn activity(status: StatusCode, document: &Value) -> Response {
    json(status, HeaderValue::from_static(ACTIVITY_JSON), document)
}

/// A document that was written down before.
pub fn written(document: Bytes) -> Response {
    with_headers(StatusCode::OK, HeaderValue::from_static(ACTIVITY_JSON), document)
}

/// A document of another JSON type.
pub fn json(status: StatusCode, kind: HeaderValue, document: &Value) -> Response {
    with_headers(status, kind, document.to_string())
}

fn with_headers(status: StatusCode, kind: HeaderValue, body: impl IntoResponse) -> Response {
    let headers: [(HeaderName, HeaderValue); 4] = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, SHORT),
        (VARY, HeaderValue::from_static("Accept")),
        (LINK, SEMANTICS),
    ];
    (status, headers, body).into_response()
}

/// Sends a reader to the page.
pub fn page(address: &str) -> Response {
    let Ok(address) = HeaderValue::from_str(address) else { return StatusCode::NOT_FOUND.into_response() };
    let vary = HeaderValue::from_static("Accept");
    (StatusCode::FOUND, [(LOCATION, address), (VARY, vary)]).into_response()
}

/// An error as other servers see it: a bare status.
#[derive(Debug)]
pub struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match &self.0 {
            Error::NotFound(_) => StatusCode::NOT_FOUND,
            Error::Gone(_) => StatusCode::GONE,
            Error::Unauthenticated => StatusCode::UNAUTHORIZED,
            Error::Forbidden(_) => StatusCode::FORBIDDEN,
            Error::Invalid(_) => StatusCode::BAD_REQUEST,
            Error::Conflict(_) => StatusCode::CONFLICT,
            Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::Remote { .. } => StatusCode::BAD_GATEWAY,
            Error::Internal(cause) => {
                error!("answering another server: {cause:#}");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        (status, [(VARY, HeaderValue::from_static("Accept"))]).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_servers_are_told_from_readers_by_what_they_accept() {
        for (accept, wanted) in [
            ("application/activity+json, application/ld+json", true),
            ("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", true),
            ("Application/Activity+JSON", true),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false),
            ("application/json", false),
            ("*/*", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(wants_activity(&headers), wanted, "{accept}");
        }
        assert!(!wants_activity(&HeaderMap::new()));
    }
}
