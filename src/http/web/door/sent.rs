//! A form that was sent: read only when it came from one of our own pages.

use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};

use super::answer::Failure;
use super::reader::Reader;
use crate::app::App;
use crate::base::error::Error;
use crate::http::params::{self, Unreadable};

/// The fields of a form in their order. That it is ours has been checked: handlers cannot forget it.
#[derive(Debug, Clone, Default)]
pub struct Sent(pub Vec<(String, String)>);

impl Sent {
    /// What was typed into a field; empty where there is no such field.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// Whether a box was ticked.
    pub fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// Name and value of every field.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl FromRequest<App> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let refused = |reason| Failure(Error::Forbidden(reason)).into_response();
        let reader = request.extensions().get::<Reader>().cloned();
        let reader = reader.ok_or_else(|| refused("a form outside the door"))?;
        let ours = is_from_here(request.headers());
        let body = params::whole(request.into_body()).await.map_err(|reason| unreadable(&reason))?;
        // No text has a NUL in it, and not every database takes one.
        let pairs = url::form_urlencoded::parse(&body);
        let sent = Self(pairs.map(|(name, value)| (name.into_owned(), value.replace('\0', ""))).collect());
        if ours && reader.sent(app, sent.get("csrf")) {
            Ok(sent)
        } else {
            Err(refused("not one of our forms"))
        }
    }
}

/// A form with a file in it. That it is ours has been checked.
#[derive(Debug, Clone, Default)]
pub struct SentFile {
    /// The fields.
    pub sent: Sent,
    /// The file; none where none was chosen.
    pub file: Option<File>,
}

/// A file as it was sent.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// Its name, as the browser says it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl FromRequest<App> for SentFile {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let refused = |reason| Failure(Error::Forbidden(reason)).into_response();
        let reader = request.extensions().get::<Reader>().cloned();
        let reader = reader.ok_or_else(|| refused("a form outside the door"))?;
        let ours = is_from_here(request.headers());
        let (parts, body) = request.into_parts();
        let body = params::whole(body).await.map_err(|reason| unreadable(&reason))?;
        let request = Request::from_parts(parts, Body::from(body));
        let broken = |_error| unreadable(&Unreadable::Malformed);
        let mut multipart = Multipart::from_request(request, &())
            .await
            .map_err(|_rejection| unreadable(&Unreadable::Malformed))?;
        let mut read = Self::default();
        while let Some(field) = multipart.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            let bytes = field.bytes().await.map_err(broken)?.to_vec();
            match file {
                // Browsers send an empty file where none was chosen.
                Some(name) if !(name.is_empty() && bytes.is_empty()) => {
                    read.file = Some(File { name, bytes });
                }
                Some(_) => {}
                None => {
                    let text = String::from_utf8(bytes).map_err(|_error| unreadable(&Unreadable::NotText))?;
                    read.sent.0.push((name, text.replace('\0', "")));
                }
            }
        }
        if ours && reader.sent(app, read.sent.get("csrf")) {
            Ok(read)
        } else {
            Err(refused("not one of our forms"))
        }
    }
}

/// The status alone; the door makes a page of it.
fn unreadable(reason: &Unreadable) -> Response {
    let status = match reason {
        Unreadable::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Unreadable::NotText | Unreadable::Malformed | Unreadable::CutOff | Unreadable::Wrong { .. } => {
            StatusCode::BAD_REQUEST
        }
    };
    status.into_response()
}

/// What the browser says about who sent the form. `Origin` says nothing here, since our pages send no referrer; and
/// browsers that do not say it at all are left to the token.
fn is_from_here(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    site.is_none_or(|site| matches!(site, "same-origin" | "none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_from_another_site_is_refused_where_the_browser_says_so() {
        let check = |site: &str, expect: bool| {
            let headers = [("sec-fetch-site".parse().unwrap(), site.parse().unwrap())].into_iter().collect();
            assert_eq!(is_from_here(&headers), expect, "{site}");
        };
        check("same-origin", true);
        check("none", true);
        check("cross-site", false);
        check("same-site", false);
        assert!(is_from_here(&HeaderMap::new()));
    }
}
