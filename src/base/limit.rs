//! Limits on how often something may be done, kept in memory only.
//!
//! What is counted is a keyed hash of an address or a name. The key is random, new with every process, and
//! replaced every hour: nobody can learn from it later who was here.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_lc_rs::hmac;
use governor::clock::Reference;
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use super::clock::Clock;
use super::config::Rates;
use super::error::{Error, Result};
use super::random::Random;

/// Forgotten are those who have their full measure again, after so many checks.
const SWEEP_EVERY: u32 = 1024;
/// How long a hash key lives, in seconds.
const KEY_LIFE: i64 = 3600;

/// What is limited. The numbers are bursts; they fill up again evenly over the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Sign-in, recovery or change of passphrase from one address: 30 in 15 minutes.
    SignInFrom,
    /// Sign-in, recovery or change of passphrase of one handle, whether it exists or not: 10 in 15 minutes.
    SignInAs,
    /// Sign-up from one address: 5 an hour.
    SignUp,
    /// Telling a story without an account, from one address: 5 an hour.
    Tell,
    /// Complaining, from one address: 5 an hour.
    Complain,
    /// Beginning to type a story that is kept until it is told, from one address: 30 an hour.
    Manuscript,
    /// Registration of a client application from one address: 25 in 10 minutes, Mastodon's number.
    AppRegistration,
    /// Requests without a token from one address: so many in 5 minutes as the settings say.
    ApiFrom,
    /// Requests with one token: as many.
    ApiWith,
    /// Requests of one member, whatever the tokens: as the settings say, in 5 minutes.
    ApiAs,
    /// Pictures that one member sends: 30 in 30 minutes, Mastodon's number.
    Picture,
    /// Reading what one account elsewhere shows first: once an hour.
    Featured,
    /// Reading one thread elsewhere: once in 15 minutes, Mastodon's number.
    Thread,
    /// Comparing who follows one account elsewhere with what its server says: once in 10 minutes.
    Synchronization,
    /// Posts of one member: as the settings say, in 3 hours.
    Post,
}

/// A hash that stands for an address or a name for at most an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressHash([u8; 16]);

/// What is left of a limit, for the `X-RateLimit-*` headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// The burst that is allowed.
    pub limit: u32,
    /// How much of it is left now.
    pub remaining: u32,
    /// When all of it is there again, in seconds since 1970.
    pub reset_at: i64,
}

/// Counts who did what how often.
#[derive(Debug)]
pub struct Limits {
    clock: Clock,
    random: Random,
    key: Mutex<HashKey>,
    sign_in_from: Limiter,
    sign_in_as: Limiter,
    sign_up: Limiter,
    tell: Limiter,
    complain: Limiter,
    manuscript: Limiter,
    app_registration: Limiter,
    api_from: Limiter,
    api_with: Limiter,
    api_as: Limiter,
    picture: Limiter,
    featured: Limiter,
    thread: Limiter,
    synchronization: Limiter,
    post: Limiter,
}

impl Limits {
    /// Nothing is counted yet.
    pub fn new(rates: Rates, clock: Clock, random: Random) -> Self {
        let limiter = |burst, minutes: u64| Limiter::new(&clock, burst, Duration::from_secs(minutes * 60));
        Self {
            key: Mutex::new(HashKey::new(&clock, &random)),
            sign_in_from: limiter(30, 15),
            sign_in_as: limiter(10, 15),
            sign_up: limiter(5, 60),
            tell: limiter(5, 60),
            complain: limiter(5, 60),
            manuscript: limiter(30, 60),
            app_registration: limiter(25, 10),
            api_from: limiter(rates.requests, 5),
            api_with: limiter(rates.requests, 5),
            api_as: limiter(rates.member_requests, 5),
            picture: limiter(30, 30),
            featured: limiter(1, 60),
            thread: limiter(1, 15),
            synchronization: limiter(1, 10),
            post: limiter(rates.posts, 180),
            clock,
            random,
        }
    }

    /// What stands for a client's address. Of IPv6 the network counts: one household has 2⁶⁴ addresses.
    pub fn address(&self, address: IpAddr) -> AddressHash {
        let network = match address.to_canonical() {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).octets().to_vec()
            }
        };
        self.hash(&network)
    }

    /// What stands for a handle, existing or not, or for another name.
    pub fn name(&self, name: &str) -> AddressHash {
        self.hash(format!("name:{}", name.trim().to_lowercase()).as_bytes())
    }

    /// Counts one deed, or says how long to wait.
    pub fn check(&self, deed: Deed, who: AddressHash) -> Result<Left> {
        let limiter = match deed {
            Deed::SignInFrom => &self.sign_in_from,
            Deed::SignInAs => &self.sign_in_as,
            Deed::SignUp => &self.sign_up,
            Deed::Tell => &self.tell,
            Deed::Complain => &self.complain,
            Deed::Manuscript => &self.manuscript,
            Deed::AppRegistration => &self.app_registration,
            Deed::ApiFrom => &self.api_from,
            Deed::ApiWith => &self.api_with,
            Deed::ApiAs => &self.api_as,
            Deed::Picture => &self.picture,
            Deed::Featured => &self.featured,
            Deed::Thread => &self.thread,
            Deed::Synchronization => &self.synchronization,
            Deed::Post => &self.post,
        };
        limiter.check(who, &self.clock)
    }

    fn hash(&self, text: &[u8]) -> AddressHash {
        let mut key = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        if self.clock.now().timestamp() >= key.until {
            *key = HashKey::new(&self.clock, &self.random);
        }
        let tag = hmac::sign(&key.key, text);
        let mut hash = [0_u8; 16];
        for (to, from) in hash.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        AddressHash(hash)
    }
}

/// The address of the client behind the proxies that the operator trusts: the last one in `X-Forwarded-For` that
/// is no such proxy. Whoever is not behind one of them can't choose an address by sending the header.
pub fn client_address(peer: IpAddr, forwarded_for: Option<&str>, trusted: &[IpAddr]) -> IpAddr {
    let mut client = peer.to_canonical();
    for hop in forwarded_for.unwrap_or_default().rsplit(',') {
        if !trusted.iter().any(|proxy| proxy.to_canonical() == client) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

struct HashKey {
    key: hmac::Key,
    until: i64,
}

impl HashKey {
    fn new(clock: &Clock, random: &Random) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &random.bytes::<32>());
        Self { key, until: clock.now().timestamp() + KEY_LIFE }
    }
}

impl std::fmt::Debug for HashKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("HashKey(…)")
    }
}

/// Our clock, as the limiter reads it.
#[derive(Debug, Clone)]
struct Ticks(Clock);

impl governor::clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.now().signed_duration_since(chrono::DateTime::UNIX_EPOCH).to_std().unwrap_or_default()
    }
}

type Counts = RateLimiter<AddressHash, DashMapStateStore<AddressHash>, Ticks, StateInformationMiddleware>;

struct Limiter {
    counts: Counts,
    burst: NonZeroU32,
    /// How long one use takes to come back.
    refill: Duration,
    checks: AtomicU32,
}

impl std::fmt::Debug for Limiter {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Limiter({} per {:?} each)", self.burst, self.refill)
    }
}

impl Limiter {
    fn new(clock: &Clock, burst: u32, period: Duration) -> Self {
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let refill = period / burst.get();
        let quota = Quota::with_period(refill).unwrap_or(Quota::per_second(burst)).allow_burst(burst);
        let counts = RateLimiter::dashmap_with_clock(quota, Ticks(clock.clone())).with_middleware();
        Self { counts, burst, refill, checks: AtomicU32::new(0) }
    }

    fn check(&self, who: AddressHash, clock: &Clock) -> Result<Left> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.counts.retain_recent();
        }
        match self.counts.check_key(&who) {
            Ok(state) => {
                let (limit, remaining) = (self.burst.get(), state.remaining_burst_capacity());
                let until_full = self.refill * limit.saturating_sub(remaining);
                let seconds = i64::try_from(until_full.as_secs()).unwrap_or(i64::MAX);
                Ok(Left { limit, remaining, reset_at: clock.now().timestamp().saturating_add(seconds) })
            }
            Err(refusal) => {
                let now = governor::clock::Clock::now(&Ticks(clock.clone()));
                let earliest = refusal.earliest_possible();
                let wait: Duration = earliest.duration_since(earliest.min(now)).into();
                // A client that waits for whole seconds should not come a moment too early.
                Err(Error::TooMany { retry_after: Duration::from_secs(wait.as_secs() + 1) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicI64;

    use super::*;

    fn limits() -> (Limits, Arc<AtomicI64>) {
        let time = Arc::new(AtomicI64::new(1_800_000_000));
        (Limits::new(Rates::default(), Clock::Fixed(time.clone()), Random::default()), time)
    }

    #[test]
    fn the_burst_is_allowed_then_refused_then_allowed_again() {
        let (limits, time) = limits();
        let who = limits.name("quiet_fern_12");
        for left in (0..10).rev() {
            assert_eq!(limits.check(Deed::SignInAs, who).unwrap().remaining, left);
        }
        let Err(Error::TooMany { retry_after }) = limits.check(Deed::SignInAs, who) else {
            panic!("the eleventh is refused")
        };
        assert_eq!(retry_after.as_secs(), 91);
        assert!(limits.check(Deed::SignInAs, limits.name("other")).is_ok());
        time.fetch_add(91, Ordering::Relaxed);
        assert!(limits.check(Deed::SignInAs, who).is_ok());
    }

    #[test]
    fn a_name_counts_in_any_case_and_an_address_by_its_network() {
        let (limits, _) = limits();
        assert_eq!(limits.name(" Quiet_Fern "), limits.name("quiet_fern"));
        let address = |text: &str| limits.address(text.parse().unwrap());
        assert_eq!(address("2001:db8:1:2:3::1"), address("2001:db8:1:2:4::9"));
        assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
        assert_eq!(address("::ffff:192.0.2.1"), address("192.0.2.1"));
        assert_ne!(address("192.0.2.1"), address("192.0.2.2"));
    }

    #[test]
    fn the_key_is_replaced_every_hour_and_differs_between_processes() {
        let (limits, time) = limits();
        let before = limits.name("a");
        time.fetch_add(3600, Ordering::Relaxed);
        assert_ne!(limits.name("a"), before);
        let other = Limits::new(Rates::default(), Clock::default(), Random::default());
        assert_ne!(other.name("a"), limits.name("a"));
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let check = |peer: &str, header: Option<&str>, expect: &str| {
            let trusted = ["127.0.0.1".parse().unwrap(), "10.0.0.1".parse().unwrap()];
            assert_eq!(client_address(peer.parse().unwrap(), header, &trusted).to_string(), expect);
        };
        check("192.0.2.9", Some("1.1.1.1"), "192.0.2.9");
        check("127.0.0.1", Some("1.1.1.1, 192.0.2.7"), "192.0.2.7");
        check("127.0.0.1", Some("1.1.1.1, 192.0.2.7, 10.0.0.1"), "192.0.2.7");
        check("127.0.0.1", Some("nonsense"), "127.0.0.1");
        check("::ffff:127.0.0.1", Some("2001:db8::1"), "2001:db8::1");
        check("127.0.0.1", None, "127.0.0.1");
    }
}
