//! What people elsewhere show first: read from their server when a member looks at their profile.

use std::time::Duration;

use tracing::debug;
use url::Url;

use super::object::read;
use super::{fetch, resolve};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::limit::Deed;
use crate::domain::account::Account;
use crate::domain::post;

/// So long a profile waits for it. What is read later stands there the next time.
const PATIENCE: Duration = Duration::from_secs(2);

/// Reads what an account elsewhere shows first, if that was not done in the last hour. Where its server does not answer,
/// what is known stays, and it is asked again after an hour.
pub async fn refresh(app: &App, account: &Account) {
    let name = app.limits.name(&format!("featured of {}", account.id));
    if account.is_local() || account.suspended || app.limits.check(Deed::Featured, name).is_err() {
        return;
    }
    let (app, account) = (app.clone(), account.clone());
    let work = tokio::spawn(async move {
        if let Err(error) = Box::pin(read_all(&app, &account)).await {
            debug!(account.id = account.id, "reading what account {} shows first: {error:#}", account.id);
        }
    });
    // Either it is done, or nobody waits any longer.
    let _ = tokio::time::timeout(PATIENCE, work).await;
}

async fn read_all(app: &App, account: &Account) -> Result<()> {
    let Some(address) = account.featured_uri.as_deref() else { return Ok(()) };
    resolve::refuse_ours_and_blocked(app, address).await?;
    let collection = fetch::object(app, address).await?;
    let listed = collection.get("orderedItems").or_else(|| collection.get("items"));
    let mut pinned = Vec::new();
    for item in read::items(listed).take(post::MAX_RECEIVED) {
        // Mastodon sends whole notes and lists of hashtags too; what a note says is read at its own address.
        let Some(uri) = read::id(Some(item)).filter(|uri| is_near(uri, address)) else { continue };
        match Box::pin(resolve::post(app, uri)).await {
            Ok(found) if found.account_id == account.id => pinned.push(found.id),
            Ok(_) | Err(Error::NotFound(_) | Error::Gone(_) | Error::Forbidden(_) | Error::Invalid(_)) => {}
            Err(
                error @ (Error::Unauthenticated
                | Error::Conflict(_)
                | Error::TooMany { .. }
                | Error::Remote { .. }
                | Error::Internal(_)),
            ) => return Err(error),
        }
    }
    post::receive_pinned(app, account.id, &pinned).await
}

fn is_near(uri: &str, address: &str) -> bool {
    Url::parse(uri).is_ok() && read::same_host(uri, address)
}
