//! Keys, read from PEM once, and the two things they are for. They are made in `base/keys.rs`.

use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, PublicKey};
use aws_lc_rs::signature::{self, Ed25519KeyPair, ParsedPublicKey, RsaParameters, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::multikey::{self, Encoded};
use super::{Algorithm, SignatureError};
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
    Ed25519(Ed25519KeyPair),
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
        // The short one first: an RSA key is never taken for it.
        let secret = match Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der) {
            Ok(pair) => Secret::Ed25519(pair),
            Err(_) => Secret::Rsa(
                KeyPair::from_pkcs8(&der).map_err(|cause| anyhow!(cause).context("reading a stored key"))?,
            ),
        };
        Ok(Self { key_id, secret: Arc::new(secret) })
    }

    /// Where others find the public key.
    pub fn key_id(&self) -> &Url {
        &self.key_id
    }

    /// How it signs.
    pub fn algorithm(&self) -> Algorithm {
        match self.secret.as_ref() {
            Secret::Rsa(_) => Algorithm::RsaSha256,
            Secret::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    /// Signs in the one way of its kind, [`SigningKey::algorithm`].
    pub fn sign(&self, text: &[u8]) -> Result<Vec<u8>> {
        match self.secret.as_ref() {
            Secret::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature)
                    .map_err(|cause| anyhow!(cause).context("signing"))?;
                Ok(signature)
            }
            Secret::Ed25519(pair) => Ok(pair.sign(text).as_ref().to_vec()),
        }
    }
}

/// Whether the stored halves of a key belong together: what one signs, the other verifies.
pub fn is_pair(key_id: Url, private_pem: &str, public_pem: &str) -> Result<bool> {
    let text = b"anamnesis";
    let signature = SigningKey::from_pem(key_id, private_pem)?.sign(text)?;
    let public = VerifyingKey::parse(public_pem).map_err(anyhow::Error::from)?;
    Ok(public.verifies(None, text, &signature))
}

/// Another actor's public key, parsed. Cheap to clone.
#[derive(Debug, Clone)]
pub struct VerifyingKey(Arc<Public>);

/// The kinds of keys that others sign with.
#[derive(Debug)]
enum Public {
    Rsa(ParsedPublicKey),
    Ed25519(ParsedPublicKey),
}

impl VerifyingKey {
    /// Reads a public key as an actor shows it: a Multikey (`z…`) or a PEM, SPKI (`PUBLIC KEY`) or PKCS#1 (`RSA PUBLIC
    /// KEY`). Keys are RSA with 2048 to 8192 bits, or Ed25519.
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let key = if text.starts_with('z') { from_multikey(text) } else { from_pem(text) };
        key.map(|key| Self(Arc::new(key))).ok_or(SignatureError::BadKey)
    }

    /// The key as a Multikey.
    pub fn multikey(&self) -> String {
        multikey::write(&match self.0.as_ref() {
            Public::Rsa(key) => Encoded::Rsa(key.as_ref().to_vec()),
            Public::Ed25519(key) => Encoded::Ed25519(key.as_ref().to_vec()),
        })
    }

    /// Whether this key made the signature over the text, in the way that was named, if any was.
    pub fn verifies(&self, algorithm: Option<Algorithm>, text: &[u8], signature: &[u8]) -> bool {
        match (self.0.as_ref(), algorithm) {
            (Public::Rsa(key), None | Some(Algorithm::RsaSha256))
            | (Public::Ed25519(key), None | Some(Algorithm::Ed25519)) => {
                key.verify_sig(text, signature).is_ok()
            }
            (Public::Rsa(key), Some(Algorithm::RsaPssSha512)) => {
                let key = UnparsedPublicKey::new(&signature::RSA_PSS_2048_8192_SHA512, key.as_ref());
                key.verify(text, signature).is_ok()
            }
            (Public::Rsa(_), Some(Algorithm::Ed25519))
            | (Public::Ed25519(_), Some(Algorithm::RsaSha256 | Algorithm::RsaPssSha512)) => false,
        }
    }
}

fn from_pem(text: &str) -> Option<Public> {
    if text.len() > MAX_PEM_BYTES {
        return None;
    }
    let der = unpem(text, &["PUBLIC KEY", "RSA PUBLIC KEY"])?;
    match der.strip_prefix(ED25519_SPKI) {
        Some(key) => parse_ed25519(key),
        None => parse_rsa(&der).map(Public::Rsa),
    }
}

fn from_multikey(text: &str) -> Option<Public> {
    match multikey::read(text)? {
        Encoded::Ed25519(key) => parse_ed25519(&key),
        Encoded::Rsa(key) => parse_rsa(&key).map(Public::Rsa),
    }
}

/// What stands before the 32 bytes of an Ed25519 key in its SPKI (RFC 8410, section 4).
const ED25519_SPKI: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

fn parse_ed25519(key: &[u8]) -> Option<Public> {
    if key.len() != 32 {
        return None;
    }
    ParsedPublicKey::new(&signature::ED25519, key).ok().map(Public::Ed25519)
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
    async fn new_key_pairs_sign_and_verify_after_being_stored() {
        let made = [crate::base::keys::generate().await, crate::base::keys::generate_ed25519()];
        let algorithms = [Algorithm::RsaSha256, Algorithm::Ed25519];
        for (pair, algorithm) in made.map(Result::unwrap).into_iter().zip(algorithms) {
            let key = key(&pair.private);
            assert_eq!(key.algorithm(), algorithm);
            let public = VerifyingKey::parse(&pair.public).unwrap();
            let signature = key.sign(b"text").unwrap();
            for named in [None, Some(algorithm)] {
                assert!(public.verifies(named, b"text", &signature));
                assert!(!public.verifies(named, b"texts", &signature));
                assert!(!public.verifies(named, b"text", &[]));
            }
            let as_multikey = VerifyingKey::parse(&public.multikey()).unwrap();
            assert!(as_multikey.verifies(None, b"text", &signature));
        }
    }

    #[tokio::test]
    async fn a_key_does_not_vouch_for_what_another_kind_signed() {
        let (rsa, ed25519) =
            (crate::base::keys::generate().await.unwrap(), crate::base::keys::generate_ed25519().unwrap());
        let signed = [&rsa, &ed25519].map(|pair| key(&pair.private).sign(b"text").unwrap());
        let [rsa, ed25519] = [rsa, ed25519].map(|pair| VerifyingKey::parse(&pair.public).unwrap());
        for algorithm in [Algorithm::RsaSha256, Algorithm::RsaPssSha512, Algorithm::Ed25519] {
            assert!(!rsa.verifies(Some(algorithm), b"text", &signed[1]), "{algorithm:?}");
            assert!(!ed25519.verifies(Some(algorithm), b"text", &signed[0]), "{algorithm:?}");
        }
        assert!(!rsa.verifies(Some(Algorithm::RsaPssSha512), b"text", &signed[0]));
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
        let multikey = VerifyingKey::parse(SPKI).unwrap().multikey();
        assert!(multikey.starts_with("z4MX"), "{multikey}");
        for key in [
            SPKI,
            PKCS1,
            &SPKI.replace('\n', "\r\n"),
            &SPKI.replace('\n', "\n  "),
            &one_line,
            SPKI.trim_end(),
            &multikey,
        ] {
            assert!(VerifyingKey::parse(key).unwrap().verifies(None, b"text", &signature), "{key}");
        }
    }

    #[test]
    fn other_keys_and_rubbish_are_refused() {
        let cut = SPKI.replace("-----END", "");
        let long = format!("{}{SPKI}", " ".repeat(MAX_PEM_BYTES));
        let empty = "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n";
        let short = multikey::write(&Encoded::Ed25519(vec![1; 31]));
        let small = multikey::write(&Encoded::Rsa(unpem(SMALL, &["PUBLIC KEY"]).unwrap()));
        for key in ["", "key", "z", PRIVATE, SMALL, &cut, &long, empty, &short, &small] {
            let refused = VerifyingKey::parse(key);
            assert_eq!(refused.err(), Some(SignatureError::BadKey), "{key}");
        }
        assert!(VerifyingKey::parse(ED25519).is_ok());
    }

    #[test]
    fn a_secret_is_never_printed() {
        assert!(!format!("{:?}", key(PRIVATE)).contains("Rsa"));
    }
}
