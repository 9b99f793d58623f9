//! The client API: what unmodified Mastodon clients speak. Folders mirror the addresses.

mod id;
mod instance;
mod paging;
mod present;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{any, get};

use super::cors;
use super::failure::{Failure, explain};
use crate::app::App;

/// Every address of the client API.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/instance", get(instance::v1))
        .route("/api/v2/instance", get(instance::v2))
        .route("/api/v1/instance/rules", get(instance::rules))
        .route("/api/v1/instance/extended_description", get(instance::extended_description))
        .route("/api/{*rest}", any(nothing_here))
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(explain))
        .layer(cors::open())
}

/// Below `/api` also what is not there answers in JSON: a page with status 200 would break clients' probing.
async fn nothing_here() -> Failure {
    Failure::NoSuchPath
}

async fn wrong_method() -> Failure {
    Failure::WrongMethod
}
