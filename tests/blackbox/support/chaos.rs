//! For how long, from which seed, and with which clocks chaos is made.

use std::path::PathBuf;

/// Seconds and seed, from the environment.
#[expect(clippy::disallowed_methods, reason = "who runs the tests says here how long they may take")]
pub fn settings(usual: u64) -> (u64, u64) {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse().expect("a number"));
    (number("ANAMNESIS_TEST_CHAOS").unwrap_or(usual), number("ANAMNESIS_TEST_CHAOS_SEED").unwrap_or(1))
}

/// What has a process believe that its clock is so many seconds ahead: the variables of libfaketime. Its waiting is not
/// touched, only the time of day.
///
/// # Panics
/// Where libfaketime is not installed.
pub fn skewed(seconds: i32) -> Vec<(&'static str, String)> {
    if seconds == 0 {
        return Vec::new();
    }
    let folders = std::fs::read_dir("/usr/lib").expect("/usr/lib").flatten();
    let libraries = folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    let library = libraries.into_iter().find(|library: &PathBuf| library.is_file());
    let library = library.expect("libfaketime is installed (`bash tests/run` does that)");
    vec![
        ("LD_PRELOAD", library.display().to_string()),
        ("FAKETIME", format!("{seconds:+}s")),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
        // Nothing is left behind by a process that is killed.
        ("FAKETIME_DISABLE_SHM", "1".to_owned()),
    ]
}

/// Dice that fall the same way from the same seed (xorshift64*, Vigna 2014).
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice with a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap() % sides
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }
}
