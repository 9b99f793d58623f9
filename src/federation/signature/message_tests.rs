//! RFC 9421 against the same attacks as the draft: whatever does not bind the request is refused.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, Method};
use proptest::prelude::*;
use url::Url;

use super::{
    BodyDigest, SignatureError, SignatureKind, SignedRequest, SigningKey, Verified, VerifyingKey, read,
    sign_get, sign_post,
};

const PRIVATE: &str = include_str!("../../../tests/fixtures/keys/private.pem");
const PUBLIC: &str = include_str!("../../../tests/fixtures/keys/public-spki.pem");
const KEY_ID: &str = "https://b.example/people/1#main-key";
const BODY: &[u8] = br#"{"id":"x"}"#;
const KIND: SignatureKind = SignatureKind::MessageSignature;

static SIGNER: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::from_pem(KEY_ID.parse().unwrap(), PRIVATE).unwrap());
static VERIFIER: LazyLock<VerifyingKey> = LazyLock::new(|| VerifyingKey::parse(PUBLIC).unwrap());

fn noon() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

/// A request that reached us, to be spoiled in one way.
#[derive(Clone)]
struct Received {
    method: Method,
    target: String,
    headers: HeaderMap,
    body: Vec<u8>,
    now: DateTime<Utc>,
}

impl Received {
    fn post() -> Self {
        let url: Url = "https://a.example/inbox?x=1".parse().unwrap();
        let headers = sign_post(KIND, &SIGNER, &url, "application/activity+json", BODY, noon()).unwrap();
        Self { method: Method::POST, target: "/inbox?x=1".into(), headers, body: BODY.into(), now: noon() }
    }

    fn get() -> Self {
        let url: Url = "https://a.example/people/1?page=2".parse().unwrap();
        let headers = sign_get(KIND, &SIGNER, &url, "application/activity+json", noon()).unwrap();
        Self {
            method: Method::GET,
            target: "/people/1?page=2".into(),
            headers,
            body: Vec::new(),
            now: noon(),
        }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    fn and(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value.parse().unwrap());
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// With a part of what says what is signed replaced.
    fn input(self, from: &str, to: &str) -> Self {
        let header = self.headers["signature-input"].to_str().unwrap().to_owned();
        assert!(header.contains(from), "{header}");
        self.with("signature-input", &header.replace(from, to))
    }

    fn later(mut self, seconds: i64) -> Self {
        self.now += TimeDelta::seconds(seconds);
        self
    }

    fn outcome(&self) -> Result<Verified, SignatureError> {
        let (method, path_and_query, headers) = (&self.method, self.target.as_str(), &self.headers);
        let body = &BodyDigest::of(&self.body);
        let request = SignedRequest { method, path_and_query, headers, body };
        read(&request, &["https://a.example", "http://b.localhost:8081"], self.now)?.verify(&VERIFIER)
    }
}

#[test]
fn what_we_sign_is_what_mastodon_demands_and_verifies() {
    let post = Received::post();
    let input = format!(
        r#"sig1=("@method" "@target-uri" "content-digest");created=1795341600;keyid="{KEY_ID}";alg="rsa-v1_5-sha256""#
    );
    assert_eq!(post.headers["signature-input"], input);
    assert_eq!(post.headers["host"], "a.example");
    for request in [post.clone(), Received::get(), post.with("host", "a.example:443")] {
        let verified = request.outcome().unwrap();
        assert_eq!((verified.key_id().as_str(), verified.kind()), (KEY_ID, KIND));
    }
}

#[test]
fn a_request_that_was_changed_on_the_way_is_refused() {
    let post = Received::post;
    let mut body = post();
    body.body[0] ^= 1;
    let mut both = post().with("content-digest", &BodyDigest::of(b"other").content_header());
    both.body = b"other".to_vec();
    let mut path = post();
    path.target = "/people/2/inbox?x=1".into();
    let mut query = post();
    query.target = "/inbox".into();
    let mut method = post();
    method.method = Method::PUT;
    let mut get = Received::get();
    get.target = "/people/1?page=3".into();
    for (what, request, expected) in [
        ("body", body, SignatureError::WrongDigest),
        ("body and digest", both, SignatureError::WrongSignature),
        ("path", path, SignatureError::WrongSignature),
        ("query", query, SignatureError::WrongSignature),
        ("method", method, SignatureError::WrongSignature),
        ("query of a GET", get, SignatureError::WrongSignature),
        ("one of ours", post().with("host", "b.localhost:8081"), SignatureError::WrongSignature),
        ("another host", post().with("host", "c.example"), SignatureError::WrongHost),
        ("no host", post().without("host"), SignatureError::HeaderMissing),
        ("no digest", post().without("content-digest"), SignatureError::HeaderMissing),
        (
            "other digest",
            post().with("content-digest", "sha-512=:AQI=:"),
            SignatureError::Unsupported("digest algorithm"),
        ),
        ("key", post().input("people/1", "people/2"), SignatureError::WrongSignature),
        ("created", post().input("created=1795341600", "created=1795341601"), SignatureError::WrongSignature),
    ] {
        assert_eq!(request.outcome(), Err(expected), "{what}");
    }
}

#[test]
fn what_binds_the_request_must_be_signed() {
    for (part, expected) in [
        ("\"@method\" ", "@method"),
        ("\"@target-uri\" ", "@target-uri"),
        (" \"content-digest\"", "content-digest"),
        (";created=1795341600", "created"),
    ] {
        assert_eq!(
            Received::post().input(part, "").outcome(),
            Err(SignatureError::NotCovered(expected)),
            "{part}"
        );
    }
    for parts in [
        "\"@path\" \"@query\"",
        "\"@authority\" \"@path\"",
        "\"@authority\" \"@query\"",
        "\"@request-target\"",
    ] {
        let request = Received::post().input("\"@target-uri\"", parts);
        assert_eq!(request.outcome(), Err(SignatureError::NotCovered("@target-uri")), "{parts}");
    }
    // These would do; the signature is over something else.
    for parts in ["\"@authority\" \"@path\" \"@query\"", "\"@authority\" \"@request-target\""] {
        let request = Received::post().input("\"@target-uri\"", parts);
        assert_eq!(request.outcome(), Err(SignatureError::WrongSignature), "{parts}");
    }
}

#[test]
fn an_old_request_and_one_from_the_future_are_refused() {
    for (later, accepted) in
        [(0, true), (12 * 3600, true), (12 * 3600 + 1, false), (-3600, true), (-3601, false)]
    {
        let outcome = Received::post().later(later).outcome();
        assert_eq!(outcome.is_ok(), accepted, "{later}: {outcome:?}");
    }
    let expired = Received::post().input(";keyid", ";expires=1795337999;keyid");
    assert_eq!(expired.outcome(), Err(SignatureError::WrongTime));
    let lasting = Received::post().input(";keyid", ";expires=1795341900;keyid");
    assert_eq!(lasting.outcome(), Err(SignatureError::WrongSignature));
}

#[test]
fn signatures_that_could_be_read_in_two_ways_are_refused() {
    let post = Received::post;
    let second = post().headers["signature-input"].to_str().unwrap().replace("sig1", "sig2");
    let signature = post().headers["signature"].to_str().unwrap().replace("sig1", "sig2");
    for (what, request) in [
        ("two of each", post().and("signature-input", &second).and("signature", &signature)),
        ("two inputs", post().and("signature-input", &second)),
        ("two signatures", post().and("signature", &signature)),
        ("another name", post().with("signature", &signature)),
        ("no signature", post().with("signature", "sig1")),
        ("text for bytes", post().with("signature", "sig1=\"x\"")),
        ("no list", post().with("signature-input", "sig1=1")),
        ("component twice", post().input("\"@method\"", "\"@method\" \"@method\"")),
        ("upper case", post().input("\"content-digest\"", "\"Content-Digest\" \"content-digest\"")),
        ("token for text", post().input("\"@method\"", "method \"@method\"")),
        ("key by handle", post().input(KEY_ID, "acct:wren@b.example")),
        ("key with credentials", post().input("https://b.example", "https://a.example@b.example")),
        ("no key", post().input(&format!(";keyid=\"{KEY_ID}\""), "")),
        ("parameter twice", post().input(";alg", ";created=1;alg")),
        ("created is no number", post().input("created=1795341600", "created=\"1795341600\"")),
    ] {
        let outcome = request.outcome();
        assert!(outcome.as_ref().is_err_and(|error| error.is_malformed()), "{what}: {outcome:?}");
    }
}

#[test]
fn what_we_do_not_read_is_not_half_read() {
    for (from, to, expected) in [
        ("\"@method\"", "\"@method\" \"@status\"", "derived component"),
        ("\"@method\"", "\"@method\" \"@query-param\"", "derived component"),
        ("\"@method\"", "\"@method\" \"x\";sf", "parameters of a component"),
        ("rsa-v1_5-sha256", "rsa-sha256", "signature algorithm"),
        ("rsa-v1_5-sha256", "hmac-sha256", "signature algorithm"),
        ("rsa-v1_5-sha256", "", "signature algorithm"),
    ] {
        assert_eq!(
            Received::post().input(from, to).outcome(),
            Err(SignatureError::Unsupported(expected)),
            "{to}"
        );
    }
    for other in ["ed25519", "rsa-pss-sha512"] {
        let request = Received::post().input("rsa-v1_5-sha256", other);
        assert_eq!(request.outcome(), Err(SignatureError::WrongSignature), "{other}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_signed_verifies_and_its_neighbour_does_not(
        path in "(/[a-z0-9~_.-]{1,12}){1,4}(\\?[a-z0-9=&]{0,20})?",
        body in proptest::collection::vec(any::<u8>(), 1..200),
        spoiled in any::<prop::sample::Index>(),
    ) {
        let url: Url = format!("http://b.localhost:8081{path}").parse().unwrap();
        let headers = sign_post(KIND, &SIGNER, &url, "text/plain", &body, noon()).unwrap();
        let target = format!("{}{}", url.path(), url.query().map(|query| format!("?{query}")).unwrap_or_default());
        let mut request = Received { method: Method::POST, target, headers, body, now: noon() };
        prop_assert!(request.outcome().is_ok());
        let at = spoiled.index(request.body.len());
        request.body[at] ^= 1;
        prop_assert_eq!(request.outcome(), Err(SignatureError::WrongDigest));
    }

    #[test]
    fn no_fields_make_the_reader_panic(input in "[ -~]{0,120}", signature in "[ -~]{0,60}") {
        let _ = Received::post().with("signature-input", &input).with("signature", &signature).outcome();
    }
}
