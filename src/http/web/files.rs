//! Our own files over HTTP, and what robots are told.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};

use super::assets::{self, AccentStyle, Asset};

/// Crawlers may fetch pages, which say themselves whether they may be kept, but nothing that is for members and apps.
const ROBOTS: &str =
    "User-agent: *\nDisallow: /api/\nDisallow: /oauth/\nDisallow: /settings\nDisallow: /desk\n";

/// For addresses that carry a fingerprint.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A file by its address.
pub async fn show(Path(name): Path<String>) -> Response {
    let found = assets::find(&format!("/assets/{name}"));
    found.map_or_else(|| StatusCode::NOT_FOUND.into_response(), sent)
}

/// The icon at the address where old browsers look for it.
pub async fn icon() -> Response {
    let found = assets::find(&assets::address("favicon.svg"));
    found.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |asset| sent_for(asset, "public, max-age=86400"),
    )
}

/// The style of the community's colour.
pub fn accent(style: AccentStyle) -> Response {
    let kept = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, FOR_EVER)];
    (kept, [(X_CONTENT_TYPE_OPTIONS, "nosniff")], style.css).into_response()
}

/// What robots may fetch.
pub async fn robots() -> Response {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=86400")], ROBOTS)
        .into_response()
}

fn sent(asset: &'static Asset) -> Response {
    let kept = if asset.for_ever { FOR_EVER } else { "public, max-age=86400" };
    sent_for(asset, kept)
}

fn sent_for(asset: &'static Asset, kept: &'static str) -> Response {
    let headers =
        [(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, kept), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (headers, asset.bytes.as_ref()).into_response()
}
