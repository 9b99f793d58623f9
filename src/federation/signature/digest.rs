//! The `Digest` header (RFC 3230): binds the body to a signature, which covers only headers.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;

use super::SignatureError;

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
}
