//! `/.well-known/oauth-authorization-server` (RFC 8414): where what is, for clients that look it up.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::domain::auth::oauth::Scopes;

/// The addresses and abilities of this authorization server.
pub async fn show(State(app): State<App>) -> Json<Value> {
    let at = |path: &str| app.urls.absolute(path);
    Json(json!({
        "issuer": at("/"),
        "service_documentation": at("/about"),
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "app_registration_endpoint": at("/api/v1/apps"),
        "revocation_endpoint": at("/oauth/revoke"),
        "userinfo_endpoint": at("/oauth/userinfo"),
        "scopes_supported": Scopes::known(),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
    }))
}
