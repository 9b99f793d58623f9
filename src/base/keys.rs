//! Key pairs of accounts: RSA-2048, the one kind that every server verifies, and Ed25519, which is quick and short.

use anyhow::anyhow;
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::error::Result;

/// A new key pair as PEM text.
#[derive(Clone)]
pub struct KeyPem {
    /// PKCS#8; never leaves the database.
    pub private: String,
    /// SPKI, as it stands in the actor document.
    pub public: String,
}

impl std::fmt::Debug for KeyPem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("KeyPem(…)")
    }
}

/// Makes an RSA key pair. Takes about a tenth of a second of computing, so it runs on a thread for such work.
pub async fn generate() -> Result<KeyPem> {
    tokio::task::spawn_blocking(generate_now).await.map_err(anyhow::Error::from)?
}

fn generate_now() -> Result<KeyPem> {
    let pair =
        KeyPair::generate(KeySize::Rsa2048).map_err(|_error| anyhow!("making an RSA key pair failed"))?;
    let private: Pkcs8V1Der<'_> = pair.as_der().map_err(|_error| anyhow!("encoding a private key failed"))?;
    let public: PublicKeyX509Der<'_> =
        pair.public_key().as_der().map_err(|_error| anyhow!("encoding a public key failed"))?;
    Ok(KeyPem { private: pem("PRIVATE KEY", private.as_ref()), public: pem("PUBLIC KEY", public.as_ref()) })
}

/// Makes an Ed25519 key pair; takes no time to speak of.
pub fn generate_ed25519() -> Result<KeyPem> {
    let pair = Ed25519KeyPair::generate().map_err(|_error| anyhow!("making an Ed25519 key pair failed"))?;
    let private = pair.to_pkcs8v1().map_err(|_error| anyhow!("encoding a private key failed"))?;
    let public: PublicKeyX509Der<'_> =
        pair.public_key().as_der().map_err(|_error| anyhow!("encoding a public key failed"))?;
    Ok(KeyPem { private: pem("PRIVATE KEY", private.as_ref()), public: pem("PUBLIC KEY", public.as_ref()) })
}

/// RFC 7468: 64 characters a line.
fn pem(label: &str, der: &[u8]) -> String {
    let encoded = STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in encoded.as_bytes().chunks(64) {
        text.extend(line.iter().copied().map(char::from));
        text.push('\n');
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_pair_is_pem_of_both_halves() {
        for keys in [generate_now().unwrap(), generate_ed25519().unwrap()] {
            assert!(keys.private.starts_with("-----BEGIN PRIVATE KEY-----\n"));
            assert!(keys.public.ends_with("-----END PUBLIC KEY-----\n"));
            assert!(keys.public.lines().all(|line| line.len() <= 64));
        }
    }
}
