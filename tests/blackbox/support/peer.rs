//! Another server, not of our kind: it has people, keeps what arrives in its inbox, and signs what it sends.
//!
//! It runs on a thread of its own, so that a test may block while a server delivers to it.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::client::{Answer, Client};
use super::keys::{self, Key, Way};

/// How the peer answers deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// 202, and the activity is kept.
    Accept,
    /// This status, and nothing is kept.
    Refuse(u16),
    /// This status with `Retry-After` in seconds, and nothing is kept.
    Later(u16, u32),
    /// No answer until the behaviour changes; then as that says.
    Hold,
}

/// One delivery that the peer accepted.
#[derive(Debug, Clone)]
pub struct Received {
    /// Path of the inbox it came to.
    pub path: String,
    /// The activity.
    pub activity: Value,
    /// How it was signed.
    pub way: Way,
    /// The signature's `keyId`, if the signature was right; else what was wrong with it.
    pub signed_by: Result<String, String>,
    /// Its `Collection-Synchronization`, or an empty text.
    pub synchronization: String,
}

/// So many peers a test may start: servers are told their names before.
pub const MOST: u32 = 40;

static COUNT: AtomicU32 = AtomicU32::new(1);

/// A running peer; it ends with the test.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Host with port, e.g. `peer1.localhost:40002`.
    pub domain: String,
    state: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    domain: String,
    received: Mutex<Vec<Received>>,
    attempts: Mutex<u32>,
    documents: Mutex<BTreeMap<String, Value>>,
    keys: Mutex<BTreeMap<String, String>>,
    behaviour: watch::Sender<Behaviour>,
    /// The only way of signing that it understands, if it does not understand all.
    understands: Mutex<Option<Way>>,
    /// Answers of its own for paths: status, type, `Location` and body.
    answers: Mutex<BTreeMap<String, (u16, String, String, String)>>,
    /// How often each path was asked for.
    asked: Mutex<BTreeMap<String, u32>>,
}

impl Peer {
    /// Starts a peer; each has a name of its own, since servers treat and limit others by their names.
    pub fn start() -> Self {
        let name = next_name();
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let domain = format!("{name}:{}", listener.local_addr().unwrap().port());
        let state = Arc::new(Shared {
            domain: domain.clone(),
            received: Mutex::default(),
            attempts: Mutex::default(),
            documents: Mutex::default(),
            keys: Mutex::default(),
            behaviour: watch::Sender::new(Behaviour::Accept),
            understands: Mutex::default(),
            answers: Mutex::default(),
            asked: Mutex::default(),
        });
        let routes = Router::new()
            .route("/.well-known/webfinger", get(webfinger))
            .route("/users/{name}", get(actor))
            .route("/users/{name}/inbox", post(inbox))
            .route("/inbox", post(inbox))
            .fallback(get(document))
            .with_state(Arc::clone(&state));
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, routes).await.unwrap();
            });
        });
        Self { domain, state }
    }

    /// The whole address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.domain)
    }

    /// Id of a person here; everybody exists.
    pub fn person(&self, name: &str) -> String {
        self.url(&format!("/users/{name}"))
    }

    /// From now on, deliveries are answered like this.
    pub fn behave(&self, behaviour: Behaviour) {
        self.state.behaviour.send_replace(behaviour);
    }

    /// From now on, what is signed in another way than this is answered with 401.
    pub fn understand_only(&self, way: Way) {
        *self.state.understands.lock().unwrap() = Some(way);
    }

    /// How often a path was asked for.
    pub fn asked(&self, path: &str) -> u32 {
        self.state.asked.lock().unwrap().get(path).copied().unwrap_or_default()
    }

    /// What it shows for a person with this key as `…#main-key`; to be changed and published.
    pub fn shown(&self, name: &str, key: &Key) -> Value {
        person(&self.domain, name, key)
    }

    /// What it accepted so far, in order.
    pub fn received(&self) -> Vec<Received> {
        self.state.received.lock().unwrap().clone()
    }

    /// How many deliveries were tried so far, accepted or not.
    pub fn attempts(&self) -> u32 {
        *self.state.attempts.lock().unwrap()
    }

    /// Waits until an activity of this type has arrived, and returns the first.
    pub async fn wait_for(&self, kind: &str) -> Received {
        super::eventually(&format!("{kind} at {}", self.domain), async || {
            let received = self.received();
            let found = received.iter().find(|item| item.activity["type"] == kind).cloned();
            found.ok_or_else(|| {
                format!(
                    "{} attempts, received {:?}",
                    self.attempts(),
                    received.iter().map(|r| &r.activity["type"]).collect::<Vec<_>>()
                )
            })
        })
        .await
    }

    /// Shows a document at a path from now on, e.g. a note that others may fetch, or a person that is not like all others.
    pub fn publish(&self, path: &str, document: Value) {
        self.state.documents.lock().unwrap().insert(path.to_owned(), document);
    }

    /// Answers a path with any type from now on.
    pub fn answer(&self, path: &str, kind: &str, body: &str) {
        let answer = (200, kind.to_owned(), String::new(), body.to_owned());
        self.state.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// Sends whoever asks for a path somewhere else from now on.
    pub fn redirect(&self, path: &str, to: &str) {
        let answer = (302, String::new(), to.to_owned(), String::new());
        self.state.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// Sends an activity to an inbox (`http://host/path`), signed by one of its people.
    pub async fn send(&self, name: &str, inbox: &str, activity: &Value) -> Answer {
        self.send_signed(Key::shared(), &format!("{}#main-key", self.person(name)), inbox, activity).await
    }

    /// The same in any way and with any key.
    pub async fn send_in(&self, way: Way, key: &Key, key_id: &str, inbox: &str, activity: &Value) -> Answer {
        let client = Client::new(&split(inbox).0);
        let body = activity.to_string().into_bytes();
        client.send(signed(&client, way, key, key_id, inbox, body)).await
    }

    /// The same with any key and key id: for liars.
    pub async fn send_signed(&self, key: &Key, key_id: &str, inbox: &str, activity: &Value) -> Answer {
        self.send_in(Way::Cavage, key, key_id, inbox, activity).await
    }

    /// [`Peer::send`] with a client that is used again, to a server that may be gone: an error where no answer came.
    pub async fn attempt(
        &self,
        client: &Client,
        name: &str,
        inbox: &str,
        activity: &Value,
    ) -> Result<Answer, reqwest::Error> {
        let key_id = format!("{}#main-key", self.person(name));
        let body = activity.to_string().into_bytes();
        client.attempt(signed(client, Way::Cavage, Key::shared(), &key_id, inbox, body)).await
    }

    /// Fetches something as ActivityPub, signed by one of its people in either way.
    pub async fn fetch(&self, way: Way, name: &str, address: &str) -> Answer {
        self.fetch_signed(way, Key::shared(), name, address).await
    }

    /// The same with any key: for liars.
    pub async fn fetch_signed(&self, way: Way, key: &Key, name: &str, address: &str) -> Answer {
        let (host, path) = split(address);
        let client = Client::new(&host);
        let mut request = client
            .request(reqwest::Method::GET, &path)
            .header("accept", "application/activity+json, application/ld+json");
        let key_id = format!("{}#main-key", self.person(name));
        for (header, value) in key.sign_get(way, &key_id, &host, &path) {
            request = request.header(header, value);
        }
        client.send(request).await
    }

    /// [`Peer::send`] with one more header, which is not signed.
    pub async fn send_with(
        &self,
        (header, value): (&str, &str),
        name: &str,
        inbox: &str,
        activity: &Value,
    ) -> Answer {
        let key_id = format!("{}#main-key", self.person(name));
        let client = Client::new(&split(inbox).0);
        let body = activity.to_string().into_bytes();
        let request = signed(&client, Way::Cavage, Key::shared(), &key_id, inbox, body);
        client.send(request.header(header, value)).await
    }

    /// Sends any bytes, signed by one of its people: for those who do not know what an activity is.
    pub async fn send_bytes(&self, name: &str, inbox: &str, body: Vec<u8>) -> Answer {
        let key_id = format!("{}#main-key", self.person(name));
        let client = Client::new(&split(inbox).0);
        client.send(signed(&client, Way::Cavage, Key::shared(), &key_id, inbox, body)).await
    }
}

/// A signed POST of a body to an inbox.
fn signed(
    client: &Client,
    way: Way,
    key: &Key,
    key_id: &str,
    inbox: &str,
    body: Vec<u8>,
) -> reqwest::RequestBuilder {
    let (host, path) = split(inbox);
    let mut request = client.request(reqwest::Method::POST, &path);
    for (name, value) in key.sign(way, key_id, &host, &path, &body) {
        request = request.header(name, value);
    }
    request.header("content-type", "application/activity+json").body(body)
}

/// A name that servers are told of and that nobody in this process has.
pub fn next_name() -> String {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    assert!(number <= MOST, "more than {MOST} peers");
    name_of(number)
}

/// Name of the peer of this number.
pub fn name_of(number: u32) -> String {
    format!("peer{number}.localhost")
}

/// `http://host/path` as host and path.
fn split(address: &str) -> (String, String) {
    let (host, path) = address.trim_start_matches("http://").split_once('/').expect("an address with a path");
    (host.to_owned(), format!("/{path}"))
}

async fn webfinger(State(state): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    if let Some(answer) = own_answer(&state, "/.well-known/webfinger") {
        return answer;
    }
    let query = query.unwrap_or_default();
    let pairs: BTreeMap<String, String> =
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let account = pairs.get("resource").and_then(|resource| resource.strip_prefix("acct:")?.split_once('@'));
    let Some((name, _)) = account.filter(|(_, host)| *host == state.domain) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let actor = format!("http://{}/users/{name}", state.domain);
    Json(json!({
        "subject": format!("acct:{name}@{}", state.domain),
        "links": [{"rel": "self", "type": "application/activity+json", "href": actor}],
    }))
    .into_response()
}

async fn actor(State(state): State<Arc<Shared>>, Path(name): Path<String>) -> Response {
    let path = format!("/users/{name}");
    if let Some(answer) = own_answer(&state, &path) {
        return answer;
    }
    if let Some(published) = state.documents.lock().unwrap().get(&path) {
        return activity_json(published);
    }
    activity_json(&person(&state.domain, &name, Key::shared()))
}

fn person(domain: &str, name: &str, key: &Key) -> Value {
    let id = format!("http://{domain}/users/{name}");
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
        "id": id, "type": "Person", "preferredUsername": name, "name": name,
        "inbox": format!("{id}/inbox"), "outbox": format!("{id}/outbox"), "followers": format!("{id}/followers"),
        "endpoints": {"sharedInbox": format!("http://{domain}/inbox")},
        "publicKey": {"id": format!("{id}#main-key"), "owner": id, "publicKeyPem": key.public_pem()},
    })
}

async fn document(State(state): State<Arc<Shared>>, OriginalUri(address): OriginalUri) -> Response {
    if let Some(answer) = own_answer(&state, address.path()) {
        return answer;
    }
    let documents = state.documents.lock().unwrap();
    documents.get(address.path()).map_or_else(|| StatusCode::NOT_FOUND.into_response(), activity_json)
}

/// Counts who asks, and answers where the path has an answer of its own.
fn own_answer(state: &Shared, path: &str) -> Option<Response> {
    *state.asked.lock().unwrap().entry(path.to_owned()).or_default() += 1;
    let (status, kind, location, body) = state.answers.lock().unwrap().get(path).cloned()?;
    let headers = [(header::CONTENT_TYPE, kind), (header::LOCATION, location)];
    Some((StatusCode::from_u16(status).unwrap(), headers, body).into_response())
}

fn activity_json(document: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/activity+json")], document.to_string()).into_response()
}

async fn inbox(
    State(state): State<Arc<Shared>>,
    OriginalUri(address): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    *state.attempts.lock().unwrap() += 1;
    let mut behaviour = state.behaviour.subscribe();
    let behaviour = *behaviour.wait_for(|now| *now != Behaviour::Hold).await.unwrap();
    if let Behaviour::Refuse(status) = behaviour {
        return StatusCode::from_u16(status).unwrap().into_response();
    }
    if let Behaviour::Later(status, seconds) = behaviour {
        let status = StatusCode::from_u16(status).unwrap();
        return (status, [(header::RETRY_AFTER, seconds.to_string())]).into_response();
    }
    let way = keys::way_of(&headers);
    let understands = *state.understands.lock().unwrap();
    if understands.is_some_and(|understood| understood != way) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let Ok(activity) = serde_json::from_slice(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let signed_by = signer(&state, address.path(), &headers, &body).await;
    let path = address.path().to_owned();
    let synchronization = headers.get("collection-synchronization").map(|value| value.to_str().unwrap());
    let synchronization = synchronization.unwrap_or_default().to_owned();
    state.received.lock().unwrap().push(Received { path, activity, way, signed_by, synchronization });
    StatusCode::ACCEPTED.into_response()
}

/// Checks the signature with the key that it names. A key is fetched once, as real servers do.
async fn signer(state: &Shared, path: &str, headers: &HeaderMap, body: &[u8]) -> Result<String, String> {
    let key_id = keys::key_id_of(headers).ok_or("not signed")?;
    let known = state.keys.lock().unwrap().get(&key_id).cloned();
    let pem = if let Some(pem) = known { pem } else { fetch_key(&key_id).await? };
    state.keys.lock().unwrap().insert(key_id.clone(), pem.clone());
    keys::verify(&pem, path, headers, body).map(|()| key_id)
}

async fn fetch_key(key_id: &str) -> Result<String, String> {
    let (host, actor) = split(key_id.split('#').next().unwrap_or_default());
    let client = Client::new(&host);
    let accept = client.request(reqwest::Method::GET, &actor).header("accept", "application/activity+json");
    let actor = client.send(accept).await;
    if actor.status != 200 {
        return Err(format!("the key is not there: {} {}", actor.asked, actor.status));
    }
    let actor = actor.json();
    if actor["publicKey"]["id"] == key_id {
        return Ok(actor["publicKey"]["publicKeyPem"].as_str().unwrap_or_default().to_owned());
    }
    let further = actor["assertionMethod"].as_array();
    let further = further.into_iter().flatten().find(|key| key["id"] == key_id).ok_or("no such key")?;
    Ok(further["publicKeyMultibase"].as_str().unwrap_or_default().to_owned())
}
