//! Work of many at once, done together: who comes first does it for all who wait, and those who come meanwhile are next.

use std::future::Future;
use std::sync::{Mutex, PoisonError};

use tokio::sync::{Mutex as Turn, oneshot};

/// Things that wait to be done together, each with somebody who waits for the end.
#[derive(Debug)]
pub struct Gather<T> {
    waiting: Mutex<Vec<(T, oneshot::Sender<()>)>>,
    turn: Turn<()>,
}

/// Somebody else's turn ended without doing what was handed in.
#[derive(Debug, thiserror::Error)]
#[error("what was handed in was not done")]
struct NotDone;

impl<T> Default for Gather<T> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), turn: Turn::new(()) }
    }
}

impl<T> Gather<T> {
    /// Hands a thing in and waits until it is done. `work` does everything that waits, at most `most` at a time, and is
    /// used only by whoever's turn it is; alone, one does one's own at once.
    ///
    /// # Errors
    /// What `work` fails with, for all who were in it: as it is for whoever did it, as a plain failure for the others.
    pub async fn hand_in<E, F>(&self, thing: T, most: usize, work: impl Fn(Vec<T>) -> F) -> Result<(), E>
    where
        E: From<anyhow::Error>,
        F: Future<Output = Result<(), E>>,
    {
        let (done, mut ended) = oneshot::channel();
        self.lock().push((thing, done));
        let _turn = self.turn.lock().await;
        loop {
            match ended.try_recv() {
                Ok(()) => return Ok(()),
                Err(oneshot::error::TryRecvError::Closed) => return Err(anyhow::Error::from(NotDone).into()),
                Err(oneshot::error::TryRecvError::Empty) => {}
            }
            let batch: Vec<_> = {
                let mut waiting = self.lock();
                let count = waiting.len().min(most);
                waiting.drain(..count).collect()
            };
            let (things, waiters): (Vec<T>, Vec<_>) = batch.into_iter().unzip();
            work(things).await?;
            for waiter in waiters {
                // Who no longer waits was told to stop.
                let _ = waiter.send(());
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(T, oneshot::Sender<()>)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn those_who_come_while_somebody_works_are_done_together() {
        let gather = Arc::new(Gather::default());
        let batches = Arc::new(Mutex::new(Vec::new()));
        let (open, gate) = tokio::sync::watch::channel(false);
        let mut callers = tokio::task::JoinSet::new();
        for number in 0..10 {
            let (gather, batches, gate) = (gather.clone(), batches.clone(), gate.clone());
            callers.spawn(async move {
                let work = async |things: Vec<i32>| {
                    gate.clone().wait_for(|open| *open).await.unwrap();
                    batches.lock().unwrap().push(things.len());
                    Ok::<_, anyhow::Error>(())
                };
                gather.hand_in(number, 6, work).await.unwrap();
            });
            tokio::task::yield_now().await;
        }
        open.send(true).unwrap();
        while let Some(ended) = callers.join_next().await {
            ended.unwrap();
        }
        assert_eq!(*batches.lock().unwrap(), [1, 6, 3]);
    }

    #[tokio::test]
    async fn a_failure_is_everybodys_who_was_in_it() {
        let gather = Arc::new(Gather::default());
        let (open, gate) = tokio::sync::watch::channel(false);
        let mut callers = tokio::task::JoinSet::new();
        for number in 0..3 {
            let (gather, gate) = (gather.clone(), gate.clone());
            callers.spawn(async move {
                let work = async |things: Vec<i32>| {
                    gate.clone().wait_for(|open| *open).await.unwrap();
                    anyhow::ensure!(!things.contains(&1), "one is too many");
                    Ok(())
                };
                gather.hand_in(number, 6, work).await.is_ok()
            });
            tokio::task::yield_now().await;
        }
        open.send(true).unwrap();
        let mut ended = callers.join_all().await;
        ended.sort_unstable();
        assert_eq!(ended, [false, false, true]);
    }
}
