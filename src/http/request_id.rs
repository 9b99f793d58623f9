//! A random number for each request, so that a person can name the one that failed and the operator can find it.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};

use crate::app::App;

/// The header that carries the id back. What a client sends under this name is ignored: it would end in the log.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of one request.
#[derive(Debug, Clone, Default)]
pub struct RequestId(String);

impl RequestId {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Middleware: gives each request its id and sends it back.
pub async fn mark(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = RequestId(app.random.wire_id());
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
