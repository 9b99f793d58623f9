//! draft-cavage-http-signatures-12: the way of signing that every server of the fediverse reads.

use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use http::header::{ACCEPT, CONTENT_TYPE, DATE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use url::{Position, Url};

use super::parameters::Parameters;
use super::{
    BodyDigest, Claim, MAX_AHEAD, SignatureError, SignatureKind, SignedRequest, SigningKey, check_time,
};
use crate::base::error::{Error, Result};

const SIGNATURE: HeaderName = HeaderName::from_static("signature");
const DIGEST: HeaderName = HeaderName::from_static("digest");

/// How many headers a signature may cover. Others cover five; without a bound a header could make us build a long text.
const MAX_COVERED: usize = 32;

/// All headers of a signed POST, `Host` included, to be sent exactly as they are.
pub fn sign_post(
    key: &SigningKey,
    url: &Url,
    content_type: &'static str,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<HeaderMap> {
    let mut headers = unsigned(url, now)?;
    headers.insert(DIGEST, value(BodyDigest::of(body).header())?);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    sign(key, &Method::POST, url, headers, &[HOST, DATE, DIGEST, CONTENT_TYPE])
}

/// All headers of a signed GET, `Host` included. They are good for this URL only, not for one it redirects to.
pub fn sign_get(key: &SigningKey, url: &Url, accept: &'static str, now: DateTime<Utc>) -> Result<HeaderMap> {
    let mut headers = unsigned(url, now)?;
    headers.insert(ACCEPT, HeaderValue::from_static(accept));
    sign(key, &Method::GET, url, headers, &[HOST, DATE, ACCEPT])
}

fn unsigned(url: &Url, now: DateTime<Utc>) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    // Host and port as the HTTP client would write them: the port only if it is not the usual one.
    headers.insert(HOST, value(url[Position::BeforeHost..Position::AfterPort].to_owned())?);
    headers.insert(DATE, value(httpdate::fmt_http_date(SystemTime::from(now)))?);
    Ok(headers)
}

fn value(text: String) -> Result<HeaderValue> {
    HeaderValue::try_from(text).map_err(|cause| Error::Internal(anyhow::Error::new(cause).context("signing")))
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
    let header =
        format!("keyId=\"{key_id}\",algorithm=\"rsa-sha256\",headers=\"{names}\",signature=\"{signature}\"");
    headers.insert(SIGNATURE, value(header)?);
    Ok(headers)
}

/// Reads the `Signature` header and checks everything that needs no key; see [`super::read`].
pub(super) fn read(
    request: &SignedRequest<'_>,
    our_hosts: &[impl AsRef<str>],
    now: DateTime<Utc>,
) -> Result<Claim, SignatureError> {
    let parameters = Parameters::parse(single(request.headers, SIGNATURE.as_str())?)?;
    let algorithm = Algorithm::of(&parameters)?;
    let covered = Covered::of(&parameters, request.method)?;
    check_times(request, &parameters, algorithm, &covered, now)?;
    check_host(request.headers, our_hosts)?;
    if covered.has("digest") || request.headers.contains_key(DIGEST) {
        request.body.check(request.headers)?;
    }
    let Ok(signature) = STANDARD.decode(parameters.require("signature")?) else {
        return Err(SignatureError::Malformed("signature"));
    };
    Ok(Claim {
        kind: SignatureKind::Cavage,
        key_id: key_id(parameters.require("keyId")?)?,
        texts: texts(request, &parameters, &covered)?,
        signature,
    })
}

/// The names of algorithms that stand for RSA with SHA-256 in the fediverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    RsaSha256,
    /// "Look at the key": also meant when the parameter is absent.
    Hs2019,
}

impl Algorithm {
    fn of(parameters: &Parameters<'_>) -> Result<Self, SignatureError> {
        match parameters.get("algorithm") {
            Some("rsa-sha256") => Ok(Self::RsaSha256),
            Some("hs2019") | None => Ok(Self::Hs2019),
            Some(_) => Err(SignatureError::Unsupported("signature algorithm")),
        }
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
    algorithm: Algorithm,
    covered: &Covered<'_>,
    now: DateTime<Utc>,
) -> Result<(), SignatureError> {
    // Section 2.3 of the draft: with an algorithm that names RSA these two must not be used.
    if algorithm == Algorithm::RsaSha256 && (covered.has("(created)") || covered.has("(expires)")) {
        return Err(SignatureError::Malformed("(created) and (expires) need hs2019"));
    }
    if covered.has("date") {
        let Ok(date) = httpdate::parse_http_date(single(request.headers, "date")?) else {
            return Err(SignatureError::Malformed("date"));
        };
        check_time(date.into(), now)?;
    }
    if covered.has("(created)") {
        check_time(seconds(parameters, "created")?, now)?;
    }
    // An expiry is honoured even if it is not signed: the sender has said it. Its clock may be as wrong as another's.
    if parameters.get("expires").is_some() && seconds(parameters, "expires")? < now - MAX_AHEAD {
        return Err(SignatureError::WrongTime);
    }
    Ok(())
}

fn seconds(parameters: &Parameters<'_>, name: &'static str) -> Result<DateTime<Utc>, SignatureError> {
    let since_1970 = TimeDelta::try_seconds(parameters.require_seconds(name)?);
    since_1970
        .and_then(|elapsed| DateTime::UNIX_EPOCH.checked_add_signed(elapsed))
        .ok_or(SignatureError::Malformed("time of signing"))
}

/// Whoever was sent a signed request could pass it on to another server: it counts only where it was sent to.
fn check_host(headers: &HeaderMap, our_hosts: &[impl AsRef<str>]) -> Result<(), SignatureError> {
    let host = single(headers, HOST.as_str())?;
    let usual = host.strip_suffix(":443").unwrap_or(host);
    let ours = our_hosts
        .iter()
        .any(|ours| [host, usual].iter().any(|host| ours.as_ref().eq_ignore_ascii_case(host)));
    if ours { Ok(()) } else { Err(SignatureError::WrongHost) }
}

fn key_id(text: &str) -> Result<Url, SignatureError> {
    let malformed = SignatureError::Malformed("keyId");
    let Ok(url) = Url::parse(text) else { return Err(malformed) };
    // Other schemes (acct:) have let strangers name a key that was then taken for somebody else's.
    let usable =
        matches!(url.scheme(), "https" | "http") && url.username().is_empty() && url.password().is_none();
    if usable { Ok(url) } else { Err(malformed) }
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

/// All values of a header as the draft joins them.
fn joined(headers: &HeaderMap, name: &str) -> Result<String, SignatureError> {
    let mut values = Vec::new();
    for value in headers.get_all(name) {
        let Ok(value) = value.to_str() else { return Err(SignatureError::Malformed("signed header")) };
        values.push(value.trim());
    }
    if values.is_empty() { Err(SignatureError::HeaderMissing) } else { Ok(values.join(", ")) }
}

/// The value of a header that must come exactly once: of two, each reader could believe another one.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, SignatureError> {
    let mut values = headers.get_all(name).iter();
    match (values.next().map(HeaderValue::to_str), values.next()) {
        (Some(Ok(value)), None) => Ok(value.trim()),
        (None, _) => Err(SignatureError::HeaderMissing),
        (Some(Err(_)), None) | (Some(_), Some(_)) => Err(SignatureError::Malformed("header must come once")),
    }
}
