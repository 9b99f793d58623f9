//! Passphrases: which ones are good enough, and hashing them with Argon2id.
//!
//! Hashing is slow on purpose, so it runs on threads for such work, two at a time: a flood of sign-ins can't take
//! all cores and all memory.

use anyhow::{Context as _, anyhow};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use crate::base::error::{Problem, Result};
use crate::base::random::Random;

/// Fewest characters, counted without space around.
pub const LEAST: usize = 10;
/// Most characters; more would only cost time.
pub const MOST: usize = 256;

/// OWASP's first choice of Argon2id parameters: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// What is compared with when there is nobody: same parameters, so the same work, and no passphrase fits.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What everybody tries first, without spaces and in lower case.
const COMMON: &[&str] = &[
    "1234567890",
    "0123456789",
    "0987654321",
    "12345678910",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "abcdefghij",
    "abcd123456",
    "adminadmin",
    "changemenow",
    "changemeplease",
    "correcthorsebatterystaple",
    "dragondragon",
    "football123",
    "helloworld",
    "iloveyou123",
    "iloveyouforever",
    "letmeinplease",
    "masterpassword",
    "monkeymonkey",
    "mypassphrase",
    "mypassword",
    "passphrase",
    "passphrase1",
    "passpasspass",
    "password",
    "password1",
    "password12",
    "password123",
    "password1234",
    "passwordpassword",
    "princess123",
    "q1w2e3r4t5",
    "qazwsxedcr",
    "qwerty12345",
    "qwerty123456",
    "qwertyuiop",
    "sunshine123",
    "thisismypassword",
    "trustno1trustno1",
    "welcome123",
    "welcome1234",
    "zxcvbnm123",
];

/// What checking a passphrase found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is not the one.
    Wrong,
    /// It is the one.
    Right,
    /// It is the one, but its hash was made with other parameters and should be made again.
    RightButStale,
}

/// Whether a passphrase is good enough for the member with this handle.
pub fn check(text: &str, handle: &str) -> Result<(), Problem> {
    let plain = normal(text);
    let length = plain.chars().count();
    if length < LEAST {
        return Err(Problem::new("passphrase", "problem-passphrase-short").with("least", LEAST));
    }
    if length > MOST {
        return Err(Problem::new("passphrase", "problem-passphrase-long").with("most", MOST));
    }
    let bare: String = plain.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let handle: String = handle.chars().filter(|c| c.is_alphanumeric()).collect();
    let one_letter = bare.chars().all(|c| bare.starts_with(c));
    if one_letter || COMMON.contains(&bare.as_str()) || (!handle.is_empty() && bare.contains(&handle)) {
        return Err(Problem::new("passphrase", "problem-passphrase-common"));
    }
    Ok(())
}

/// Hashes a passphrase or recovery words, with a new salt.
pub async fn hash(random: &Random, text: &str) -> Result<String> {
    let (plain, salt) = (normal(text), random.bytes::<16>());
    apart(move || {
        let made = hasher()?.hash_password_with_salt(plain.as_bytes(), &salt);
        Ok(made.map_err(|error| anyhow!("hashing a passphrase: {error}"))?.to_string())
    })
    .await
}

/// Compares a passphrase or recovery words with a stored hash; with none, does the same work and says no.
pub async fn verify(text: &str, stored: Option<&str>) -> Result<Verdict> {
    let (plain, known) = (normal(text), stored.is_some());
    let stored = stored.unwrap_or(NOBODY).to_owned();
    apart(move || {
        let parsed = PasswordHash::new(&stored).map_err(|error| anyhow!("reading a hash: {error}"))?;
        let fits = hasher()?.verify_password(plain.as_bytes(), &parsed).is_ok();
        let fresh = parsed.params.to_string() == format!("m={MEMORY_KIB},t={PASSES},p={LANES}");
        Ok(match (known && fits, fresh) {
            (false, _) => Verdict::Wrong,
            (true, true) => Verdict::Right,
            (true, false) => Verdict::RightButStale,
        })
    })
    .await
}

/// A key of 256 bits made of a passphrase or of recovery words, as slow to make as their hash. With another salt than that of the
/// hash, neither says anything about the other.
pub async fn stretch(text: &str, salt: [u8; 16]) -> Result<[u8; 32]> {
    let plain = normal(text);
    apart(move || {
        let mut key = [0; 32];
        let made = hasher()?.hash_password_into(plain.as_bytes(), &salt, &mut key);
        made.map_err(|error| anyhow!("making a key of a passphrase: {error}"))?;
        Ok(key)
    })
    .await
}

/// The same letters typed on another keyboard are the same passphrase.
fn normal(text: &str) -> String {
    text.trim().nfkc().collect()
}

fn hasher() -> Result<Argon2<'static>, anyhow::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None);
    let params = params.map_err(|error| anyhow!("setting up Argon2: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, anyhow::Error> + Send + 'static,
) -> Result<T> {
    let _turn = AT_ONCE.acquire().await.context("waiting to hash")?;
    Ok(tokio::task::spawn_blocking(work).await.context("hashing")??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passphrases_are_refused_with_the_reason() {
        let found = |text: &str| check(text, "quiet_fern_12").map_or_else(|p| p.message, |()| "");
        for (text, expect) in [
            ("tea moss lantern", ""),
            ("雨の日のしずかな駅のベンチ", ""),
            ("  short   ", "problem-passphrase-short"),
            ("Password 123", "problem-passphrase-common"),
            ("aaaaaaaaaaaa", "problem-passphrase-common"),
            ("quiet_fern_12", "problem-passphrase-common"),
            ("Quiet Fern 12 !!", "problem-passphrase-common"),
        ] {
            assert_eq!(found(text), expect, "{text}");
        }
        assert_eq!(found(&"ab".repeat(200)), "problem-passphrase-long");
    }

    #[tokio::test]
    async fn a_hash_knows_its_passphrase_however_it_was_typed_and_no_other() {
        let stored = hash(&Random::default(), "Tea moss ｌａｎｔｅｒｎ").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(verify(" Tea moss lantern ", Some(&stored)).await.unwrap(), Verdict::Right);
        assert_eq!(verify("tea moss lantern", Some(&stored)).await.unwrap(), Verdict::Wrong);
        assert_eq!(verify("tea moss lantern", None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_hash_with_other_parameters_is_right_but_stale() {
        let weaker = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, None).unwrap());
        let stored = weaker.hash_password_with_salt(b"tea moss lantern", &[7; 16]).unwrap().to_string();
        assert_eq!(verify("tea moss lantern", Some(&stored)).await.unwrap(), Verdict::RightButStale);
    }
}
