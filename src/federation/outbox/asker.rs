//! Who reads: a server that signs its request. Those that are blocked get nothing, and of a post that is handed over it is
//! noted which server has it from now on, so that a withdrawal reaches copies that were never delivered.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{OriginalUri, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tracing::{debug, warn};

use super::answer::Failure;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::relation::peer;
use crate::federation::object::read;
use crate::federation::signature::{self, BodyDigest, Claim, SignedRequest};
use crate::federation::signers::{Doubt, Signers};
use crate::store::fetched;

/// So long an answer waits for the key of whoever asks. A key that comes later is still used for the note.
const PATIENCE: Duration = Duration::from_secs(3);
/// Of one post so many servers are noted: more than there are. Else whoever owns a domain could fill the table with names
/// below it.
const MOST: u64 = 20_000;

/// Who asks for something.
#[derive(Debug, Clone)]
pub struct Asker {
    /// What its signature claims; nothing where there is none that could be believed.
    claim: Option<Arc<Claim>>,
    signers: Arc<Signers>,
}

/// Middleware: finds out who asks, and refuses those who are blocked here. Nobody has to sign.
pub async fn know(
    State(app): State<App>,
    Extension(signers): Extension<Arc<Signers>>,
    mut request: Request,
    next: Next,
) -> Response {
    let claim = claim(&app, &request);
    if let Some(claim) = &claim {
        let host = read::host(claim.key_id.as_str()).unwrap_or_default();
        match peer::is_blocked(&app, &host).await {
            Ok(false) => {}
            Ok(true) => return Failure::from(Error::Forbidden("its server is blocked")).into_response(),
            Err(error) => return Failure::from(error).into_response(),
        }
    }
    request.extensions_mut().insert(Asker { claim: claim.map(Arc::new), signers });
    next.run(request).await
}

fn claim(app: &App, request: &Request) -> Option<Claim> {
    let address = request.extensions().get::<OriginalUri>().map_or(request.uri(), |original| &original.0);
    let signed = SignedRequest {
        method: request.method(),
        path_and_query: address.path_and_query().map_or("/", |path| path.as_str()),
        headers: request.headers(),
        body: &BodyDigest::of(b""),
    };
    signature::read(&signed, &[app.urls.base()], app.clock.now()).ok()
}

impl Asker {
    /// Notes that whoever asks has these posts from now on. Call it before anything of them is handed over; where it says that
    /// something was written down, read them again: they may have been taken back in between.
    pub async fn note(&self, app: &App, post_ids: &[i64]) -> Result<bool> {
        let Some(claim) = self.claim.clone().filter(|_| !post_ids.is_empty()) else { return Ok(false) };
        let (app, signers, ids) = (app.clone(), Arc::clone(&self.signers), post_ids.to_vec());
        let work = tokio::spawn(async move { Box::pin(note(&app, &signers, &claim, &ids)).await });
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(noted) => noted.map_err(anyhow::Error::from)?,
            // The key's server is slow; the rest is done while nobody waits.
            Err(_) => Ok(false),
        }
    }
}

/// Notes who fetches posts, if the signature is right. True where that was not known before.
async fn note(app: &App, signers: &Signers, claim: &Claim, post_ids: &[i64]) -> Result<bool> {
    let actor = claim.key_id.as_str().split('#').next().unwrap_or_default();
    let account = match signers.of_request(app, claim, actor).await {
        Ok(account) => account,
        Err(Doubt::Failed(error)) => {
            warn!("finding out who fetches a post: {error:#}");
            return Ok(false);
        }
        Err(
            doubt @ (Doubt::NotNow | Doubt::NoSuchKey | Doubt::WrongSignature | Doubt::Blocked | Doubt::Ours),
        ) => {
            debug!("not noted who fetches a post: {doubt:?}");
            return Ok(false);
        }
    };
    let Some(peer_id) = account.peer_id else { return Ok(false) };
    let noted = fetched::list_noted(app.read(), peer_id, post_ids).await?;
    let new: Vec<i64> = post_ids.iter().copied().filter(|id| !noted.contains(id)).collect();
    if new.is_empty() {
        return Ok(false);
    }
    let tx = app.db.begin().await?;
    fetched::note(&tx, peer_id, &new, &app.week(), MOST).await?;
    tx.commit().await?;
    Ok(true)
}
