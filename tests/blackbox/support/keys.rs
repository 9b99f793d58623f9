//! A peer's keys, signatures (draft-cavage and RFC 9421) and proofs, written apart from the server's own, so that one
//! checks the other.

use std::sync::OnceLock;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use serde_json::{Value, json};

/// A key of one of the two kinds that servers sign with.
#[derive(Debug)]
pub enum Key {
    /// RSA of 2048 bits.
    Rsa(Box<KeyPair>),
    /// Ed25519.
    Ed25519(Ed25519KeyPair),
}

/// How a request is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// draft-cavage.
    Cavage,
    /// RFC 9421.
    Message,
}

impl Key {
    /// The key of all peers of this test; making one takes a moment.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Key> = OnceLock::new();
        SHARED.get_or_init(Self::fresh)
    }

    /// A new RSA key, e.g. for somebody who is not who they say.
    pub fn fresh() -> Self {
        Self::Rsa(Box::new(KeyPair::generate(KeySize::Rsa2048).unwrap()))
    }

    /// A new Ed25519 key.
    pub fn fresh_ed25519() -> Self {
        Self::Ed25519(Ed25519KeyPair::generate().unwrap())
    }

    /// The public half as an actor shows it in `publicKey`.
    pub fn public_pem(&self) -> String {
        let der: PublicKeyX509Der = match self {
            Self::Rsa(pair) => pair.public_key().as_der().unwrap(),
            Self::Ed25519(pair) => pair.public_key().as_der().unwrap(),
        };
        let der = STANDARD.encode(der.as_ref());
        let lines: Vec<String> =
            der.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
    }

    /// The public half of an Ed25519 key as an actor shows it in `assertionMethod`.
    pub fn multikey(&self, key_id: &str, actor: &str) -> Value {
        let Self::Ed25519(pair) = self else { panic!("no Ed25519 key") };
        let bytes = [[0xed, 0x01].as_slice(), pair.public_key().as_ref()].concat();
        json!({"id": key_id, "type": "Multikey", "controller": actor, "publicKeyMultibase": base58(&bytes)})
    }

    fn sign_text(&self, text: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).unwrap();
                signature
            }
            Self::Ed25519(pair) => pair.sign(text).as_ref().to_vec(),
        }
    }

    /// The headers that sign a POST of `body` to `path` on `host`, in the name of `key_id`.
    pub fn sign(
        &self,
        way: Way,
        key_id: &str,
        host: &str,
        path: &str,
        body: &[u8],
    ) -> Vec<(&'static str, String)> {
        self.sign_later(0, way, key_id, host, path, body)
    }

    /// The same by a clock that is so many hours ahead.
    pub fn sign_later(
        &self,
        hours: i64,
        way: Way,
        key_id: &str,
        host: &str,
        path: &str,
        body: &[u8],
    ) -> Vec<(&'static str, String)> {
        let now = anamnesis::base::clock::Clock::System.now() + chrono::TimeDelta::hours(hours);
        let date = httpdate::fmt_http_date(now.into());
        match way {
            Way::Cavage => {
                let digest = digest_of(body);
                let signed =
                    format!("(request-target): post {path}\nhost: {host}\ndate: {date}\ndigest: {digest}");
                let signature = STANDARD.encode(self.sign_text(signed.as_bytes()));
                let header = format!(
                    "keyId=\"{key_id}\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest\",\
                     signature=\"{signature}\""
                );
                vec![("host", host.to_owned()), ("date", date), ("digest", digest), ("signature", header)]
            }
            Way::Message => {
                let digest = content_digest_of(body);
                let parameters = format!(
                    "(\"@method\" \"@target-uri\" \"content-digest\");created={};keyid=\"{key_id}\"",
                    now.timestamp()
                );
                let signed = format!(
                    "\"@method\": POST\n\"@target-uri\": http://{host}{path}\n\"content-digest\": {digest}\n\
                     \"@signature-params\": {parameters}"
                );
                let signature = STANDARD.encode(self.sign_text(signed.as_bytes()));
                vec![
                    ("host", host.to_owned()),
                    ("date", date),
                    ("content-digest", digest),
                    ("signature-input", format!("one={parameters}")),
                    ("signature", format!("one=:{signature}:")),
                ]
            }
        }
    }

    /// The headers that sign a GET of `path` on `host`, in the name of `key_id`.
    pub fn sign_get(&self, way: Way, key_id: &str, host: &str, path: &str) -> Vec<(&'static str, String)> {
        let now = anamnesis::base::clock::Clock::System.now();
        let date = httpdate::fmt_http_date(now.into());
        let mut headers = vec![("host", host.to_owned()), ("date", date.clone())];
        match way {
            Way::Cavage => {
                let signed = format!("(request-target): get {path}\nhost: {host}\ndate: {date}");
                let signature = STANDARD.encode(self.sign_text(signed.as_bytes()));
                let header = format!(
                    "keyId=\"{key_id}\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date\",\
                     signature=\"{signature}\""
                );
                headers.push(("signature", header));
            }
            Way::Message => {
                let parameters =
                    format!("(\"@method\" \"@target-uri\");created={};keyid=\"{key_id}\"", now.timestamp());
                let signed = format!(
                    "\"@method\": GET\n\"@target-uri\": http://{host}{path}\n\"@signature-params\": {parameters}"
                );
                let signature = STANDARD.encode(self.sign_text(signed.as_bytes()));
                headers.push(("signature-input", format!("one={parameters}")));
                headers.push(("signature", format!("one=:{signature}:")));
            }
        }
        headers
    }

    /// The activity with a proof (FEP-8b32) by this key, which others find at `key_id`.
    pub fn prove(&self, key_id: &str, activity: &Value) -> Value {
        let now = anamnesis::base::clock::Clock::System.now();
        let mut proved = activity.clone();
        proved["@context"] =
            json!(["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"]);
        let mut proof = json!({
            "@context": proved["@context"], "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022",
            "verificationMethod": key_id, "proofPurpose": "assertionMethod",
            "created": now.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        });
        let signature = self.sign_text(&hashed(&proof, &proved));
        proof["proofValue"] = json!(base58(&signature));
        proved["proof"] = proof;
        proved
    }
}

/// Whether the proof of an activity is made with the key of this `Multikey`.
pub fn is_proved(activity: &Value, multikey: &Value) -> bool {
    let mut document = activity.clone();
    let Some(mut proof) = document.as_object_mut().unwrap().shift_remove("proof") else { return false };
    let Some(value) = proof.as_object_mut().unwrap().shift_remove("proofValue") else { return false };
    let key = from_base58(multikey["publicKeyMultibase"].as_str().unwrap()).split_off(2);
    let signature = from_base58(value.as_str().unwrap());
    UnparsedPublicKey::new(&ED25519, key).verify(&hashed(&proof, &document), &signature).is_ok()
}

fn hashed(proof: &Value, document: &Value) -> Vec<u8> {
    let of = |value: &Value| digest(&SHA256, sorted(value).to_string().as_bytes());
    [of(proof).as_ref(), of(document).as_ref()].concat()
}

/// With the keys of all objects sorted, which makes our own activities canonical: they hold no numbers but small ones.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| name.encode_utf16().collect::<Vec<_>>());
            Value::Object(members.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect())
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain.clone(),
    }
}

const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Multibase; the bytes do not begin with zeros.
fn base58(bytes: &[u8]) -> String {
    let mut number: Vec<u32> = bytes.iter().map(|byte| u32::from(*byte)).collect();
    let mut letters = Vec::new();
    while number.iter().any(|digit| *digit > 0) {
        let mut rest = 0;
        for digit in &mut number {
            let value = rest * 256 + *digit;
            (*digit, rest) = (value / 58, value % 58);
        }
        letters.push(char::from(BASE58[usize::try_from(rest).unwrap()]));
    }
    format!("z{}", letters.iter().rev().collect::<String>())
}

fn from_base58(text: &str) -> Vec<u8> {
    let mut bytes: Vec<u32> = Vec::new();
    for letter in text.strip_prefix('z').expect("base58").bytes() {
        let mut carry = u32::try_from(BASE58.iter().position(|known| *known == letter).unwrap()).unwrap();
        for byte in &mut bytes {
            carry += *byte * 58;
            (*byte, carry) = (carry % 256, carry / 256);
        }
        while carry > 0 {
            bytes.push(carry % 256);
            carry /= 256;
        }
    }
    bytes.iter().rev().map(|byte| u8::try_from(*byte).unwrap()).collect()
}

/// The `Digest` header of a body.
pub fn digest_of(body: &[u8]) -> String {
    format!("SHA-256={}", STANDARD.encode(digest(&SHA256, body)))
}

/// The `Content-Digest` header of a body.
pub fn content_digest_of(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(digest(&SHA256, body)))
}

/// The way in which a request is signed.
pub fn way_of(headers: &HeaderMap) -> Way {
    if headers.contains_key("signature-input") { Way::Message } else { Way::Cavage }
}

/// The id of the key that signed a request.
pub fn key_id_of(headers: &HeaderMap) -> Option<String> {
    match way_of(headers) {
        Way::Cavage => signature_part(headers, "keyId"),
        Way::Message => {
            let input = headers.get("signature-input")?.to_str().ok()?;
            let (_, after) = input.split_once(";keyid=\"")?;
            Some(after.split_once('"')?.0.to_owned())
        }
    }
}

/// The parts of a `Signature` header of the draft, by name.
pub fn signature_part(headers: &HeaderMap, name: &str) -> Option<String> {
    let header = headers.get("signature")?.to_str().ok()?;
    let part = header.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix("=\""))?;
    part.strip_suffix('"').map(str::to_owned)
}

/// Whether the headers of a POST to `path` sign its body with this key, a PEM or a Multikey's text; says what is wrong if
/// not.
pub fn verify(key: &str, path: &str, headers: &HeaderMap, body: &[u8]) -> Result<(), String> {
    let (signed, signature) = match way_of(headers) {
        Way::Cavage => signed_by_draft(path, headers, body)?,
        Way::Message => signed_message(path, headers, body)?,
    };
    let signature = STANDARD.decode(signature).map_err(|error| error.to_string())?;
    let fits = if key.starts_with('z') {
        UnparsedPublicKey::new(&ED25519, from_base58(key).split_off(2)).verify(signed.as_bytes(), &signature)
    } else {
        let der: String = key.lines().filter(|line| !line.starts_with("-----")).collect();
        let der = STANDARD.decode(der).map_err(|error| error.to_string())?;
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der).verify(signed.as_bytes(), &signature)
    };
    fits.map_err(|_unspecified| "the signature does not fit".to_owned())
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn signed_by_draft(path: &str, headers: &HeaderMap, body: &[u8]) -> Result<(String, String), String> {
    if header(headers, "digest") != digest_of(body) {
        return Err(format!("the digest is not that of the body: {}", header(headers, "digest")));
    }
    let names = signature_part(headers, "headers").ok_or("no list of signed headers")?;
    for needed in ["(request-target)", "host", "date", "digest"] {
        if !names.split(' ').any(|name| name == needed) {
            return Err(format!("{needed} is not signed: {names}"));
        }
    }
    let lines = names.split(' ').map(|name| match name {
        "(request-target)" => format!("{name}: post {path}"),
        _ => format!("{name}: {}", header(headers, name)),
    });
    let signed = lines.collect::<Vec<_>>().join("\n");
    Ok((signed, signature_part(headers, "signature").ok_or("no signature")?))
}

/// What Mastodon demands of RFC 9421, and no other component.
fn signed_message(path: &str, headers: &HeaderMap, body: &[u8]) -> Result<(String, String), String> {
    let digest = header(headers, "content-digest");
    if digest != content_digest_of(body) {
        return Err(format!("the digest is not that of the body: {digest}"));
    }
    let (label, parameters) =
        header(headers, "signature-input").split_once('=').ok_or("no signature input")?;
    if !parameters.starts_with("(\"@method\" \"@target-uri\" \"content-digest\");created=") {
        return Err(format!("not what has to be signed: {parameters}"));
    }
    let host = header(headers, "host");
    let signed = format!(
        "\"@method\": POST\n\"@target-uri\": http://{host}{path}\n\"content-digest\": {digest}\n\
         \"@signature-params\": {parameters}"
    );
    let signature = header(headers, "signature");
    let signature = signature.strip_prefix(&format!("{label}=:")).and_then(|rest| rest.strip_suffix(':'));
    Ok((signed, signature.ok_or("no signature")?.to_owned()))
}
