//! What all pages share while the server runs, and the middleware that each request for a page goes through.

use std::sync::Arc;

use aws_lc_rs::hmac;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::answer::{self, Failure};
use super::reader::Reader;
use crate::app::App;
use crate::http::request_id::RequestId;
use crate::http::web::assets::AccentStyle;
use crate::http::web::frame::Community;

/// How many hours a form may stay open in a browser that is not signed in.
const FORM_HOURS: i64 = 6;
/// Where "Leave this page" leads: a page that says nothing about who comes to it.
const EXIT: &str = "https://www.wikipedia.org/";

/// What all pages share.
#[derive(Debug)]
pub struct Site {
    /// What the operator says about the community.
    pub community: Arc<Community>,
    /// Signs the forms of readers who are not signed in; new with every start.
    key: hmac::Key,
}

impl Site {
    /// What pages share on a server with these settings.
    pub fn new(app: &App) -> Self {
        let said = &app.config.community;
        let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let community = Community {
            name: said.name.clone(),
            description: given(&said.description),
            invitation: None,
            host: app.urls.domain().to_owned(),
            feed: format!("@stories@{}", app.urls.domain()),
            accent: said.accent.map(|accent| AccentStyle::of(accent).path),
            exit_url: EXIT.to_owned(),
            source_url: app.config.source_url.as_ref().map(ToString::to_string),
            operator: given(&said.operator),
            contact: given(&said.contact),
        };
        let key = hmac::Key::new(hmac::HMAC_SHA256, &app.random.bytes::<32>());
        Self { community: Arc::new(community), key }
    }

    /// The token for forms of readers who are not signed in. It shows that the page was fetched from here within
    /// the last hours; that another site did not send the form, the browser itself says (`Sec-Fetch-Site`).
    pub fn form_token(&self, now: i64) -> String {
        self.token_of(hour(now))
    }

    /// Whether a form of a reader who is not signed in carries one of our tokens.
    pub fn accepts(&self, token: &str, now: i64) -> bool {
        let known = |hour: i64| {
            let right = self.token_of(hour);
            aws_lc_rs::constant_time::verify_slices_are_equal(right.as_bytes(), token.as_bytes()).is_ok()
        };
        (0..=FORM_HOURS).any(|ago| known(hour(now) - ago))
    }

    /// Shows later that we wrote these words, for as long as a form may stay open.
    pub fn seal(&self, words: &str, now: i64) -> String {
        self.seal_of(words, hour(now))
    }

    /// Whether we wrote these words, within the last hours.
    pub fn sealed(&self, words: &str, seal: &str, now: i64) -> bool {
        let known = |hour: i64| {
            let right = self.seal_of(words, hour);
            aws_lc_rs::constant_time::verify_slices_are_equal(right.as_bytes(), seal.as_bytes()).is_ok()
        };
        (0..=FORM_HOURS).any(|ago| known(hour(now) - ago))
    }

    fn seal_of(&self, words: &str, hour: i64) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.key, format!("{hour} {words}").as_bytes()))
    }

    fn token_of(&self, hour: i64) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.key, &hour.to_be_bytes()))
    }
}

fn hour(now: i64) -> i64 {
    now.div_euclid(3600)
}

/// Middleware: finds out who reads, words what failed, and sets the headers.
pub async fn enter(State((app, site)): State<(App, Arc<Site>)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let request_id = parts.extensions.get::<RequestId>().cloned().unwrap_or_default();
    let (reader, found) = Reader::read(&app, site, &parts).await;
    let mut response = match found {
        Ok(()) => {
            parts.extensions.insert(reader.clone());
            next.run(Request::from_parts(parts, body)).await
        }
        Err(error) => Failure::from(error).into_response(),
    };
    if let Some(failure) = response.extensions_mut().remove::<Arc<Failure>>() {
        response = failure.page(&reader, request_id.as_str());
    }
    response = answer::worded(&reader, response);
    answer::guard(&reader, &mut response);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        Site { community: Arc::default(), key: hmac::Key::new(hmac::HMAC_SHA256, b"a key of tests") }
    }

    #[test]
    fn words_that_we_sealed_are_ours_for_some_hours_and_no_others_are() {
        let (site, now) = (site(), 1_795_000_000);
        let seal = site.seal("7 2 k3", now);
        assert!(site.sealed("7 2 k3", &seal, now) && site.sealed("7 2 k3", &seal, now + FORM_HOURS * 3600));
        assert!(!site.sealed("7 3 k3", &seal, now) && !site.sealed("7 2 k3", "", now));
        assert!(!site.sealed("7 2 k3", &seal, now + (FORM_HOURS + 1) * 3600), "too old");
    }

    #[test]
    fn a_form_is_taken_for_some_hours_and_then_no_more() {
        let (site, now) = (site(), 1_795_000_000);
        let token = site.form_token(now);
        assert!(site.accepts(&token, now) && site.accepts(&token, now + FORM_HOURS * 3600));
        assert!(!site.accepts(&token, now + (FORM_HOURS + 1) * 3600), "too old");
        assert!(!site.accepts(&token, now - 3600), "from the future");
        assert!(!site.accepts("", now));
    }
}
