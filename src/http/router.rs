//! Every route as one readable table, and what all requests go through.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use axum::extract::Request;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use axum::{Extension, Router, ServiceExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::Layer as _;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::normalize_path::NormalizePathLayer;

use super::{cors, mastodon, metrics, pictures, request_id, request_log, web};
use crate::app::App;
use crate::base::error::Result;
use crate::federation::signers::Signers;
use crate::federation::{inbox, outbox};

/// Answers requests until `stopped` turns true; requests in flight are ended first, and streams are hung up.
pub async fn serve(app: App, listener: TcpListener, mut stopped: watch::Receiver<bool>) -> Result<()> {
    let lines = Arc::new(mastodon::Lines::default());
    let desk = tokio::spawn(mastodon::attend(app.clone(), Arc::clone(&lines), stopped.clone()));
    // Clients add slashes at the end (toot, Mastodon.py), so they are cut off before routing.
    let service = NormalizePathLayer::trim_trailing_slash().layer(routes(app, Arc::clone(&lines)));
    axum::serve(listener, ServiceExt::<Request>::into_make_service_with_connect_info::<SocketAddr>(service))
        .with_graceful_shutdown(async move {
            let _ = stopped.wait_for(|stopped| *stopped).await;
        })
        .await
        .context("serving requests")?;
    desk.await.context("the desk of the streams")?;
    lines.put_down().await;
    Ok(())
}

/// The doors side by side.
fn routes(app: App, lines: Arc<mastodon::Lines>) -> Router {
    let signers = Arc::new(Signers::default());
    let open = Arc::clone(&lines);
    let numbers = async move |app, headers| metrics::show(app, headers, open.count()).await;
    Router::new()
        .merge(mastodon::routes(&app, lines))
        // Other sites' scripts may read what other servers read.
        .merge(outbox::routes(&app).layer(Extension(Arc::clone(&signers))).layer(cors::open()))
        .merge(inbox::routes().layer(Extension(signers)))
        .route("/metrics", get(numbers))
        .merge(pictures::routes())
        .merge(web::routes(&app))
        .layer(from_fn_with_state(app.clone(), outbox::page_as_activity))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(request_log::write))
        .layer(from_fn_with_state(app.clone(), request_id::mark))
        .with_state(app)
}
