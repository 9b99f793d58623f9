//! Who reads: a server that signs its request. Those that are blocked get nothing; where the operator wants it, only those that
//! sign get anything; what followers may read is for servers where some are. Of a post that is handed over it is noted which
//! server has it from now on, so that a withdrawal reaches copies that were never delivered.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{OriginalUri, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::HeaderValue;
use http::header::VARY;
use tokio::sync::OnceCell;
use tracing::{debug, warn};

use super::answer::Failure;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
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
    /// Who signed, once that is known.
    signer: Arc<OnceCell<Option<Account>>>,
}

/// Middleware: finds out who asks, and refuses those who are blocked here. The answer depends on the signature from here on.
pub async fn know(
    State(app): State<App>,
    Extension(signers): Extension<Arc<Signers>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match admit(&app, signers, request).await {
        Ok(request) => next.run(request).await,
        Err(error) => Failure::from(error).into_response(),
    };
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept, Signature"));
    response
}

async fn admit(app: &App, signers: Arc<Signers>, mut request: Request) -> Result<Request> {
    let claim = claim(app, &request);
    if let Some(claim) = &claim {
        let host = read::host(claim.key_id.as_str()).unwrap_or_default();
        if peer::is_blocked(app, &host).await? {
            return Err(Error::Forbidden("its server is blocked"));
        }
    }
    request.extensions_mut().insert(Asker { claim: claim.map(Arc::new), signers, signer: Arc::default() });
    Ok(request)
}

/// Middleware for what is never a page: only servers that say who they are get it, where the operator wants that.
pub async fn demand(
    State(app): State<App>,
    Extension(asker): Extension<Asker>,
    request: Request,
    next: Next,
) -> Response {
    match asker.require(&app).await {
        Ok(()) => next.run(request).await,
        Err(error) => Failure::from(error).into_response(),
    }
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
    /// Who signed the request: an account elsewhere whose key made the signature. What is wrong is as good as nothing.
    pub async fn signer(&self, app: &App) -> Result<Option<Account>> {
        let Some(claim) = self.claim.clone() else { return Ok(None) };
        let found = self.signer.get_or_try_init(async || {
            let (app, signers) = (app.clone(), Arc::clone(&self.signers));
            let work = tokio::spawn(async move { Box::pin(find(&app, &signers, &claim)).await });
            match tokio::time::timeout(PATIENCE, work).await {
                Ok(found) => found.map_err(anyhow::Error::from)?,
                // The key's server is slow; what comes later serves the next request.
                Err(_) => Ok(None),
            }
        });
        Ok(found.await?.clone())
    }

    /// Whether whoever asks may read what everybody may read.
    pub async fn is_admitted(&self, app: &App) -> Result<bool> {
        Ok(!app.config.federation.authorized_fetch || self.signer(app).await?.is_some())
    }

    /// [`Asker::is_admitted`], or nothing.
    ///
    /// # Errors
    /// `Unauthenticated`, as Mastodon's secure mode answers.
    pub async fn require(&self, app: &App) -> Result<()> {
        if self.is_admitted(app).await? { Ok(()) } else { Err(Error::Unauthenticated) }
    }

    /// Notes that whoever asks has these posts from now on. Call it before anything of them is handed over; where it says that
    /// something was written down, read them again: they may have been taken back in between.
    pub async fn note(&self, app: &App, post_ids: &[i64]) -> Result<bool> {
        let Some(claim) = self.claim.clone().filter(|_| !post_ids.is_empty()) else { return Ok(false) };
        let (app, signers, ids) = (app.clone(), Arc::clone(&self.signers), post_ids.to_vec());
        let known = self.signer.get().cloned();
        let work = tokio::spawn(async move {
            let signer = match known {
                Some(known) => known,
                None => Box::pin(find(&app, &signers, &claim)).await?,
            };
            match signer.and_then(|signer| signer.peer_id) {
                Some(peer_id) => note(&app, peer_id, &ids).await,
                None => Ok(false),
            }
        });
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(noted) => noted.map_err(anyhow::Error::from)?,
            // The key's server is slow; the rest is done while nobody waits.
            Err(_) => Ok(false),
        }
    }
}

/// Who made a signature, if it is right.
async fn find(app: &App, signers: &Signers, claim: &Claim) -> Result<Option<Account>> {
    let actor = claim.key_id.as_str().split('#').next().unwrap_or_default();
    match signers.of_request(app, claim, actor).await {
        Ok(account) => Ok(Some(account).filter(|account| !account.suspended)),
        Err(Doubt::Failed(error)) => {
            warn!("finding out who fetches something: {error:#}");
            Ok(None)
        }
        Err(
            doubt @ (Doubt::NotNow | Doubt::NoSuchKey | Doubt::WrongSignature | Doubt::Blocked | Doubt::Ours),
        ) => {
            debug!("not known who fetches something: {doubt:?}");
            Ok(None)
        }
    }
}

/// Notes which server fetches posts. True where that was not known before.
async fn note(app: &App, peer_id: i64, post_ids: &[i64]) -> Result<bool> {
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
