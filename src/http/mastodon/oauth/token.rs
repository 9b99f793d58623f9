//! `/oauth/token` and `/oauth/revoke`: a code becomes a token, and a token ends.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{AUTHORIZATION, CACHE_CONTROL};
use http::{HeaderMap, HeaderValue};
use serde::Deserialize;
use serde_json::json;

use super::Failure;
use crate::app::App;
use crate::domain::auth::oauth::{self, TokenParams};
use crate::http::params::Params;

/// What an application sends; the two that say who it is may also stand in the header.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    grant_type: String,
    code: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    scope: Option<String>,
    token: String,
}

/// Gives a token.
pub async fn create(
    State(app): State<App>,
    headers: HeaderMap,
    Params(asked): Params<Asked>,
) -> Result<Response, Failure> {
    let (client_id, client_secret) = client_of(&headers, asked.client_id, asked.client_secret);
    let params = TokenParams {
        grant_type: asked.grant_type,
        code: asked.code,
        redirect_uri: asked.redirect_uri,
        code_verifier: asked.code_verifier,
        client_id,
        client_secret,
        // Mastodon.py writes "None" where it has nothing to say.
        scope: asked.scope.filter(|scope| scope != "None"),
    };
    let issued = oauth::exchange(&app, &params).await?;
    let body = json!({
        "access_token": issued.access_token,
        "token_type": "Bearer",
        "scope": issued.scopes.to_string(),
        "created_at": issued.created_at,
    });
    let mut response = Json(body).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Ends a token of the application that asks.
pub async fn revoke(
    State(app): State<App>,
    headers: HeaderMap,
    Params(asked): Params<Asked>,
) -> Result<Response, Failure> {
    let (client_id, client_secret) = client_of(&headers, asked.client_id, asked.client_secret);
    oauth::revoke(&app, client_id.as_deref(), client_secret.as_deref(), &asked.token).await?;
    Ok(Json(json!({})).into_response())
}

fn client_of(
    headers: &HeaderMap,
    client_id: Option<String>,
    client_secret: Option<String>,
) -> (Option<String>, Option<String>) {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    match header.and_then(oauth::basic_credentials) {
        Some((client_id, client_secret)) => (Some(client_id), Some(client_secret)),
        None => (client_id, client_secret),
    }
}
