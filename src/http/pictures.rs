//! `/media/…`: the files of pictures. Whoever knows a name may have the file: names are random and stand only where
//! the post can be read. A file never changes, and can do nothing but be looked at.

use std::ops::Range;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::cors;
use crate::app::App;
use crate::base::error::Error;
use crate::domain::media::{self, Served};

/// The address of every file.
pub fn routes() -> Router<App> {
    Router::new().route("/media/{file}", get(show)).layer(cors::open())
}

/// What a file may do in a browser: nothing.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";
/// Under one name there is always the same file.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A file, or the part of it that was asked for (RFC 9110, section 14).
async fn show(State(app): State<App>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let served = match media::find_served(&app, &file, None).await {
        Ok(served) => served,
        Err(error) => return failed(&error),
    };
    let tag = format!("\"{}\"", served.file);
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let mut response = if text(IF_NONE_MATCH).is_some_and(|tags| tags.trim() == "*" || tags.contains(&tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let is_same = text(IF_RANGE).is_none_or(|known| known.trim() == tag);
        match wanted(text(RANGE).filter(|_| is_same), served.bytes) {
            Wanted::All => send(&app, &served, 0..served.bytes, StatusCode::OK).await,
            Wanted::Part(range) => send(&app, &served, range, StatusCode::PARTIAL_CONTENT).await,
            Wanted::Nothing => {
                let size = header(&format!("bytes */{}", served.bytes));
                (StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, size)]).into_response()
            }
        }
    };
    guard(response.headers_mut(), &served.file, &tag);
    response
}

async fn send(app: &App, served: &Served, range: Range<u64>, status: StatusCode) -> Response {
    let content = match app.files.get(&served.file, range.clone()).await {
        Ok(content) => content,
        Err(error) => return failed(&error),
    };
    let mut response = (status, Body::from_stream(content)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(served.format.media_type()));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(range.end.saturating_sub(range.start)));
    if status == StatusCode::PARTIAL_CONTENT {
        let (first, last) = (range.start, range.end.saturating_sub(1));
        headers.insert(CONTENT_RANGE, header(&format!("bytes {first}-{last}/{}", served.bytes)));
    }
    response
}

/// What every answer about a file carries.
fn guard(headers: &mut HeaderMap, file: &str, tag: &str) {
    let is_failure = headers.get(CACHE_CONTROL).is_some();
    if is_failure {
        return;
    }
    for (name, value) in [
        (ACCEPT_RANGES, "bytes"),
        (CACHE_CONTROL, FOR_EVER),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (HeaderName::from_static("x-robots-tag"), "noindex, noarchive"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(ETAG, header(tag));
    headers.insert(CONTENT_DISPOSITION, header(&format!("inline; filename=\"{file}\"")));
}

/// A bare status, which nobody keeps: a file that could not be read now may be there in a moment.
fn failed(error: &Error) -> Response {
    let status = match error {
        Error::NotFound(_) | Error::Gone(_) => StatusCode::NOT_FOUND,
        Error::Unauthenticated
        | Error::Forbidden(_)
        | Error::Invalid(_)
        | Error::Conflict(_)
        | Error::TooMany { .. }
        | Error::Remote { .. }
        | Error::Internal(_) => {
            tracing::error!("sending a picture: {error:#}");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    let headers = [(CACHE_CONTROL, "no-store"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (status, headers).into_response()
}

/// Names of files hold nothing that a header can't.
fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    All,
    Part(Range<u64>),
    Nothing,
}

/// Reads `Range`. Several ranges, other units and nonsense mean the whole, as the RFC lets us.
fn wanted(range: Option<&str>, size: u64) -> Wanted {
    let Some((first, last)) = range.and_then(|text| text.trim().strip_prefix("bytes=")?.split_once('-'))
    else {
        return Wanted::All;
    };
    let number = |text: &str| text.trim().parse::<u64>();
    match (number(first), number(last)) {
        (Ok(first), Ok(last)) if first <= last && first < size => {
            Wanted::Part(first..size.min(last.saturating_add(1)))
        }
        (Ok(first), Err(_)) if last.trim().is_empty() && first < size => Wanted::Part(first..size),
        (Err(_), Ok(length)) if first.trim().is_empty() && length > 0 && size > 0 => {
            Wanted::Part(size.saturating_sub(length)..size)
        }
        (Ok(first), Ok(last)) if first <= last => Wanted::Nothing,
        (Ok(_), Err(_)) if last.trim().is_empty() => Wanted::Nothing,
        (Err(_), Ok(0)) if first.trim().is_empty() => Wanted::Nothing,
        (Ok(_) | Err(_), Ok(_) | Err(_)) => Wanted::All,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_rfc_says() {
        for (text, expected) in [
            ("bytes=0-0", Wanted::Part(0..1)),
            ("bytes=2-4", Wanted::Part(2..5)),
            ("bytes=5-", Wanted::Part(5..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-30", Wanted::Part(0..10)),
            ("bytes=8-100", Wanted::Part(8..10)),
            ("bytes=0-18446744073709551615", Wanted::Part(0..10)),
            ("bytes=10-", Wanted::Nothing),
            ("bytes=10-12", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=4-2", Wanted::All),
            ("bytes=0-1,4-5", Wanted::All),
            ("items=0-1", Wanted::All),
            ("bytes=a-b", Wanted::All),
            ("bytes=-", Wanted::All),
        ] {
            assert_eq!(wanted(Some(text), 10), expected, "{text}");
        }
        assert_eq!(wanted(None, 10), Wanted::All);
    }
}
