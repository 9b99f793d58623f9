//! A request that reached us, for tests to spoil in one way.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, Method};

use super::{
    BodyDigest, Claim, SignatureError, SignatureKind, SignedRequest, SigningKey, Verified, VerifyingKey,
    read, sign_get, sign_post,
};

const PRIVATE: &str = include_str!("../../../tests/fixtures/keys/private.pem");
const PUBLIC: &str = include_str!("../../../tests/fixtures/keys/public-spki.pem");
pub(super) const KEY_ID: &str = "https://b.example/people/1#main-key";
pub(super) const BODY: &[u8] = br#"{"id":"x"}"#;
pub(super) const TYPE: &str = "application/activity+json";

pub(super) static SIGNER: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::from_pem(KEY_ID.parse().unwrap(), PRIVATE).unwrap());
pub(super) static VERIFIER: LazyLock<VerifyingKey> = LazyLock::new(|| VerifyingKey::parse(PUBLIC).unwrap());

pub(super) fn noon() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

#[derive(Clone)]
pub(super) struct Received {
    pub method: Method,
    pub target: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub now: DateTime<Utc>,
}

impl Received {
    /// A POST signed by us.
    pub fn posted(kind: SignatureKind, path: &str) -> Self {
        let url = format!("https://a.example{path}").parse().unwrap();
        let headers = sign_post(kind, &SIGNER, &url, TYPE, BODY, None, noon()).unwrap();
        Self { method: Method::POST, target: path.into(), headers, body: BODY.into(), now: noon() }
    }

    /// A GET signed by us.
    pub fn got(kind: SignatureKind, path: &str) -> Self {
        let url = format!("https://a.example{path}").parse().unwrap();
        let headers = sign_get(kind, &SIGNER, &url, TYPE, noon()).unwrap();
        Self { method: Method::GET, target: path.into(), headers, body: Vec::new(), now: noon() }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    pub fn and(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value.parse().unwrap());
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// With a part of a header replaced.
    pub fn replaced(self, name: &'static str, from: &str, to: &str) -> Self {
        let header = self.headers[name].to_str().unwrap().to_owned();
        assert!(header.contains(from), "{header}");
        self.with(name, &header.replace(from, to))
    }

    pub fn later(mut self, seconds: i64) -> Self {
        self.now += TimeDelta::seconds(seconds);
        self
    }

    pub fn read(&self) -> Result<Claim, SignatureError> {
        let (method, path_and_query, headers) = (&self.method, self.target.as_str(), &self.headers);
        let body = &BodyDigest::of(&self.body);
        let request = SignedRequest { method, path_and_query, headers, body };
        read(&request, &["https://a.example", "http://b.localhost:8081"], self.now)
    }

    pub fn outcome(&self) -> Result<Verified, SignatureError> {
        self.read()?.verify(&VERIFIER)
    }
}
