//! Sealing: bytes that only who has the secret can read, though they lie in the database.

use anyhow::anyhow;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::Result;
use super::random::Random;

/// Texts are filled up to a whole number of so many bytes: how long they are says little.
const BLOCK: usize = 4096;

/// A key that was made of a secret for one purpose.
pub struct SealKey(LessSafeKey);

impl std::fmt::Debug for SealKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SealKey(…)")
    }
}

impl SealKey {
    /// The key for a purpose, of a secret with at least 128 random bits. Keys for other purposes tell nothing about it.
    pub fn of(secret: &[u8], purpose: &str) -> Result<Self> {
        let info = [purpose.as_bytes()];
        let key =
            Salt::new(HKDF_SHA256, &[]).extract(secret).expand(&info, &AES_256_GCM).map(UnboundKey::from);
        Ok(Self(LessSafeKey::new(key.map_err(|Unspecified| anyhow!("making a key failed"))?)))
    }

    /// Seals bytes, as text.
    pub fn close(&self, random: &Random, open: &[u8]) -> Result<String> {
        self.close_in(random, open, BLOCK)
    }

    /// Seals bytes that are filled up to a whole number of so many: what is shorter than one block always has one length.
    pub fn close_in(&self, random: &Random, open: &[u8], block: usize) -> Result<String> {
        let nonce: [u8; NONCE_LEN] = random.bytes();
        let mut filled = open.to_vec();
        filled.push(1);
        filled.resize(filled.len().next_multiple_of(block), 0);
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut filled)
            .map_err(|Unspecified| anyhow!("sealing failed"))?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &filled].concat()))
    }

    /// What was sealed with this key; none where it was sealed with another, or changed since.
    pub fn open(&self, sealed: &str) -> Option<Vec<u8>> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        let open = self.0.open_in_place(nonce, Aad::empty(), &mut rest).ok()?;
        let end = open.iter().rposition(|byte| *byte != 0)?;
        open.get(..end).map(<[u8]>::to_vec)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_for_the_same_purpose_opens_what_was_sealed() {
        let (random, secret) = (Random::default(), [7_u8; 32]);
        let key = SealKey::of(&secret, "one").unwrap();
        for text in [b"".as_slice(), b"a\0\x01", &[0; 4096]] {
            let sealed = key.close(&random, text).unwrap();
            assert_eq!(SealKey::of(&secret, "one").unwrap().open(&sealed).unwrap(), text);
            assert_eq!(SealKey::of(&secret, "two").unwrap().open(&sealed), None);
            assert_eq!(SealKey::of(&[8; 32], "one").unwrap().open(&sealed), None);
            assert_eq!(key.open(&format!("{sealed}AAAA")), None);
        }
        assert_eq!(key.open("AAAA"), None);
    }

    #[test]
    fn the_length_of_what_is_sealed_says_little_about_the_text() {
        let (random, key) = (Random::default(), SealKey::of(&[7; 32], "one").unwrap());
        assert_eq!(key.close(&random, b"a").unwrap().len(), key.close(&random, &[65; 4000]).unwrap().len());
        assert_ne!(key.close(&random, b"a").unwrap(), key.close(&random, b"a").unwrap());
    }
}
