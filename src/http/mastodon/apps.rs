//! `/api/v1/apps`: client applications register themselves. Nobody has to be signed in for that.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::caller::Bearer;
use crate::app::App;
use crate::domain::auth::oauth::{self, NewApplication, OauthApp};
use crate::http::address::From;
use crate::http::failure::Failure;
use crate::http::params::Params;

/// What an application says about itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct New {
    client_name: String,
    redirect_uris: Vec<String>,
    scopes: Vec<String>,
    website: Option<String>,
}

/// An application.
#[derive(Debug, Serialize)]
pub struct Application {
    id: String,
    name: String,
    website: Option<String>,
    scopes: Vec<String>,
    redirect_uri: String,
    redirect_uris: Vec<String>,
    /// Push messages are not sent, so there is no key for them; clients want the field.
    vapid_key: &'static str,
}

/// A new application, with what it has to keep to itself.
#[derive(Debug, Serialize)]
pub struct Registered {
    #[serde(flatten)]
    application: Application,
    client_id: String,
    client_secret: String,
    /// 0: never.
    client_secret_expires_at: i64,
}

/// Registers an application.
pub async fn create(
    State(app): State<App>,
    From(address): From,
    Params(new): Params<New>,
) -> Result<Json<Registered>, Failure> {
    let new = NewApplication {
        name: new.client_name,
        redirect_uris: new.redirect_uris,
        scopes: new.scopes.join(" "),
        website: new.website,
    };
    let registered = oauth::register(&app, new, address).await?;
    Ok(Json(Registered {
        client_id: registered.application.client_id.clone(),
        client_secret: registered.client_secret,
        client_secret_expires_at: 0,
        application: present(&registered.application),
    }))
}

/// The application that holds the token.
pub async fn verify(State(app): State<App>, Bearer(token): Bearer) -> Result<Json<Application>, Failure> {
    let application = token.application(&app).await?.ok_or(Failure::BadToken)?;
    Ok(Json(present(&application)))
}

fn present(row: &OauthApp) -> Application {
    Application {
        id: row.id.to_string(),
        name: row.name.clone(),
        website: row.website.clone(),
        scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
        redirect_uri: row.redirect_uris.clone(),
        redirect_uris: row.redirect_uris.lines().map(str::to_owned).collect(),
        vapid_key: "",
    }
}
