//! Which pages of other sites may call us from a browser: all of them, and without cookies.
//!
//! Client applications that run in a browser live on their own sites. They prove who they are with a token, so
//! nothing here needs a cookie, and no address that reads one is opened.

use std::time::Duration;

use http::{HeaderName, Method, header};
use tower_http::cors::{Any, CorsLayer};

/// Browsers ask again after this; each question costs a round trip.
const REMEMBERED: Duration = Duration::from_hours(24);

/// What a client application reads from our headers.
const EXPOSED: [HeaderName; 6] = [
    header::LINK,
    HeaderName::from_static("x-ratelimit-limit"),
    HeaderName::from_static("x-ratelimit-remaining"),
    HeaderName::from_static("x-ratelimit-reset"),
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("mastodon-async-refresh"),
];

/// Opens routes to pages of all sites.
pub fn open() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::OPTIONS,
        ])
        // `*` would not cover Authorization (Fetch standard, CORS protocol).
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers(EXPOSED)
        .max_age(REMEMBERED)
}
