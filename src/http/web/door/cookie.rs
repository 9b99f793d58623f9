//! The one cookie: the secret of a member's session. Readers get none.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

use crate::app::App;

/// For how long browsers keep it. The session itself ends earlier when it is not used.
const SECONDS: u32 = 365 * 24 * 3600;

/// Its name. With the prefix browsers make sure that it was set by this very host over https.
fn name(app: &App) -> &'static str {
    if is_secure(app) { "__Host-session" } else { "session" }
}

fn is_secure(app: &App) -> bool {
    app.config.base_url.scheme() == "https"
}

/// The session's secret in a request.
pub fn read(app: &App, headers: &HeaderMap) -> Option<String> {
    let name = name(app);
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    pairs
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, secret)| *found == name && !secret.is_empty())
        .map(|(_, secret)| secret.to_owned())
}

/// The header that lets the browser keep a session.
pub fn keep(app: &App, secret: &str) -> Option<HeaderValue> {
    header(app, secret, SECONDS)
}

/// The header that lets the browser forget the session.
pub fn forget(app: &App) -> Option<HeaderValue> {
    header(app, "", 0)
}

/// `Lax`, not `Strict`: who comes from an app's page to `/oauth/authorize` is to be signed in.
fn header(app: &App, secret: &str, seconds: u32) -> Option<HeaderValue> {
    let secure = if is_secure(app) { "; Secure" } else { "" };
    let name = name(app);
    let text = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).ok()
}
