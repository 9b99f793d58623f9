//! Randomness: the only place that asks the machine for random bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::rand::SecureRandom as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Where the server takes random bytes from; passed around in `App`, so that tests can repeat a run.
#[derive(Debug, Clone, Default)]
pub enum Random {
    /// The operating system's generator.
    #[default]
    System,
    /// A repeatable sequence, for tests of pure code only: anybody can guess it.
    Seeded(Arc<AtomicU64>),
}

impl Random {
    /// A repeatable sequence that starts at `seed`.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(AtomicU64::new(seed)))
    }

    /// `N` random bytes.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: nothing here is safe without it.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0_u8; N];
        match self {
            Self::System => {
                #[expect(clippy::expect_used, reason = "without randomness no key and no token is safe")]
                aws_lc_rs::rand::SystemRandom::new().fill(&mut bytes).expect("the system gives random bytes");
            }
            Self::Seeded(state) => {
                for byte in &mut bytes {
                    let [first, ..] = split_mix(state.fetch_add(1, Ordering::Relaxed)).to_le_bytes();
                    *byte = first;
                }
            }
        }
        bytes
    }

    /// A random whole number below `limit` (0 when `limit` is 0). The bias of the remainder is below 2⁻³² for
    /// the small limits in use.
    pub fn below(&self, limit: u32) -> u32 {
        let wide = u64::from_le_bytes(self.bytes::<8>());
        u32::try_from(wide.checked_rem(u64::from(limit)).unwrap_or(0)).unwrap_or(0)
    }

    /// 128 random bits as 22 URL-safe characters: wire ids.
    pub fn wire_id(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<16>())
    }

    /// 256 random bits as 43 URL-safe characters: tokens and secrets.
    pub fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }
}

/// The SplitMix64 step: spreads a counter over all 64 bits.
fn split_mix(counter: u64) -> u64 {
    let mut mixed = counter.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seeded_sequence_repeats_and_moves_on() {
        let (first, second) = (Random::seeded(7), Random::seeded(7));
        assert_eq!(first.wire_id(), second.wire_id());
        assert_ne!(first.wire_id(), first.wire_id());
    }

    #[test]
    fn a_number_below_a_limit_stays_below_it() {
        let random = Random::default();
        assert!((0..1000).all(|_| random.below(7) < 7));
        assert_eq!(random.below(0), 0);
    }
}
