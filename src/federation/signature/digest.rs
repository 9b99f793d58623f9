//! The headers `Digest` (RFC 3230) and `Content-Digest` (RFC 9530): they bind the body to a signature, which covers only
//! headers.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;

use super::SignatureError;
use super::fields::{self, Bare, Item, Member};
use super::headers::joined;

/// SHA-256 of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyDigest(Vec<u8>);

impl BodyDigest {
    /// The digest of these bytes.
    pub fn of(body: &[u8]) -> Self {
        Self(digest(&SHA256, body).as_ref().to_vec())
    }

    /// The value of a `Digest` header for this body.
    pub fn header(&self) -> String {
        format!("SHA-256={}", STANDARD.encode(&self.0))
    }

    /// The value of a `Content-Digest` header for this body.
    pub(super) fn content_header(&self) -> String {
        format!("sha-256=:{}:", STANDARD.encode(&self.0))
    }

    /// Checks that `Content-Digest` holds a SHA-256 and that it is this one; others may stand beside it.
    pub(super) fn check_content(&self, headers: &HeaderMap) -> Result<(), SignatureError> {
        let digests = fields::dictionary(&joined(headers, "content-digest")?)?;
        match digests.into_iter().find(|(algorithm, _)| algorithm == "sha-256") {
            Some((_, Member::Item(Item { value: Bare::Bytes(digest), .. }))) if digest == self.0 => Ok(()),
            Some((_, Member::Item(Item { value: Bare::Bytes(_), .. }))) => Err(SignatureError::WrongDigest),
            Some(_) => Err(SignatureError::Malformed("digest")),
            None => Err(SignatureError::Unsupported("digest algorithm")),
        }
    }

    /// Checks that the `Digest` headers hold exactly one SHA-256 and that it is this one. Digests in other algorithms
    /// may stand beside it; they are not checked, since one strong digest binds the body.
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<(), SignatureError> {
        let mut found = None;
        for value in headers.get_all("digest") {
            let Ok(value) = value.to_str() else { return Err(SignatureError::Malformed("digest")) };
            for part in value.split(',') {
                let Some((algorithm, encoded)) = part.trim().split_once('=') else {
                    return Err(SignatureError::Malformed("digest"));
                };
                if algorithm.trim().eq_ignore_ascii_case("sha-256") && found.replace(encoded.trim()).is_some()
                {
                    return Err(SignatureError::Malformed("two digests of one kind"));
                }
            }
        }
        let encoded = found.ok_or(SignatureError::Unsupported("digest algorithm"))?;
        match STANDARD.decode(encoded) {
            Ok(digest) if digest == self.0 => Ok(()),
            Ok(_) => Err(SignatureError::WrongDigest),
            Err(_) => Err(SignatureError::Malformed("digest")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_sha_256_must_equal_the_body() {
        let right = "SHA-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
        let wrong = "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        let body = BodyDigest::of(b"hello");
        assert_eq!(body.header(), right);
        let second = format!("{right},{wrong}");
        let beside = format!("SHA-512=abc=, {right}");
        let lower = right.replace("SHA", "sha");
        for (values, expected) in [
            (vec![right], Ok(())),
            (vec![lower.as_str()], Ok(())),
            (vec![beside.as_str()], Ok(())),
            (vec!["MD5=abc", right], Ok(())),
            (vec![wrong], Err(SignatureError::WrongDigest)),
            (vec!["SHA-256=LPJNug=="], Err(SignatureError::WrongDigest)),
            (vec![second.as_str()], Err(SignatureError::Malformed("two digests of one kind"))),
            (vec![right, right], Err(SignatureError::Malformed("two digests of one kind"))),
            (vec![wrong, right], Err(SignatureError::Malformed("two digests of one kind"))),
            (vec!["SHA-512=abc="], Err(SignatureError::Unsupported("digest algorithm"))),
            (vec![], Err(SignatureError::Unsupported("digest algorithm"))),
            (vec![""], Err(SignatureError::Malformed("digest"))),
            (vec!["SHA-256"], Err(SignatureError::Malformed("digest"))),
            (vec!["SHA-256=%%%"], Err(SignatureError::Malformed("digest"))),
        ] {
            let mut headers = HeaderMap::new();
            for value in &values {
                headers.append("digest", value.parse().unwrap());
            }
            assert_eq!(body.check(&headers), expected, "{values:?}");
        }
    }
    #[test]
    fn a_content_digest_must_equal_the_body_too() {
        let right = "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:";
        let wrong = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";
        let body = BodyDigest::of(b"hello");
        assert_eq!(body.content_header(), right);
        let beside = format!("sha-512=:AQI=:, {right}");
        for (value, expected) in [
            (right, Ok(())),
            (beside.as_str(), Ok(())),
            (wrong, Err(SignatureError::WrongDigest)),
            ("sha-256=:AQI=:", Err(SignatureError::WrongDigest)),
            ("sha-256=\"x\"", Err(SignatureError::Malformed("digest"))),
            ("sha-512=:AQI=:", Err(SignatureError::Unsupported("digest algorithm"))),
            ("sha-256=x=", Err(SignatureError::Malformed("structured field"))),
        ] {
            let headers = HeaderMap::from_iter([("content-digest".parse().unwrap(), value.parse().unwrap())]);
            assert_eq!(body.check_content(&headers), expected, "{value}");
        }
        let twice = [right, right].map(|value| ("content-digest".parse().unwrap(), value.parse().unwrap()));
        let mut headers = HeaderMap::new();
        for (name, value) in twice {
            headers.append::<http::HeaderName>(name, value);
        }
        assert!(body.check_content(&headers).is_err_and(SignatureError::is_malformed));
    }
}
