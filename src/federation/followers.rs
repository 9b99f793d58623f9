//! Followers synchronisation (FEP-8fcf), both ways: what is for followers is shown elsewhere to whoever follows by the books of
//! that server. With it goes a digest of those books as we have them, and a server whose books differ asks for ours.
//!
//! Here only follows end that the other server does not know of; none begins.

use std::collections::HashSet;

use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use url::Url;

use super::object::{context, read};
use super::signature::quoted_parameters;
use super::{fetch, resolve};
use crate::app::App;
use crate::base::digest::sha256;
use crate::base::error::{Error, Result};
use crate::base::limit::Deed;
use crate::domain::account::{self, Account};
use crate::domain::relation;
use crate::jobs::{self, Job};
use crate::store::follow;

/// The header, in Mastodon's spelling `Collection-Synchronization`.
pub const HEADER: HeaderName = HeaderName::from_static("collection-synchronization");

/// Where more of one server follow an account, their list is too long for others to read.
const MOST: usize = 5_000;
/// So many pages of another server's list are read: Mastodon's number.
const MOST_PAGES: usize = 10;

/// All followers of one server in one number: the exclusive or of the SHA-256 of their ids.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Digest([u8; 32]);

impl Digest {
    fn of<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut whole = Self::default();
        for id in ids {
            for (to, from) in whole.0.iter_mut().zip(sha256(id.as_bytes())) {
                *to ^= from;
            }
        }
        whole
    }

    fn hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The header that goes with what is for the followers of `sender` to an inbox of a peer; `None` where it can't be told.
pub async fn header(
    app: &App,
    sender: &Account,
    peer_id: i64,
    inbox: &Url,
) -> Result<Option<(HeaderName, HeaderValue)>> {
    let Some(collection) = &sender.followers_uri else { return Ok(None) };
    let Some(followers) = at(app, sender.id, peer_id, inbox).await? else { return Ok(None) };
    let digest = Digest::of(followers.iter().map(String::as_str)).hex();
    let url = address(sender);
    let value = format!("collectionId=\"{collection}\", url=\"{url}\", digest=\"{digest}\"");
    Ok(HeaderValue::from_str(&value).ok().map(|value| (HEADER, value)))
}

/// `followers_synchronization`: the followers of `account` on the server of whoever signed the request.
///
/// # Errors
/// `NotFound` where there are too many of them.
pub async fn partial(app: &App, account: &Account, signer: &Account) -> Result<Value> {
    let there = Url::parse(&signer.uri).map_err(|_error| Error::NotFound("collection"))?;
    let followers = match signer.peer_id {
        Some(peer_id) => at(app, account.id, peer_id, &there).await?,
        None => None,
    };
    let followers = followers.ok_or(Error::NotFound("collection"))?;
    Ok(json!({
        "@context": context::plain(),
        "id": address(account),
        "type": "OrderedCollection",
        "orderedItems": followers
    }))
}

fn address(account: &Account) -> String {
    format!("{}/followers_synchronization", account.uri)
}

/// The followers of an account whose ids have the scheme and authority of an address of that peer.
async fn at(app: &App, account_id: i64, peer_id: i64, address: &Url) -> Result<Option<Vec<String>>> {
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    let mut followers =
        follow::list_followers_at(app.read(), account_id, peer_id, most.saturating_add(1)).await?;
    if followers.len() > MOST {
        return Ok(None);
    }
    let is_there = |id: &String| Url::parse(id).is_ok_and(|id| id.origin() == address.origin());
    followers.retain(is_there);
    Ok(Some(followers))
}

/// What a server says of who follows an account of its own from here.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    url: String,
    digest: String,
}

/// Reads the header that came with an activity of `actor`. What is not its own followers, or is to be read from another host,
/// says nothing.
fn read_header(headers: &HeaderMap, actor: &Account) -> Option<Told> {
    let mut values = headers.get_all(HEADER).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let parameters = quoted_parameters(value.to_str().ok()?)?;
    let get = |name: &str| parameters.get(name).copied();
    let (collection, url, digest) = (get("collectionId")?, get("url")?, get("digest")?);
    let is_digest = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_own = actor.followers_uri.as_deref() == Some(collection) && read::same_host(url, &actor.uri);
    (is_digest && is_own).then(|| Told { url: url.to_owned(), digest: digest.to_ascii_lowercase() })
}

/// Compares what came with an activity of `actor` with who follows it here, and has the difference looked at later.
pub async fn compare(app: &App, headers: &HeaderMap, actor: &Account) -> Result<()> {
    let Some(told) = read_header(headers, actor) else { return Ok(()) };
    let here = here(app, actor).await?;
    if Digest::of(here.iter().map(|follower| follower.uri.as_str())).hex() == told.digest {
        return Ok(());
    }
    let name = app.limits.name(&format!("followers of {}", actor.id));
    if app.limits.check(Deed::Synchronization, name).is_err() {
        return Ok(());
    }
    let job = Job::Synchronize { account: actor.id, url: told.url, digest: told.digest };
    jobs::enqueue_once(app, &job, app.now()).await?;
    app.wake.jobs.notify_one();
    Ok(())
}

/// Ends those follows of an account elsewhere that its own server does not know of: the list must be the one whose digest
/// was told, or something has changed in between.
pub async fn synchronize(app: &App, account_id: i64, url: &str, digest: &str) -> Result<()> {
    let Some(actor) = account::find(app, account_id).await?.filter(|account| !account.is_local()) else {
        return Ok(());
    };
    let listed = match listed(app, url).await {
        Ok(Some(listed)) => listed,
        Ok(None) => return Ok(()),
        Err(error) if error.may_pass() => return Err(error),
        Err(_nothing) => return Ok(()),
    };
    if Digest::of(listed.iter().map(String::as_str)).hex() != digest {
        return Ok(());
    }
    let listed: HashSet<String> = listed.into_iter().collect();
    let tx = app.db.begin().await?;
    for follower in here(app, &actor).await?.into_iter().filter(|follower| !listed.contains(&follower.uri)) {
        relation::receive_end(app, &tx, &follower, &actor).await?;
    }
    app.commit(tx).await
}

/// Who follows an account elsewhere from here.
async fn here(app: &App, actor: &Account) -> Result<Vec<Account>> {
    let follows = follow::list_local_to(app.read(), actor.id).await?;
    let ids: Vec<i64> = follows.into_iter().map(|follow| follow.follower_id).collect();
    account::list(app, &ids).await
}

/// All ids that a collection lists, page after page on its own host; `None` where it has no end.
async fn listed(app: &App, url: &str) -> Result<Option<Vec<String>>> {
    let mut listed = Vec::new();
    let mut next = Some(Value::String(url.to_owned()));
    for _ in 0..=MOST_PAGES {
        let page = match next {
            None => return Ok(Some(listed)),
            Some(Value::String(address)) => {
                if !read::same_host(&address, url) {
                    return Ok(None);
                }
                resolve::refuse_ours_and_blocked(app, &address).await?;
                Box::pin(fetch::object(app, &address)).await?
            }
            Some(embedded) => embedded,
        };
        for name in ["items", "orderedItems"] {
            let items = page.get(name).and_then(Value::as_array);
            listed.extend(
                items.into_iter().flatten().filter_map(|item| read::id(Some(item)).map(str::to_owned)),
            );
        }
        if listed.len() > MOST {
            return Ok(None);
        }
        next = page.get("first").or_else(|| page.get("next")).cloned();
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{fresh, remote};

    /// The example of FEP-8fcf.
    const ONE: &str = "https://testing.example.org/users/1";
    const TWO: &str = "https://testing.example.org/users/2";

    #[test]
    fn the_digest_is_that_of_the_proposal() {
        let of = |ids: &[&str]| Digest::of(ids.iter().copied()).hex();
        assert_eq!(of(&[ONE]), "3a06e99569547f444c352ab7f52e4bab207abec5ca6f07b0045cfdc9723f8fa9");
        assert_eq!(of(&[TWO]), "f939a1585d4a8f02ee339210dbe7315d7003476663d6095f7d996fc4bc7a49b6");
        let both = "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f";
        assert_eq!((of(&[ONE, TWO]), of(&[TWO, ONE])), (both.to_owned(), both.to_owned()));
        assert_eq!(of(&[]), "0".repeat(64));
    }

    #[tokio::test]
    async fn a_header_speaks_of_the_senders_own_followers_on_its_own_host_only() {
        let app = fresh().await;
        let mut actor = remote(&app, "zoe", "b.example").await;
        actor.followers_uri = Some(format!("{}/followers", actor.uri));
        let (own, digest) = (format!("{}/followers", actor.uri), "c3".repeat(32));
        let read = |collection: &str, url: &str, digest: &str| {
            let value = format!("collectionId=\"{collection}\", url=\"{url}\", digest=\"{digest}\"");
            read_header(&HeaderMap::from_iter([(HEADER, HeaderValue::from_str(&value).unwrap())]), &actor)
        };
        let url = "https://b.example/partial";
        assert_eq!(read(&own, url, &digest), Some(Told { url: url.to_owned(), digest: digest.clone() }));
        assert_eq!(read("https://b.example/users/ann/followers", url, &digest), None);
        assert_eq!(read(&own, "https://c.example/partial", &digest), None);
        assert_eq!(read(&own, url, "c3"), None);
        let odd = HeaderMap::from_iter([(HEADER, HeaderValue::from_static("collectionId=,,"))]);
        assert_eq!(read_header(&odd, &actor), None);
    }
}
