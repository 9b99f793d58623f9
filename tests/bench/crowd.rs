//! Five hundred other servers that do no work: host names of this machine behind one listener.
//!
//! Each shows whoever is asked for, says 202 to every delivery without a look at its signature, and counts.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::support::Client;
use super::support::keys::{Key, Way};

/// Nothing arriving for so long means that nothing will.
const PATIENCE: Duration = Duration::from_secs(30);

/// Deliveries so far, by the activity's type.
type Counts = BTreeMap<String, u32>;

/// What the crowd's one listener works with: the counts, and the key of everybody.
type Shared = (Arc<watch::Sender<Counts>>, Arc<str>);

/// The running crowd.
#[derive(Debug)]
pub struct Crowd {
    port: u16,
    counts: Arc<watch::Sender<Counts>>,
}

/// Name of one server of the crowd, without its port.
pub fn name_of(number: u32) -> String {
    format!("p{number}.localhost")
}

/// Name of one of the servers on which only followers are.
pub fn name_of_audience(number: u32) -> String {
    format!("q{number}.localhost")
}

impl Crowd {
    /// Starts it on a thread of its own.
    pub fn start() -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let counts = Arc::new(watch::Sender::new(Counts::new()));
        let shared: Shared = (Arc::clone(&counts), Key::shared().public_pem().into());
        let routes = Router::new().fallback_service(get(actor).post(take).with_state(shared));
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, routes).await.unwrap();
            });
        });
        Self { port, counts }
    }

    /// Where all of its servers listen.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Wire id of a person of one of its servers; everybody exists.
    pub fn person(&self, number: u32, name: &str) -> String {
        format!("http://{}:{}/users/{name}", name_of(number), self.port)
    }

    /// How many activities of this type have come.
    pub fn count(&self, kind: &str) -> u32 {
        self.counts.borrow().get(kind).copied().unwrap_or(0)
    }

    /// Waits until so many activities of this type have come in all.
    pub async fn wait_for(&self, kind: &str, number: u32) {
        let mut news = self.counts.subscribe();
        while self.count(kind) < number {
            let changed = tokio::time::timeout(PATIENCE, news.changed()).await;
            assert!(
                changed.is_ok(),
                "{number} {kind} are due, and {PATIENCE:?} without any: {:?}",
                self.counts
            );
        }
    }
}

/// An activity as a request to the inbox of the server that `client` talks to, signed now by its actor.
pub fn signed(client: &Client, domain: &str, activity: &Value) -> RequestBuilder {
    let key_id = format!("{}#main-key", activity["actor"].as_str().unwrap());
    let body = activity.to_string().into_bytes();
    let mut request = client.request(Method::POST, "/inbox");
    for (name, value) in Key::shared().sign(Way::Cavage, &key_id, domain, "/inbox", &body) {
        request = request.header(name, value);
    }
    request.header(header::CONTENT_TYPE, "application/activity+json").body(body)
}

async fn actor(
    State((_, pem)): State<Shared>,
    headers: HeaderMap,
    OriginalUri(address): OriginalUri,
) -> Response {
    let host = headers.get(header::HOST).unwrap().to_str().unwrap();
    let Some(name) = address.path().strip_prefix("/users/") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let id = format!("http://{host}/users/{name}");
    let document = json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
        "id": id, "type": "Person", "preferredUsername": name, "name": name,
        "inbox": format!("{id}/inbox"), "outbox": format!("{id}/outbox"), "followers": format!("{id}/followers"),
        "endpoints": {"sharedInbox": format!("http://{host}/inbox")},
        "publicKey": {"id": format!("{id}#main-key"), "owner": id, "publicKeyPem": *pem},
    });
    ([(header::CONTENT_TYPE, "application/activity+json")], document.to_string()).into_response()
}

async fn take(State((counts, _)): State<Shared>, body: Bytes) -> StatusCode {
    let activity: Value = serde_json::from_slice(&body).unwrap();
    let kind = activity["type"].as_str().unwrap().to_owned();
    counts.send_modify(|counts| *counts.entry(kind).or_default() += 1);
    StatusCode::ACCEPTED
}
