//! Reading the headers that signatures are about: which count once, how several are joined, and whose host is meant.

use http::header::HOST;
use http::{HeaderMap, HeaderValue};
use url::Url;

use super::SignatureError;

/// All values of a header as both ways of signing join them.
pub(super) fn joined(headers: &HeaderMap, name: &str) -> Result<String, SignatureError> {
    let mut values = Vec::new();
    for value in headers.get_all(name) {
        let Ok(value) = value.to_str() else { return Err(SignatureError::Malformed("signed header")) };
        values.push(value.trim());
    }
    if values.is_empty() { Err(SignatureError::HeaderMissing) } else { Ok(values.join(", ")) }
}

/// The value of a header that must come exactly once: of two, each reader could believe another one.
pub(super) fn single<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, SignatureError> {
    let mut values = headers.get_all(name).iter();
    match (values.next().map(HeaderValue::to_str), values.next()) {
        (Some(Ok(value)), None) => Ok(value.trim()),
        (None, _) => Err(SignatureError::HeaderMissing),
        (Some(Err(_)), None) | (Some(_), Some(_)) => Err(SignatureError::Malformed("header must come once")),
    }
}

/// Which of our origins (`https://host`) the request names as its host. Whoever was sent a signed request could pass it
/// on to another server: it counts only where it was sent to.
pub(super) fn our_origin<'a, O: AsRef<str>>(
    headers: &HeaderMap,
    our_origins: &'a [O],
) -> Result<Origin<'a>, SignatureError> {
    let host = single(headers, HOST.as_str())?;
    let usual = host.strip_suffix(":443").unwrap_or(host);
    let named = our_origins.iter().filter_map(|origin| Origin::of(origin.as_ref()));
    named
        .into_iter()
        .find(|ours| [host, usual].iter().any(|host| ours.authority.eq_ignore_ascii_case(host)))
        .ok_or(SignatureError::WrongHost)
}

/// Where a server is reached.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    /// `https`, or `http` between private peers.
    pub scheme: &'a str,
    /// Host, with the port if it is not the usual one.
    pub authority: &'a str,
}

impl<'a> Origin<'a> {
    fn of(origin: &'a str) -> Option<Self> {
        let (scheme, authority) = origin.trim_end_matches('/').split_once("://")?;
        Some(Self { scheme, authority })
    }
}

/// Where the key of a signature is found.
pub(super) fn key_id(text: &str) -> Result<Url, SignatureError> {
    let malformed = SignatureError::Malformed("keyId");
    let Ok(url) = Url::parse(text) else { return Err(malformed) };
    // Other schemes (acct:) have let strangers name a key that was then taken for somebody else's.
    let usable =
        matches!(url.scheme(), "https" | "http") && url.username().is_empty() && url.password().is_none();
    if usable { Ok(url) } else { Err(malformed) }
}
