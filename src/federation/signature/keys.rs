//! Keys, read from PEM once, and the two things they are for. They are made in `base/keys.rs`.

use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, PublicKey};
use aws_lc_rs::signature::{self, ParsedPublicKey, RsaParameters};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::SignatureError;
use crate::base::error::Result;

/// Longest PEM text of another server's key that is looked at: an RSA key of 8192 bits needs 1.5 kB.
const MAX_PEM_BYTES: usize = 8 * 1024;

/// A private key with its id, parsed once and kept: parsing costs more than signing. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SigningKey {
    key_id: Url,
    secret: Arc<Secret>,
}

/// The kinds of keys that we sign with.
enum Secret {
    Rsa(KeyPair),
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret")
    }
}

impl SigningKey {
    /// The stored key (PKCS#8, PEM) that others find at `key_id`.
    pub fn from_pem(key_id: Url, private_pem: &str) -> Result<Self> {
        let der = unpem(private_pem, &["PRIVATE KEY"]).context("a stored private key is not a PEM")?;
        let pair =
            KeyPair::from_pkcs8(&der).map_err(|cause| anyhow!(cause).context("reading a stored key"))?;
        Ok(Self { key_id, secret: Arc::new(Secret::Rsa(pair)) })
    }

    /// Where others find the public key.
    pub fn key_id(&self) -> &Url {
        &self.key_id
    }

    /// Signs with RSASSA-PKCS1-v1_5 and SHA-256 (`rsa-sha256`).
    pub(super) fn sign(&self, text: &[u8]) -> Result<Vec<u8>> {
        match self.secret.as_ref() {
            Secret::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature)
                    .map_err(|cause| anyhow!(cause).context("signing"))?;
                Ok(signature)
            }
        }
    }
}

/// Whether the stored halves of a key belong together: what one signs, the other verifies.
pub fn is_pair(key_id: Url, private_pem: &str, public_pem: &str) -> Result<bool> {
    let text = b"anamnesis";
    let signature = SigningKey::from_pem(key_id, private_pem)?.sign(text)?;
    let public = VerifyingKey::from_pem(public_pem).map_err(anyhow::Error::from)?;
    Ok(public.verifies(text, &signature))
}

/// Another actor's public key, parsed. Cheap to clone.
#[derive(Debug, Clone)]
pub struct VerifyingKey(Arc<Public>);

/// The kinds of keys that others sign with.
#[derive(Debug)]
enum Public {
    Rsa(ParsedPublicKey),
}

impl VerifyingKey {
    /// Reads a public key from PEM, SPKI (`PUBLIC KEY`) or PKCS#1 (`RSA PUBLIC KEY`): RSA with 2048 to 8192 bits.
    pub fn from_pem(text: &str) -> Result<Self, SignatureError> {
        if text.len() > MAX_PEM_BYTES {
            return Err(SignatureError::BadKey);
        }
        let der = unpem(text, &["PUBLIC KEY", "RSA PUBLIC KEY"]).ok_or(SignatureError::BadKey)?;
        parse_rsa(&der).map(|key| Self(Arc::new(Public::Rsa(key)))).ok_or(SignatureError::BadKey)
    }

    /// Whether this key made the signature over the text.
    pub(super) fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        match self.0.as_ref() {
            Public::Rsa(key) => key.verify_sig(text, signature).is_ok(),
        }
    }
}

/// The length is checked here, since verification would refuse a short key only when it is used.
fn parse_rsa(der: &[u8]) -> Option<ParsedPublicKey> {
    let algorithm = &signature::RSA_PKCS1_2048_8192_SHA256;
    let pkcs1 = PublicKey::from_der(der).ok()?;
    let bits = RsaParameters::public_modulus_len(pkcs1.as_ref()).ok()?;
    let usable = (algorithm.min_modulus_len()..=algorithm.max_modulus_len()).contains(&bits);
    if usable { ParsedPublicKey::new(algorithm, pkcs1).ok() } else { None }
}

/// Reads a PEM with one of the labels, whatever its line breaks: servers send them with CRLF, in one line, indented.
fn unpem(text: &str, labels: &[&str]) -> Option<Vec<u8>> {
    labels.iter().find_map(|label| {
        let (_, after) = text.split_once(&format!("-----BEGIN {label}-----"))?;
        let (encoded, _) = after.split_once(&format!("-----END {label}-----"))?;
        let encoded: String = encoded.chars().filter(|character| !character.is_whitespace()).collect();
        STANDARD.decode(encoded).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIVATE: &str = include_str!("../../../tests/fixtures/keys/private.pem");
    const SPKI: &str = include_str!("../../../tests/fixtures/keys/public-spki.pem");
    const PKCS1: &str = include_str!("../../../tests/fixtures/keys/public-pkcs1.pem");
    const SMALL: &str = include_str!("../../../tests/fixtures/keys/public-1024.pem");
    const ED25519: &str = include_str!("../../../tests/fixtures/keys/public-ed25519.pem");

    fn key(private_pem: &str) -> SigningKey {
        SigningKey::from_pem("https://a.example/people/1#main-key".parse().unwrap(), private_pem).unwrap()
    }

    #[tokio::test]
    async fn a_new_key_pair_signs_and_verifies_after_being_stored() {
        let pair = crate::base::keys::generate().await.unwrap();
        let public = VerifyingKey::from_pem(&pair.public).unwrap();
        let signature = key(&pair.private).sign(b"text").unwrap();
        assert!(public.verifies(b"text", &signature));
        assert!(!public.verifies(b"texts", &signature));
        assert!(!public.verifies(b"text", &[]));
    }

    #[tokio::test]
    async fn halves_of_two_pairs_are_no_pair() {
        let [one, other] = [(); 2].map(|()| crate::base::keys::generate());
        let (one, other) = (one.await.unwrap(), other.await.unwrap());
        let id: Url = "https://a.example/people/1#main-key".parse().unwrap();
        assert!(is_pair(id.clone(), &one.private, &one.public).unwrap());
        assert!(!is_pair(id.clone(), &one.private, &other.public).unwrap());
        assert!(is_pair(id, "", &other.public).is_err());
    }

    #[test]
    fn public_keys_are_read_however_they_are_wrapped() {
        let signature = key(PRIVATE).sign(b"text").unwrap();
        let one_line = SPKI.replacen('\n', "", usize::MAX);
        for pem in [
            SPKI,
            PKCS1,
            &SPKI.replace('\n', "\r\n"),
            &SPKI.replace('\n', "\n  "),
            &one_line,
            SPKI.trim_end(),
        ] {
            assert!(VerifyingKey::from_pem(pem).unwrap().verifies(b"text", &signature), "{pem}");
        }
    }

    #[test]
    fn other_keys_and_rubbish_are_refused() {
        let cut = SPKI.replace("-----END", "");
        let long = format!("{}{SPKI}", " ".repeat(MAX_PEM_BYTES));
        let empty = "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n";
        for pem in ["", "key", PRIVATE, ED25519, SMALL, &cut, &long, empty] {
            let refused = VerifyingKey::from_pem(pem);
            assert_eq!(refused.err(), Some(SignatureError::BadKey), "{pem}");
        }
    }

    #[test]
    fn a_secret_is_never_printed() {
        assert!(!format!("{:?}", key(PRIVATE)).contains("Rsa"));
    }
}
