//! A queue as a page shows it: a few at a time, so that no page grows with what waits.

/// The first of what waits, and how many more there are. Those come up when these are decided.
#[derive(Debug, Clone)]
pub struct Queue<T> {
    /// The first ones.
    pub first: Vec<T>,
    /// How many wait behind them.
    pub more: usize,
}

impl<T> Queue<T> {
    /// So many of all that wait, in their order.
    pub fn of(mut all: Vec<T>, most: usize) -> Self {
        let more = all.len().saturating_sub(most);
        all.truncate(most);
        Self { first: all, more }
    }

    /// How many wait.
    pub fn total(&self) -> usize {
        self.first.len().saturating_add(self.more)
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { first: Vec::new(), more: 0 }
    }
}
