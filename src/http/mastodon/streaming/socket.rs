//! The WebSocket: subscribes and unsubscribes streams, and tells what happens on all of them.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::lines::{Event, Holder, Line, Lines};
use super::stream::{Asked as Wanted, NoStream, Stream};
use super::subscribe;
use crate::app::App;
use crate::http::failure::Failure;
use crate::http::mastodon::caller::{authenticate, bearer_in};
use crate::http::params;

/// What is read from an idle socket at once. The library's own measure is 128 KiB for each socket, for as long as it
/// is open; clients send a few hundred bytes.
const READ_BUFFER: usize = 4 * 1024;
/// A longer message is none of ours.
const MOST_BYTES: usize = 16 * 1024;
/// How often the other side is asked whether it is still there; proxies drop what is silent for a minute.
const PING: Duration = Duration::from_secs(30);
/// A reader who takes nothing for so long is hung up on.
const PATIENCE: Duration = Duration::from_secs(10);

/// What stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    access_token: Option<String>,
    stream: Option<String>,
    tag: Option<String>,
    list: Option<String>,
}

/// Opens a socket. The token comes in the `Authorization` header, in the address, or as the sub-protocol, which is all
/// that a page can set; what was asked for as sub-protocol has to be said back, or browsers hang up.
pub async fn open(
    State(app): State<App>,
    Extension(lines): Extension<Arc<Lines>>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Failure> {
    let asked: Asked = params::from_query(&uri)?;
    let protocol = protocol_in(&headers);
    let secret = bearer_in(&headers).or(asked.access_token.as_deref());
    let secret = secret.or(protocol.as_ref().and_then(|protocol| protocol.to_str().ok()));
    let token = authenticate(&app, secret.ok_or(Failure::BadToken)?).await?;
    let mut upgrade = upgrade.map_err(|_rejection| Failure::NeedsUpgrade)?;
    if let Some(protocol) = protocol {
        upgrade.set_selected_protocol(protocol);
    }
    let line = lines.open(Holder::of(token)?);
    let upgrade =
        upgrade.read_buffer_size(READ_BUFFER).max_message_size(MOST_BYTES).max_frame_size(MOST_BYTES);
    Ok(upgrade.on_upgrade(move |socket| talk(app, socket, line, asked)))
}

/// The first sub-protocol that the client offers.
fn protocol_in(headers: &HeaderMap) -> Option<HeaderValue> {
    let offered = headers.get(header::SEC_WEBSOCKET_PROTOCOL)?.to_str().ok()?;
    let first = offered.split(',').next().map(str::trim).filter(|first| !first.is_empty())?;
    HeaderValue::from_str(first).ok()
}

/// Talks until one of the two hangs up.
async fn talk(app: App, mut socket: WebSocket, mut line: Line, asked: Asked) {
    if let Some(name) = &asked.stream {
        let wanted = Wanted { name, tag: asked.tag.as_deref(), list: asked.list.as_deref() };
        if let Err(refusal) = subscribe(&app, &line, wanted).await
            && !send(&mut socket, refused(refusal)).await
        {
            return;
        }
    }
    let mut ping = interval_at(Instant::now() + PING, PING);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_there = true;
    loop {
        let goes_on = tokio::select! {
            event = line.next() => match event {
                Some(event) => send(&mut socket, worded(&event)).await,
                None => {
                    let farewell = CloseFrame { code: close_code::AWAY, reason: Utf8Bytes::default() };
                    send(&mut socket, Message::Close(Some(farewell))).await;
                    false
                }
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => {
                    is_there = true;
                    match obey(&app, &line, text.as_str()).await {
                        Ok(()) => true,
                        Err(refusal) => send(&mut socket, refused(refusal)).await,
                    }
                }
                Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => {
                    is_there = true;
                    true
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => false,
            },
            _ = ping.tick() => {
                let was_there = std::mem::replace(&mut is_there, false);
                was_there && send(&mut socket, Message::Ping(axum::body::Bytes::new())).await
            }
        };
        if !goes_on {
            break;
        }
    }
}

/// Whether it was taken in time.
async fn send(socket: &mut WebSocket, message: Message) -> bool {
    matches!(timeout(PATIENCE, socket.send(message)).await, Ok(Ok(())))
}

/// Does what a message of the client says. What is no message of ours is passed over, as Mastodon does.
async fn obey(app: &App, line: &Line, text: &str) -> Result<(), NoStream> {
    let Ok(said) = serde_json::from_str::<Value>(text) else { return Ok(()) };
    // Some clients write the number of a list as a number.
    let list = said.get("list").and_then(Value::as_i64).map(|id| id.to_string());
    let list = list.as_deref().or_else(|| word(&said, "list"));
    let wanted = Wanted { name: word(&said, "stream").unwrap_or_default(), tag: word(&said, "tag"), list };
    match word(&said, "type") {
        Some("subscribe") => subscribe(app, line, wanted).await,
        Some("unsubscribe") => {
            line.unsubscribe(&Stream::parse(wanted)?);
            Ok(())
        }
        Some(_) | None => Ok(()),
    }
}

/// A word of a message; of a list of words the first.
fn word<'a>(said: &'a Value, key: &str) -> Option<&'a str> {
    let value = said.get(key)?;
    value.as_str().or_else(|| value.get(0)?.as_str())
}

/// The payload is JSON in a text, inside JSON.
fn worded(event: &Event) -> Message {
    let message =
        json!({ "stream": event.stream.label(), "event": event.name, "payload": event.payload.as_ref() });
    Message::Text(message.to_string().into())
}

fn refused(refusal: NoStream) -> Message {
    Message::Text(json!({ "error": refusal.to_string(), "status": refusal.status() }).to_string().into())
}
