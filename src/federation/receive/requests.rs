//! Requests to quote, like, answer or pass on a post of ours. Each is answered, unless the post is not there for who asks.
//!
//! What was asked for is done at once where the request holds it: when it comes again as an activity of its own, with our
//! permission in it, it is known already.

use serde_json::Value;

use super::{Ready, posts};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::domain::post::permission::{self, Request};
use crate::domain::post::{PermissionKind, Post, Visibility};
use crate::domain::reaction::{self, ReceivedBoost};
use crate::domain::story::receive::{self, Arrival, RemotePost};
use crate::federation::authority::{self, Verdict};
use crate::federation::object::{read, remote_note};
use crate::federation::{fetch, resolve};
use crate::store::Tx;

/// Longer ids are no addresses of anything, and ours would have to carry them.
const MAX_ID_BYTES: usize = 2048;

/// A request, read, with what it asks for.
pub struct Requested {
    request: Request,
    post: Post,
    deed: Deed,
}

/// What is done where the answer is yes.
enum Deed {
    Quote(Box<RemotePost>),
    Reply(Box<posts::Written>),
    Like,
    Announce(Visibility),
    /// It comes later.
    Later,
    /// What asks is not what it says to be: the answer is no.
    Unsound,
}

/// Reads a request to do something with a post of ours.
///
/// # Errors
/// `NotFound` where the post is not there for who asks: there is no answer then.
pub async fn prepare(
    app: &App,
    actor: &Account,
    verdict: Verdict<'_>,
    activity: &Value,
    kind: PermissionKind,
) -> Result<Ready> {
    let (interacting, embedded) = match verdict {
        Verdict::Embedded(object) => (read::text(object, "id"), Some(object)),
        Verdict::Ask(id) => (Some(id), None),
        Verdict::Names(_) | Verdict::Nothing => return Ok(Ready::Ignored),
    };
    let (uri, interacting) = (read::text(activity, "id"), interacting.ok_or(Error::NotFound("instrument"))?);
    let uri = uri.ok_or(Error::NotFound("request"))?;
    if uri.len() > MAX_ID_BYTES || interacting.len() > MAX_ID_BYTES {
        return Err(Error::NotFound("request"));
    }
    let address = read::id(activity.get("object")).ok_or(Error::NotFound("post"))?;
    let post = permission::load_asked(app, actor, address).await?;
    let deed = if permission::allows(app.read(), kind, actor, &post).await? {
        match (kind, embedded) {
            (PermissionKind::Quote, _) => quote(app, actor, &post, interacting, embedded).await?,
            (_, None) => Deed::Later,
            (PermissionKind::Reply, Some(note)) => reply(app, actor, &post, note).await?,
            (PermissionKind::Like | PermissionKind::Announce, Some(deed)) => {
                reaction(kind, actor, &post, deed)
            }
        }
    } else {
        Deed::Unsound
    };
    let (uri, interacting) = (uri.to_owned(), interacting.to_owned());
    let request = Request { kind, post: post.id, uri, interacting };
    Ok(Ready::Request(Box::new(Requested { request, post, deed })))
}

/// Answers a request, and does what it asks for where the answer is yes.
pub async fn apply(app: &App, tx: &Tx, actor: &Account, requested: Requested) -> Result<()> {
    let Requested { request, post, deed } = requested;
    let is_sound = !matches!(deed, Deed::Unsound);
    if !permission::answer(app, tx, actor, &request, is_sound).await? {
        return Ok(());
    }
    match deed {
        Deed::Quote(quoting) => {
            receive::receive(app, tx, actor, *quoting, Arrival::Delivered).await.map(drop)
        }
        Deed::Reply(written) => posts::create(app, tx, &[(actor, &written)]).await,
        Deed::Like => reaction::receive_like(app, tx, &request.interacting, actor, &post).await,
        Deed::Announce(visibility) => {
            let boost = ReceivedBoost { uri: request.interacting, visibility };
            reaction::receive_boost(app, tx, boost, actor, &post).await.map(drop)
        }
        Deed::Later | Deed::Unsound => Ok(()),
    }
}

/// The post that wants to quote: it must be the asker's, and say itself that it quotes this one.
async fn quote(
    app: &App,
    actor: &Account,
    quoted: &Post,
    interacting: &str,
    embedded: Option<&Value>,
) -> Result<Deed> {
    let fetched;
    let note = match embedded {
        Some(note) => note,
        None => {
            resolve::refuse_ours_and_blocked(app, interacting).await?;
            fetched = fetch::object(app, interacting).await?;
            if authority::is_told_by(&fetched, &actor.uri).is_err() {
                return Ok(Deed::Unsound);
            }
            &fetched
        }
    };
    let says_so = remote_note::quoted(note).any(|address| address == quoted.uri || address == quoted.url);
    match resolve::read_note(app, note).await {
        Ok((author, mut quoting)) if says_so && author.id == actor.id && quoting.uri == interacting => {
            // Who is quoted may read what is made of it, and hears of it.
            quoting.mentions.push(quoted.account_id);
            quoting.mentions.sort_unstable();
            quoting.mentions.dedup();
            Ok(Deed::Quote(Box::new(quoting)))
        }
        Ok(_) | Err(Error::NotFound(_)) => Ok(Deed::Unsound),
        Err(error) => Err(error),
    }
}

/// A reply that stands in the request.
async fn reply(app: &App, actor: &Account, post: &Post, note: &Value) -> Result<Deed> {
    let answers = read::id(note.get("inReplyTo"));
    if answers != Some(post.uri.as_str()) && answers != Some(post.url.as_str()) {
        return Ok(Deed::Unsound);
    }
    let ready = posts::prepare_create(app, actor, Verdict::Embedded(note)).await?;
    Ok(if let Ready::Create(written) = ready { Deed::Reply(Box::new(written)) } else { Deed::Unsound })
}

/// A Like or an Announce that stands in the request.
fn reaction(kind: PermissionKind, actor: &Account, post: &Post, deed: &Value) -> Deed {
    let about = read::id(deed.get("object"));
    if about != Some(post.uri.as_str()) && about != Some(post.url.as_str()) {
        return Deed::Unsound;
    }
    match (kind, read::kind(deed)) {
        (PermissionKind::Like, Some("Like")) => Deed::Like,
        (PermissionKind::Announce, Some("Announce")) => {
            match remote_note::visibility(deed, actor.followers_uri.as_deref()) {
                Visibility::Direct => Deed::Unsound,
                visibility @ (Visibility::Public | Visibility::Unlisted | Visibility::Private) => {
                    Deed::Announce(visibility)
                }
            }
        }
        (_, _) => Deed::Unsound,
    }
}
