//! Look-ups that need the network: an account by id, handle or key, a post by its address, what an account shows first.

use http::HeaderMap;
use serde_json::Value;
use url::Url;

use super::object::remote_policy::{self, Around};
use super::object::{read, remote_actor, remote_note};
use super::{authority, fetch};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::text::{CleanHtml, fold_tag, html};
use crate::domain::account::{self, Account};
use crate::domain::post::{self, Post};
use crate::domain::relation::peer;
use crate::domain::story::receive::{self, Arrival, RemotePost};

pub use super::featured::refresh as refresh_featured;
pub use super::thread::refresh as refresh_thread;

/// How long what we know of a remote account is taken as it is, in seconds.
const FRESH_SECONDS: i64 = 24 * 3600;

/// The account with this wire id, from here or from its server.
pub async fn account(app: &App, uri: &str) -> Result<Account> {
    if let Some(known) = account::find_by_uri(app, uri).await?
        && (known.is_local() || app.now() - known.fetched_at < FRESH_SECONDS)
    {
        return Ok(known);
    }
    fetch_account(app, uri).await
}

/// The account with this wire id, read anew from its server.
pub async fn fetch_account(app: &App, uri: &str) -> Result<Account> {
    refuse_ours_and_blocked(app, uri).await?;
    let object = fetch::object(app, uri).await?;
    let profile = remote_actor::parse(&object, app.now()).ok_or(Error::NotFound("account"))?;
    account::receive(app, profile).await
}

/// The account to which an account moved, read anew: it must say so itself.
pub async fn successor(app: &App, uri: &str, old: &str) -> Result<Account> {
    refuse_ours_and_blocked(app, uri).await?;
    let object = fetch::object(app, uri).await?;
    authority::is_successor(&object, old)?;
    let profile = remote_actor::parse(&object, app.now()).ok_or(Error::NotFound("account"))?;
    account::receive(app, profile).await
}

/// The account that owns this key, as its server says, and the key: the actor names the key, and the key's host is the
/// actor's.
pub async fn fetch_key_owner(app: &App, key_id: &str) -> Result<(Account, String)> {
    refuse_ours_and_blocked(app, key_id).await?;
    // `https://host/actor#main-key`: the document is the actor. GoToSocial's keys have a path of their own, and
    // answer with a stub that names the owner.
    let address = key_id.split('#').next().unwrap_or(key_id);
    let document = fetch::object(app, address).await?;
    let owner = match remote_actor::parse(&document, app.now()) {
        Some(profile) => account::receive(app, profile).await?,
        None => fetch_account(app, authority::owner_of_key(&document, key_id)?).await?,
    };
    let key = account::find_key(app, &owner, key_id).await?.ok_or(Error::NotFound("key"))?;
    Ok((owner, key))
}

/// The account at `user@host`, from here or by WebFinger.
pub async fn by_address(app: &App, address: &str) -> Result<Account> {
    if let Some(known) = account::find_by_address(app, address).await? {
        return Ok(known);
    }
    let address = address.trim_start_matches('@');
    let (handle, host) = address.split_once('@').ok_or(Error::NotFound("account"))?;
    if host.is_empty() || handle.is_empty() || host.eq_ignore_ascii_case(app.urls.domain()) {
        return Err(Error::NotFound("account"));
    }
    if peer::is_blocked(app, host).await? {
        return Err(Error::NotFound("account"));
    }
    let id = web_finger(app, handle, host).await?;
    let found = fetch_account(app, &id).await?;
    // The address in hand must be the one the account has, else one host could speak for another's names.
    if found.host.eq_ignore_ascii_case(host) { Ok(found) } else { Err(Error::NotFound("account")) }
}

/// Asks a host which actor has this handle (RFC 7033).
async fn web_finger(app: &App, handle: &str, host: &str) -> Result<String> {
    // A listed name without a port stands for all its ports, as in the rules of fetching.
    let bare = host.rsplit_once(':').map_or(host, |(bare, _)| bare);
    let is_listed = |name: &String| name.eq_ignore_ascii_case(host) || name.eq_ignore_ascii_case(bare);
    let is_private = app.config.federation.allow_private.iter().any(is_listed);
    let scheme = if is_private { "http" } else { "https" };
    let mut url = Url::parse(&format!("{scheme}://{host}/.well-known/webfinger"))
        .map_err(|_error| Error::NotFound("account"))?;
    url.query_pairs_mut().append_pair("resource", &format!("acct:{handle}@{host}"));
    let answer = Box::pin(app.fetch.get(&url, HeaderMap::new())).await?;
    if !answer.status.is_success() {
        return Err(Error::NotFound("account"));
    }
    let document: Value =
        serde_json::from_slice(&answer.body).map_err(|_error| Error::NotFound("account"))?;
    let is_actor = |link: &&Value| {
        let kind = read::text(link, "type").unwrap_or_default();
        read::text(link, "rel") == Some("self")
            && (kind.starts_with("application/activity+json") || kind.starts_with("application/ld+json"))
    };
    let link = read::items(document.get("links")).find(is_actor);
    let href = link.and_then(|link| read::text(link, "href")).ok_or(Error::NotFound("account"))?;
    if read::same_host(href, url.as_str()) { Ok(href.to_owned()) } else { Err(Error::NotFound("account")) }
}

/// The post at this address (wire id or page), from here or from its server.
pub async fn post(app: &App, address: &str) -> Result<Post> {
    if let Some(known) = post::find_by_address(app, address).await? {
        return Ok(known);
    }
    refuse_ours_and_blocked(app, address).await?;
    let object = fetch::object(app, address).await?;
    store_fetched(app, &object).await
}

/// Stores a post that was fetched from its own server. Only its author's server may say what it says.
pub async fn store_fetched(app: &App, object: &Value) -> Result<Post> {
    let (author, remote) = read_note(app, object).await?;
    let uri = remote.uri.clone();
    let tx = app.db.begin().await?;
    let stored = receive::receive(app, &tx, &author, remote, Arrival::Fetched).await?;
    app.commit(tx).await?;
    match stored {
        Some(post) => Ok(post),
        None => post::find_by_address(app, &uri).await?.ok_or(Error::Gone("post")),
    }
}

/// Reads a note and finds its author, and those of the mentioned who are known here. The note's host is its
/// author's.
pub async fn read_note(app: &App, object: &Value) -> Result<(Account, RemotePost)> {
    let author = account(app, authority::author_of(object)?).await?;
    let note = remote_note::parse(object, author.followers_uri.as_deref()).ok_or(Error::NotFound("post"))?;
    let mentioned = account::list_by_uris(app, &note.mentions).await?;
    let around = Around {
        followers: author.followers_uri.as_deref(),
        following: author.following_uri.as_deref(),
        base: app.urls.base(),
    };
    let remote = RemotePost {
        published_at: note.published_at.unwrap_or_else(|| app.minute()),
        updated_at: note.updated_at,
        html: with_quote(app, note.html, note.quotes.as_deref()),
        title: note.title,
        warning: note.warning,
        sensitive: note.sensitive,
        language: note.language,
        visibility: note.visibility,
        in_reply_to: note.in_reply_to,
        mentions: mentioned.iter().map(|account| account.id).collect(),
        tags: note.hashtags.into_iter().map(|name| (fold_tag(&name), name)).collect(),
        poll: note.poll,
        story: note.story,
        pictures: note.pictures,
        policy: remote_policy::parse(object, around),
        uri: note.uri,
        url: note.url,
    };
    Ok((author, remote))
}

/// The text with a link to what it quotes, for quotes are not shown. Whether a post of ours may be quoted is for its author
/// to say, so nothing leads there but what the text itself says.
fn with_quote(app: &App, text: CleanHtml, quoted: Option<&str>) -> CleanHtml {
    match quoted.filter(|address| app.urls.local_path(address).is_none()) {
        Some(address) => {
            let address = html::escape(address);
            let text = text.as_str();
            CleanHtml::clean(&format!("{text}<p>RE: <a href=\"{address}\">{address}</a></p>"))
        }
        None => text,
    }
}

/// Refuses to ask for what is ours, or lies on a server that is blocked here.
pub async fn refuse_ours_and_blocked(app: &App, address: &str) -> Result<()> {
    if app.urls.local_path(address).is_some() {
        return Err(Error::NotFound("object"));
    }
    let host = read::host(address).ok_or(Error::NotFound("object"))?;
    if peer::is_blocked(app, &host).await? { Err(Error::Forbidden("its server is blocked")) } else { Ok(()) }
}
