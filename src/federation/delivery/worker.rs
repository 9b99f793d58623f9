//! The worker: finds peers that have something waiting, and has a bounded number of them served at once.
//!
//! It sweeps over the peers in the order of their numbers, as far at a time as there is room, so that neither many
//! peers nor a long log take memory. A slow peer holds only its own task; a dead one is not found until its rest ends.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use moka::future::Cache;
use tokio::sync::watch;
use tokio::task::{Id, JoinSet};
use tokio::time::{Instant, timeout_at};
use tracing::error;

use super::attend::{Shared, Task, attend};
use super::prepare::Preparation;
use super::record::Recorder;
use crate::app::App;
use crate::base::error::Result;
use crate::store::delivery_to::{self, Waiting};
use crate::store::peer::Peer;

/// Peers served at once: each costs a connection and shares a body.
const MOST_AT_ONCE: usize = 64;
/// Peers looked up at once.
const PEERS: u64 = 256;
/// Deliveries read with them.
const DELIVERIES: u64 = 1000;
/// A peer that took neither kind of signature is sent one only until this time is over.
const UNMOVED_FOR: Duration = Duration::from_hours(1);
/// Such peers that are remembered.
const MOST_UNMOVED: u64 = 10_000;
/// How long the worker rests when no bell rings: other processes on the same database ring none.
const ROUND: Duration = Duration::from_secs(5);

/// Delivers until told to stop. What is on its way then is given a moment to end; what is not done is done after
/// the next start.
pub async fn work(app: App, mut stopped: watch::Receiver<bool>) {
    let shared = Shared {
        recorder: Recorder::start(app.clone()),
        preparation: Preparation::new(),
        unmoved: Cache::builder().max_capacity(MOST_UNMOVED).time_to_live(UNMOVED_FOR).build(),
        crowded: AtomicBool::new(false),
        stopped: stopped.clone(),
        app: app.clone(),
    };
    let mut worker = Worker {
        shared: Arc::new(shared),
        sweep: Some(0),
        next_sweep: Instant::now(),
        queue: VecDeque::new(),
        served: HashMap::new(),
        missed: HashSet::new(),
        tasks: JoinSet::new(),
    };
    while !*stopped.borrow() {
        worker.fill().await;
        tokio::select! {
            () = app.wake.delivery.notified() => worker.sweep = Some(0),
            Some(ended) = worker.tasks.join_next_with_id() => {
                worker.ended(ended.map_or_else(|error| error.id(), |(id, ())| id));
            }
            _ = timeout_at(worker.next_sweep, std::future::pending::<()>()), if worker.sweep.is_none() => {
                worker.sweep = Some(0);
            }
            _ = stopped.changed() => {}
        }
    }
    while worker.tasks.join_next().await.is_some() {}
}

struct Worker {
    shared: Arc<Shared>,
    /// Number of the last peer that this sweep has passed; `None` when it is at its end.
    sweep: Option<i64>,
    /// When the next sweep begins if no bell rings before.
    next_sweep: Instant,
    /// Peers that were found and wait for a task.
    queue: VecDeque<Task>,
    /// Peers that are being served.
    served: HashMap<Id, i64>,
    /// Of those, the ones for which there is more since.
    missed: HashSet<i64>,
    tasks: JoinSet<()>,
}

impl Worker {
    /// Starts tasks as long as there is room and something to do.
    async fn fill(&mut self) {
        while self.tasks.len() < MOST_AT_ONCE {
            if let Some(task) = self.queue.pop_front() {
                let peer_id = task.peer.id;
                let handle = self.tasks.spawn(attend(Arc::clone(&self.shared), task));
                self.served.insert(handle.id(), peer_id);
            } else if let Some(after) = self.sweep {
                if let Err(error) = self.look(after).await {
                    error!("looking for deliveries: {error:#}");
                    (self.sweep, self.next_sweep) = (None, Instant::now() + ROUND);
                }
            } else {
                return;
            }
        }
    }

    /// Takes the next stretch of peers, with the first of what waits for them.
    async fn look(&mut self, after: i64) -> Result<()> {
        let app = &self.shared.app;
        let mark = app.wake.overtaken.load(Ordering::Acquire);
        let peers = delivery_to::list_ready_peers(app.read(), app.now(), after, PEERS).await?;
        let is_end = u64::try_from(peers.len()).is_ok_and(|count| count < PEERS);
        self.shared.crowded.store(!is_end, Ordering::Relaxed);
        self.sweep = peers.last().map(|peer| peer.id).filter(|_| !is_end);
        let served: HashSet<i64> = self.served.values().copied().collect();
        let (busy, free): (Vec<Peer>, Vec<Peer>) =
            peers.into_iter().partition(|peer| served.contains(&peer.id));
        self.missed.extend(busy.into_iter().map(|peer| peer.id));
        let ids: Vec<i64> = free.iter().map(|peer| peer.id).collect();
        let waiting = delivery_to::list_waiting(app.read(), &ids, DELIVERIES).await?;
        self.queue.extend(tasks(free, waiting, mark));
        if self.sweep.is_none() {
            let now = app.now();
            let rest = delivery_to::next_retry(app.read(), now).await?.map(|at| at.saturating_sub(now));
            let rest = rest.and_then(|rest| u64::try_from(rest).ok()).map_or(ROUND, Duration::from_secs);
            self.next_sweep = Instant::now() + rest.min(ROUND);
        }
        Ok(())
    }

    /// A task ended; if there is more for its peer since, that is looked up again.
    fn ended(&mut self, id: Id) {
        if self.served.remove(&id).is_some_and(|peer_id| self.missed.remove(&peer_id)) {
            self.sweep = Some(0);
        }
    }
}

/// Deals what was read out to the peers. Where reading ended early, the last peer may have more, and those after it
/// were not reached.
fn tasks(peers: Vec<Peer>, waiting: Vec<Waiting>, mark: u64) -> Vec<Task> {
    let is_cut = u64::try_from(waiting.len()).is_ok_and(|count| count >= DELIVERIES);
    let last = waiting.last().map(|waiting| waiting.peer_id).filter(|_| is_cut);
    let mut by_peer: HashMap<i64, VecDeque<Waiting>> = HashMap::new();
    for waiting in waiting {
        by_peer.entry(waiting.peer_id).or_default().push_back(waiting);
    }
    let task = |peer: Peer| {
        let waiting = by_peer.remove(&peer.id).unwrap_or_default();
        let is_all = last.is_none_or(|last| peer.id < last);
        Task { peer, waiting, is_all, mark }
    };
    peers.into_iter().map(task).collect()
}
