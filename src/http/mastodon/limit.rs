//! How many requests a client may still send, and telling it so.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::caller::secret_of;
use super::present::time;
use crate::app::App;
use crate::base::error::Error;
use crate::domain::auth::limit::{self, Left};
use crate::domain::auth::oauth;
use crate::http::address::From;
use crate::http::failure::Failure;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Middleware: counts a request of a member, or of an address where no member is signed in. Preflight questions of
/// browsers never come this far.
pub async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let member = match secret_of(&parts) {
        // A token that is no good is answered by the handler; here it counts as none.
        Some(secret) => oauth::authenticate(&app, secret).await.ok().and_then(|token| token.member),
        None => None,
    };
    let From(address) = From::of(&app, &parts);
    match limit::request(&app, member.map(|member| member.id()), address) {
        Ok(left) => {
            let mut response = next.run(Request::from_parts(parts, body)).await;
            tell(response.headers_mut(), left);
            response
        }
        Err(error) => {
            let reset_at = match &error {
                Error::TooMany { retry_after } => app.now().saturating_add_unsigned(retry_after.as_secs()),
                Error::NotFound(_)
                | Error::Gone(_)
                | Error::Unauthenticated
                | Error::Forbidden(_)
                | Error::Invalid(_)
                | Error::Conflict(_)
                | Error::Remote { .. }
                | Error::Internal(_) => app.now(),
            };
            let mut response = Failure::from(error).into_response();
            tell(response.headers_mut(), Left { limit: limit::API_REQUESTS, remaining: 0, reset_at });
            response
        }
    }
}

/// All three or none: Mastodon.py stumbles over one without the others.
fn tell(headers: &mut HeaderMap, left: Left) {
    let reset = HeaderValue::from_str(&time::moment(left.reset_at));
    if let Ok(reset) = reset {
        headers.insert(LIMIT, HeaderValue::from(left.limit));
        headers.insert(REMAINING, HeaderValue::from(left.remaining));
        headers.insert(RESET, reset);
    }
}
