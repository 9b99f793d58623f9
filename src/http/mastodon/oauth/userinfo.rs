//! `/oauth/userinfo`: who somebody is, for sites that use this server to sign in.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::http::mastodon::caller::Me;
use crate::http::mastodon::present::pictures;

/// The caller in the words of OpenID Connect, without anything that others cannot see.
pub async fn show(State(app): State<App>, Me(me): Me) -> Json<Value> {
    Json(json!({
        "iss": app.urls.absolute("/"),
        "sub": me.account.uri,
        "name": me.account.display_name,
        "preferred_username": me.account.handle,
        "profile": me.account.url,
        "picture": pictures::avatar(&app.urls),
    }))
}
