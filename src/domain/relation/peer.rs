//! Other servers, as the operator decides about them.
//!
//! *Accepted*: its public stories stand in our public lists. How far a peer is limited stands in `limit`.

use url::Url;

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::transparency::log::{self, Act, By};
use crate::store::peer::{self, Peer, Standing};
use crate::store::{Tx, delivery_to};

/// Puts the peer's public stories, present and coming, into our public lists.
///
/// # Errors
/// `Invalid` when `host` is no host name, or our own; `Conflict` while it is blocked.
pub async fn accept(app: &App, by: By, host: &str) -> Result<()> {
    let tx = app.db.begin().await?;
    let peer = known(app, &tx, host).await?;
    if peer.blocked {
        return Err(Error::Conflict("block of this server"));
    }
    peer::decide(&tx, peer.id, true, false).await?;
    peer::list_stories(&tx, peer.id, true).await?;
    log::write(app, &tx, by, Act::PeerAccepted, peer.id).await?;
    app.commit(tx).await
}

/// Takes the peer's stories out of our public lists again.
///
/// # Errors
/// `Invalid` when `host` is no host name, or our own.
pub async fn unaccept(app: &App, by: By, host: &str) -> Result<()> {
    let tx = app.db.begin().await?;
    let peer = known(app, &tx, host).await?;
    peer::decide(&tx, peer.id, false, peer.blocked).await?;
    peer::list_stories(&tx, peer.id, false).await?;
    log::write(app, &tx, by, Act::PeerUnaccepted, peer.id).await?;
    app.commit(tx).await
}

/// How far a peer can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Nothing is the matter.
    Fine,
    /// It failed, and is left alone until then (seconds).
    RestsUntil(i64),
    /// It has failed for so long that it is only tried once a day, since this day.
    ParkedSince(String),
}

/// How far a peer can be reached at `now` (seconds).
pub fn reach(peer: &Peer, now: i64) -> Reach {
    match &peer.parked_day {
        Some(day) => Reach::ParkedSince(day.clone()),
        None if peer.retry_at > now => Reach::RestsUntil(peer.retry_at),
        None => Reach::Fine,
    }
}

/// Lets a peer that failed be tried now, also with what it did not take.
///
/// # Errors
/// `NotFound` when nothing is known of `host`, `Invalid` when it is no host name.
pub async fn retry(app: &App, host: &str) -> Result<()> {
    let tx = app.db.begin().await?;
    let peer =
        peer::find(&*tx, &host_key(app, host)?).await?.ok_or(Error::NotFound("a server of this name"))?;
    peer::wake(&tx, peer.id, app.now()).await?;
    delivery_to::take_up_of_peer(&tx, peer.id).await?;
    app.commit(tx).await?;
    app.wake.delivery.notify_one();
    Ok(())
}

/// The peers of which an operator wants to hear: accepted, limited, allowed, in trouble, or with something undelivered; by host.
pub async fn list_notable(app: &App) -> Result<Vec<Peer>> {
    peer::list_notable(app.read()).await
}

/// The peers that the operator accepted, limited or allowed, by host.
pub async fn list(app: &App) -> Result<Vec<Peer>> {
    peer::list_decided(app.read()).await
}

/// What is known about a peer.
pub async fn find(app: &App, host: &str) -> Result<Option<Peer>> {
    peer::find(app.read(), &host_key(app, host)?).await
}

/// Whether nothing comes from a host or goes there. That is so for what is no host name.
pub async fn is_blocked(app: &App, host: &str) -> Result<bool> {
    Ok(standing(app, host).await?.is_blocked())
}

/// How a host stands, after what was decided about it and the names above it: the one place where that is asked. It is kept in
/// memory until the next change, so that asking again costs nothing.
pub async fn standing(app: &App, host: &str) -> Result<Standing> {
    let Ok(host) = host_key(app, host) else {
        return Ok(Standing { suspended: true, ..Standing::default() });
    };
    let by_choice = app.config.federation.mode.is_by_choice();
    app.kept.hosts.get_or(host.clone(), async { peer::standing(app.read(), &host, by_choice).await }).await
}

/// A host name as peers are kept by: lower case, in ASCII, without a dot at the end, with a port only where it is
/// not the usual one. So `Example.ORG.` cannot get around a block of `example.org`.
pub(super) fn host_key(app: &App, host: &str) -> Result<String> {
    let wrong = || Error::invalid("host", "problem-host");
    let name = host.trim().trim_end_matches('.');
    // Without a scheme of its own: an address is no host name.
    let url = Url::parse(&format!("https://{name}/")).ok().filter(|url| url.path() == "/");
    let url = url.filter(|url| url.username().is_empty() && url.query().is_none()).ok_or_else(wrong)?;
    let host = url.host_str().ok_or_else(wrong)?.trim_end_matches('.');
    let key = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    if key.is_empty() || key == app.urls.domain() { Err(wrong()) } else { Ok(key) }
}

/// The peer of a host, made where nothing is known of it yet.
pub(super) async fn known(app: &App, tx: &Tx, host: &str) -> Result<Peer> {
    let host = host_key(app, host)?;
    if let Some(peer) = peer::find(&**tx, &host).await? {
        return Ok(peer);
    }
    let row = Peer::new(app.new_id(tx).await?, host);
    peer::insert(tx, row.clone()).await?;
    Ok(row)
}
