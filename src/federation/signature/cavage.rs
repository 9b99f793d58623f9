//! draft-cavage-http-signatures-12: the way of signing that every server of the fediverse reads.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use http::header::{ACCEPT, CONTENT_TYPE, DATE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use url::{Position, Url};

use super::headers::{joined, key_id, our_origin, single};
use super::parameters::Parameters;
use super::{
    Algorithm, BodyDigest, Claim, MAX_AHEAD, SignatureError, SignatureKind, SignedRequest, SigningKey,
    check_time, host_and_date, seconds, value,
};
use crate::base::error::{Error, Result};

const SIGNATURE: HeaderName = HeaderName::from_static("signature");
const DIGEST: HeaderName = HeaderName::from_static("digest");

/// How many headers a signature may cover. Others cover five; without a bound a header could make us build a long text.
const MAX_COVERED: usize = 32;

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
    let mut covered = vec![HOST, DATE, DIGEST, CONTENT_TYPE];
    if let Some((name, value)) = also {
        covered.push(name.clone());
        headers.insert(name, value);
    }
    headers.insert(DIGEST, value(BodyDigest::of(body).header())?);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    sign(key, &Method::POST, url, headers, &covered)
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
    sign(key, &Method::GET, url, headers, &[HOST, DATE, ACCEPT])
}

fn sign(
    key: &SigningKey,
    method: &Method,
    url: &Url,
    mut headers: HeaderMap,
    covered: &[HeaderName],
) -> Result<HeaderMap> {
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let mut lines = vec![target_line(method, target)];
    let mut names = vec!["(request-target)"];
    for name in covered {
        let value = joined(&headers, name.as_str())
            .map_err(|cause| Error::Internal(anyhow::Error::new(cause).context("signing")))?;
        lines.push(format!("{name}: {value}"));
        names.push(name.as_str());
    }
    let (text, names) = (lines.join("\n"), names.join(" "));
    let signature = STANDARD.encode(key.sign(text.as_bytes())?);
    let key_id = key.key_id();
    let algorithm = match key.algorithm() {
        Algorithm::RsaSha256 => "rsa-sha256",
        Algorithm::RsaPssSha512 | Algorithm::Ed25519 => "hs2019",
    };
    let header =
        format!("keyId=\"{key_id}\",algorithm=\"{algorithm}\",headers=\"{names}\",signature=\"{signature}\"");
    headers.insert(SIGNATURE, value(header)?);
    Ok(headers)
}

/// Reads the `Signature` header and checks everything that needs no key; see [`super::read`].
pub(super) fn read(
    request: &SignedRequest<'_>,
    our_origins: &[impl AsRef<str>],
    now: DateTime<Utc>,
) -> Result<Claim, SignatureError> {
    let parameters = Parameters::parse(single(request.headers, SIGNATURE.as_str())?)?;
    let algorithm = algorithm(&parameters)?;
    let covered = Covered::of(&parameters, request.method)?;
    check_times(request, &parameters, algorithm, &covered, now)?;
    our_origin(request.headers, our_origins)?;
    if covered.has("digest") || request.headers.contains_key(DIGEST) {
        request.body.check(request.headers)?;
    }
    let Ok(signature) = STANDARD.decode(parameters.require("signature")?) else {
        return Err(SignatureError::Malformed("signature"));
    };
    Ok(Claim {
        kind: SignatureKind::Cavage,
        key_id: key_id(parameters.require("keyId")?)?,
        algorithm,
        texts: texts(request, &parameters, &covered)?,
        signature,
    })
}

/// The names of algorithms in use. Without a name, and with `hs2019`, the key says which it is.
fn algorithm(parameters: &Parameters<'_>) -> Result<Option<Algorithm>, SignatureError> {
    match parameters.get("algorithm") {
        Some("rsa-sha256") => Ok(Some(Algorithm::RsaSha256)),
        Some("ed25519") => Ok(Some(Algorithm::Ed25519)),
        Some("hs2019") | None => Ok(None),
        Some(_) => Err(SignatureError::Unsupported("signature algorithm")),
    }
}

/// What a signature covers, in its order.
struct Covered<'a>(Vec<&'a str>);

impl<'a> Covered<'a> {
    /// Reads the list and demands that it binds the request.
    fn of(parameters: &Parameters<'a>, method: &Method) -> Result<Self, SignatureError> {
        // Without the parameter only the time would be covered, which is never enough.
        let list = parameters.get("headers").ok_or(SignatureError::NotCovered("(request-target)"))?;
        let names: Vec<_> = list.split_ascii_whitespace().collect();
        let repeated =
            names.iter().enumerate().any(|(at, name)| names.iter().take(at).any(|other| other == name));
        if names.len() > MAX_COVERED || repeated || names.iter().any(|name| name.contains(char::is_uppercase))
        {
            return Err(SignatureError::Malformed("list of signed headers"));
        }
        let covered = Self(names);
        for name in ["(request-target)", "host"] {
            if !covered.has(name) {
                return Err(SignatureError::NotCovered(name));
            }
        }
        if !covered.has("date") && !covered.has("(created)") {
            return Err(SignatureError::NotCovered("date"));
        }
        if ![Method::GET, Method::HEAD].contains(method) && !covered.has("digest") {
            return Err(SignatureError::NotCovered("digest"));
        }
        Ok(covered)
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains(&name)
    }
}

fn check_times(
    request: &SignedRequest<'_>,
    parameters: &Parameters<'_>,
    algorithm: Option<Algorithm>,
    covered: &Covered<'_>,
    now: DateTime<Utc>,
) -> Result<(), SignatureError> {
    // Section 2.3 of the draft: with an algorithm that names RSA these two must not be used.
    if algorithm == Some(Algorithm::RsaSha256) && (covered.has("(created)") || covered.has("(expires)")) {
        return Err(SignatureError::Malformed("(created) and (expires) need hs2019"));
    }
    if covered.has("date") {
        let Ok(date) = httpdate::parse_http_date(single(request.headers, "date")?) else {
            return Err(SignatureError::Malformed("date"));
        };
        check_time(date.into(), now)?;
    }
    if covered.has("(created)") {
        check_time(seconds(parameters.require_seconds("created")?)?, now)?;
    }
    // An expiry is honoured even if it is not signed: the sender has said it. Its clock may be as wrong as another's.
    if parameters.get("expires").is_some()
        && seconds(parameters.require_seconds("expires")?)? < now - MAX_AHEAD
    {
        return Err(SignatureError::WrongTime);
    }
    Ok(())
}

/// The texts that may have been signed: software differs on whether the query belongs to the request target.
fn texts(
    request: &SignedRequest<'_>,
    parameters: &Parameters<'_>,
    covered: &Covered<'_>,
) -> Result<Vec<String>, SignatureError> {
    let mut targets = vec![request.path_and_query];
    if let Some((path, _query)) = request.path_and_query.split_once('?') {
        targets.push(path);
    }
    targets.into_iter().map(|target| text(request, parameters, covered, target)).collect()
}

fn text(
    request: &SignedRequest<'_>,
    parameters: &Parameters<'_>,
    covered: &Covered<'_>,
    target: &str,
) -> Result<String, SignatureError> {
    let mut lines = Vec::with_capacity(covered.0.len());
    for name in &covered.0 {
        lines.push(match *name {
            "(request-target)" => target_line(request.method, target),
            "(created)" => format!("(created): {}", parameters.require_seconds("created")?),
            "(expires)" => format!("(expires): {}", parameters.require_seconds("expires")?),
            name => format!("{name}: {}", joined(request.headers, name)?),
        });
    }
    Ok(lines.join("\n"))
}

fn target_line(method: &Method, target: &str) -> String {
    format!("(request-target): {} {target}", method.as_str().to_ascii_lowercase())
}
