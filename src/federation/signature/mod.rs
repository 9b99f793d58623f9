//! HTTP signatures: which key vouches for a request that another server sent, and vouching for our own.
//!
//! The layer is ours (`docs/decisions/0003-own-signature-layer.md`). Its choices:
//!
//! * **Reading has two steps.** [`read`] checks everything that needs no key (form, time, digest, host, what was
//!   signed) and gives a [`Claim`] with the id of the key. The caller looks the key up, and [`Claim::verify`] checks
//!   the signature itself; if it fails the caller may fetch the key anew once and call it again (key rotation).
//!   So a malformed, old or replayed request never makes us fetch anything.
//! * **A signature that does not bind the request is refused**, whatever other software accepts: method and path,
//!   host and time must be signed, with a body its digest too, and the host must be ours. Otherwise a server that
//!   once received a signed request could send it on to us, or with another body.
//! * **A verified signature names a key, nothing more.** Whose key it is, and whether that one may say what the
//!   body says, is decided elsewhere.
//! * **Both ways of signing are read and written**, draft-cavage and RFC 9421, with RSA and Ed25519. Which one a server
//!   is sent is decided by whoever sends (`federation/knock.rs`).
//! * Everything here is a pure function of the request and the time, and can be tested without a network.

mod cavage;
mod digest;
mod fields;
mod headers;
mod keys;
mod message;
#[cfg(test)]
mod message_tests;
mod multikey;
mod parameters;
#[cfg(test)]
mod received;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::SystemTime;

use chrono::{DateTime, TimeDelta, Utc};
use http::header::{DATE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use url::{Position, Url};

use crate::base::error::{Error, Result};
pub use digest::BodyDigest;
pub use keys::{SigningKey, VerifyingKey, is_pair};
pub use multikey::{decode as decode_multibase, encode as encode_multibase};

/// How old a signed request may be. Mastodon and GoToSocial sign anew at each attempt, but clocks are wrong and
/// queues slow; what was applied already is recognised by its id.
pub const MAX_AGE: TimeDelta = TimeDelta::hours(12);

/// How far another server's clock may be ahead of ours.
pub const MAX_AHEAD: TimeDelta = TimeDelta::hours(1);

/// Which of the two ways of signing a request is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureKind {
    /// draft-cavage-http-signatures-12: one `Signature` header that names what it covers.
    Cavage,
    /// RFC 9421, HTTP Message Signatures: `Signature-Input` and `Signature`.
    MessageSignature,
}

impl SignatureKind {
    /// The kind that a request claims to carry; `None` if it is not signed.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        if headers.contains_key("signature-input") {
            Some(Self::MessageSignature)
        } else if headers.contains_key("signature") {
            Some(Self::Cavage)
        } else {
            None
        }
    }
}

/// How a text is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256: what every server verifies.
    RsaSha256,
    /// RSASSA-PSS with SHA-512; read only.
    RsaPssSha512,
    /// EdDSA on curve edwards25519.
    Ed25519,
}

impl Algorithm {
    /// Its name in the register of RFC 9421.
    pub(self) fn name(self) -> &'static str {
        match self {
            Self::RsaSha256 => "rsa-v1_5-sha256",
            Self::RsaPssSha512 => "rsa-pss-sha512",
            Self::Ed25519 => "ed25519",
        }
    }

    fn of(name: &str) -> Result<Self, SignatureError> {
        [Self::RsaSha256, Self::RsaPssSha512, Self::Ed25519]
            .into_iter()
            .find(|known| known.name() == name)
            .ok_or(SignatureError::Unsupported("signature algorithm"))
    }
}

/// The parts of a received request that a signature can be about.
#[derive(Debug, Clone, Copy)]
pub struct SignedRequest<'a> {
    /// The method as it came.
    pub method: &'a Method,
    /// Path and query exactly as they came, e.g. `/inbox?x=1`.
    pub path_and_query: &'a str,
    /// All headers.
    pub headers: &'a HeaderMap,
    /// Digest of the body that really came (of nothing, for a GET).
    pub body: &'a BodyDigest,
}

/// What a signed request claims, checked as far as that goes without the key.
#[derive(Debug, Clone)]
pub struct Claim {
    /// How the request is signed.
    pub kind: SignatureKind,
    /// Where the key is found; with a fragment (`…#main-key`) or a path of its own (`…/main-key`).
    pub key_id: Url,
    /// How it says that it signed; where it does not, the key decides.
    algorithm: Option<Algorithm>,
    /// The texts that may have been signed: the other server's reading of the rules may differ from ours.
    texts: Vec<String>,
    signature: Vec<u8>,
}

/// Proof that the holder of a key has signed a request. Only [`Claim::verify`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    key_id: Url,
    kind: SignatureKind,
}

impl Verified {
    /// Which key has signed.
    pub fn key_id(&self) -> &Url {
        &self.key_id
    }

    /// How it was signed, so that we can answer in the same way.
    pub fn kind(&self) -> SignatureKind {
        self.kind
    }
}

/// Why a signature was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is none.
    #[error("the request is not signed")]
    Missing,
    /// A header breaks its grammar; says which.
    #[error("malformed: {0}")]
    Malformed(&'static str),
    /// A way of signing that we do not read.
    #[error("not supported: {0}")]
    Unsupported(&'static str),
    /// Something that must be bound by the signature is not.
    #[error("not covered by the signature: {0}")]
    NotCovered(&'static str),
    /// A signed header is not in the request.
    #[error("a signed header is missing")]
    HeaderMissing,
    /// Too old, expired, or from the future.
    #[error("signed at another time")]
    WrongTime,
    /// Signed for another server.
    #[error("signed for another host")]
    WrongHost,
    /// The body is not the one whose digest was signed.
    #[error("the digest is not that of the body")]
    WrongDigest,
    /// The key is not one that we can use.
    #[error("the key cannot be used")]
    BadKey,
    /// The key did not make this signature.
    #[error("the key did not sign this")]
    WrongSignature,
}

impl SignatureError {
    /// Whether the sender should learn that its request has a wrong form (400) and not just that it is not believed
    /// (401), as Mastodon distinguishes.
    pub fn is_malformed(self) -> bool {
        matches!(self, Self::Malformed(_))
    }
}

/// Reads the signature of a request and checks everything that needs no key.
///
/// `our_origins` (`https://host`, with the port if it is not the usual one) are those under which others reach this
/// server.
pub fn read(
    request: &SignedRequest<'_>,
    our_origins: &[impl AsRef<str>],
    now: DateTime<Utc>,
) -> Result<Claim, SignatureError> {
    match SignatureKind::of(request.headers) {
        None => Err(SignatureError::Missing),
        Some(SignatureKind::Cavage) => cavage::read(request, our_origins, now),
        Some(SignatureKind::MessageSignature) => message::read(request, our_origins, now),
    }
}

/// All headers of a signed POST, `Host` included, to be sent exactly as they are. `also` is one more that is signed.
pub fn sign_post(
    kind: SignatureKind,
    key: &SigningKey,
    url: &Url,
    content_type: &'static str,
    body: &[u8],
    also: Option<(HeaderName, HeaderValue)>,
    now: DateTime<Utc>,
) -> Result<HeaderMap> {
    match kind {
        SignatureKind::Cavage => cavage::sign_post(key, url, content_type, body, also, now),
        SignatureKind::MessageSignature => message::sign_post(key, url, content_type, body, also, now),
    }
}

/// The parameters of a header that is written like the `Signature` header of the draft, by name; `None` where it is not.
pub fn quoted_parameters(header: &str) -> Option<BTreeMap<&str, &str>> {
    parameters::Parameters::parse(header).ok().map(parameters::Parameters::into_map)
}

/// All headers of a signed GET, `Host` included. They are good for this URL only, not for one it redirects to.
pub fn sign_get(
    kind: SignatureKind,
    key: &SigningKey,
    url: &Url,
    accept: &'static str,
    now: DateTime<Utc>,
) -> Result<HeaderMap> {
    match kind {
        SignatureKind::Cavage => cavage::sign_get(key, url, accept, now),
        SignatureKind::MessageSignature => message::sign_get(key, url, accept, now),
    }
}

impl Claim {
    /// Checks that the key made the signature.
    pub fn verify(&self, key: &VerifyingKey) -> Result<Verified, SignatureError> {
        if self.texts.iter().any(|text| key.verifies(self.algorithm, text.as_bytes(), &self.signature)) {
            Ok(Verified { key_id: self.key_id.clone(), kind: self.kind })
        } else {
            Err(SignatureError::WrongSignature)
        }
    }
}

/// Whether a time of signing is near enough to now.
fn check_time(signed: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), SignatureError> {
    let age = now.signed_duration_since(signed);
    if age > MAX_AGE || age < -MAX_AHEAD { Err(SignatureError::WrongTime) } else { Ok(()) }
}

fn seconds(since_1970: i64) -> Result<DateTime<Utc>, SignatureError> {
    let elapsed = TimeDelta::try_seconds(since_1970);
    elapsed
        .and_then(|elapsed| DateTime::UNIX_EPOCH.checked_add_signed(elapsed))
        .ok_or(SignatureError::Malformed("time of signing"))
}

/// The headers that every signed request has.
fn host_and_date(url: &Url, now: DateTime<Utc>) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    // Host and port as the HTTP client would write them: the port only if it is not the usual one.
    headers.insert(HOST, value(url[Position::BeforeHost..Position::AfterPort].to_owned())?);
    headers.insert(DATE, value(httpdate::fmt_http_date(SystemTime::from(now)))?);
    Ok(headers)
}

fn value(text: String) -> Result<HeaderValue> {
    HeaderValue::try_from(text).map_err(|cause| Error::Internal(anyhow::Error::new(cause).context("signing")))
}
