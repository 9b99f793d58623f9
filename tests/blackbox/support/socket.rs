//! A WebSocket client for the streams: what arrives, with patience, and how it ended.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderMap, HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// Long enough for a loaded machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open socket.
#[derive(Debug)]
pub struct Socket {
    inner: WebSocketStream<TcpStream>,
    /// The headers of the answer that opened it.
    pub headers: HeaderMap,
}

impl Socket {
    /// Opens one at a path of `domain` (`a.localhost:4000`), or gives the status with which that was refused.
    pub async fn open(domain: &str, path: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let port = domain.rsplit_once(':').unwrap().1.parse().unwrap();
        let connection = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.unwrap();
        let mut request = format!("ws://{domain}{path}").into_client_request().unwrap();
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
        }
        match client_async(request, connection).await {
            Ok((inner, answer)) => Ok(Self { inner, headers: answer.headers().clone() }),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(other) => panic!("{path}: {other}"),
        }
    }

    /// As [`Socket::open`], with little room for what the reader has not taken yet: whoever sends soon has to wait.
    pub async fn open_narrow(domain: &str, path: &str) -> Self {
        let port = domain.rsplit_once(':').unwrap().1.parse().unwrap();
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(64 * 1024).unwrap();
        let connection = socket.connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.unwrap();
        let (inner, answer) = client_async(format!("ws://{domain}{path}"), connection).await.unwrap();
        Self { inner, headers: answer.headers().clone() }
    }

    /// How many messages come until the server hangs up.
    pub async fn count_to_end(&mut self) -> usize {
        let mut count = 0;
        while self.next().await.is_some() {
            count += 1;
        }
        count
    }

    /// Sends a message.
    pub async fn say(&mut self, message: &Value) {
        self.inner.send(Message::text(message.to_string())).await.unwrap();
    }

    /// The next message; fails where none comes, or the other side hangs up.
    pub async fn hear(&mut self) -> Value {
        self.next().await.expect("the server hung up")
    }

    /// Waits until the server hangs up. What it says before does not matter.
    pub async fn wait_for_end(&mut self) {
        while self.next().await.is_some() {}
    }

    async fn next(&mut self) -> Option<Value> {
        let next = async {
            loop {
                match self.inner.next().await {
                    Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                    Some(Ok(_)) => {}
                }
            }
        };
        timeout(PATIENCE, next).await.expect("nothing came over the socket")
    }
}
