//! How a ring is sealed: what is on it under its key, and its key under what the person knows, or under the secret of a session.
//!
//! All of them have one length each, whatever is in them.

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::super::passphrase;
use crate::base::error::Result;
use crate::base::random::Random;
use crate::base::seal::SealKey;

/// Characters of a sealed ring.
pub const RING: usize = 379;
/// Characters of a key that is sealed under one made of what a person knows, with its salt.
pub const KNOWN: usize = 145;
/// Characters of a key that is sealed under a session's secret.
pub const HELD: usize = 123;

/// Bytes into which what is on a ring always fits: five numbers and a little more.
const RING_BLOCK: usize = 256;
/// Bytes into which a key always fits, with a number.
const KEY_BLOCK: usize = 64;
/// Characters of a salt.
const SALT: usize = 22;

/// What is on a ring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// The other members of the person, in the order in which they were made.
    #[serde(rename = "o")]
    pub others: Vec<i64>,
    /// Whether the recovery words open it. They do not where it was made by a sign-in with words of before there were rings.
    #[serde(rename = "w")]
    pub has_words: bool,
}

/// The key of a ring, and whose ring it is. It is never stored as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct RingKey {
    /// The account of the member who signs in: that whose ring it is.
    pub home: i64,
    pub(super) key: [u8; 32],
}

impl std::fmt::Debug for RingKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("RingKey(…)")
    }
}

impl RingKey {
    /// A new key for the ring of a member.
    pub fn draw(random: &Random, home: i64) -> Self {
        Self { home, key: random.bytes() }
    }

    /// Seals what is on the ring.
    pub fn close(&self, random: &Random, contents: &Contents) -> Result<String> {
        let open = serde_json::to_vec(contents).context("writing a ring")?;
        SealKey::of(&self.key, "ring")?.close_in(random, &open, RING_BLOCK)
    }

    /// What is on the ring; none where this is not its key.
    pub fn open(&self, sealed: &str) -> Result<Option<Contents>> {
        let open = SealKey::of(&self.key, "ring")?.open(sealed);
        Ok(open.and_then(|open| serde_json::from_slice(&open).ok()))
    }

    /// The key for a session to keep: only its secret opens it.
    pub fn hold(&self, random: &Random, secret: &str) -> Result<String> {
        let open = [self.home.to_be_bytes().as_slice(), &self.key].concat();
        session_key(secret)?.close_in(random, &open, KEY_BLOCK)
    }

    /// The key that a session holds.
    pub fn held(secret: &str, sealed: &str) -> Result<Option<Self>> {
        let Some(open) = session_key(secret)?.open(sealed) else { return Ok(None) };
        let parts = open.split_at_checked(8).and_then(|(home, key)| {
            Some(Self { home: i64::from_be_bytes(home.try_into().ok()?), key: key.try_into().ok()? })
        });
        Ok(parts)
    }
}

fn session_key(secret: &str) -> Result<SealKey> {
    SealKey::of(secret.as_bytes(), "ring of a session")
}

/// Seals the key under one that is made of what the person knows: the passphrase, or the recovery words.
pub async fn close_by(random: &Random, key: &RingKey, known: &str) -> Result<String> {
    let salt: [u8; 16] = random.bytes();
    let seal = SealKey::of(&passphrase::stretch(known, salt).await?, "key of a ring")?;
    Ok(format!("{}{}", URL_SAFE_NO_PAD.encode(salt), seal.close_in(random, &key.key, KEY_BLOCK)?))
}

/// The key that was sealed under what the person knows; none where it was another passphrase, or was never sealed.
pub async fn open_by(home: i64, known: &str, sealed: &str) -> Result<Option<RingKey>> {
    let Some((salt, sealed)) = sealed.split_at_checked(SALT) else { return Ok(None) };
    let salt = URL_SAFE_NO_PAD.decode(salt).ok().and_then(|salt| salt.try_into().ok());
    let Some(salt) = salt else { return Ok(None) };
    let open = SealKey::of(&passphrase::stretch(known, salt).await?, "key of a ring")?.open(sealed);
    Ok(open.and_then(|key| Some(RingKey { home, key: key.try_into().ok()? })))
}

/// In place of a key that nobody has sealed: as long, and nothing opens it.
pub fn closed_to_all(random: &Random) -> Result<String> {
    let nobody = SealKey::of(&random.bytes::<32>(), "key of a ring")?;
    let salt = URL_SAFE_NO_PAD.encode(random.bytes::<16>());
    Ok(format!("{salt}{}", nobody.close_in(random, &[0; 32], KEY_BLOCK)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_ring_is_opened_by_what_its_owner_knows_and_by_nothing_else() {
        let random = Random::default();
        let key = RingKey::draw(&random, 7);
        let contents = Contents { others: vec![8, 9], has_words: true };
        let sealed = key.close(&random, &contents).unwrap();
        assert_eq!(key.open(&sealed).unwrap(), Some(contents));
        assert_eq!(RingKey::draw(&random, 7).open(&sealed).unwrap(), None);

        let by = close_by(&random, &key, "tea moss lantern").await.unwrap();
        assert_eq!(open_by(7, " tea moss lantern ", &by).await.unwrap().as_ref(), Some(&key));
        assert_eq!(open_by(7, "tea moss lanterns", &by).await.unwrap(), None);
        let none = closed_to_all(&random).unwrap();
        assert_eq!(open_by(7, "tea moss lantern", &none).await.unwrap(), None);
        assert_eq!(open_by(7, "tea moss lantern", "é").await.unwrap(), None);

        let held = key.hold(&random, "secret").unwrap();
        assert_eq!(RingKey::held("secret", &held).unwrap().as_ref(), Some(&key));
        assert_eq!(RingKey::held("another", &held).unwrap(), None);
    }

    #[tokio::test]
    async fn what_is_sealed_is_as_long_for_everybody() {
        let random = Random::default();
        for others in [vec![], vec![1], vec![i64::MAX; super::super::MOST - 1]] {
            let key = RingKey::draw(&random, i64::MAX);
            let contents = Contents { others, has_words: false };
            assert_eq!(key.close(&random, &contents).unwrap().len(), RING);
            assert_eq!(key.hold(&random, "secret").unwrap().len(), HELD);
            assert_eq!(close_by(&random, &key, "tea moss lantern").await.unwrap().len(), KNOWN);
            assert_eq!(closed_to_all(&random).unwrap().len(), KNOWN);
        }
    }
}
