//! A device that gets push messages: it has a key of its own, keeps what a push service would hand it, and opens it.
//!
//! Written apart from the server's own sealing, so that one checks the other (RFC 8188, 8291, 8292, and the draft).

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey as TheirKey, agree};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};

const SECRET: [u8; 16] = *b"a shared secret!";

/// A device behind a push service on this machine.
#[derive(Debug, Clone)]
pub struct Device(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    endpoint: String,
    origin: String,
    key: PrivateKey,
    status: Mutex<u16>,
    received: Mutex<Vec<(HeaderMap, Vec<u8>)>>,
}

/// A message as the device reads it.
#[derive(Debug)]
pub struct Opened {
    /// What it says.
    pub message: Value,
    /// How it was sealed.
    pub encoding: String,
    /// Length of what was sent, in bytes.
    pub length: usize,
}

impl Device {
    /// Starts the service that takes messages for this device.
    pub fn start() -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let name = super::peer::next_name();
        let origin = format!("http://{name}:{}", listener.local_addr().unwrap().port());
        let shared = Arc::new(Shared {
            endpoint: format!("{origin}/send/device-1"),
            origin,
            key: PrivateKey::generate(&ECDH_P256).unwrap(),
            status: Mutex::new(201),
            received: Mutex::default(),
        });
        let routes = Router::new().route("/send/device-1", post(take)).with_state(Arc::clone(&shared));
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, routes).await.unwrap();
            });
        });
        Self(shared)
    }

    /// What the device's app sends to subscribe; `data` says what it wants to be told.
    pub fn subscription(&self, standard: bool, data: Value) -> Value {
        let keys = json!({ "p256dh": BASE64.encode(self.public_key()), "auth": BASE64.encode(SECRET) });
        let subscription = json!({ "endpoint": self.0.endpoint, "keys": keys, "standard": standard });
        json!({ "subscription": subscription, "data": data })
    }

    /// From now on, messages are answered with this status.
    pub fn answer(&self, status: u16) {
        *self.0.status.lock().unwrap() = status;
    }

    /// How many messages came so far.
    pub fn count(&self) -> usize {
        self.0.received.lock().unwrap().len()
    }

    /// Waits for the message of this number, from 0, and opens it with the key of the server that sent it.
    pub async fn open(&self, number: usize, server_key: &str) -> Opened {
        let (headers, body) = super::eventually("a push message", async || {
            let received = self.0.received.lock().unwrap();
            received.get(number).cloned().ok_or_else(|| format!("{} messages", received.len()))
        })
        .await;
        let header = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        assert!(header("ttl").parse::<u32>().unwrap() > 0);
        let encoding = header("content-encoding");
        let (text, proof) = match encoding.as_str() {
            "aes128gcm" => {
                let (t, k) = header("authorization")
                    .strip_prefix("vapid t=")
                    .unwrap()
                    .split_once(", k=")
                    .map(|(t, k)| (t.to_owned(), k.to_owned()))
                    .unwrap();
                assert_eq!(k, server_key);
                (self.open_standard(&body), t)
            }
            "aesgcm" => {
                let keys = header("crypto-key");
                let (dh, key) = keys.strip_prefix("dh=").unwrap().split_once(";p256ecdsa=").unwrap();
                assert_eq!(key, server_key);
                let salt = header("encryption").strip_prefix("salt=").unwrap().to_owned();
                let text = self.open_draft(&BASE64.decode(dh).unwrap(), &BASE64.decode(salt).unwrap(), &body);
                (text, header("authorization").strip_prefix("WebPush ").unwrap().to_owned())
            }
            other => panic!("sealed as {other}"),
        };
        self.check_proof(&proof, server_key);
        Opened { message: serde_json::from_slice(&text).unwrap(), encoding, length: body.len() }
    }

    fn public_key(&self) -> Vec<u8> {
        self.0.key.compute_public_key().unwrap().as_ref().to_vec()
    }

    fn open_standard(&self, body: &[u8]) -> Vec<u8> {
        let (salt, rest) = body.split_at(16);
        assert!(
            usize::try_from(u32::from_be_bytes(rest[..4].try_into().unwrap())).unwrap() >= body.len() - 86,
            "one record"
        );
        assert_eq!(rest[4], 65);
        let (theirs, sealed) = rest[5..].split_at(65);
        let info = [b"WebPush: info\0".as_slice(), &self.public_key(), theirs].concat();
        let material = hkdf(&SECRET, &self.agree(theirs), &info);
        let key = hkdf(salt, &material, b"Content-Encoding: aes128gcm\0");
        let nonce = hkdf(salt, &material, b"Content-Encoding: nonce\0");
        let mut text = unseal(&key, &nonce, sealed);
        while text.last() == Some(&0) {
            text.pop();
        }
        assert_eq!(text.pop(), Some(2), "the mark of the last record");
        text
    }

    fn open_draft(&self, theirs: &[u8], salt: &[u8], sealed: &[u8]) -> Vec<u8> {
        let material = hkdf(&SECRET, &self.agree(theirs), b"Content-Encoding: auth\0");
        let context = [b"P-256\0\0\x41".as_slice(), &self.public_key(), b"\0\x41", theirs].concat();
        let key = hkdf(salt, &material, &[b"Content-Encoding: aesgcm\0".as_slice(), &context].concat());
        let nonce = hkdf(salt, &material, &[b"Content-Encoding: nonce\0".as_slice(), &context].concat());
        let text = unseal(&key, &nonce, sealed);
        let filling = usize::from(u16::from_be_bytes([text[0], text[1]]));
        text[2 + filling..].to_vec()
    }

    fn agree(&self, theirs: &[u8]) -> Vec<u8> {
        let theirs = TheirKey::new(&ECDH_P256, theirs);
        agree(&self.0.key, theirs, Unspecified, |shared| Ok(shared.to_vec())).unwrap()
    }

    fn check_proof(&self, proof: &str, server_key: &str) {
        let (said, signature) = proof.rsplit_once('.').unwrap();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, BASE64.decode(server_key).unwrap())
            .verify(said.as_bytes(), &BASE64.decode(signature).unwrap())
            .expect("a right signature");
        let claims = BASE64.decode(said.split_once('.').unwrap().1).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["aud"], self.0.origin);
    }
}

async fn take(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    shared.received.lock().unwrap().push((headers, body.to_vec()));
    StatusCode::from_u16(*shared.status.lock().unwrap()).unwrap()
}

/// The first 32 bytes of HKDF-SHA-256 (RFC 5869), which is all that is needed here.
fn hkdf(salt: &[u8], material: &[u8], info: &[u8]) -> Vec<u8> {
    let extracted = hmac::sign(&hmac::Key::new(HMAC_SHA256, salt), material);
    let key = hmac::Key::new(HMAC_SHA256, extracted.as_ref());
    hmac::sign(&key, &[info, &[1]].concat()).as_ref().to_vec()
}

fn unseal(key: &[u8], nonce: &[u8], sealed: &[u8]) -> Vec<u8> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key[..16]).unwrap());
    let nonce = Nonce::try_assume_unique_for_key(&nonce[..12]).unwrap();
    let mut text = sealed.to_vec();
    key.open_in_place(nonce, Aad::empty(), &mut text).expect("the message opens").to_vec()
}
