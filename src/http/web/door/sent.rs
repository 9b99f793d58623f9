//! A form that was sent: read only when it came from one of our own pages.

use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::request::Parts;
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
        let arrived = Arrived::of(request).await?;
        // No text has a NUL in it, and not every database takes one.
        let pairs = url::form_urlencoded::parse(&arrived.body);
        let sent = Self(pairs.map(|(name, value)| (name.into_owned(), value.replace('\0', ""))).collect());
        if arrived.sender.vouches(app, &sent) { Ok(sent) } else { Err(refused(NOT_OURS)) }
    }
}

/// A form before anybody has looked into it.
struct Arrived {
    sender: Sender,
    parts: Parts,
    body: Bytes,
}

impl Arrived {
    async fn of(request: Request) -> Result<Self, Response> {
        let reader = request.extensions().get::<Reader>().cloned();
        let reader = reader.ok_or_else(|| refused("a form outside the door"))?;
        let sender = Sender { reader, is_here: is_from_here(request.headers()) };
        let (parts, body) = request.into_parts();
        let body = params::whole(body).await.map_err(|reason| unreadable(&reason))?;
        Ok(Self { sender, parts, body })
    }
}

/// Who sent a form.
struct Sender {
    reader: Reader,
    /// Whether the browser says that it was one of our pages, or nothing.
    is_here: bool,
}

impl Sender {
    /// Whether a form came from one of our own pages.
    fn vouches(&self, app: &App, sent: &Sent) -> bool {
        self.is_here && self.reader.sent(app, sent.get("csrf"))
    }
}

/// Why a form is refused that another page sent.
const NOT_OURS: &str = "not one of our forms";

fn refused(reason: &'static str) -> Response {
    Failure(Error::Forbidden(reason)).into_response()
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
        let Arrived { sender, parts, body } = Arrived::of(request).await?;
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
        if sender.vouches(app, &read.sent) { Ok(read) } else { Err(refused(NOT_OURS)) }
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
