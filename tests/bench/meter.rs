//! What a process has used: CPU time and memory as the kernel counts them, and the machine's own measure beside it.

use std::fs;
use std::future::Future;
use std::time::Instant;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};

/// The kernel tells CPU time in ticks of 10 ms (`sysconf(_SC_CLK_TCK)` is 100 on Linux).
const MS_PER_TICK: f64 = 10.0;

/// Reads what one process has used.
#[derive(Debug, Clone, Copy)]
pub struct Meter {
    process: u32,
}

/// What a piece of work took.
#[derive(Debug, Clone, Copy)]
pub struct Used {
    /// CPU time of the process, all its threads, user and system, in milliseconds.
    pub cpu_ms: f64,
    /// Time on the clock, in seconds.
    pub seconds: f64,
}

impl Meter {
    /// The meter of the process with this number.
    pub fn of(process: u32) -> Self {
        Self { process }
    }

    /// What the process uses from the beginning of `work` to its end.
    pub async fn measure(self, work: impl Future<Output = ()>) -> Used {
        let (before, begun) = (ticks(self.process), Instant::now());
        work.await;
        let spent = ticks(self.process).saturating_sub(before);
        Used { cpu_ms: f64::from(spent) * MS_PER_TICK, seconds: begun.elapsed().as_secs_f64() }
    }

    /// Memory that is really there (`VmRSS`), in MiB.
    pub fn resident_mib(self) -> f64 {
        self.status_mib("VmRSS:")
    }

    /// The most memory that was there (`VmHWM`), in MiB, since [`Meter::forget_height`].
    pub fn height_mib(self) -> f64 {
        self.status_mib("VmHWM:")
    }

    /// Begins to look for the most memory from now on; proc(5), `clear_refs`.
    pub fn forget_height(self) {
        fs::write(format!("/proc/{}/clear_refs", self.process), "5").unwrap();
    }

    fn status_mib(self, name: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process)).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a process with memory");
        let kib: u32 = line.trim().trim_end_matches("kB").trim().parse().unwrap();
        f64::from(kib) / 1024.0
    }
}

/// CPU time of a process in ticks: `utime` and `stime` of proc(5), all threads, also those that have ended.
fn ticks(process: u32) -> u32 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // The second field is a name in brackets and may hold anything; the third, the state, follows the last bracket.
    let (_, fields) = stat.rsplit_once(')').unwrap();
    fields.split_whitespace().skip(11).take(2).map(|field| field.parse::<u32>().unwrap()).sum()
}

/// RSA-2048 on one core of this machine, by its CPU time: the physical measure beside every figure.
#[derive(Debug, Clone, Copy)]
pub struct Rsa {
    /// Signatures a second.
    pub signs: f64,
    /// Verifications a second.
    pub verifies: f64,
}

/// Signs and verifies for so many ticks each.
pub fn rsa(for_ticks: u32) -> Rsa {
    let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let (random, text) = (SystemRandom::new(), b"a note of two hundred bytes".repeat(8));
    let mut signature = vec![0; key.public_modulus_len()];
    let signs = rate(for_ticks, || key.sign(&RSA_PKCS1_SHA256, &random, &text, &mut signature).unwrap());
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key().as_ref());
    let verifies = rate(for_ticks, || public.verify(&text, &signature).unwrap());
    Rsa { signs, verifies }
}

/// How often a second of this process's CPU time the work can be done.
fn rate(for_ticks: u32, mut work: impl FnMut()) -> f64 {
    let (begun, mut done) = (ticks(std::process::id()), 0_u32);
    loop {
        for _ in 0..64 {
            work();
        }
        done += 64;
        let spent = ticks(std::process::id()) - begun;
        if spent >= for_ticks {
            return f64::from(done) * 1000.0 / (f64::from(spent) * MS_PER_TICK);
        }
    }
}
