//! What was read lately, kept in memory: until something changes here, and never for long.

use std::fmt;
use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use moka::sync::Cache;

/// For the sake of other processes on the same database, whose changes are not counted here.
const LIFE: Duration = Duration::from_secs(5);

/// Counts the changes of this process. Cheap to clone: all clones count together.
#[derive(Debug, Clone, Default)]
pub struct Changes(Arc<AtomicU64>);

impl Changes {
    /// Something changed: whatever is kept is worth nothing from now on.
    pub fn note(&self) {
        self.0.fetch_add(1, Ordering::Release);
    }

    fn count(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

/// Things by key, each as it was at some moment since the last change.
pub struct Recent<K, V> {
    kept: Cache<K, (u64, V)>,
    changes: Changes,
}

impl<K, V> Recent<K, V>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Keeps at most `most_bytes`, where `bytes` says how large one thing is.
    pub fn new(changes: &Changes, most_bytes: u64, bytes: fn(&V) -> usize) -> Self {
        let weigh = move |_: &K, (_, kept): &(u64, V)| u32::try_from(bytes(kept)).unwrap_or(u32::MAX);
        let kept = Cache::builder().weigher(weigh).max_capacity(most_bytes).time_to_live(LIFE).build();
        Self { kept, changes: changes.clone() }
    }

    /// The thing with this key as it was kept, or as `read` gives it now.
    pub async fn get_or<E>(&self, key: K, read: impl Future<Output = Result<V, E>>) -> Result<V, E> {
        if let Some(kept) = self.find(&key) {
            return Ok(kept);
        }
        // Before reading: what changes from now on makes worthless what is read.
        let count = self.changes.count();
        let fresh = read.await?;
        self.kept.insert(key, (count, fresh.clone()));
        Ok(fresh)
    }

    /// The things with these keys, as they were kept or as `read` gives them for the keys that are missing. Those that
    /// it does not give are left out; in no order.
    pub async fn list_or<E, F: Future<Output = Result<Vec<(K, V)>, E>>>(
        &self,
        keys: &[K],
        read: impl FnOnce(Vec<K>) -> F,
    ) -> Result<Vec<V>, E> {
        let (mut found, mut missing) = (Vec::with_capacity(keys.len()), Vec::new());
        for key in keys {
            match self.find(key) {
                Some(kept) => found.push(kept),
                None => missing.push(key.clone()),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        let count = self.changes.count();
        for (key, fresh) in read(missing).await? {
            found.push(fresh.clone());
            self.kept.insert(key, (count, fresh));
        }
        Ok(found)
    }

    /// The thing with this key as it was kept, or as `make` makes it.
    pub fn get_or_make(&self, key: K, make: impl FnOnce() -> V) -> V {
        if let Some(kept) = self.find(&key) {
            return kept;
        }
        let (count, fresh) = (self.changes.count(), make());
        self.kept.insert(key, (count, fresh.clone()));
        fresh
    }

    fn find(&self, key: &K) -> Option<V> {
        let (count, kept) = self.kept.get(key)?;
        (count == self.changes.count()).then_some(kept)
    }
}

impl<K, V> fmt::Debug for Recent<K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Recent").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get(recent: &Recent<i64, i64>, fresh: i64) -> i64 {
        recent.get_or(1, async { Ok::<_, ()>(fresh) }).await.unwrap()
    }

    #[tokio::test]
    async fn what_was_read_holds_until_the_next_change() {
        let changes = Changes::default();
        let recent = Recent::new(&changes, 1000, |_| 1);
        assert_eq!(get(&recent, 10).await, 10);
        assert_eq!(get(&recent, 20).await, 10);
        changes.note();
        assert_eq!(get(&recent, 30).await, 30);
    }

    #[tokio::test]
    async fn what_changes_while_it_is_read_is_not_kept() {
        let changes = Changes::default();
        let recent = Recent::new(&changes, 1000, |_| 1);
        let read = async {
            changes.note();
            Ok::<_, ()>(10)
        };
        assert_eq!(recent.get_or(1, read).await, Ok(10));
        assert_eq!(get(&recent, 20).await, 20);
    }

    #[tokio::test]
    async fn only_what_is_missing_is_read() {
        let recent = Recent::new(&Changes::default(), 1000, |_| 1);
        get(&recent, 10).await;
        let read = async |keys: Vec<i64>| {
            assert_eq!(keys, [2]);
            Ok::<_, ()>(vec![(2, 20)])
        };
        assert_eq!(recent.list_or(&[1, 2], read).await, Ok(vec![10, 20]));
    }
}
