//! RFC 9421, HTTP Message Signatures: the way of signing that succeeds the draft.

use chrono::{DateTime, Utc};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use url::{Position, Url};

use super::fields::{self, Bare, Item, List, Member, Parameters};
use super::headers::{Origin, joined, key_id, our_origin};
use super::{
    Algorithm, BodyDigest, Claim, MAX_AHEAD, SignatureError, SignatureKind, SignedRequest, SigningKey,
    check_time, host_and_date, seconds, value,
};
use crate::base::error::{Error, Result};

const SIGNATURE_INPUT: HeaderName = HeaderName::from_static("signature-input");
const SIGNATURE: HeaderName = HeaderName::from_static("signature");
/// RFC 9530.
pub(super) const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");

/// The name of the one signature that we make.
const LABEL: &str = "sig1";

/// All headers of a signed POST, `Host` included, to be sent exactly as they are.
pub(super) fn sign_post(
    key: &SigningKey,
    url: &Url,
    content_type: &'static str,
    body: &[u8],
    also: Option<(HeaderName, HeaderValue)>,
    now: DateTime<Utc>,
) -> Result<HeaderMap> {
    let mut headers = host_and_date(url, now)?;
    headers.insert(CONTENT_DIGEST, value(BodyDigest::of(body).content_header())?);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    // What Mastodon demands, and nothing that a proxy may rewrite.
    let mut covered = vec!["@method", "@target-uri", "content-digest"];
    let name = also.as_ref().map(|(name, _)| name.clone());
    covered.extend(name.as_ref().map(HeaderName::as_str));
    headers.extend(also);
    sign(key, &Method::POST, url, headers, &covered, now)
}

/// All headers of a signed GET, `Host` included. They are good for this URL only, not for one it redirects to.
pub(super) fn sign_get(
    key: &SigningKey,
    url: &Url,
    accept: &'static str,
    now: DateTime<Utc>,
) -> Result<HeaderMap> {
    let mut headers = host_and_date(url, now)?;
    headers.insert(ACCEPT, HeaderValue::from_static(accept));
    sign(key, &Method::GET, url, headers, &["@method", "@target-uri"], now)
}

fn sign(
    key: &SigningKey,
    method: &Method,
    url: &Url,
    mut headers: HeaderMap,
    covered: &[&str],
    now: DateTime<Utc>,
) -> Result<HeaderMap> {
    let plain =
        |name: &&str| Item { value: Bare::Text((*name).to_owned()), parameters: Parameters::default() };
    let parameters = Parameters::of([
        ("created", Bare::Integer(now.timestamp())),
        ("keyid", Bare::Text(key.key_id().to_string())),
        ("alg", Bare::Text(key.algorithm().name().to_owned())),
    ]);
    let list = List { items: covered.iter().map(plain).collect(), parameters };
    let target = Target {
        method,
        origin: Origin { scheme: url.scheme(), authority: &url[Position::BeforeHost..Position::AfterPort] },
        path_and_query: &url[Position::BeforePath..Position::AfterQuery],
        headers: &headers,
    };
    let text =
        target.text(&list).map_err(|cause| Error::Internal(anyhow::Error::new(cause).context("signing")))?;
    let signature =
        Item { value: Bare::Bytes(key.sign(text.as_bytes())?), parameters: Parameters::default() };
    headers.insert(SIGNATURE_INPUT, value(format!("{LABEL}={}", fields::write_list(&list)))?);
    headers.insert(SIGNATURE, value(format!("{LABEL}={}", fields::write_item(&signature)))?);
    Ok(headers)
}

/// Reads the two fields and checks everything that needs no key; see [`super::read`].
pub(super) fn read(
    request: &SignedRequest<'_>,
    our_origins: &[impl AsRef<str>],
    now: DateTime<Utc>,
) -> Result<Claim, SignatureError> {
    let (list, signature) = only_signature(request.headers)?;
    let parameters = &list.parameters;
    demand_coverage(&list, request)?;
    let created = parameters.integer("created")?.ok_or(SignatureError::NotCovered("created"))?;
    check_time(seconds(created)?, now)?;
    if let Some(expires) = parameters.integer("expires")?
        && seconds(expires)? < now - MAX_AHEAD
    {
        return Err(SignatureError::WrongTime);
    }
    let algorithm = match parameters.text("alg")? {
        Some(name) => Some(Algorithm::of(name)?),
        None => None,
    };
    let key =
        parameters.text("keyid")?.ok_or(SignatureError::Malformed("a signature parameter is missing"))?;
    let origin = our_origin(request.headers, our_origins)?;
    if covers(&list, CONTENT_DIGEST.as_str()) || request.headers.contains_key(CONTENT_DIGEST) {
        request.body.check_content(request.headers)?;
    }
    let target = Target {
        method: request.method,
        origin,
        path_and_query: request.path_and_query,
        headers: request.headers,
    };
    Ok(Claim {
        kind: SignatureKind::MessageSignature,
        key_id: key_id(key)?,
        algorithm,
        texts: vec![target.text(&list)?],
        signature,
    })
}

/// What was signed, and the signature. Several signatures of one request are refused, as by Mastodon: none of those who
/// send activities makes more than one, and of two each reader could believe another one.
fn only_signature(headers: &HeaderMap) -> Result<(List, Vec<u8>), SignatureError> {
    let several = SignatureError::Malformed("not exactly one signature");
    let inputs = fields::dictionary(&joined(headers, SIGNATURE_INPUT.as_str())?)?;
    let signatures = fields::dictionary(&joined(headers, SIGNATURE.as_str())?)?;
    let (mut inputs, mut signatures) = (inputs.into_iter(), signatures.into_iter());
    match (inputs.next(), inputs.next(), signatures.next(), signatures.next()) {
        (
            Some((label, Member::List(list))),
            None,
            Some((signed, Member::Item(Item { value: Bare::Bytes(bytes), .. }))),
            None,
        ) if label == signed => Ok((list, bytes)),
        _ => Err(several),
    }
}

/// Demands that what is covered binds method, address and, of a request with a body, the body.
fn demand_coverage(list: &List, request: &SignedRequest<'_>) -> Result<(), SignatureError> {
    let malformed = SignatureError::Malformed("list of signed components");
    for (at, item) in list.items.iter().enumerate() {
        let Bare::Text(name) = &item.value else { return Err(malformed) };
        if !item.parameters.is_empty() {
            return Err(SignatureError::Unsupported("parameters of a component"));
        }
        let repeated = list.items.iter().take(at).any(|other| other.value == item.value);
        if repeated || name.contains(char::is_uppercase) {
            return Err(malformed);
        }
    }
    if !covers(list, "@method") {
        return Err(SignatureError::NotCovered("@method"));
    }
    let whole_path = covers(list, "@request-target")
        || (covers(list, "@path") && (covers(list, "@query") || !request.path_and_query.contains('?')));
    if !(covers(list, "@target-uri") || covers(list, "@authority") && whole_path) {
        return Err(SignatureError::NotCovered("@target-uri"));
    }
    if ![Method::GET, Method::HEAD].contains(request.method) && !covers(list, CONTENT_DIGEST.as_str()) {
        return Err(SignatureError::NotCovered("content-digest"));
    }
    Ok(())
}

fn covers(list: &List, wanted: &str) -> bool {
    list.items.iter().any(|item| matches!(&item.value, Bare::Text(name) if name == wanted))
}

/// A request, as far as components are taken from it.
struct Target<'a> {
    method: &'a Method,
    origin: Origin<'a>,
    path_and_query: &'a str,
    headers: &'a HeaderMap,
}

impl Target<'_> {
    /// The signature base (RFC 9421, section 2.5).
    fn text(&self, list: &List) -> Result<String, SignatureError> {
        let mut lines = Vec::with_capacity(list.items.len() + 1);
        for item in &list.items {
            let Bare::Text(name) = &item.value else {
                return Err(SignatureError::Malformed("list of signed components"));
            };
            lines.push(format!("{}: {}", fields::write_item(item), self.component(name)?));
        }
        lines.push(format!("\"@signature-params\": {}", fields::write_list(list)));
        Ok(lines.join("\n"))
    }

    /// The value of a component (sections 2.1 and 2.2).
    fn component(&self, name: &str) -> Result<String, SignatureError> {
        let Origin { scheme, authority } = self.origin;
        let (path, query) = match self.path_and_query.split_once('?') {
            Some((path, query)) => (path, query),
            None => (self.path_and_query, ""),
        };
        match name {
            "@method" => Ok(self.method.as_str().to_owned()),
            "@target-uri" => Ok(format!("{scheme}://{authority}{}", self.path_and_query)),
            "@authority" => Ok(authority.to_ascii_lowercase()),
            "@scheme" => Ok(scheme.to_owned()),
            "@request-target" => Ok(self.path_and_query.to_owned()),
            "@path" => Ok(path.to_owned()),
            "@query" => Ok(format!("?{query}")),
            name if name.starts_with('@') => Err(SignatureError::Unsupported("derived component")),
            name => joined(self.headers, name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::VerifyingKey;
    use super::*;

    /// The request of RFC 9421, appendix B.2.
    fn example() -> HeaderMap {
        let digest = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
        let headers = [
            ("host", "example.com"),
            ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
            ("content-type", "application/json"),
            ("content-digest", digest),
            ("content-length", "18"),
        ];
        headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).into_iter().collect()
    }

    fn text_of(parameters: &str) -> String {
        let headers = example();
        let target = Target {
            method: &Method::POST,
            origin: Origin { scheme: "https", authority: "example.com" },
            path_and_query: "/foo?param=Value&Pet=dog",
            headers: &headers,
        };
        match fields::dictionary(&format!("x={parameters}")).unwrap().pop() {
            Some((_, Member::List(list))) => target.text(&list).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    fn bytes(base64: &str) -> Vec<u8> {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.decode(base64).unwrap()
    }

    #[test]
    fn the_ed25519_example_of_the_rfc_is_built_signed_and_verified_to_the_byte() {
        // Appendices B.1.4 and B.2.6.
        let private = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n";
        let public = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n";
        let signature =
            bytes("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
        let parameters = r#"("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519""#;
        let text = text_of(parameters);
        let expected = [
            r#""date": Tue, 20 Apr 2021 02:07:55 GMT"#,
            r#""@method": POST"#,
            r#""@path": /foo"#,
            r#""@authority": example.com"#,
            r#""content-type": application/json"#,
            r#""content-length": 18"#,
            &format!("\"@signature-params\": {parameters}"),
        ];
        assert_eq!(text, expected.join("\n"));
        let key = SigningKey::from_pem("https://example.com/key".parse().unwrap(), private).unwrap();
        assert_eq!(key.sign(text.as_bytes()).unwrap(), signature);
        let key = VerifyingKey::parse(public).unwrap();
        assert!(key.verifies(None, text.as_bytes(), &signature));
        assert!(key.verifies(Some(Algorithm::Ed25519), text.as_bytes(), &signature));
        assert!(!key.verifies(Some(Algorithm::RsaSha256), text.as_bytes(), &signature));
        assert!(!key.verifies(None, text.replace("POST", "PUT").as_bytes(), &signature));
    }

    #[test]
    fn the_full_rsa_pss_example_of_the_rfc_verifies() {
        // Appendices B.1.2 and B.2.3.
        let public = include_str!("../../../tests/fixtures/keys/public-rfc9421-pss.pem");
        let signature = bytes(
            "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K\
             0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCo\
             C1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FU\
             o5fTIztsDZKEgM4cUA==",
        );
        let parameters = r#"("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss""#;
        let text = text_of(parameters);
        assert!(text.contains("\"@query\": ?param=Value&Pet=dog\n"), "{text}");
        let key = VerifyingKey::parse(public).unwrap();
        assert!(key.verifies(Some(Algorithm::RsaPssSha512), text.as_bytes(), &signature));
        assert!(!key.verifies(None, text.as_bytes(), &signature));
        assert!(!key.verifies(
            Some(Algorithm::RsaPssSha512),
            text.replace("dog", "cat").as_bytes(),
            &signature
        ));
    }

    #[test]
    fn derived_components_are_taken_from_the_request() {
        let text = text_of(r#"("@target-uri" "@request-target" "@scheme" "@query")"#);
        let expected = [
            r#""@target-uri": https://example.com/foo?param=Value&Pet=dog"#,
            r#""@request-target": /foo?param=Value&Pet=dog"#,
            r#""@scheme": https"#,
            r#""@query": ?param=Value&Pet=dog"#,
            r#""@signature-params": ("@target-uri" "@request-target" "@scheme" "@query")"#,
        ];
        assert_eq!(text, expected.join("\n"));
    }
}
