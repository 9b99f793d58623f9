//! One line in the log for each request, for who looks for a client's mistake: off unless `log.level` asks for it
//! (`anamnesis::http::request_log=debug`).
//!
//! It names the route (`/api/v1/statuses/{id}`), never the address that was asked for: that holds ids, handles and
//! words that were searched.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::Method;

/// Middleware: writes down method, route and status.
pub async fn write(request: Request, next: Next) -> Response {
    if !tracing::enabled!(tracing::Level::DEBUG) {
        return next.run(request).await;
    }
    let method = name_of(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("(no route)", MatchedPath::as_str);
    tracing::debug!("{method} {route} {}", response.status().as_u16());
    response
}

/// A method that nobody has defined is whatever the client wrote, and has no place in a log.
fn name_of(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("(other)")
}
