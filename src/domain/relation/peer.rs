//! Other servers, as the operator decides about them.
//!
//! *Accepted*: its public stories stand in our public lists. *Blocked*: nothing of it is taken in or shown. Its
//! accounts and posts stay in the database, hidden from everybody by the peer's mark in every query, so that a block
//! by mistake can be taken back; follows in both directions are removed and do not come back.

use url::Url;

use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::transparency::log::{self, Act, By};
use crate::store::peer::{self, Peer};
use crate::store::{Tx, account, delivery_to, follow, people_list_entry};

/// Puts the peer's public stories, present and coming, into our public lists. Ends a block.
///
/// # Errors
/// `Invalid` when `host` is no host name, or our own.
pub async fn accept(app: &App, by: By, host: &str) -> Result<()> {
    let tx = app.db.begin().await?;
    let peer = known(app, &tx, host).await?;
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

/// Most characters of what everybody may read about a block.
const COMMENT_MOST: usize = 500;

/// Shuts a peer and all names below it out. `public_comment` says why, to everybody.
///
/// # Errors
/// `Invalid` when `host` is no host name, or our own.
pub async fn block(app: &App, by: By, host: &str, public_comment: &str) -> Result<()> {
    let public_comment = public_comment.trim();
    if public_comment.chars().count() > COMMENT_MOST {
        let problem = Problem::new("public_comment", "problem-too-long").with("most", COMMENT_MOST);
        return Err(Error::Invalid(vec![problem]));
    }
    let tx = app.db.begin().await?;
    let named = known(app, &tx, host).await?;
    peer::explain(&tx, named.id, public_comment).await?;
    log::write(app, &tx, by, Act::PeerBlocked, named.id).await?;
    for peer in peer::list_below(&*tx, &host_key(app, host)?).await? {
        peer::decide(&tx, peer.id, false, true).await?;
        peer::list_stories(&tx, peer.id, false).await?;
        people_list_entry::delete_of_peer(&tx, peer.id).await?;
        let touched = follow::delete_of_peer(&tx, peer.id).await?;
        account::recount(&tx, &touched).await?;
    }
    app.commit(tx).await
}

/// Takes a block of a peer and all names below it back; its stories stay out of the public lists until it is
/// accepted.
///
/// # Errors
/// `Invalid` when `host` is no host name, or our own.
pub async fn unblock(app: &App, by: By, host: &str) -> Result<()> {
    let tx = app.db.begin().await?;
    let host = host_key(app, host)?;
    for peer in peer::list_below(&*tx, &host).await? {
        peer::decide(&tx, peer.id, peer.accepted, false).await?;
        if peer.host == host && peer.blocked {
            log::write(app, &tx, by, Act::PeerUnblocked, peer.id).await?;
        }
    }
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

/// The peers of which an operator wants to hear: accepted, blocked, in trouble, or with something undelivered; by host.
pub async fn list_notable(app: &App) -> Result<Vec<Peer>> {
    peer::list_notable(app.read()).await
}

/// The peers that the operator accepted or blocked, by host.
pub async fn list(app: &App) -> Result<Vec<Peer>> {
    peer::list_decided(app.read()).await
}

/// What is known about a peer.
pub async fn find(app: &App, host: &str) -> Result<Option<Peer>> {
    peer::find(app.read(), &host_key(app, host)?).await
}

/// Whether a host, or a name above it, is blocked. What is no host name is.
pub async fn is_blocked(app: &App, host: &str) -> Result<bool> {
    match host_key(app, host) {
        Ok(host) => {
            let names = peer::names_above(&host);
            app.kept.blocked.get_or(host, peer::is_any_blocked(app.read(), &names)).await
        }
        Err(_) => Ok(true),
    }
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
async fn known(app: &App, tx: &Tx, host: &str) -> Result<Peer> {
    let host = host_key(app, host)?;
    if let Some(peer) = peer::find(&**tx, &host).await? {
        return Ok(peer);
    }
    let row = Peer::new(app.new_id(tx).await?, host);
    peer::insert(tx, row.clone()).await?;
    Ok(row)
}
