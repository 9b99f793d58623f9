//! Pages as answers, failures as pages, and the headers on all of them.

use std::sync::Arc;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, RETRY_AFTER,
    SET_COOKIE, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue, StatusCode};

use super::reader::Reader;
use crate::base::error::Error;
use crate::domain::auth::PENDING;
use crate::http::web::failure::{Failed, FailurePage};
use crate::http::web::people::WaitingPage;

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// What a page may load and do: our own style, pictures and script, and forms that come back to us.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/// The same without `form-action`: browsers apply it to where a form's answer leads, and an app may be anywhere.
const POLICY_OF_CONSENT: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; \
                                 frame-ancestors 'none'; base-uri 'none'";

/// Marks a page that search engines may keep.
#[derive(Debug, Clone, Copy)]
struct Findable;

/// Marks a page with a secret in it.
#[derive(Debug, Clone, Copy)]
struct Unkept;

/// Marks a page whose forms may lead to an app.
#[derive(Debug, Clone, Copy)]
struct LeadsElsewhere;

/// A failure on the way to a page; the door words it, since it knows the reader.
#[derive(Debug)]
pub struct Failure(pub Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl Failure {
    /// The page that tells the reader. What is our own fault or another server's is logged here, once.
    pub(super) fn page(&self, reader: &Reader, request_id: &str) -> Response {
        let (status, failed) = match &self.0 {
            Error::NotFound(_) => (StatusCode::NOT_FOUND, Failed::NotFound),
            Error::Gone(_) => (StatusCode::GONE, Failed::TakenBack),
            Error::Unauthenticated => (StatusCode::UNAUTHORIZED, Failed::SignInFirst),
            Error::Forbidden(PENDING) => return waiting(reader),
            Error::Forbidden(_) => (StatusCode::FORBIDDEN, Failed::Forbidden),
            Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, Failed::NotUnderstood),
            Error::Conflict(_) => (StatusCode::CONFLICT, Failed::Conflict),
            Error::TooMany { retry_after } => {
                let minutes = retry_after.as_secs().div_ceil(60).max(1);
                (StatusCode::TOO_MANY_REQUESTS, Failed::TooMany { minutes })
            }
            Error::Remote { host, cause } => {
                tracing::warn!(request.id = request_id, "a page failed because of {host}: {cause:#}");
                (StatusCode::BAD_GATEWAY, Failed::Elsewhere { host: host.clone() })
            }
            Error::Internal(cause) => {
                tracing::error!(request.id = request_id, "a page failed: {cause:#}");
                let request_id = request_id.to_owned();
                (StatusCode::INTERNAL_SERVER_ERROR, Failed::Broken { request_id })
            }
        };
        let mut response = rendered(status, &FailurePage { page: reader.frame(), failed });
        if let Error::TooMany { retry_after } = &self.0 {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(retry_after.as_secs().max(1)));
        }
        response
    }
}

/// What is refused before a page is asked (an address or a form that can't be read, a method that a page does not know)
/// as a page too; its status stays. All other answers stay as they are.
pub(super) fn worded(reader: &Reader, response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !status.is_client_error() || kind.is_some_and(|kind| kind.starts_with("text/html")) {
        return response;
    }
    let failed = match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Failed::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Failed::TooLarge,
        _ => Failed::NotUnderstood,
    };
    let mut page = rendered(status, &FailurePage { page: reader.frame(), failed });
    if let Some(methods) = response.headers().get(ALLOW) {
        page.headers_mut().insert(ALLOW, methods.clone());
    }
    page
}

/// What somebody reads who waits for approval and wants to do what members do.
fn waiting(reader: &Reader) -> Response {
    let handle = reader.signed_in().map(|member| member.account.handle.clone()).unwrap_or_default();
    rendered(StatusCode::FORBIDDEN, &WaitingPage { page: reader.frame(), handle })
}

/// A page. Templates hold no code that can fail, so what fails here is a mistake of ours.
pub fn answer(status: StatusCode, page: &impl Template) -> Result<Response, Failure> {
    let html = page.render().map_err(|error| Failure(Error::Internal(error.into())))?;
    Ok((status, Html(html)).into_response())
}

fn rendered(status: StatusCode, page: &impl Template) -> Response {
    // A page of ours that cannot be rendered still has its status.
    answer(status, page).unwrap_or_else(|_| status.into_response())
}

/// Sends the browser to a path of ours after a form (303), keeping the reader's choice of language.
pub fn go(reader: &Reader, path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let to = HeaderValue::from_str(&reader.link(path)).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, to);
    response
}

/// Lets search engines keep a page; all others are kept out of them.
pub fn findable(mut response: Response) -> Response {
    response.extensions_mut().insert(Findable);
    response
}

/// For a page that shows or carries a management key: a browser must not keep it, though nobody is signed in.
pub fn unkept(mut response: Response) -> Response {
    response.extensions_mut().insert(Unkept);
    response
}

/// For the page on which a member lets an app in: its form may lead to any address that an app registered.
pub fn may_lead_elsewhere(mut response: Response) -> Response {
    response.extensions_mut().insert(LeadsElsewhere);
    response
}

/// Sets what every answer of the pages carries.
pub(super) fn guard(reader: &Reader, response: &mut Response) {
    let leads_elsewhere = response.extensions_mut().remove::<LeadsElsewhere>().is_some();
    let findable = response.extensions_mut().remove::<Findable>().is_some();
    let unkept = response.extensions_mut().remove::<Unkept>().is_some();
    let sets_cookie = response.headers().contains_key(SET_COOKIE);
    let kept = reader.signed_in().is_none() && !sets_cookie && !unkept;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(CONTENT_SECURITY_POLICY, if leads_elsewhere { POLICY_OF_CONSENT } else { POLICY });
    set(REFERRER_POLICY, "no-referrer");
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(CACHE_CONTROL, if kept { "private, no-cache" } else { "no-store" });
    if !findable {
        set(ROBOTS, "noindex, nofollow, noarchive");
    }
    // The same address answers in other languages, to members, and to other servers.
    headers.append(VARY, HeaderValue::from_static("Accept, Accept-Language, Cookie"));
}
