//! Delivery: what happened here is told to the servers that should know.
//!
//! A log with a place for each inbox, not a queue in memory. [`tell_others`] writes down *that* something is to be
//! sent, as ids ([`Outgoing`]), and to whom (`recipients`); the activity itself is composed when it is sent, so a
//! text that was taken back in the meantime is never sent. `worker` gives each peer that has something waiting a
//! task of its own, which sends in the order of the log. A row is marked only after the other server answered:
//! killed at any moment, this server sends at least once, and receivers know a second copy by its id.

mod attend;
mod log;
mod outcome;
mod outgoing;
mod prepare;
mod recipients;
mod record;
mod tell;
mod worker;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod trim_tests;

use super::knock::{self, Knock};
use super::signature::SignatureKind;
use crate::app::App;
use crate::base::error::Result;
use crate::store::peer;

pub use outgoing::Outgoing;
pub use tell::tell_others;
pub use worker::work;

/// A peer was heard from: if deliveries to it had failed, it is tried again now and not only after its long rest. What it
/// signs with, it also reads.
pub async fn heard_from(app: &App, peer_id: i64, kind: SignatureKind) -> Result<()> {
    // Who sends much is looked up once in a while, unless deliveries to anybody failed since.
    let is_message = kind == SignatureKind::MessageSignature;
    app.kept.awake.get_or((peer_id, is_message), wake(app, peer_id, kind)).await
}

async fn wake(app: &App, peer_id: i64, kind: SignatureKind) -> Result<()> {
    let Some(peer) = peer::find_by_id(app.read(), peer_id).await? else { return Ok(()) };
    if peer.knock.is_none() && kind == SignatureKind::MessageSignature {
        knock::remember(app, peer.id, Knock::Message).await?;
    }
    if peer.retry_at <= app.now() + outcome::SHORT_REST {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    peer::wake(&tx, peer.id, app.now()).await?;
    tx.commit().await?;
    app.wake.delivery.notify_one();
    Ok(())
}
