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
//! * **Sending uses draft-cavage with `rsa-sha256` and `Date`**, which every server of the fediverse reads.
//! * Everything here is a pure function of the request and the time, and can be tested without a network.

pub mod cavage;
mod digest;
mod keys;
mod parameters;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, Method};
use url::Url;

pub use digest::BodyDigest;
pub use keys::{SigningKey, VerifyingKey, is_pair};

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
/// `our_hosts` are the values of `Host` under which this server is known, with the port if it is not the usual one.
pub fn read(
    request: &SignedRequest<'_>,
    our_hosts: &[impl AsRef<str>],
    now: DateTime<Utc>,
) -> Result<Claim, SignatureError> {
    match SignatureKind::of(request.headers) {
        None => Err(SignatureError::Missing),
        Some(SignatureKind::Cavage) => cavage::read(request, our_hosts, now),
        Some(SignatureKind::MessageSignature) => Err(SignatureError::Unsupported("RFC 9421")),
    }
}

impl Claim {
    /// Checks that the key made the signature.
    pub fn verify(&self, key: &VerifyingKey) -> Result<Verified, SignatureError> {
        if self.texts.iter().any(|text| key.verifies(text.as_bytes(), &self.signature)) {
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
