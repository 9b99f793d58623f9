//! RFC 9421 against the same attacks as the draft: whatever does not bind the request is refused.

use http::Method;
use proptest::prelude::*;
use url::Url;

use super::received::{KEY_ID, Received, SIGNER, noon};
use super::{BodyDigest, SignatureError, SignatureKind, sign_post};

const KIND: SignatureKind = SignatureKind::MessageSignature;

fn post() -> Received {
    Received::posted(KIND, "/inbox?x=1")
}

fn get() -> Received {
    Received::got(KIND, "/people/1?page=2")
}

#[test]
fn what_we_sign_is_what_mastodon_demands_and_verifies() {
    let post = post();
    let input = format!(
        r#"sig1=("@method" "@target-uri" "content-digest");created=1795341600;keyid="{KEY_ID}";alg="rsa-v1_5-sha256""#
    );
    assert_eq!(post.headers["signature-input"], input);
    assert_eq!(post.headers["host"], "a.example");
    for request in [post.clone(), get(), post.with("host", "a.example:443")] {
        let verified = request.outcome().unwrap();
        assert_eq!((verified.key_id().as_str(), verified.kind()), (KEY_ID, KIND));
    }
}

#[test]
fn a_request_that_was_changed_on_the_way_is_refused() {
    let post = post;
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
    let mut get = get();
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
        ("key", post().replaced("signature-input", "people/1", "people/2"), SignatureError::WrongSignature),
        (
            "created",
            post().replaced("signature-input", "created=1795341600", "created=1795341601"),
            SignatureError::WrongSignature,
        ),
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
            post().replaced("signature-input", part, "").outcome(),
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
        let request = post().replaced("signature-input", "\"@target-uri\"", parts);
        assert_eq!(request.outcome(), Err(SignatureError::NotCovered("@target-uri")), "{parts}");
    }
    // These would do; the signature is over something else.
    for parts in ["\"@authority\" \"@path\" \"@query\"", "\"@authority\" \"@request-target\""] {
        let request = post().replaced("signature-input", "\"@target-uri\"", parts);
        assert_eq!(request.outcome(), Err(SignatureError::WrongSignature), "{parts}");
    }
}

#[test]
fn an_old_request_and_one_from_the_future_are_refused() {
    for (later, accepted) in
        [(0, true), (12 * 3600, true), (12 * 3600 + 1, false), (-3600, true), (-3601, false)]
    {
        let outcome = post().later(later).outcome();
        assert_eq!(outcome.is_ok(), accepted, "{later}: {outcome:?}");
    }
    let expired = post().replaced("signature-input", ";keyid", ";expires=1795337999;keyid");
    assert_eq!(expired.outcome(), Err(SignatureError::WrongTime));
    let lasting = post().replaced("signature-input", ";keyid", ";expires=1795341900;keyid");
    assert_eq!(lasting.outcome(), Err(SignatureError::WrongSignature));
}

#[test]
fn signatures_that_could_be_read_in_two_ways_are_refused() {
    let post = post;
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
        ("component twice", post().replaced("signature-input", "\"@method\"", "\"@method\" \"@method\"")),
        (
            "upper case",
            post().replaced("signature-input", "\"content-digest\"", "\"Content-Digest\" \"content-digest\""),
        ),
        ("token for text", post().replaced("signature-input", "\"@method\"", "method \"@method\"")),
        ("key by handle", post().replaced("signature-input", KEY_ID, "acct:wren@b.example")),
        (
            "key with credentials",
            post().replaced("signature-input", "https://b.example", "https://a.example@b.example"),
        ),
        ("no key", post().replaced("signature-input", &format!(";keyid=\"{KEY_ID}\""), "")),
        ("parameter twice", post().replaced("signature-input", ";alg", ";created=1;alg")),
        (
            "created is no number",
            post().replaced("signature-input", "created=1795341600", "created=\"1795341600\""),
        ),
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
            post().replaced("signature-input", from, to).outcome(),
            Err(SignatureError::Unsupported(expected)),
            "{to}"
        );
    }
    for other in ["ed25519", "rsa-pss-sha512"] {
        let request = post().replaced("signature-input", "rsa-v1_5-sha256", other);
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
        let headers = sign_post(KIND, &SIGNER, &url, "text/plain", &body, None, noon()).unwrap();
        let target = format!("{}{}", url.path(), url.query().map(|query| format!("?{query}")).unwrap_or_default());
        let mut request = Received { method: Method::POST, target, headers, body, now: noon() };
        prop_assert!(request.outcome().is_ok());
        let at = spoiled.index(request.body.len());
        request.body[at] ^= 1;
        prop_assert_eq!(request.outcome(), Err(SignatureError::WrongDigest));
    }

    #[test]
    fn no_fields_make_the_reader_panic(input in "[ -~]{0,120}", signature in "[ -~]{0,60}") {
        let _ = post().with("signature-input", &input).with("signature", &signature).outcome();
    }
}
