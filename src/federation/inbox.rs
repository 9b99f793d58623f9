//! The inbox door: who sent this, and has it come before? Then it is stored and answered; the work comes later.
//!
//! A slow server elsewhere can never hold the inbox, and nothing that was answered with 202 is lost.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use serde_json::Value;
use tracing::debug;

use super::object::{read, strict};
use super::proof::Proof;
use super::signature::{self, BodyDigest, Claim, SignedRequest};
use super::signers::{Doubt, Signers};
use super::{authority, delivery, followers};
use crate::app::App;
use crate::base::counts::Counted;
use crate::base::digest::sha256_hex;
use crate::base::error::{Error, Result};
use crate::domain::account::{self, Account};
use crate::domain::relation::peer;
use crate::store::inbox_item::{self, InboxItem};
use crate::store::received;

/// Mastodon's limit; more is no activity.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// How much of a body that is too large is still read and thrown away.
const MAX_DRAINED_BYTES: usize = 8 * 1024 * 1024;

/// Activities written down together at most.
const MOST_AT_ONCE: usize = 64;

/// Why an activity was not taken, as other servers understand it.
#[derive(Debug)]
struct Refusal(StatusCode, &'static str);

/// The inboxes: one for everybody here, and one each for those who send to a single one. They need the [`Signers`] as an
/// extension.
pub fn routes() -> Router<App> {
    let take = axum::routing::post(post);
    Router::new()
        .route("/inbox", take.clone())
        .route("/people/{wire_id}/inbox", take.clone())
        .route("/feed/inbox", take.clone())
        .route("/guide/inbox", take.clone())
        .route("/told/inbox", take.clone())
        .route("/actor/inbox", take)
}

/// `POST` to any inbox of this server.
async fn post(
    State(app): State<App>,
    Extension(signers): Extension<Arc<Signers>>,
    request: Request,
) -> Response {
    match Box::pin(take(&app, &signers, request)).await {
        Ok(()) => {
            app.counts.count(Counted::InboxRequests, "202");
            StatusCode::ACCEPTED.into_response()
        }
        Err(Refusal(status, why)) => {
            app.counts.count(Counted::InboxRequests, word(status));
            debug!("refused an activity: {why}");
            (status, format!("{why}\n")).into_response()
        }
    }
}

/// A status that we answer with, as a word.
fn word(status: StatusCode) -> &'static str {
    match status.as_u16() {
        202 => "202",
        400 => "400",
        401 => "401",
        403 => "403",
        404 => "404",
        413 => "413",
        429 => "429",
        503 => "503",
        _ => "other",
    }
}

async fn take(app: &App, signers: &Signers, request: Request) -> Result<(), Refusal> {
    let (parts, body) = request.into_parts();
    let body = read_body(body).await?;
    let path =
        parts.extensions.get::<axum::extract::OriginalUri>().map_or(&parts.uri, |original| &original.0);
    let signed = SignedRequest {
        method: &parts.method,
        path_and_query: path.path_and_query().map_or("/", |path| path.as_str()),
        headers: &parts.headers,
        body: &BodyDigest::of(&body),
    };
    let claim = signature::read(&signed, &[app.urls.base()], app.clock.now()).map_err(|error| {
        let status = if error.is_malformed() { StatusCode::BAD_REQUEST } else { StatusCode::UNAUTHORIZED };
        debug!("a signature was not accepted: {error}");
        Refusal(status, "the signature was not accepted")
    })?;
    let key_host = read::host(claim.key_id.as_str()).unwrap_or_default();
    if peer::is_blocked(app, &key_host).await.map_err(refuse)? {
        return Err(Refusal(StatusCode::FORBIDDEN, "blocked"));
    }
    let activity = strict::parse(&body)
        .map_err(|_error| Refusal(StatusCode::BAD_REQUEST, "the body is no JSON, or says something twice"))?;
    let (Some(id), Some(actor), Some(kind)) =
        (read::text(&activity, "id"), read::id(activity.get("actor")), read::kind(&activity))
    else {
        return Err(Refusal(StatusCode::BAD_REQUEST, "an activity has an id, a type and an actor"));
    };
    let activity_hash = told_apart(id, kind, &activity);
    if is_about_a_stranger(app, kind, actor, &activity).await.map_err(refuse)? {
        return Ok(());
    }
    let (signer, speaker) = Box::pin(speaker(app, signers, &claim, &activity, actor)).await?;
    // Passed on by another server than its author's, it says nothing without a proof of its own. Answered as taken, for
    // whoever passed it on did nothing wrong.
    if let Some(speaker) = speaker {
        if !authority::may_number(actor, id) {
            return Err(Refusal(
                StatusCode::BAD_REQUEST,
                "the activity's id is of another host than its actor",
            ));
        }
        store(app, activity_hash, &speaker, &activity).await.map_err(refuse)?;
    }
    if signer.uri == actor
        && let Err(error) = followers::compare(app, &parts.headers, &signer).await
    {
        tracing::error!("comparing followers: {error:#}");
    }
    if let Some(peer_id) = signer.peer_id {
        delivery::heard_from(app, peer_id, claim.kind).await.map_err(refuse)?;
    }
    Ok(())
}

/// What tells an activity from all others, whatever way it comes: its id and type. WriteFreely gives all its Updates and its
/// Delete the id of the object, so of an Update all that it says counts (decision 34).
fn told_apart(id: &str, kind: &str, activity: &Value) -> String {
    let said = if kind == "Update" { activity.to_string() } else { String::new() };
    sha256_hex(&[id.as_bytes(), kind.as_bytes(), said.as_bytes()])
}

/// The whole body. What is too large is read to its end all the same, within measure: a sender who is cut off while
/// sending sees a broken connection instead of the answer, and comes again.
async fn read_body(body: Body) -> Result<Bytes, Refusal> {
    let refusal = || Refusal(StatusCode::PAYLOAD_TOO_LARGE, "too large, or cut off");
    let mut stream = body.into_data_stream();
    let (mut kept, mut read) = (BytesMut::new(), 0_usize);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_error| refusal())?;
        read = read.saturating_add(chunk.len());
        if read <= MAX_BODY_BYTES {
            kept.extend_from_slice(&chunk);
        } else if read > MAX_DRAINED_BYTES {
            break;
        }
    }
    if read > MAX_BODY_BYTES { Err(refusal()) } else { Ok(kept.freeze()) }
}

/// Servers tell everybody when an account or a post of theirs is gone. Where we never knew it there is nothing to
/// do, and its key can't be fetched any more: taken without a look, as Mastodon does.
async fn is_about_a_stranger(app: &App, kind: &str, actor: &str, activity: &Value) -> Result<bool> {
    let about_itself = read::id(activity.get("object")) == Some(actor);
    let drops = match kind {
        "Delete" => true,
        "Update" => about_itself,
        _ => false,
    };
    Ok(drops && account::find_by_uri(app, actor).await?.is_none())
}

/// Who says it: the actor whose key signed the request, or the actor who vouches for the activity by a proof, whoever
/// brings it. `None` where a stranger passes on what nobody vouches for.
async fn speaker(
    app: &App,
    signers: &Signers,
    claim: &Claim,
    activity: &Value,
    actor: &str,
) -> Result<(Account, Option<Account>), Refusal> {
    let signer = signers.of_request(app, claim, actor).await?;
    if signer.uri == actor {
        return Ok((signer.clone(), Some(signer)));
    }
    let Some(proof) = Proof::read(activity, app.clock.now()) else { return Ok((signer, None)) };
    match signers.of_proof(app, &proof, actor).await {
        Ok(account) => Ok((signer, Some(account))),
        Err(doubt @ (Doubt::NotNow | Doubt::Failed(_))) => Err(doubt.into()),
        Err(Doubt::NoSuchKey | Doubt::WrongSignature | Doubt::Blocked | Doubt::Ours) => Ok((signer, None)),
    }
}

impl From<Doubt> for Refusal {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            // 401 would make the sender give up; a key that could not be had now may be had later.
            Doubt::NotNow => Self(StatusCode::SERVICE_UNAVAILABLE, "the key could not be fetched"),
            Doubt::NoSuchKey => Self(StatusCode::UNAUTHORIZED, "there is no such key"),
            Doubt::WrongSignature => Self(StatusCode::UNAUTHORIZED, "the signature was not accepted"),
            Doubt::Blocked => Self(StatusCode::FORBIDDEN, "blocked"),
            Doubt::Ours => Self(StatusCode::FORBIDDEN, "an account of this server"),
            Doubt::Failed(error) => refuse(error),
        }
    }
}

/// Writes the activity down, unless it was before; together with those that arrive at the same time.
async fn store(app: &App, activity_hash: String, signer: &Account, activity: &Value) -> Result<()> {
    let item = InboxItem {
        id: 0,
        activity_hash,
        signer_uri: signer.uri.clone(),
        body: activity.to_string(),
        run_at: 0,
        attempts: 0,
    };
    // In a task of its own: a sender who hangs up must not undo what others wait for.
    let work = async |items| {
        let app = app.clone();
        let written = tokio::spawn(async move { Box::pin(store_all(&app, items)).await }).await;
        written.map_err(anyhow::Error::from)?
    };
    app.arrived.hand_in(item, MOST_AT_ONCE, work).await
}

async fn store_all(app: &App, mut items: Vec<InboxItem>) -> Result<()> {
    let tx = app.db.begin().await?;
    let ids = app.new_ids(&tx, items.len()).await?;
    for (item, id) in items.iter_mut().zip(ids) {
        item.id = id;
    }
    let hashes: Vec<String> = items.iter().map(|item| item.activity_hash.clone()).collect();
    inbox_item::insert_all(&tx, items).await?;
    // Looked for last: on Postgres, writing waits for whoever applies another copy just now.
    let known = received::list_known(&*tx, &hashes).await?;
    if !known.is_empty() {
        inbox_item::delete_known(&tx, &known).await?;
    }
    tx.commit().await?;
    app.wake.inbox.notify_one();
    Ok(())
}

fn refuse(error: Error) -> Refusal {
    match error {
        Error::Forbidden(_) => Refusal(StatusCode::FORBIDDEN, "not allowed"),
        Error::Invalid(_) => Refusal(StatusCode::BAD_REQUEST, "not understood"),
        Error::NotFound(_) | Error::Gone(_) => Refusal(StatusCode::NOT_FOUND, "not found"),
        Error::Unauthenticated => Refusal(StatusCode::UNAUTHORIZED, "not signed"),
        Error::Conflict(_) => Refusal(StatusCode::ACCEPTED, "known"),
        Error::TooMany { .. } => Refusal(StatusCode::TOO_MANY_REQUESTS, "too many requests"),
        Error::Remote { .. } | Error::Internal(_) => {
            tracing::error!("taking an activity failed: {error:#}");
            Refusal(StatusCode::SERVICE_UNAVAILABLE, "try again later")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::fresh_on_each;

    fn item(activity_hash: &str) -> InboxItem {
        InboxItem {
            id: 0,
            activity_hash: activity_hash.to_owned(),
            signer_uri: "https://b.example/users/ann".to_owned(),
            body: "{}".to_owned(),
            run_at: 0,
            attempts: 0,
        }
    }

    #[tokio::test]
    async fn a_copy_that_arrives_while_the_first_one_is_applied_is_not_applied_again() {
        for app in fresh_on_each().await {
            store_all(&app, vec![item("known"), item("other")]).await.unwrap();
            let waiting = inbox_item::list_due(app.read(), app.now(), 10).await.unwrap();
            let first = waiting.iter().find(|item| item.activity_hash == "known").unwrap();

            let applying = app.db.begin().await.unwrap();
            inbox_item::delete_all(&applying, &[first.id]).await.unwrap();
            received::insert_all(&applying, vec!["known".to_owned()], &app.week()).await.unwrap();
            let storing = tokio::spawn({
                let app = app.app.clone();
                async move { store_all(&app, vec![item("known"), item("new")]).await }
            });
            // In the time of twenty reads the copy gets as far as it can before the first one is done.
            for _ in 0..20 {
                inbox_item::list_due(app.read(), app.now(), 10).await.unwrap();
            }
            applying.commit().await.unwrap();
            storing.await.unwrap().unwrap();

            let waiting = inbox_item::list_due(app.read(), app.now(), 10).await.unwrap();
            let hashes: Vec<&str> = waiting.iter().map(|item| item.activity_hash.as_str()).collect();
            assert_eq!(hashes, ["other", "new"]);
        }
    }
}
