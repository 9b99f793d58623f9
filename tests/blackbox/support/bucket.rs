//! A bucket that speaks as much S3 as pictures need: objects are put, read in parts, removed and listed.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

type Objects = Arc<Mutex<BTreeMap<String, Bytes>>>;

/// A running bucket; it ends with the test.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// Where it is reached, e.g. `http://127.0.0.1:40003`.
    pub endpoint: String,
    objects: Objects,
}

/// Its name.
pub const NAME: &str = "pictures";

impl Bucket {
    /// Starts an empty bucket.
    pub fn start() -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let objects = Objects::default();
        let routes = Router::new()
            .route(&format!("/{NAME}/{{*key}}"), get(read).put(write).delete(remove))
            .with_state(Arc::clone(&objects));
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, routes).await.unwrap();
            });
        });
        Self { endpoint, objects }
    }

    /// The keys of all objects.
    pub fn keys(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }
}

/// Requests are signed with the key that the test gave the server; whoever signs with none is refused.
fn is_signed(headers: &HeaderMap) -> bool {
    let signed = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    signed.starts_with("AWS4-HMAC-SHA256 Credential=test-key/")
        && signed.contains("/test-region/s3/aws4_request")
}

async fn write(
    State(objects): State<Objects>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_signed(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    objects.lock().unwrap().insert(key, body);
    [(header::ETAG, "\"1\"")].into_response()
}

async fn remove(State(objects): State<Objects>, Path(key): Path<String>, headers: HeaderMap) -> StatusCode {
    if !is_signed(&headers) {
        return StatusCode::FORBIDDEN;
    }
    objects.lock().unwrap().remove(&key);
    StatusCode::NO_CONTENT
}

async fn read(State(objects): State<Objects>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    if !is_signed(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(whole) = objects.lock().unwrap().get(&key).cloned() else {
        return (StatusCode::NOT_FOUND, "<Error><Code>NoSuchKey</Code></Error>").into_response();
    };
    let modified = (header::LAST_MODIFIED, "Sun, 22 Nov 2026 09:00:00 GMT".to_owned());
    let tag = (header::ETAG, "\"1\"".to_owned());
    let range = headers
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok()?.strip_prefix("bytes=")?.split_once('-'));
    let Some((first, last)) = range else { return ([modified, tag], whole).into_response() };
    let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
    let said = (header::CONTENT_RANGE, format!("bytes {first}-{last}/{}", whole.len()));
    (StatusCode::PARTIAL_CONTENT, [modified, tag, said], whole.slice(first..=last)).into_response()
}
