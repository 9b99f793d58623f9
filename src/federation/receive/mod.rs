//! Receiving: stored activities are applied in order, many in one transaction, each in its own savepoint.
//!
//! What an activity needs from the network is fetched before the transaction; a bad item never blocks the next.

mod follows;
mod pins;
mod polls;
mod posts;
mod reactions;
mod reports;
mod requests;

use std::collections::HashSet;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;
use tracing::{debug, error};

use super::authority;
use super::object::read;
use crate::app::App;
use crate::base::counts::Counted;
use crate::base::error::{Error, Result};
use crate::domain::account::{self, Account};
use crate::domain::post::{PermissionKind, Post};
use crate::domain::relation;
use crate::store::inbox_item::{self, InboxItem};
use crate::store::{Tx, received};

/// Items applied in one transaction.
const BATCH: u64 = 50;
/// How long the worker rests when no bell rings.
const ROUND: Duration = Duration::from_secs(5);
/// After so many failures an item is dropped.
const MAX_ATTEMPTS: i32 = 8;

/// An activity with what it needed from the network at hand.
enum Ready {
    Create(posts::Written),
    /// Nothing for us but that somebody wrote to the guide.
    Asked(posts::Asked),
    Update(posts::Changed),
    Vote(polls::Cast),
    Delete,
    Follow,
    Accept,
    Reject,
    Like,
    Announce(reactions::Passed),
    Block,
    Flag,
    /// To this account.
    Move(Box<Account>),
    Add(Box<Post>),
    /// To quote, like, answer or pass on a post of ours.
    Request(Box<requests::Requested>),
    Remove,
    Undo,
    /// Nothing for us in it.
    Ignored,
    /// Of a kind that we do not know.
    Unknown,
}

impl Ready {
    /// What becomes of it where nothing goes wrong, in one word.
    const fn word(&self) -> &'static str {
        match self {
            Self::Ignored => "ignored",
            Self::Unknown => "unknown-kind",
            Self::Create(_)
            | Self::Asked(_)
            | Self::Update(_)
            | Self::Vote(_)
            | Self::Delete
            | Self::Follow
            | Self::Accept
            | Self::Reject
            | Self::Like
            | Self::Announce(_)
            | Self::Block
            | Self::Flag
            | Self::Move(_)
            | Self::Add(_)
            | Self::Request(_)
            | Self::Remove
            | Self::Undo => "applied",
        }
    }
}

/// A stored item, read; or why that failed.
type Prepared = (InboxItem, Result<(Account, Value, Ready)>);

/// Applies stored activities until told to stop.
pub async fn work(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let worked = match Box::pin(round(&app)).await {
            Ok(worked) => worked,
            Err(error) => {
                error!("working on the inbox: {error:#}");
                false
            }
        };
        if !worked {
            tokio::select! {
                () = app.wake.inbox.notified() => {}
                _ = tokio::time::timeout(ROUND, std::future::pending::<()>()) => {}
                _ = stopped.changed() => {}
            }
        }
    }
}

/// Applies the oldest due items; false when there were none.
async fn round(app: &App) -> Result<bool> {
    let items = inbox_item::list_due(app.read(), app.now(), BATCH).await?;
    if items.is_empty() {
        return Ok(false);
    }
    let mut prepared: Vec<Prepared> = Vec::with_capacity(items.len());
    let mut created = HashSet::new();
    for item in items {
        if passes_on_one_of(&item, &created) {
            // What it passes on is created by this very batch: its turn is the next one.
            break;
        }
        let ready = Box::pin(prepare(app, &item)).await;
        if let Ok((_, _, Ready::Create(written))) = &ready {
            created.insert(written.uri().to_owned());
        }
        prepared.push((item, ready));
    }
    let tx = app.db.begin().await?;
    let mut done = Vec::with_capacity(prepared.len());
    let mut new = Vec::new();
    for (item, ready) in prepared {
        match ready {
            Ok((actor, _, Ready::Create(written))) => new.push((item, actor, written)),
            Ok((actor, activity, ready)) => {
                // In their order: this one may be about what was just created.
                create(app, &tx, &mut new, &mut done).await?;
                let word = ready.word();
                let outcome = Box::pin(apply_alone(app, &tx, &actor, &activity, ready)).await;
                settle(app, &tx, item, outcome.map(|()| word), &mut done).await?;
            }
            Err(error) => settle(app, &tx, item, Err(error), &mut done).await?,
        }
    }
    create(app, &tx, &mut new, &mut done).await?;
    let ids: Vec<i64> = done.iter().map(|item| item.id).collect();
    inbox_item::delete_all(&tx, &ids).await?;
    received::insert_all(&tx, done.into_iter().map(|item| item.activity_hash).collect(), &app.week()).await?;
    app.commit(tx).await?;
    Ok(true)
}

/// Stores new posts together; where that fails, one by one, so that a bad one harms no other.
async fn create(
    app: &App,
    tx: &Tx,
    new: &mut Vec<(InboxItem, Account, posts::Written)>,
    done: &mut Vec<InboxItem>,
) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let together: Vec<_> = new.iter().map(|(_, actor, written)| (actor, written)).collect();
    let inner = tx.savepoint().await?;
    match posts::create(app, &inner, &together).await {
        Ok(()) => {
            inner.commit().await?;
            for _ in &*new {
                app.counts.count(Counted::Activities, "applied");
            }
            done.extend(new.drain(..).map(|(item, _, _)| item));
            return Ok(());
        }
        // Rolls back what was written of them.
        Err(_error) => drop(inner),
    }
    for (item, actor, written) in new.drain(..) {
        let inner = tx.savepoint().await?;
        let outcome = match posts::create(app, &inner, &[(&actor, &written)]).await {
            Ok(()) => inner.commit().await,
            Err(error) => Err(error),
        };
        settle(app, tx, item, outcome.map(|()| "applied"), done).await?;
    }
    Ok(())
}

/// Whether an item announces a post that is being created.
fn passes_on_one_of(item: &InboxItem, created: &HashSet<String>) -> bool {
    if created.is_empty() {
        return false;
    }
    let Ok(activity) = serde_json::from_str::<Value>(&item.body) else { return false };
    read::kind(&activity) == Some("Announce")
        && authority::passed_on(&activity).is_some_and(|address| created.contains(address))
}

/// Reads the item and fetches what it needs.
async fn prepare(app: &App, item: &InboxItem) -> Result<(Account, Value, Ready)> {
    let activity: Value = serde_json::from_str(&item.body).map_err(anyhow::Error::from)?;
    let actor = account::find_by_uri(app, &item.signer_uri).await?.ok_or(Error::NotFound("account"))?;
    if actor.suspended {
        return Err(Error::Forbidden("a suspended account"));
    }
    let verdict = authority::may_say(&actor.uri, &activity)?;
    let ready = match read::kind(&activity).unwrap_or_default() {
        "Create" => match polls::prepare_vote(app, &actor, verdict).await? {
            Some(cast) => Ready::Vote(cast),
            None => posts::prepare_create(app, &actor, verdict).await?,
        },
        "Update" => posts::prepare_update(app, &actor, verdict).await?,
        "Delete" => Ready::Delete,
        "Follow" => Ready::Follow,
        "Accept" => Ready::Accept,
        "Reject" => Ready::Reject,
        // A reaction with an emoji is a like with more to say.
        "Like" | "EmojiReact" => Ready::Like,
        "Announce" => reactions::prepare_announce(app, &actor, verdict, &activity).await?,
        "Block" => Ready::Block,
        "Flag" => Ready::Flag,
        "Move" => follows::prepare_move(app, &actor, verdict).await?,
        "Add" => pins::prepare_add(app, &actor, verdict, &activity).await?,
        "Remove" => Ready::Remove,
        "QuoteRequest" => requests::prepare(app, &actor, verdict, &activity, PermissionKind::Quote).await?,
        "LikeRequest" => requests::prepare(app, &actor, verdict, &activity, PermissionKind::Like).await?,
        "ReplyRequest" => requests::prepare(app, &actor, verdict, &activity, PermissionKind::Reply).await?,
        "AnnounceRequest" => {
            requests::prepare(app, &actor, verdict, &activity, PermissionKind::Announce).await?
        }
        "Undo" => Ready::Undo,
        _ => Ready::Unknown,
    };
    Ok((actor, activity, ready))
}

/// Applies one activity in a savepoint: when it fails, what came before it in the batch stands.
async fn apply_alone(app: &App, tx: &Tx, actor: &Account, activity: &Value, ready: Ready) -> Result<()> {
    let inner = tx.savepoint().await?;
    match ready {
        Ready::Create(written) => posts::create(app, &inner, &[(actor, &written)]).await?,
        Ready::Asked(asked) => posts::ask(app, &inner, actor, &asked).await?,
        Ready::Update(changed) => posts::update(app, &inner, actor, changed).await?,
        Ready::Vote(cast) => polls::vote(app, &inner, actor, cast).await?,
        Ready::Delete => posts::delete(app, &inner, actor, activity).await?,
        Ready::Follow => follows::follow(app, &inner, actor, activity).await?,
        Ready::Accept => follows::accept(app, &inner, actor, activity).await?,
        Ready::Reject => {
            follows::reject(app, &inner, actor, activity).await?;
            reactions::rejected(app, &inner, actor, activity).await?;
        }
        Ready::Like => reactions::like(app, &inner, actor, activity).await?,
        Ready::Announce(passed) => reactions::announce(app, &inner, actor, passed).await?,
        Ready::Move(new) => relation::receive_move(app, &inner, actor, &new).await?,
        Ready::Flag => reports::flag(app, &inner, actor, activity).await?,
        Ready::Block => follows::block(app, &inner, actor, activity).await?,
        Ready::Add(post) => pins::add(app, &inner, actor, &post).await?,
        Ready::Remove => pins::remove(&inner, actor, activity).await?,
        Ready::Request(requested) => requests::apply(app, &inner, actor, *requested).await?,
        Ready::Undo => undo(app, &inner, actor, activity).await?,
        Ready::Ignored | Ready::Unknown => {}
    }
    inner.commit().await
}

/// An undo names what it takes back by an embedded activity, or by its id alone.
async fn undo(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let object = activity.get("object");
    let kind = object.and_then(read::kind);
    match kind {
        Some("Follow") => follows::undo_follow(app, tx, actor, activity).await,
        Some("Like" | "EmojiReact") => reactions::undo_like(app, tx, actor, activity).await,
        Some("Announce") => reactions::undo_announce(app, tx, actor, activity).await,
        Some("Block") => follows::undo_block(app, tx, actor, activity).await,
        Some(_) => Ok(()),
        None => {
            reactions::undo_announce(app, tx, actor, activity).await?;
            reactions::undo_like(app, tx, actor, activity).await?;
            follows::undo_follow(app, tx, actor, activity).await
        }
    }
}

/// Puts off an item that another server held up; one that is applied (and how, in one word) or hopeless is `done`, and is
/// erased with the batch.
async fn settle(
    app: &App,
    tx: &Tx,
    item: InboxItem,
    outcome: Result<&'static str>,
    done: &mut Vec<InboxItem>,
) -> Result<()> {
    let may_work_later = outcome.as_ref().is_err_and(Error::may_pass);
    if may_work_later && item.attempts < MAX_ATTEMPTS {
        if let Err(error @ Error::Internal(_)) = &outcome {
            error!(item = item.id, "applying inbox item {} failed and is tried again: {error:#}", item.id);
        }
        // A minute, two, four ... two hours.
        let delay = 60_i64 << item.attempts.clamp(0, 7);
        app.counts.count(Counted::Activities, "put-off");
        return inbox_item::put_off(tx, item.id, item.attempts + 1, app.now() + delay).await;
    }
    let word = match &outcome {
        Ok(word) => word,
        Err(Error::NotFound(_)) => "not-found",
        Err(Error::Gone(_)) => "gone",
        Err(Error::Unauthenticated | Error::Forbidden(_)) => "forbidden",
        Err(Error::Invalid(_)) => "invalid",
        Err(Error::Conflict(_)) => "conflict",
        Err(Error::TooMany { .. } | Error::Remote { .. }) => "unreachable",
        Err(Error::Internal(_)) => "failed",
    };
    app.counts.count(Counted::Activities, word);
    if let Err(error) = outcome {
        debug!(item = item.id, "inbox item {} was not applied: {error}", item.id);
    }
    done.push(item);
    Ok(())
}
