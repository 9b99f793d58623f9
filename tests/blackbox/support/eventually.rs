//! Patience: the only place in the tests that sleeps.

use std::time::{Duration, Instant};

/// Long enough for a loaded machine, short enough that a hanging test names itself.
const PATIENCE: Duration = Duration::from_secs(40);

/// How often is looked again.
const INTERVAL: Duration = Duration::from_millis(40);

/// Tries again until `attempt` gives `Ok`, and returns that. After 40 s it fails with the last `Err`, which should
/// show what was seen instead.
pub async fn eventually<T>(what: &str, mut attempt: impl AsyncFnMut() -> Result<T, String>) -> T {
    let begun = Instant::now();
    loop {
        match attempt().await {
            Ok(seen) => return seen,
            Err(last) if begun.elapsed() > PATIENCE => {
                panic!("waited {PATIENCE:?} in vain for: {what}\nlast answer: {last}")
            }
            Err(_) => rest(INTERVAL).await,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that sleeps")]
async fn rest(duration: Duration) {
    tokio::time::sleep(duration).await;
}
