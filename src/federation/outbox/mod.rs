//! What other servers read here: who speaks, what was published, and how much of it there is.

pub mod answer;
pub mod asker;
mod collections;
mod documents;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use super::{actor, nodeinfo, webfinger};
use crate::app::App;

pub use documents::page_as_activity;

/// Every address that other servers read. The answer to whoever signed needs the [`Signers`](super::signers::Signers) as an
/// extension.
pub fn routes(app: &App) -> Router<App> {
    // Who we are and with which key the server signs is told to everybody, or nobody could check what we say.
    Router::new()
        .route("/.well-known/webfinger", get(webfinger::show))
        .route("/.well-known/host-meta", get(webfinger::host_meta))
        .route("/.well-known/nodeinfo", get(nodeinfo::links))
        .route("/nodeinfo/2.0", get(nodeinfo::v2_0))
        .route("/nodeinfo/2.1", get(nodeinfo::v2_1))
        .route("/actor", get(actor::server))
        .merge(guarded(app).route_layer(from_fn_with_state(app.clone(), asker::know)))
}

/// What servers that are blocked here do not get.
fn guarded(app: &App) -> Router<App> {
    let demand = from_fn_with_state(app.clone(), asker::demand);
    Router::new()
        .route("/actor/{collection}", get(collections::of_server))
        .route("/feed/{collection}", get(collections::of_feed))
        .route("/guide/{collection}", get(collections::of_guide))
        .route("/told/{collection}", get(collections::of_told))
        .route("/people/{wire}/{collection}", get(collections::of_person))
        .route("/stories/{wire}/activity", get(documents::story_created))
        .route("/stories/{wire}/replies", get(documents::replies))
        .route("/stories/{wire}/context", get(documents::thread))
        .route("/stories/{wire}/likes", get(documents::likes))
        .route("/stories/{wire}/shares", get(documents::shares))
        .route("/activities/{wire}", get(documents::announced))
        .route("/permissions/{wire}", get(documents::permitted))
        .route_layer(demand)
        // These are pages too, and actors have a key that everybody may need.
        .route("/feed", get(actor::feed))
        .route("/guide", get(actor::guide))
        .route("/told", get(actor::told))
        .route("/people/{wire}", get(actor::person))
        .route("/stories/{wire}", get(documents::story))
}
