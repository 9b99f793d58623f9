//! What is remembered about the servers that we talk to: requests on their way, and failures a moment ago.
//!
//! Both tables are bounded, since anybody can make us hear of a million host names.

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::rules::Limits;

/// How many servers are remembered. Forgetting one early only makes us a little less careful with it.
const MAX_HOSTS: u64 = 10_000;

/// After this time without a request a server's semaphore is forgotten; longer than any request lasts.
const FORGET_AFTER: Duration = Duration::from_mins(2);

/// Requests on their way and recent failures, by host.
pub(super) struct Hosts {
    per_host: usize,
    failures_before_pause: u32,
    slots: Cache<String, Arc<Semaphore>>,
    failures: Cache<String, u32>,
}

impl Hosts {
    /// Empty tables.
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            per_host: limits.per_host,
            failures_before_pause: limits.failures_before_pause,
            slots: Cache::builder().max_capacity(MAX_HOSTS).time_to_idle(FORGET_AFTER).build(),
            failures: Cache::builder().max_capacity(MAX_HOSTS).time_to_live(limits.pause).build(),
        }
    }

    /// Waits until fewer than the allowed number of requests to this host are on their way. The answer is `None`
    /// only if the table is being torn down.
    pub(super) async fn slot(&self, host: &str) -> Option<OwnedSemaphorePermit> {
        let per_host = self.per_host;
        let slots = self.slots.get_with_by_ref(host, async move { Arc::new(Semaphore::new(per_host)) }).await;
        slots.acquire_owned().await.ok()
    }

    /// Whether the host failed so often a moment ago that it is left in peace.
    pub(super) async fn is_paused(&self, host: &str) -> bool {
        self.failures.get(host).await.is_some_and(|count| count >= self.failures_before_pause)
    }

    /// Counts a failure to reach the host.
    pub(super) async fn failed(&self, host: &str) {
        let count = self.failures.get(host).await.unwrap_or(0);
        self.failures.insert(host.to_owned(), count.saturating_add(1)).await;
    }

    /// The host answered: earlier failures are forgotten.
    pub(super) async fn answered(&self, host: &str) {
        self.failures.invalidate(host).await;
    }
}
