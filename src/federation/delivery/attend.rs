//! Serving one peer: what waits for it is sent in order, one thing at a time, until nothing waits or it fails.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::HeaderValue;
use http::header::CONNECTION;
use moka::future::Cache;
use tokio::sync::watch;
use tracing::{debug, error};
use url::Url;

use super::outcome::{self, Outcome};
use super::prepare::{Preparation, Prepared};
use super::record::{Failure, Recorder, Report, Settled};
use crate::app::App;
use crate::base::counts::Counted;
use crate::base::error::{Error, Result};
use crate::base::fetch::Fetched;
use crate::federation::followers;
use crate::federation::knock::{self, Knock};
use crate::federation::signature::sign_post;
use crate::store::delivery_to::{self, Waiting};
use crate::store::kind::{DeliveryState, Trouble};
use crate::store::peer::Peer;

/// Deliveries read and recorded together.
pub const BATCH: u64 = 50;

/// What all tasks share.
#[derive(Debug)]
pub struct Shared {
    /// The tools.
    pub app: App,
    /// Bodies and keys.
    pub preparation: Preparation,
    /// Peers that lately took neither kind of signature, by number.
    pub unmoved: Cache<i64, ()>,
    /// Where results go.
    pub recorder: Recorder,
    /// Whether more peers wait than are looked up at once.
    pub crowded: AtomicBool,
    /// Turns true when the server stops.
    pub stopped: watch::Receiver<bool>,
}

/// A peer to serve, with what was read for it already.
#[derive(Debug)]
pub struct Task {
    /// The peer.
    pub peer: Peer,
    /// The first that waits.
    pub waiting: VecDeque<Waiting>,
    /// Whether that is all.
    pub is_all: bool,
    /// What the count of overtaking deliveries was before it was read.
    pub mark: u64,
}

/// Serves a peer.
pub async fn attend(shared: Arc<Shared>, task: Task) {
    let peer_id = task.peer.id;
    if let Err(error) = Box::pin(serve(&shared, task)).await {
        error!(peer.id = peer_id, "delivering to peer {peer_id}: {error:#}");
    }
}

async fn serve(shared: &Shared, task: Task) -> Result<()> {
    let app = &shared.app;
    let Task { mut peer, mut waiting, mut is_all, mut mark } = task;
    loop {
        if waiting.is_empty() {
            if is_all {
                return Ok(());
            }
            mark = app.wake.overtaken.load(Ordering::Acquire);
            waiting = delivery_to::list_waiting(app.read(), &[peer.id], BATCH).await?.into();
            is_all = u64::try_from(waiting.len()).is_ok_and(|count| count < BATCH);
        }
        let mut report = Report { peer_id: peer.id, settled: Vec::new(), failure: None };
        while let Some(next) = waiting.pop_front() {
            let is_last = is_all && waiting.is_empty();
            let (sent, trouble) = send(shared, &mut peer, &next, is_last).await?;
            let state = match sent {
                Sent::Settled(state) => state,
                Sent::Failed { not_before, counts } => {
                    let failure = failure(app, &peer, &report, &next, not_before, counts);
                    report.failure = Some(Failure { trouble, ..failure });
                    break;
                }
            };
            let Waiting { delivery_id, inbox, urgent, .. } = next;
            report.settled.push(Settled { delivery_id, inbox, state, urgent, trouble });
            if *shared.stopped.borrow() {
                break;
            }
            if app.wake.overtaken.load(Ordering::Acquire) != mark {
                // Something urgent came: what was read before is read anew, with that in front.
                waiting.clear();
                is_all = false;
            }
        }
        let ended = report.failure.is_some() || *shared.stopped.borrow();
        let idle = report.settled.is_empty() && report.failure.is_none();
        if !idle && !shared.recorder.record(report).await {
            return Ok(());
        }
        if ended {
            return Ok(());
        }
    }
}

/// How one attempt went.
enum Sent {
    Settled(DeliveryState),
    Failed { not_before: Option<i64>, counts: bool },
}

/// Tries one delivery; gives how it went, and what was the matter.
async fn send(
    shared: &Shared,
    peer: &mut Peer,
    next: &Waiting,
    is_last: bool,
) -> Result<(Sent, Option<Trouble>)> {
    let app = &shared.app;
    let Some(prepared) = shared.preparation.prepare(app, next).await? else {
        app.counts.count(Counted::Deliveries, "pointless");
        return Ok((Sent::Settled(DeliveryState::Struck), None));
    };
    let Ok(inbox) = Url::parse(&next.inbox) else {
        return Ok((Sent::Settled(DeliveryState::Refused), None));
    };
    let answer = knock_and_send(shared, peer, &inbox, &prepared, is_last).await?;
    let outcome = outcome::read(&answer, next.attempts, prepared.takes_back, app.clock.now());
    app.counts.count(Counted::Deliveries, outcome.word());
    debug!(
        delivery.id = next.delivery_id,
        peer.id = next.peer_id,
        "delivery {}: {outcome:?}",
        next.delivery_id
    );
    let sent = match outcome {
        Outcome::Delivered => Sent::Settled(DeliveryState::Delivered),
        Outcome::Refused => Sent::Settled(DeliveryState::Refused),
        Outcome::Later => Sent::Settled(DeliveryState::Later),
        Outcome::Failed { not_before, counts } => Sent::Failed { not_before, counts },
    };
    Ok((sent, outcome::trouble(&answer)))
}

/// Sends in the way that the peer takes. Where it does not understand, the other way is tried once, and remembered where
/// it helps. After the last to one of very many peers the connection ends: each that rests takes 16 KiB and more.
async fn knock_and_send(
    shared: &Shared,
    peer: &mut Peer,
    inbox: &Url,
    prepared: &Prepared,
    is_last: bool,
) -> Result<Result<Fetched>> {
    let app = &shared.app;
    let also = match &prepared.for_followers_of {
        Some(sender) => followers::header(app, sender, peer.id, inbox).await?,
        None => None,
    };
    let hangs_up = is_last && shared.crowded.load(Ordering::Relaxed);
    let post = async |way: Knock| {
        let (kind, key) = knock::with(way, &prepared.keys);
        let now = app.clock.now();
        let also = also.clone();
        let mut headers = sign_post(kind, key, inbox, ACTIVITY_JSON_SENT, &prepared.body, also, now)?;
        if hangs_up {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        Ok::<_, Error>(Box::pin(app.fetch.post(inbox, headers, prepared.body.clone())).await)
    };
    let first = peer.knock.unwrap_or(knock::FIRST);
    let answer = post(first).await?;
    let is_misunderstood = answer.as_ref().is_ok_and(|answer| knock::is_misunderstood(answer.status));
    if !is_misunderstood || shared.unmoved.contains_key(&peer.id) {
        return Ok(answer);
    }
    let other = knock::other(first);
    let second = post(other).await?;
    if second.as_ref().is_ok_and(|second| second.status.is_success()) {
        knock::remember(app, peer.id, other).await?;
        peer.knock = Some(other);
        return Ok(second);
    }
    shared.unmoved.insert(peer.id, ()).await;
    Ok(answer)
}

/// GoToSocial takes this type with and without a charset, others only without.
const ACTIVITY_JSON_SENT: &str = activitypub_federation::FEDERATION_CONTENT_TYPE;

/// Notes a failure: the peer rests, longer each time in a row. Whoever took something just before begins anew.
fn failure(
    app: &App,
    peer: &Peer,
    report: &Report,
    failed: &Waiting,
    not_before: Option<i64>,
    counts: bool,
) -> Failure {
    let before = if report.settled.is_empty() { peer.fail_count } else { 0 };
    let fail_count = if counts { before.saturating_add(1) } else { before };
    let rest = app.now() + outcome::rest(fail_count, app.random.below(1024));
    Failure {
        delivery_id: failed.delivery_id,
        inbox: failed.inbox.clone(),
        fail_count,
        retry_at: not_before.unwrap_or(rest),
        counts,
        trouble: None,
    }
}
