//! A peer's key and signatures (draft-cavage), written apart from the server's own, so that one checks the other.

use std::sync::OnceLock;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;

/// An RSA key of 2048 bits.
#[derive(Debug)]
pub struct Key(KeyPair);

impl Key {
    /// The key of all peers of this test; making one takes a moment.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Key> = OnceLock::new();
        SHARED.get_or_init(Self::fresh)
    }

    /// A new key, e.g. for somebody who is not who they say.
    pub fn fresh() -> Self {
        Self(KeyPair::generate(KeySize::Rsa2048).unwrap())
    }

    /// The public half as an actor shows it.
    pub fn public_pem(&self) -> String {
        let der: PublicKeyX509Der = self.0.public_key().as_der().unwrap();
        let der = STANDARD.encode(der.as_ref());
        let lines: Vec<String> =
            der.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
    }

    /// The headers that sign a POST of `body` to `path` on `host`, in the name of `key_id`.
    pub fn sign(&self, key_id: &str, host: &str, path: &str, body: &[u8]) -> Vec<(&'static str, String)> {
        let date = httpdate::fmt_http_date(anamnesis::base::clock::Clock::System.now().into());
        let digest = digest_of(body);
        let signed = format!("(request-target): post {path}\nhost: {host}\ndate: {date}\ndigest: {digest}");
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
        let signature = STANDARD.encode(signature);
        let header = format!(
            "keyId=\"{key_id}\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest\",\
             signature=\"{signature}\""
        );
        vec![("host", host.to_owned()), ("date", date), ("digest", digest), ("signature", header)]
    }
}

/// The `Digest` header of a body.
pub fn digest_of(body: &[u8]) -> String {
    format!("SHA-256={}", STANDARD.encode(digest(&SHA256, body)))
}

/// The parts of a `Signature` header, by name.
pub fn signature_part(headers: &HeaderMap, name: &str) -> Option<String> {
    let header = headers.get("signature")?.to_str().ok()?;
    let part = header.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix("=\""))?;
    part.strip_suffix('"').map(str::to_owned)
}

/// Whether the headers of a POST to `path` sign its body with the key of this PEM; says what is wrong if not.
pub fn verify(pem: &str, path: &str, headers: &HeaderMap, body: &[u8]) -> Result<(), String> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if header("digest") != digest_of(body) {
        return Err(format!("the digest is not that of the body: {}", header("digest")));
    }
    let names = signature_part(headers, "headers").ok_or("no list of signed headers")?;
    for needed in ["(request-target)", "host", "date", "digest"] {
        if !names.split(' ').any(|name| name == needed) {
            return Err(format!("{needed} is not signed: {names}"));
        }
    }
    let lines = names.split(' ').map(|name| match name {
        "(request-target)" => format!("{name}: post {path}"),
        _ => format!("{name}: {}", header(name)),
    });
    let signed = lines.collect::<Vec<_>>().join("\n");
    let signature = signature_part(headers, "signature").ok_or("no signature")?;
    let signature = STANDARD.decode(signature).map_err(|error| error.to_string())?;
    let der: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = STANDARD.decode(der).map_err(|error| error.to_string())?;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der)
        .verify(signed.as_bytes(), &signature)
        .map_err(|_unspecified| "the signature does not fit".to_owned())
}
