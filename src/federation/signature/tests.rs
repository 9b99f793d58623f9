//! Signatures against every way that is known to break this layer.

use chrono::DateTime;
use http::{HeaderMap, Method};
use proptest::prelude::*;
use url::Url;

use super::received::{BODY, KEY_ID, Received, SIGNER, TYPE, noon};
use super::{BodyDigest, SignatureError, SignatureKind, VerifyingKey, sign_get, sign_post};

/// Made with `openssl dgst -sha256 -sign` over the text that the draft prescribes for the request of [`Received::known`].
const KNOWN_POST: &str = "uSakFvk5I0JfAuen1QB34xrC8d6IJe2Os+e/HB1knkZrOZyqRUzYzSoSyh0edueLbD4fsSGIQ27PnmYXSDeTzRmMWr\
     fWKSGVZucjxbwPstXNLLagQUrkOUapAR5ZQ3eezJTbHH0wSlfoKcsicmKQ4xfcBEcO34V3oudrnXeVuyuOte3LvKrd\
     ul4+EpDeGxbmTew5cpa6vGiOAe7v81hkjqPrHy/4q6MIbSh47r4yo3Is+V7M/RN8MhyN3X56JmvOtwy5lHdG/eDKJa\
     y3hg/MyywdlWuvfEyNwDP9eFu2JP3kscNLe2y1Pyel2DNGv7dJTrKBNB6TqJ9rJLid9iD6fA==";

/// The same over `host`, `(request-target)`, `(created)`, `(expires)` and a header that comes twice.
const KNOWN_GET: &str = "qFPyWnTg3g0P49jQDxG2HM31tlfqWGa4OezmnGe96+wtkS6Zph8+ZySn5tDmyL2zLQeX04F5KyGFlk+JHz/YnO4HK4\
     YKQ0GCQIKMbdxnVYuiraCsyNxmBeA5W2IrdCbKWShstfCykGhhu+uLIMcWHqwqI5N1WERQ6ERvWgwZWGehRenMiMsh\
     pM5UYF8JpYWbNZGwHpeD7f7SrqCVcew+v0+H1TalvoMhrBjZbuJAcFFv1A5t1KxsjcwaEGejwBOQqAj4OLAx/g0k75\
     JAM/JpFtDNnSNw3PoqYadG8ZJ8k8dJ7q8/2tsNHu0511Ow2g6MSqSFwS2+B2B/PS+30SXtfQ==";

const KIND: SignatureKind = SignatureKind::Cavage;

fn post() -> Received {
    Received::posted(KIND, "/inbox")
}

fn get(path: &str) -> Received {
    Received::got(KIND, path)
}

impl Received {
    /// A POST signed by `openssl`, with these parameters.
    fn known(parameters: &str) -> Self {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("host", "a.example"),
            ("date", "Sun, 22 Nov 2026 10:00:00 GMT"),
            ("digest", &BodyDigest::of(BODY).header()),
            ("content-type", TYPE),
            ("signature", &format!("{parameters},signature=\"{KNOWN_POST}\"")),
        ] {
            headers.insert(name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap());
        }
        Self { method: Method::POST, target: "/inbox".into(), headers, body: BODY.into(), now: noon() }
    }
}

const LIST: &str = "(request-target) host date digest content-type";

fn known_parameters() -> String {
    format!(r#"keyId="{KEY_ID}",algorithm="rsa-sha256",headers="{LIST}""#)
}

#[test]
fn a_request_that_we_signed_verifies_and_names_its_key() {
    for request in [post(), get("/people/1"), get("/people/1?page=2")] {
        let verified = request.outcome().unwrap();
        assert_eq!(verified.key_id().as_str(), KEY_ID);
        assert_eq!(verified.kind(), SignatureKind::Cavage);
    }
}

#[test]
fn what_we_sign_is_what_others_expect_to_the_byte() {
    let headers = post().headers;
    assert_eq!(headers["signature"], format!("{},signature=\"{KNOWN_POST}\"", known_parameters()));
    assert_eq!(headers["host"], "a.example");
    assert_eq!(headers["date"], "Sun, 22 Nov 2026 10:00:00 GMT");
    let url = "http://b.localhost:8081/x".parse().unwrap();
    let headers = sign_get(SignatureKind::Cavage, &SIGNER, &url, TYPE, noon()).unwrap();
    assert_eq!(headers["host"], "b.localhost:8081");
    assert!(
        headers["signature"].to_str().unwrap().contains(r#"headers="(request-target) host date accept""#)
    );
}

#[test]
fn a_request_that_another_program_signed_verifies() {
    let plain = known_parameters();
    for parameters in [
        plain.clone(),
        plain.replace(r#"algorithm="rsa-sha256","#, ""),
        plain.replace("rsa-sha256", "hs2019"),
        plain.replace("#main-key", "/main-key"),
        format!(r#"{plain},opaque="x""#),
        plain.replace(',', " , "),
    ] {
        let verified = Received::known(&parameters).outcome();
        assert!(verified.is_ok(), "{parameters}: {verified:?}");
    }
}

fn known_get(parameters: &str) -> Received {
    let mut request = Received::known("")
        .without("date")
        .without("digest")
        .and("x-many", "a")
        .and("x-many", "b")
        .with("signature", &format!("{parameters},signature=\"{KNOWN_GET}\""));
    (request.method, request.target, request.body) = (Method::GET, "/people/1?page=2".into(), Vec::new());
    request
}

#[test]
fn times_in_the_signature_itself_are_read_with_hs2019_only() {
    let list = "host (request-target) (created) (expires) x-many";
    let parameters = format!(r#"keyId="{KEY_ID}",created=1795341600,expires="1795341900",headers="{list}""#);
    let request = known_get(&parameters);
    assert!(request.outcome().is_ok());
    assert_eq!(request.clone().later(-3601).outcome(), Err(SignatureError::WrongTime));
    assert!(request.clone().later(300 + 3600).outcome().is_ok());
    assert_eq!(request.clone().later(300 + 3601).outcome(), Err(SignatureError::WrongTime));
    assert!(
        request
            .replaced("signature", "keyId", r#"algorithm="rsa-sha256",keyId"#)
            .read()
            .is_err_and(SignatureError::is_malformed)
    );
    assert!(known_get(&parameters.replace("created=1795341600,", "")).read().is_err());
    assert_eq!(
        known_get(&parameters.replace("1795341900", "1795341901")).outcome(),
        Err(SignatureError::WrongSignature)
    );
}

#[test]
fn a_query_may_be_left_out_of_the_signed_target() {
    let mut request = post();
    request.target = "/inbox?x=1".into();
    assert!(request.outcome().is_ok());
}

#[test]
fn a_request_that_was_changed_on_the_way_is_refused() {
    let mut body = post();
    body.body[0] ^= 1;
    let mut path = post();
    path.target = "/people/2/inbox".into();
    let mut method = post();
    method.method = Method::PUT;
    let mut query = get("/people?page=1");
    query.target = "/people?page=2".into();
    let other_body = BodyDigest::of(b"other").header();
    let mut both = post().with("digest", &other_body);
    both.body = b"other".to_vec();
    for (what, request, expected) in [
        ("body", body, SignatureError::WrongDigest),
        ("path", path, SignatureError::WrongSignature),
        ("method", method, SignatureError::WrongSignature),
        ("query", query, SignatureError::WrongSignature),
        ("body and digest", both, SignatureError::WrongSignature),
        ("date", post().with("date", "Sun, 22 Nov 2026 10:00:01 GMT"), SignatureError::WrongSignature),
        ("type", post().with("content-type", "text/html"), SignatureError::WrongSignature),
        ("one of ours", post().with("host", "b.localhost:8081"), SignatureError::WrongSignature),
        ("not signed", post().without("signature"), SignatureError::Missing),
    ] {
        assert_eq!(request.outcome(), Err(expected), "{what}");
    }
}

#[test]
fn a_request_for_another_server_is_refused() {
    for host in ["c.example", "a.example.c.example", "a.example:8080", "b.localhost", "a.example.", ""] {
        assert_eq!(post().with("host", host).outcome(), Err(SignatureError::WrongHost), "{host}");
    }
    assert_eq!(post().without("host").outcome(), Err(SignatureError::HeaderMissing));
    let twice = SignatureError::Malformed("header must come once");
    assert_eq!(post().and("host", "a.example").outcome(), Err(twice));
}

#[test]
fn the_digest_must_be_there_once_and_be_signed() {
    let right = BodyDigest::of(BODY).header();
    let unsigned = post().replaced("signature", " digest", "");
    for (what, request, expected) in [
        ("no digest", post().without("digest"), SignatureError::Unsupported("digest algorithm")),
        ("not signed", unsigned.clone(), SignatureError::NotCovered("digest")),
        ("neither", unsigned.without("digest"), SignatureError::NotCovered("digest")),
        ("twice", post().and("digest", &right), SignatureError::Malformed("two digests of one kind")),
        ("sha-512", post().with("digest", "SHA-512=ab"), SignatureError::Unsupported("digest algorithm")),
    ] {
        assert_eq!(request.outcome(), Err(expected), "{what}");
    }
    let mut get = get("/people/1").with("digest", &right);
    assert_eq!(get.read().err(), Some(SignatureError::WrongDigest));
    get.body = BODY.to_vec();
    assert!(get.outcome().is_ok());
}

#[test]
fn what_binds_the_request_must_be_signed() {
    for (name, expected) in [
        ("(request-target) ", "(request-target)"),
        ("host ", "host"),
        ("date ", "date"),
        ("digest ", "digest"),
    ] {
        let request = post().replaced("signature", name, "");
        assert_eq!(request.outcome(), Err(SignatureError::NotCovered(expected)));
    }
    let request = post().replaced("signature", &format!(r#"headers="{LIST}","#), "");
    assert_eq!(request.outcome(), Err(SignatureError::NotCovered("(request-target)")));
    let request = get("/").replaced("signature", " date", "");
    assert_eq!(request.outcome(), Err(SignatureError::NotCovered("date")));
}

#[test]
fn an_old_request_and_one_from_the_future_are_refused() {
    for (later, accepted) in [
        (0, true),
        (12 * 3600, true),
        (12 * 3600 + 1, false),
        (13 * 3600, false),
        (-3600, true),
        (-3601, false),
        (-2 * 3600, false),
    ] {
        let outcome = post().later(later).outcome();
        assert_eq!(outcome.is_ok(), accepted, "{later}: {outcome:?}");
    }
    for date in ["yesterday", "2026-11-22T10:00:00Z", ""] {
        let malformed = Err(SignatureError::Malformed("date"));
        assert_eq!(post().with("date", date).outcome(), malformed, "{date}");
    }
}

#[test]
fn a_signature_header_that_could_be_read_in_two_ways_is_refused() {
    let post = post;
    let other = post().headers["signature"].to_str().unwrap().replace("people/1", "people/2");
    for (what, request) in [
        ("key twice", post().replaced("signature", "keyId=", r#"keyId="https://c.example/k",keyId="#)),
        ("two headers", post().and("signature", &other)),
        ("header listed twice", post().replaced("signature", "host date", "host host date")),
        ("upper case", post().replaced("signature", "host date", "Host host date")),
        ("no key", post().replaced("signature", &format!(r#"keyId="{KEY_ID}","#), "")),
        ("empty key", post().replaced("signature", KEY_ID, "")),
        ("key by handle", post().replaced("signature", KEY_ID, "acct:wren@b.example")),
        (
            "key with credentials",
            post().replaced("signature", "https://b.example", "https://a.example@b.example"),
        ),
        ("key not a url", post().replaced("signature", KEY_ID, "main-key")),
        ("not base64", post().replaced("signature", ",signature=\"", ",signature=\"%")),
        ("rubbish", post().with("signature", "Bearer x")),
    ] {
        assert!(request.read().is_err_and(SignatureError::is_malformed), "{what}: {:?}", request.read());
    }
    assert_eq!(
        post().replaced("signature", "host date", "host x-none date").read().err(),
        Some(SignatureError::HeaderMissing)
    );
    assert_eq!(
        post().replaced("signature", "host date", "host (x) date").read().err(),
        Some(SignatureError::HeaderMissing)
    );
}

#[test]
fn other_algorithms_are_not_read() {
    for algorithm in ["rsa-sha1", "hmac-sha256", "rsa-sha512", "none", "", "RSA-SHA256"] {
        let request = post().replaced("signature", "rsa-sha256", algorithm);
        assert_eq!(request.outcome(), Err(SignatureError::Unsupported("signature algorithm")), "{algorithm}");
    }
}

#[tokio::test]
async fn another_key_does_not_verify() {
    let stranger = VerifyingKey::parse(&crate::base::keys::generate().await.unwrap().public).unwrap();
    assert_eq!(post().read().unwrap().verify(&stranger).err(), Some(SignatureError::WrongSignature));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_signed_verifies_and_its_neighbour_does_not(
        path in "(/[a-z0-9~_.-]{1,12}){1,4}(\\?[a-z0-9=&]{1,20})?",
        body in proptest::collection::vec(any::<u8>(), 1..200),
        seconds in 0_i64..4_000_000_000,
        spoiled in any::<prop::sample::Index>(),
    ) {
        let now = DateTime::from_timestamp(seconds, 0).unwrap();
        let url: Url = format!("http://b.localhost:8081{path}").parse().unwrap();
        let headers = sign_post(SignatureKind::Cavage, &SIGNER, &url, TYPE, &body, None, now).unwrap();
        let target = format!("{}{}", url.path(), url.query().map(|query| format!("?{query}")).unwrap_or_default());
        let mut request = Received { method: Method::POST, target, headers, body, now };
        prop_assert!(request.outcome().is_ok());
        let at = spoiled.index(request.body.len());
        request.body[at] ^= 1;
        prop_assert_eq!(request.outcome(), Err(SignatureError::WrongDigest));
    }

    #[test]
    fn no_signature_header_makes_the_reader_panic(header in "[ -~]{0,200}") {
        let _ = post().with("signature", &header).read();
    }
}
