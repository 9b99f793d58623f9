//! The cookies: the secret of a member's session, and that of what somebody is typing. Readers get none.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

use crate::app::App;

/// For how long browsers keep a session's. The session itself ends earlier when it is not used.
const SECONDS: u32 = 365 * 24 * 3600;

/// What a cookie is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// The secret of a session.
    Session,
    /// The secret of a manuscript. Browsers send it to the pages for telling, or for changing one story, alone, and forget it when they are closed.
    Manuscript,
}

impl Cookie {
    /// Its name. With the prefixes browsers make sure that it was set over https, and a session's by this very host.
    fn name(self, app: &App) -> &'static str {
        match (self, is_secure(app)) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Manuscript, true) => "__Secure-manuscript",
            (Self::Manuscript, false) => "manuscript",
        }
    }

    /// From which other sites browsers keep it. A session's is `Lax`, not `Strict`: who comes from an app's page to
    /// `/oauth/authorize` is to be signed in.
    const fn rules(self) -> &'static str {
        match self {
            Self::Session => "HttpOnly; SameSite=Lax",
            Self::Manuscript => "HttpOnly; SameSite=Strict",
        }
    }

    const fn life(self) -> Option<u32> {
        match self {
            Self::Session => Some(SECONDS),
            Self::Manuscript => None,
        }
    }
}

fn is_secure(app: &App) -> bool {
    app.config.base_url.scheme() == "https"
}

/// The secret in a request's cookie.
pub fn read(app: &App, headers: &HeaderMap, cookie: Cookie) -> Option<String> {
    let name = cookie.name(app);
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    pairs
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, secret)| *found == name && !secret.is_empty())
        .map(|(_, secret)| secret.to_owned())
}

/// The header that lets the browser keep a secret for the pages below a path.
pub fn keep(app: &App, cookie: Cookie, path: &str, secret: &str) -> Option<HeaderValue> {
    header(app, cookie, path, secret, cookie.life())
}

/// The header that lets the browser forget it.
pub fn forget(app: &App, cookie: Cookie, path: &str) -> Option<HeaderValue> {
    header(app, cookie, path, "", Some(0))
}

fn header(app: &App, cookie: Cookie, path: &str, secret: &str, seconds: Option<u32>) -> Option<HeaderValue> {
    let secure = if is_secure(app) { "; Secure" } else { "" };
    let life = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let (name, rules) = (cookie.name(app), cookie.rules());
    HeaderValue::from_str(&format!("{name}={secret}; Path={path}; {rules}{life}{secure}")).ok()
}
