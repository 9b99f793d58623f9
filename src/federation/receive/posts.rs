//! Create, Update and Delete: posts and profiles of other servers.

use serde_json::Value;

use super::Ready;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::{self, Account, Profile};
use crate::domain::guide;
use crate::domain::post::withdraw;
use crate::domain::relation::{self, peer};
use crate::domain::story::receive::{self, Arrival, RemotePost};
use crate::federation::authority::Verdict;
use crate::federation::object::{read, remote_actor};
use crate::federation::{authority, fetch, resolve};
use crate::store::Tx;
use crate::store::event::Event;

/// A new post, read and checked.
pub struct Written {
    post: RemotePost,
    asks: Option<Asked>,
}

impl Written {
    /// The post's wire id.
    pub fn uri(&self) -> &str {
        &self.post.uri
    }
}

/// Somebody wrote to the guide: all that is kept of it.
#[derive(Clone)]
pub struct Asked {
    uri: String,
    language: Option<String>,
}

/// News of a post or of the sender's own profile.
pub enum Changed {
    /// A post.
    Post(RemotePost),
    /// The profile.
    Profile(Profile),
}

/// Reads what was created. Posts that nobody here asked for are ignored: that is how spam comes.
pub async fn prepare_create(app: &App, actor: &Account, verdict: Verdict<'_>) -> Result<Ready> {
    let Some(post) = own_post(app, actor, verdict).await? else { return Ok(Ready::Ignored) };
    let asks = asks_guide(app, &post).await?;
    Ok(match (is_wanted(app, actor, &post).await?, asks) {
        (true, asks) => Ready::Create(Written { post, asks }),
        (false, Some(asked)) => Ready::Asked(asked),
        (false, None) => Ready::Ignored,
    })
}

/// Stores new posts with their authors.
pub async fn create(app: &App, tx: &Tx, new: &[(&Account, &Written)]) -> Result<()> {
    let arrived: Vec<_> = new.iter().map(|(author, written)| (*author, &written.post)).collect();
    let stored = receive::receive_all(app, tx, &arrived, Arrival::Delivered).await?;
    for (author, Written { post, asks }) in new {
        if let Some(asked) = asks
            && stored.iter().any(|row| row.uri == post.uri)
        {
            ask(app, tx, author, asked).await?;
        }
    }
    Ok(())
}

/// Has the guide answer. What was written to it is not kept.
pub async fn ask(app: &App, tx: &Tx, actor: &Account, asked: &Asked) -> Result<()> {
    let Asked { uri, language } = asked.clone();
    app.record(tx, &Event::GuideAsked { account: actor.id, uri, language }).await
}

/// What is kept of a post that mentions the guide.
async fn asks_guide(app: &App, remote: &RemotePost) -> Result<Option<Asked>> {
    let mentioned = account::list(app, &remote.mentions).await?;
    let asks = guide::is_there(app) && mentioned.iter().any(|account| guide::is_guide(app, account));
    Ok(asks.then(|| Asked { uri: remote.uri.clone(), language: remote.language.clone() }))
}

/// Reads what was changed.
pub async fn prepare_update(app: &App, actor: &Account, verdict: Verdict<'_>) -> Result<Ready> {
    let about = match verdict {
        Verdict::Embedded(object) => read::text(object, "id"),
        Verdict::Ask(id) | Verdict::Names(id) => Some(id),
        Verdict::Nothing => None,
    };
    if about == Some(actor.uri.as_str()) {
        let fetched;
        let document = match verdict {
            Verdict::Embedded(document) => document,
            Verdict::Ask(_) | Verdict::Names(_) | Verdict::Nothing => {
                fetched = fetch::object(app, &actor.uri).await?;
                &fetched
            }
        };
        let profile = remote_actor::parse(document, app.now()).filter(|profile| profile.uri == actor.uri);
        return Ok(profile.map_or(Ready::Ignored, |profile| Ready::Update(Changed::Profile(profile))));
    }
    let Some(remote) = own_post(app, actor, verdict).await? else { return Ok(Ready::Ignored) };
    let is_known = crate::domain::post::find_by_address(app, &remote.uri).await?.is_some();
    if is_known || is_wanted(app, actor, &remote).await? {
        Ok(Ready::Update(Changed::Post(remote)))
    } else {
        Ok(Ready::Ignored)
    }
}

/// Stores what was changed.
pub async fn update(app: &App, tx: &Tx, actor: &Account, changed: Changed) -> Result<()> {
    match changed {
        Changed::Post(remote) => receive::receive_update(app, tx, actor, remote).await,
        Changed::Profile(profile) => account::receive_in(app, tx, profile).await.map(drop),
    }
}

/// Erases what its own server says is gone: a post, or the sender's whole account.
pub async fn delete(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let id = read::id(activity.get("object")).ok_or(Error::NotFound("object"))?;
    if id == actor.uri {
        return account::receive_delete(app, tx, actor).await;
    }
    withdraw::receive_delete(app, tx, id, actor).await
}

/// The post in an activity, where the actor is its author; `None` where it is nothing that we read.
async fn own_post(app: &App, actor: &Account, verdict: Verdict<'_>) -> Result<Option<RemotePost>> {
    let fetched;
    let note = match verdict {
        Verdict::Embedded(note) => note,
        Verdict::Ask(id) => {
            fetched = fetch::object(app, id).await?;
            authority::is_told_by(&fetched, &actor.uri)?;
            &fetched
        }
        Verdict::Names(_) | Verdict::Nothing => return Ok(None),
    };
    match resolve::read_note(app, note).await {
        Ok((author, remote)) if author.id == actor.id => Ok(Some(remote)),
        Ok(_) => Err(Error::Forbidden("another's post")),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether somebody here asked for it: a follower of its author, someone it mentions or answers, or the operator,
/// who accepted its server's stories. The guide is nobody: what is said to it alone is not taken in.
async fn is_wanted(app: &App, actor: &Account, remote: &RemotePost) -> Result<bool> {
    if relation::has_local_follower(app, actor.id).await? {
        return Ok(true);
    }
    let mentioned = account::list(app, &remote.mentions).await?;
    if mentioned.iter().any(|account| account.is_local() && !guide::is_guide(app, account)) {
        return Ok(true);
    }
    if let Some(parent) = &remote.in_reply_to
        && let Some(parent) = crate::domain::post::find_by_address(app, parent).await?
    {
        let author = account::find(app, parent.account_id).await?;
        if !author.is_some_and(|author| guide::is_guide(app, &author)) {
            return Ok(true);
        }
    }
    let host = read::host(&actor.uri).unwrap_or_default();
    let accepted = peer::find(app, &host).await?.is_some_and(|peer| peer.accepted);
    Ok(accepted && remote.story.is_some())
}
