//! Recording what became of deliveries: the results of all peers together, in as few transactions as there is time for.

use std::collections::BTreeMap;

use tokio::sync::{mpsc, oneshot};
use tracing::error;

use super::outcome;
use crate::app::App;
use crate::base::error::Result;
use crate::store::kind::{DeliveryState, Trouble};
use crate::store::{Tx, account, delivery_to, follow, peer};

/// Reports written in one transaction at most.
const MOST_AT_ONCE: usize = 128;

/// What happened at one peer since the last report.
#[derive(Debug)]
pub struct Report {
    /// Which peer.
    pub peer_id: i64,
    /// Deliveries that are done with.
    pub settled: Vec<Settled>,
    /// What the peer is owed for the last one, if that failed.
    pub failure: Option<Failure>,
}

/// A delivery that is done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The delivery.
    pub delivery_id: i64,
    /// To which inbox.
    pub inbox: String,
    /// How it ended.
    pub state: DeliveryState,
    /// Whether it had overtaken others, so that it says nothing about them.
    pub urgent: bool,
    /// What was the matter, where it was not taken.
    pub trouble: Option<Trouble>,
}

/// A delivery that failed and is tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The delivery.
    pub delivery_id: i64,
    /// To which inbox.
    pub inbox: String,
    /// How often in a row the peer has failed now.
    pub fail_count: i32,
    /// When (seconds) it is tried again.
    pub retry_at: i64,
    /// Whether it was really tried.
    pub counts: bool,
    /// What was the matter.
    pub trouble: Option<Trouble>,
}

/// Where reports are handed in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Recorder(mpsc::Sender<(Report, oneshot::Sender<()>)>);

impl Recorder {
    /// Starts the one that writes reports down; it ends with the last clone of the recorder.
    pub fn start(app: App) -> Self {
        let (sender, receiver) = mpsc::channel(MOST_AT_ONCE);
        tokio::spawn(write_down(app, receiver));
        Self(sender)
    }

    /// Hands in a report and waits until it is written down. False if that failed: what it says must not be relied on.
    pub async fn record(&self, report: Report) -> bool {
        let (done, written) = oneshot::channel();
        self.0.send((report, done)).await.is_ok() && written.await.is_ok()
    }
}

async fn write_down(app: App, mut receiver: mpsc::Receiver<(Report, oneshot::Sender<()>)>) {
    let mut batch = Vec::with_capacity(MOST_AT_ONCE);
    // Whatever was handed in while the last transaction was written goes into the next one.
    while receiver.recv_many(&mut batch, MOST_AT_ONCE).await > 0 {
        let (reports, waiting): (Vec<Report>, Vec<_>) = batch.drain(..).unzip();
        match store(&app, &reports).await {
            Ok(()) => waiting.into_iter().for_each(|done| {
                // Who no longer waits was told to stop.
                let _ = done.send(());
            }),
            // Those who wait learn of it by their closed channel, and send again.
            Err(error) => error!("recording deliveries: {error:#}"),
        }
    }
}

async fn store(app: &App, reports: &[Report]) -> Result<()> {
    let tx = app.db.begin().await?;
    write(&tx, reports, &app.day()).await?;
    tx.commit().await?;
    if reports.iter().any(|report| report.failure.is_some()) {
        app.kept.note_rest();
    }
    Ok(())
}

/// Writes reports with few statements: many peers with the same delivery, or many deliveries for the same inbox.
pub async fn write(tx: &Tx, reports: &[Report], today: &str) -> Result<()> {
    write_states(tx, reports).await?;
    write_peers(tx, reports, today).await?;
    for report in reports {
        let gone = report.settled.iter().filter(|settled| settled.trouble == Some(Trouble::Gone));
        for settled in gone {
            // Nobody is behind that inbox any more.
            let touched = follow::delete_at_inbox(tx, report.peer_id, &settled.inbox).await?;
            account::recount(tx, &touched).await?;
        }
    }
    Ok(())
}

async fn write_states(tx: &Tx, reports: &[Report]) -> Result<()> {
    let mut by_delivery: BTreeMap<(i64, u8), Vec<&str>> = BTreeMap::new();
    let mut by_inbox: BTreeMap<(i64, &str, u8), Vec<i64>> = BTreeMap::new();
    for report in reports {
        for settled in &report.settled {
            let state = order(settled.state);
            by_delivery.entry((settled.delivery_id, state)).or_default().push(&settled.inbox);
            let inbox = (report.peer_id, settled.inbox.as_str(), state);
            by_inbox.entry(inbox).or_default().push(settled.delivery_id);
        }
    }
    if by_delivery.len() <= by_inbox.len() {
        for ((delivery_id, state), inboxes) in by_delivery {
            delivery_to::settle_delivery(tx, delivery_id, &inboxes, state_of(state)).await?;
        }
    } else {
        for ((peer_id, inbox, state), delivery_ids) in by_inbox {
            delivery_to::settle_inbox(tx, peer_id, inbox, &delivery_ids, state_of(state)).await?;
        }
    }
    Ok(())
}

async fn write_peers(tx: &Tx, reports: &[Report], today: &str) -> Result<()> {
    let took =
        |report: &&Report| report.settled.iter().any(|settled| settled.state == DeliveryState::Delivered);
    let succeeded: Vec<i64> = reports.iter().filter(took).map(|report| report.peer_id).collect();
    if !succeeded.is_empty() {
        peer::note_success(tx, &succeeded, today).await?;
    }
    let mut reached: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for report in reports {
        let in_order = report.settled.iter().filter(|settled| !settled.urgent);
        let answered = report.settled.iter().any(|settled| settled.state != DeliveryState::Struck);
        if let Some(last) = in_order.map(|settled| settled.delivery_id).max().or(answered.then_some(0)) {
            reached.entry(last).or_default().push(report.peer_id);
        }
    }
    for (delivered_to, peer_ids) in reached {
        peer::note_delivered(tx, &peer_ids, delivered_to).await?;
    }
    for failure in reports.iter().filter_map(|report| Some((report.peer_id, report.failure.as_ref()?))) {
        let (peer_id, failure) = failure;
        if failure.counts {
            delivery_to::count_attempt(tx, failure.delivery_id, &failure.inbox).await?;
        }
        let parked = outcome::is_parked(failure.fail_count).then_some(today);
        peer::note_failed(tx, peer_id, failure.fail_count, failure.retry_at, parked).await?;
    }
    for report in reports {
        let settled = report.settled.iter().filter_map(|settled| settled.trouble).next_back();
        let failed = report.failure.as_ref().and_then(|failure| failure.trouble);
        if let Some(trouble) = failed.or(settled) {
            peer::note_trouble(tx, report.peer_id, trouble).await?;
        }
    }
    Ok(())
}

/// States as keys of a map.
fn order(state: DeliveryState) -> u8 {
    match state {
        DeliveryState::Waiting => 0,
        DeliveryState::Delivered => 1,
        DeliveryState::Refused => 2,
        DeliveryState::Struck => 3,
        DeliveryState::Later => 4,
    }
}

fn state_of(order: u8) -> DeliveryState {
    match order {
        1 => DeliveryState::Delivered,
        2 => DeliveryState::Refused,
        3 => DeliveryState::Struck,
        4 => DeliveryState::Later,
        _ => DeliveryState::Waiting,
    }
}
