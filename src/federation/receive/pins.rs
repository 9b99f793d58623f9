//! Add and Remove: what somebody elsewhere shows first on their profile.

use serde_json::Value;

use super::Ready;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::domain::post::{self, Post};
use crate::federation::authority::Verdict;
use crate::federation::object::read;
use crate::federation::resolve;
use crate::store::Tx;

/// Finds what is shown first. Mastodon uses the same activities for hashtags and other collections: those say nothing to us.
pub async fn prepare_add(
    app: &App,
    actor: &Account,
    verdict: Verdict<'_>,
    activity: &Value,
) -> Result<Ready> {
    let Verdict::Names(address) = verdict else { return Ok(Ready::Ignored) };
    if !is_of_featured(actor, activity) {
        return Ok(Ready::Ignored);
    }
    let known = post::find_by_address(app, address).await?;
    let post = match known {
        Some(post) => post,
        None if super::reactions::is_trusted(app, actor).await? => resolve::post(app, address).await?,
        // Read with the rest when somebody looks at the profile.
        None => return Ok(Ready::Ignored),
    };
    Ok(Ready::Add(Box::new(post)))
}

/// Shows it first.
///
/// # Errors
/// `Forbidden` where somebody else wrote it.
pub async fn add(app: &App, tx: &Tx, actor: &Account, pinned: &Post) -> Result<()> {
    if pinned.account_id != actor.id {
        return Err(Error::Forbidden("another's post"));
    }
    post::receive_pin(app, tx, actor.id, pinned).await
}

/// Shows it first no longer; one that is not here never was.
///
/// # Errors
/// `Forbidden` where somebody else wrote it.
pub async fn remove(tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    if !is_of_featured(actor, activity) {
        return Ok(());
    }
    let address = read::id(activity.get("object")).ok_or(Error::NotFound("post"))?;
    match post::find_by_address_in(&**tx, address).await? {
        Some(found) if found.account_id == actor.id => post::receive_unpin(tx, found.id).await,
        Some(_) => Err(Error::Forbidden("another's post")),
        None => Ok(()),
    }
}

fn is_of_featured(actor: &Account, activity: &Value) -> bool {
    let target = read::id(activity.get("target"));
    target.is_some() && target == actor.featured_uri.as_deref()
}
