//! Taking in what another server says about one of its accounts.

use super::handle_key;
use super::key::{self, PublicKey};
use super::profile::Field;
use crate::app::App;
use crate::base::clock;
use crate::base::error::{Error, Result};
use crate::store::account::{self, Account};
use crate::store::event::Event;
use crate::store::kind::{AccountKind, Knock};
use crate::store::peer::{self, Peer};
use crate::store::{Tx, leaving};

/// A remote account as its server describes it: checked, with cleaned texts. The address `handle@host` was
/// confirmed by the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its wire id.
    pub uri: String,
    /// The name before the `@`.
    pub handle: String,
    /// The host after the `@`, with port if any, lower case.
    pub host: String,
    /// The host of its wire id, with port if any: the peer that speaks for it.
    pub peer_host: String,
    /// Who or what it is.
    pub kind: AccountKind,
    /// The name that stands above its posts, plain.
    pub display_name: String,
    /// The text about it, cleaned HTML.
    pub summary: String,
    /// Its page.
    pub url: String,
    /// Where its activities are delivered.
    pub inbox: String,
    /// One inbox for all accounts of its server.
    pub shared_inbox: Option<String>,
    /// What it published.
    pub outbox: Option<String>,
    /// The collection of its followers, as it is addressed.
    pub followers_uri: Option<String>,
    /// The collection of whom it follows.
    pub following_uri: Option<String>,
    /// The collection of its pinned posts.
    pub featured_uri: Option<String>,
    /// The id of its key.
    pub key_id: Option<String>,
    /// Its key, as PEM.
    pub public_key: String,
    /// Its other keys.
    pub further_keys: Vec<PublicKey>,
    /// How its server says that requests may be signed.
    pub knock: Option<Knock>,
    /// Address of its picture.
    pub avatar_url: Option<String>,
    /// Address of the picture above its page.
    pub header_url: Option<String>,
    /// Lines of name and value, cleaned.
    pub fields: Vec<Field>,
    /// Whether followers have to be let in one by one.
    pub locked: bool,
    /// Whether it wants to be suggested and found.
    pub discoverable: bool,
    /// Whether it allows search.
    pub indexable: bool,
    /// The month it was made, e.g. `2026-11`, where it says so.
    pub created_month: Option<String>,
}

/// Stores what another server says about one of its accounts: a new one with the peer it belongs to, or news of a
/// known one.
///
/// # Errors
/// `Forbidden` when the profile claims to be of this server, or its peer is blocked.
pub async fn receive(app: &App, profile: Profile) -> Result<Account> {
    let tx = app.db.begin().await?;
    let account = receive_in(app, &tx, profile).await?;
    app.commit(tx).await?;
    Ok(account)
}

/// [`receive`] in a transaction of the caller.
pub async fn receive_in(app: &App, tx: &Tx, profile: Profile) -> Result<Account> {
    if profile.host.is_empty() || app.urls.local_path(&profile.uri).is_some() {
        return Err(Error::Forbidden("another server speaks for an account of ours"));
    }
    let peer = peer_of(app, tx, &profile.peer_host).await?;
    if peer.blocked {
        return Err(Error::Forbidden("its server is blocked"));
    }
    // What it answered counts more than what it says.
    if let (None, Some(knock)) = (peer.knock, profile.knock) {
        peer::set_knock(tx, peer.id, knock).await?;
    }
    let further_keys = profile.further_keys.clone();
    let known = account::find_by_uri(&**tx, &profile.uri).await?;
    let key = handle_key(&profile.handle);
    // The host says who has the address now; whoever had it before was renamed or removed.
    if let Some(other) = account::find_by_handle(&**tx, &key, &profile.host).await?
        && other.uri != profile.uri
    {
        account::release_handle(tx, other.id).await?;
    }
    let row = if let Some(known) = known {
        let row = described(app, &peer, profile, known)?;
        account::update(tx, row.clone()).await?;
        row
    } else {
        let id = app.new_id(tx).await?;
        let row = described(app, &peer, profile, nobody(app, id))?;
        account::insert(tx, row.clone()).await?;
        row
    };
    key::receive_keys(app, tx, row.id, further_keys).await?;
    Ok(row)
}

/// Its own server says that an account is gone: everything that came from it goes with it.
pub async fn receive_delete(app: &App, tx: &Tx, account: &Account) -> Result<()> {
    if account.is_local() {
        return Err(Error::Forbidden("another server deletes an account of ours"));
    }
    leaving::remove_elsewhere(tx, account, &app.day()).await?;
    app.record(tx, &Event::AccountDeleted { account: account.id }).await
}

/// The peer of a host, made where it is new. What holds for the names above it holds for it as well.
async fn peer_of(app: &App, tx: &Tx, host: &str) -> Result<Peer> {
    if let Some(peer) = peer::find(&**tx, host).await? {
        return Ok(peer);
    }
    let standing = peer::standing(&**tx, host, app.config.federation.mode.is_by_choice()).await?;
    let row = Peer {
        blocked: standing.is_blocked(),
        silenced: standing.silenced,
        without_media: standing.without_media,
        ..Peer::new(app.new_id(tx).await?, host.to_owned())
    };
    peer::insert(tx, row.clone()).await?;
    Ok(row)
}

/// `row` with everything that the profile says.
fn described(app: &App, peer: &Peer, profile: Profile, row: Account) -> Result<Account> {
    Ok(Account {
        uri: profile.uri,
        handle_key: handle_key(&profile.handle),
        handle: profile.handle,
        host: profile.host,
        peer_id: Some(peer.id),
        hushed: row.silenced || peer.silenced,
        kind: profile.kind,
        display_name: profile.display_name,
        summary: profile.summary,
        url: profile.url,
        inbox: profile.inbox,
        shared_inbox: profile.shared_inbox,
        outbox: profile.outbox,
        followers_uri: profile.followers_uri,
        following_uri: profile.following_uri,
        featured_uri: profile.featured_uri,
        key_id: profile.key_id,
        public_key: profile.public_key,
        avatar_url: profile.avatar_url,
        header_url: profile.header_url,
        fields: serde_json::to_string(&profile.fields).map_err(anyhow::Error::from)?,
        locked: profile.locked,
        discoverable: profile.discoverable,
        indexable: profile.indexable,
        created_month: profile.created_month.unwrap_or(row.created_month),
        fetched_at: app.now(),
        ..row
    })
}

/// A row that knows nothing but its number.
fn nobody(app: &App, id: i64) -> Account {
    Account {
        id,
        uri: String::new(),
        handle: String::new(),
        handle_key: String::new(),
        host: String::new(),
        peer_id: None,
        kind: AccountKind::Person,
        display_name: String::new(),
        summary: String::new(),
        url: String::new(),
        inbox: String::new(),
        shared_inbox: None,
        outbox: None,
        followers_uri: None,
        following_uri: None,
        featured_uri: None,
        key_id: None,
        public_key: String::new(),
        private_key: None,
        avatar_url: None,
        header_url: None,
        fields: "[]".to_owned(),
        locked: false,
        discoverable: false,
        indexable: false,
        suspended: false,
        silenced: false,
        hushed: false,
        sensitized: false,
        created_month: clock::month(app.clock.now()),
        fetched_at: 0,
        follower_count: 0,
        following_count: 0,
        post_count: 0,
        last_post_at: None,
    }
}
