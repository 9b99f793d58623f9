//! How often somebody may try: by account, and by a hash of the address that nobody can turn back.

pub use crate::base::limit::{AddressHash, Deed, Left, client_address};

use super::Member;
use super::oauth::Token;
use crate::app::App;
use crate::base::error::Result;
use crate::store::{Tx, setting};

/// Counts one attempt to prove who one is; refused, it costs no hashing.
pub fn attempt(app: &App, handle: &str, from: AddressHash) -> Result<()> {
    app.limits.check(Deed::SignInFrom, from)?;
    app.limits.check(Deed::SignInAs, app.limits.name(&super::handle::key(app, handle)))?;
    Ok(())
}

/// Counts one request of the client API: of the token and its member if there is one, else of the address. What is left
/// is told of the narrower limit.
pub fn request(app: &App, token: Option<&Token>, from: AddressHash) -> Result<Left> {
    let Some((token, member)) = token.and_then(|token| Some((token.id, token.member.as_ref()?.id()))) else {
        return app.limits.check(Deed::ApiFrom, from);
    };
    app.limits.check(Deed::ApiAs, app.limits.name(&member.to_string()))?;
    app.limits.check(Deed::ApiWith, app.limits.name(&token.to_string()))
}

/// Counts one post of a member.
///
/// # Errors
/// `TooMany` says when the next one is taken.
pub fn post(app: &App, member: &Member) -> Result<()> {
    app.limits.check(Deed::Post, app.limits.name(&member.id().to_string())).map(drop)
}

/// Counts one more of something that may happen so often a day, in one row whose name begins with `prefix`; yesterday's is
/// forgotten. No time of any person is kept. False where today is full.
pub async fn count_today(app: &App, tx: &Tx, prefix: &str, most: u32) -> Result<bool> {
    let name = format!("{prefix}{}", app.clock.now().format("%Y-%m-%d"));
    let count: u32 = setting::find(&**tx, &name).await?.and_then(|count| count.parse().ok()).unwrap_or(0);
    if count >= most {
        return Ok(false);
    }
    setting::delete_others(tx, prefix, &name).await?;
    setting::put(tx, name, (count + 1).to_string()).await?;
    Ok(true)
}
