//! How far other servers are limited, as moderators decide, with everything below their names.
//!
//! *Silence*: its accounts stay out of public lists and their notices wait. *Suspend*: nothing of it is taken in or shown.
//! Its accounts and posts stay in the database, hidden from everybody by the peer's mark in every query, so that a mistake
//! can be taken back; follows in both directions are cut and do not come back. Where only chosen servers are spoken with,
//! whatever is not allowed is hidden the same way, and follows stay until it is.
//!
//! What follows of all decisions for each name stands in the rows of peers, since queries ask there; `settle` writes it.

use std::collections::HashMap;

use super::peer::{host_key, known};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::transparency::log::{self, Act, By};
use crate::store::page::{Page, Slice};
use crate::store::peer::{self, Peer, Standing};
use crate::store::{Tx, account, follow, media, people_list_entry, setting};

pub use crate::store::peer::{Decided, Severity};

/// Most characters of a comment.
pub const COMMENT_MOST: usize = 500;

/// The setting that says with whom was spoken when what follows was written last.
const SETTLED_FOR: &str = "limits-settled-for";
/// How many rows are read at once where all are needed.
const SOME: u64 = 500;

/// What a moderator decides about a server and all names below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limit {
    /// How far it is limited.
    pub severity: Severity,
    /// Leave its pictures out.
    pub reject_media: bool,
    /// Drop its reports.
    pub reject_reports: bool,
    /// Show its name to everybody with stars in it.
    pub obfuscate: bool,
    /// Why, in words for everybody.
    pub public_comment: String,
    /// Why, in words for moderators.
    pub private_comment: String,
}

impl Limit {
    /// Nothing of it is taken in, for a reason that everybody may read.
    pub fn suspend(public_comment: &str) -> Self {
        Self { severity: Severity::Suspend, public_comment: public_comment.to_owned(), ..Self::default() }
    }

    /// What is decided about a peer; none where nothing is.
    pub fn of(peer: &Peer) -> Option<Self> {
        Some(Self {
            severity: peer.severity?,
            reject_media: peer.reject_media,
            reject_reports: peer.reject_reports,
            obfuscate: peer.obfuscate,
            public_comment: peer.public_comment.clone(),
            private_comment: peer.private_comment.clone(),
        })
    }

    /// Writes it into a peer's row.
    pub(super) fn put_into(&self, peer: Peer, day: String) -> Peer {
        Peer {
            severity: Some(self.severity),
            reject_media: self.reject_media,
            reject_reports: self.reject_reports,
            obfuscate: self.obfuscate,
            public_comment: self.public_comment.trim().to_owned(),
            private_comment: self.private_comment.trim().to_owned(),
            decided_day: peer.decided_day.or(Some(day)),
            ..peer
        }
    }

    /// Whether it limits in anything further than this.
    fn goes_beyond(&self, other: &Self) -> bool {
        self.severity > other.severity
            || (self.reject_media && !other.reject_media)
            || (self.reject_reports && !other.reject_reports)
    }

    /// What is wrong with its words.
    pub(super) fn check(&self) -> Result<()> {
        let too_long = |field, text: &str| {
            (text.trim().chars().count() > COMMENT_MOST)
                .then(|| Problem::new(field, "problem-too-long").with("most", COMMENT_MOST))
        };
        let problems: Vec<Problem> = too_long("public_comment", &self.public_comment)
            .into_iter()
            .chain(too_long("private_comment", &self.private_comment))
            .collect();
        if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
    }
}

/// A name as everybody reads it: with stars in the middle where moderators want that, as Mastodon shows it.
pub fn public_name(peer: &Peer) -> String {
    if !peer.obfuscate {
        return peer.host.clone();
    }
    let count = peer.host.chars().count();
    let seen = count / 4;
    let star = |(at, letter)| {
        let is_hidden = at > seen && at < count.saturating_sub(seen) && letter != '.';
        if is_hidden { '*' } else { letter }
    };
    peer.host.chars().enumerate().map(star).collect()
}

/// Limits a server, in place of what was decided before. Answers how many follows were cut.
///
/// # Errors
/// `Invalid` when `host` is no host name, or our own, or a comment is too long.
pub async fn set(app: &App, by: By, host: &str, limit: &Limit) -> Result<u64> {
    limit.check()?;
    let tx = app.db.begin().await?;
    let peer = known(app, &tx, host).await?;
    put(app, &tx, by, peer, limit).await?;
    let cut = settle_in(app, &tx).await?;
    app.commit(tx).await?;
    Ok(cut)
}

/// What became of the wish to limit a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// It is limited.
    New(Peer),
    /// This is decided already, about it or a name above it, and goes as far; nothing was done.
    Known(Peer),
}

/// Limits a server about which nothing is decided, unless what is decided about a name above it goes as far: then, and where
/// something is decided about it, nothing is done. Whatever follows are in the way are cut.
///
/// # Errors
/// `Invalid` when `host` is no host name, or our own, or a comment is too long.
pub async fn add(app: &App, by: By, host: &str, limit: &Limit) -> Result<Added> {
    limit.check()?;
    let host = host_key(app, host)?;
    let tx = app.db.begin().await?;
    let above = peer::list_decided_above(&*tx, &host).await?;
    let nearest = above.into_iter().filter(|peer| peer.severity.is_some()).max_by_key(|peer| peer.host.len());
    if let Some(known) = nearest {
        let stands = Limit::of(&known).unwrap_or_default();
        if known.host == host || !limit.goes_beyond(&stands) {
            return Ok(Added::Known(known));
        }
    }
    let peer = known(app, &tx, &host).await?;
    put(app, &tx, by, peer, limit).await?;
    settle_in(app, &tx).await?;
    let row = peer::find(&*tx, &host).await?.ok_or(Error::NotFound("the server"))?;
    app.commit(tx).await?;
    Ok(Added::New(row))
}

/// Writes a decision and its row in the log.
pub(super) async fn put(app: &App, tx: &Tx, by: By, peer: Peer, limit: &Limit) -> Result<()> {
    let row = limit.put_into(peer, app.day());
    peer::put_limit(tx, &row).await?;
    let act = if limit.severity == Severity::Suspend { Act::PeerBlocked } else { Act::PeerLimited };
    log::write(app, tx, by, act, row.id).await
}

/// Takes back what was decided about a server; its stories stay out of the public lists until it is accepted. Where nothing
/// was, nothing happens.
///
/// # Errors
/// `Invalid` when `host` is no host name, or our own.
pub async fn lift(app: &App, by: By, host: &str) -> Result<()> {
    let tx = app.db.begin().await?;
    let Some(peer) = peer::find(&*tx, &host_key(app, host)?).await? else { return Ok(()) };
    let Some(severity) = peer.severity else { return Ok(()) };
    let row = Peer {
        severity: None,
        reject_media: false,
        reject_reports: false,
        obfuscate: false,
        public_comment: String::new(),
        private_comment: String::new(),
        decided_day: peer.decided_day.clone().filter(|_| peer.allowed),
        ..peer
    };
    peer::put_limit(&tx, &row).await?;
    let act = if severity == Severity::Suspend { Act::PeerUnblocked } else { Act::PeerUnlimited };
    log::write(app, &tx, by, act, row.id).await?;
    settle_in(app, &tx).await?;
    app.commit(tx).await
}

/// Allows a server and all names below it, or does so no longer: where only chosen servers are spoken with.
///
/// # Errors
/// `Invalid` when `host` is no host name, or our own.
pub async fn allow(app: &App, by: By, host: &str, allowed: bool) -> Result<()> {
    let tx = app.db.begin().await?;
    let peer = known(app, &tx, host).await?;
    allow_in(app, &tx, by, peer, allowed).await?;
    settle_in(app, &tx).await?;
    app.commit(tx).await
}

/// The same without what follows.
pub(super) async fn allow_in(app: &App, tx: &Tx, by: By, peer: Peer, allowed: bool) -> Result<()> {
    if peer.allowed == allowed {
        return Ok(());
    }
    let day = if allowed { Some(app.day()) } else { None };
    let kept = peer.decided_day.clone().filter(|_| peer.severity.is_some());
    let row = Peer { allowed, decided_day: kept.or(day), ..peer };
    peer::put_limit(tx, &row).await?;
    let act = if allowed { Act::PeerAllowed } else { Act::PeerDisallowed };
    log::write(app, tx, by, act, row.id).await
}

/// One page of what was decided about servers whose name has `part` in it, the latest known first.
pub async fn list(app: &App, decided: Decided, part: &str, page: Page) -> Result<Slice<Peer>> {
    peer::list_limits(app.read(), decided, &part.trim().to_lowercase(), page).await
}

/// Everything that was decided about servers, by host.
pub async fn list_all(app: &App, decided: Decided) -> Result<Vec<Peer>> {
    let mut found: Vec<Peer> = Vec::new();
    loop {
        let after = found.last().map_or("", |peer| peer.host.as_str()).to_owned();
        let some = peer::list_limits_after(app.read(), decided, &after, SOME).await?;
        if some.is_empty() {
            return Ok(found);
        }
        found.extend(some);
    }
}

/// The server with this number, if something of this kind was decided about it.
pub async fn find(app: &App, decided: Decided, id: i64) -> Result<Option<Peer>> {
    let found = peer::find_by_id(app.read(), id).await?;
    Ok(found.filter(|peer| match decided {
        Decided::Limited => peer.severity.is_some(),
        Decided::Allowed => peer.allowed,
    }))
}

/// How many follows a limit would cut.
///
/// # Errors
/// `Invalid` when `host` is no host name, or our own.
pub async fn count_cut(app: &App, host: &str, limit: &Limit) -> Result<u64> {
    let host = host_key(app, host)?;
    cut_by(app, HashMap::from([(host, limit.clone())])).await
}

/// How many follows several limits would cut, by host.
pub(super) async fn cut_by(app: &App, mut limits: HashMap<String, Limit>) -> Result<u64> {
    let mut peers = peer::list_all(app.read()).await?;
    for peer in &mut peers {
        if let Some(limit) = limits.remove(&peer.host) {
            *peer = limit.put_into(peer.clone(), String::new());
        }
    }
    let unknown = limits.into_iter().map(|(host, limit)| limit.put_into(Peer::new(0, host), String::new()));
    peers.extend(unknown);
    let cut: Vec<i64> = changes(&peers, app.config.federation.mode.is_by_choice())
        .into_iter()
        .filter(|(peer, standing)| standing.suspended && !peer.blocked)
        .map(|(peer, _)| peer.id)
        .collect();
    follow::count_of_peers(app.read(), &cut).await
}

/// Brings what follows for each server in line with what was decided and with the settings, which may have changed while the
/// server was down. Where they did not there is nothing to do: a start must not cost more the more servers are known.
pub async fn settle(app: &App) -> Result<()> {
    if setting::find(app.read(), SETTLED_FOR).await?.as_deref() == Some(spoken_with(app)) {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    settle_in(app, &tx).await?;
    app.commit(tx).await
}

/// With whom is spoken, as the settings say.
fn spoken_with(app: &App) -> &'static str {
    if app.config.federation.mode.is_by_choice() { "chosen" } else { "all" }
}

/// Writes what follows of all decisions. Answers how many follows were cut.
pub(super) async fn settle_in(app: &App, tx: &Tx) -> Result<u64> {
    let peers = peer::list_all(&**tx).await?;
    let mut cut = 0;
    for (peer, standing) in changes(&peers, app.config.federation.mode.is_by_choice()) {
        peer::put_standing(tx, peer.id, standing).await?;
        if peer.silenced != standing.silenced {
            account::hush_peer(tx, peer.id, standing.silenced).await?;
        }
        if standing.without_media && !peer.without_media {
            media::delete_of_peer(tx, peer.id).await?;
        }
        if standing.suspended && !peer.blocked {
            peer::decide(tx, peer.id, false, true).await?;
            peer::list_stories(tx, peer.id, false).await?;
            people_list_entry::delete_of_peer(tx, peer.id).await?;
            let gone = follow::delete_of_peer(tx, peer.id).await?;
            account::recount(tx, &gone.accounts).await?;
            cut += gone.follows;
        }
    }
    setting::put(tx, SETTLED_FOR.to_owned(), spoken_with(app).to_owned()).await?;
    Ok(cut)
}

/// The servers for which something else follows than is written.
fn changes(peers: &[Peer], by_choice: bool) -> Vec<(&Peer, Standing)> {
    let decided: HashMap<&str, &Peer> = peers
        .iter()
        .filter(|peer| peer.severity.is_some() || peer.allowed)
        .map(|peer| (peer.host.as_str(), peer))
        .collect();
    let standing = |peer: &Peer| {
        let names = peer::names_above(&peer.host);
        Standing::of(names.iter().filter_map(|name| decided.get(name.as_str()).copied()), by_choice)
    };
    let is_new = |(peer, standing): &(&Peer, Standing)| {
        (peer.blocked, peer.silenced, peer.without_media)
            != (standing.is_blocked(), standing.silenced, standing.without_media)
    };
    peers.iter().map(|peer| (peer, standing(peer))).filter(is_new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(host: &str) -> Peer {
        Peer::new(1, host.to_owned())
    }

    #[test]
    fn what_is_decided_about_a_name_holds_below_it_and_nowhere_else() {
        let limited = |host: &str, severity| Peer { severity: Some(severity), ..peer(host) };
        let peers = [
            limited("bad.example", Severity::Suspend),
            peer("a.bad.example:8443"),
            peer("notbad.example"),
            limited("loud.example", Severity::Silence),
            Peer { silenced: true, ..peer("quiet.example") },
        ];
        let found: Vec<(&str, bool, bool)> = changes(&peers, false)
            .into_iter()
            .map(|(peer, standing)| (peer.host.as_str(), standing.suspended, standing.silenced))
            .collect();
        let expected = [
            ("bad.example", true, false),
            ("a.bad.example:8443", true, false),
            ("loud.example", false, true),
            ("quiet.example", false, false),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn where_servers_are_chosen_only_those_and_the_names_below_them_are_open() {
        let peers = [Peer { allowed: true, ..peer("a.example") }, peer("b.a.example"), peer("c.example")];
        let found: Vec<&str> =
            changes(&peers, true).into_iter().map(|(peer, _)| peer.host.as_str()).collect();
        assert_eq!(found, ["c.example"]);
    }

    #[test]
    fn a_name_that_is_not_to_be_read_has_stars() {
        let name = public_name(&Peer { obfuscate: true, ..peer("very.bad.example") });
        assert_eq!(name, "very.***.***mple");
    }
}
