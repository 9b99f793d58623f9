//! Sealing a message for one app: RFC 8291, and the draft before it, which some apps still want.
//!
//! `aes128gcm` is the standard. Apps that do not ask for it with `standard` get `aesgcm`
//! (draft-ietf-webpush-encryption-04): Ice Cubes and others whose relay to Apple reads its headers know no other.
//! Browsers understand both.

use anyhow::anyhow;
use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::base::error::Result;

/// A public key of P-256 as it travels: uncompressed.
pub type PublicKey = [u8; 65];
/// What an app shares with us beside its key.
pub type Secret = [u8; 16];

/// Whom a message is for.
#[derive(Debug, Clone, Copy)]
pub struct Recipient {
    /// The app's key.
    pub key: PublicKey,
    /// The secret that it shares with us.
    pub secret: Secret,
}

/// A sealed message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// What is sent.
    pub body: Vec<u8>,
    /// The key that was made for this message.
    pub key: PublicKey,
    /// The salt.
    pub salt: Secret,
}

/// Messages are filled up to a whole number of so many bytes, so that their length tells nothing.
const BLOCK: usize = 1024;
/// The record size that is announced; larger than any message (RFC 8291 section 4 allows no second record).
const RECORD: u32 = 4096;
/// `keyid` is a public key.
const KEY_LENGTH: u8 = 65;

/// The key in an app's words, in any of the spellings of base64.
pub fn key_in(text: &str) -> Option<PublicKey> {
    let key: PublicKey = bytes_in(text)?.try_into().ok()?;
    // 4 marks an uncompressed point; whether it lies on the curve shows when it is used.
    (key.first() == Some(&4)).then_some(key)
}

/// The secret in an app's words.
pub fn secret_in(text: &str) -> Option<Secret> {
    bytes_in(text)?.try_into().ok()
}

/// Base64url without padding.
pub fn as_text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn bytes_in(text: &str) -> Option<Vec<u8>> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let text = text.trim();
    GeneralPurpose::new(&URL_SAFE, config)
        .decode(text)
        .or_else(|_| GeneralPurpose::new(&STANDARD, config).decode(text))
        .ok()
}

/// Seals as RFC 8291 says (content encoding `aes128gcm`, RFC 8188): everything that is needed stands in the body.
pub fn standard(to: &Recipient, salt: Secret, text: &[u8]) -> Result<Sealed> {
    let own = new_key()?;
    sealed(standard_with(&own, to, salt, &filled(text)))
}

/// Seals as draft-ietf-webpush-encryption-04 says (content encoding `aesgcm`): key and salt stand in headers.
pub fn draft(to: &Recipient, salt: Secret, text: &[u8]) -> Result<Sealed> {
    let own = new_key()?;
    sealed(draft_with(&own, to, salt, text))
}

fn new_key() -> Result<PrivateKey> {
    Ok(PrivateKey::generate(&ECDH_P256)
        .map_err(|Unspecified| anyhow!("making a key for a message failed"))?)
}

fn sealed(outcome: Result<Sealed, Unspecified>) -> Result<Sealed> {
    // An app may send any point as its key; one that is none can't be agreed with.
    Ok(outcome.map_err(|Unspecified| anyhow!("sealing a message failed"))?)
}

/// The text with the mark of the last record and zeros behind it (RFC 8188 section 2).
fn filled(text: &[u8]) -> Vec<u8> {
    let mut filled = text.to_vec();
    filled.push(2);
    filled.resize(filled.len().next_multiple_of(BLOCK), 0);
    filled
}

fn standard_with(
    own: &PrivateKey,
    to: &Recipient,
    salt: Secret,
    filled: &[u8],
) -> Result<Sealed, Unspecified> {
    let key = public_half(own)?;
    let shared = agreed(own, to)?;
    let info = [b"WebPush: info\0".as_slice(), &to.key, &key];
    let material: [u8; 32] = derived(&to.secret, &shared, &info)?;
    let content_key: [u8; 16] = derived(&salt, &material, &[b"Content-Encoding: aes128gcm\0"])?;
    let nonce: [u8; 12] = derived(&salt, &material, &[b"Content-Encoding: nonce\0"])?;
    let mut body = salt.to_vec();
    body.extend_from_slice(&RECORD.to_be_bytes());
    body.push(KEY_LENGTH);
    body.extend_from_slice(&key);
    body.extend(closed(content_key, nonce, filled.to_vec())?);
    Ok(Sealed { body, key, salt })
}

fn draft_with(own: &PrivateKey, to: &Recipient, salt: Secret, text: &[u8]) -> Result<Sealed, Unspecified> {
    let key = public_half(own)?;
    let shared = agreed(own, to)?;
    let material: [u8; 32] = derived(&to.secret, &shared, &[b"Content-Encoding: auth\0"])?;
    let length = u16::from(KEY_LENGTH).to_be_bytes();
    let context = [b"P-256\0".as_slice(), &length, &to.key, &length, &key].concat();
    let content_key: [u8; 16] = derived(&salt, &material, &[b"Content-Encoding: aesgcm\0", &context])?;
    let nonce: [u8; 12] = derived(&salt, &material, &[b"Content-Encoding: nonce\0", &context])?;
    // Two bytes say how much filling stands before the text.
    let whole = (text.len() + 2).next_multiple_of(BLOCK);
    let filling = whole - text.len() - 2;
    let mut filled = u16::try_from(filling).map_err(|_too_long| Unspecified)?.to_be_bytes().to_vec();
    filled.resize(filling + 2, 0);
    filled.extend_from_slice(text);
    Ok(Sealed { body: closed(content_key, nonce, filled)?, key, salt })
}

fn public_half(own: &PrivateKey) -> Result<PublicKey, Unspecified> {
    own.compute_public_key()?.as_ref().try_into().map_err(|_length| Unspecified)
}

fn agreed(own: &PrivateKey, to: &Recipient) -> Result<Vec<u8>, Unspecified> {
    agree(own, UnparsedPublicKey::new(&ECDH_P256, to.key), Unspecified, |shared| Ok(shared.to_vec()))
}

/// HKDF with SHA-256 (RFC 5869).
fn derived<const N: usize>(salt: &[u8], material: &[u8], info: &[&[u8]]) -> Result<[u8; N], Unspecified> {
    struct Length(usize);
    impl KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut key = [0; N];
    Salt::new(HKDF_SHA256, salt).extract(material).expand(info, Length(N))?.fill(&mut key)?;
    Ok(key)
}

fn closed(key: [u8; 16], nonce: [u8; 12], mut text: Vec<u8>) -> Result<Vec<u8>, Unspecified> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?);
    // Key and nonce come from a key pair and a salt that are new with each message.
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8291 section 5.
    const TEXT: &[u8] = b"When I grow up, I want to be a watermelon";
    const OWN_KEY: &str = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    const THEIR_KEY: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const SECRET: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const SALT: &str = "DGv6ra1nlYgDCS1FRnbzlw";
    const BODY: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    fn own() -> PrivateKey {
        PrivateKey::from_private_key(&ECDH_P256, &bytes_in(OWN_KEY).unwrap()).unwrap()
    }

    fn them() -> Recipient {
        Recipient { key: key_in(THEIR_KEY).unwrap(), secret: secret_in(SECRET).unwrap() }
    }

    #[test]
    fn the_example_of_rfc_8291_comes_out_as_it_stands_there() {
        let text = [TEXT, &[2]].concat();
        let sealed = standard_with(&own(), &them(), secret_in(SALT).unwrap(), &text).unwrap();
        assert_eq!(as_text(&sealed.body), BODY);
    }

    #[test]
    fn messages_of_different_length_look_alike() {
        let length = |text: &[u8]| standard(&them(), [7; 16], text).unwrap().body.len();
        assert_eq!(length(b"short"), length(&[b'x'; 1000]));
        assert_eq!(length(b"short"), 16 + 4 + 1 + 65 + 1024 + 16);
        assert_eq!(draft(&them(), [7; 16], b"short").unwrap().body.len(), 1024 + 16);
    }

    #[test]
    fn keys_are_read_in_every_spelling_and_nothing_else_is_a_key() {
        let padded = format!("{SECRET}==").replace('-', "+").replace('_', "/");
        assert_eq!(secret_in(&padded), secret_in(SECRET));
        assert!(secret_in(SALT).is_some() && secret_in("AAAA").is_none() && secret_in("!").is_none());
        assert!(key_in(SECRET).is_none() && key_in("").is_none());
        assert!(key_in(&as_text(&[5; 65])).is_none());
    }

    #[test]
    fn a_point_that_is_not_on_the_curve_is_not_agreed_with() {
        let mut key = [0; 65];
        key[0] = 4;
        assert!(standard(&Recipient { key, secret: [0; 16] }, [0; 16], TEXT).is_err());
    }
}
