//! Applications that act for members: registration, consent, tokens, and who a token speaks for.
//!
//! The flow is Mastodon's (OAuth 2.0, RFC 6749 and 7636), since unmodified clients of Mastodon use it.

mod application;
mod authorize;
mod error;
mod redirect;
mod scope;
mod token;

use std::collections::HashSet;
use std::sync::Arc;

pub use application::{NewApplication, Registered, find_application, register};
pub use authorize::{AskParams, Asked, OOB, ask, grant};
pub use error::OAuthError;
pub use redirect::with_answer;
pub use scope::{Scopes, UnknownScope};
pub use token::{
    Issued, TokenParams, basic_credentials, create_for, exchange, list, revoke, revoke_by_id, revoke_plain,
};

use super::{Member, secret};
use crate::app::App;
use crate::base::error::{Error, Result};
pub use crate::store::oauth_app::OauthApp;
pub use crate::store::oauth_token::OauthToken;
use crate::store::oauth_token::{self, Bearer};

/// Longer than any token of ours.
const TOKEN_MOST: usize = 200;

/// Who sent a request with a token, and what it may do.
#[derive(Debug, Clone)]
pub struct Token {
    /// The token's number.
    pub id: i64,
    /// The application that holds it; none for tokens of the command line.
    pub app_id: Option<i64>,
    /// The member it speaks for; none for an application that speaks for itself.
    pub member: Option<Member>,
    /// What it may do.
    pub scopes: Scopes,
}

/// What [`Error::Forbidden`] says when a token lacks a scope; Mastodon's words, which clients show.
pub const OUTSIDE_SCOPES: &str = "This action is outside the authorized scopes";

impl Token {
    /// Refuses when the token does not have this scope, e.g. `write:statuses`.
    pub fn require(&self, scope: &str) -> Result<()> {
        self.require_any(&[scope])
    }

    /// Refuses when the token has none of these scopes.
    pub fn require_any(&self, scopes: &[&str]) -> Result<()> {
        let allowed = scopes.iter().any(|scope| self.scopes.allows(scope));
        if allowed { Ok(()) } else { Err(Error::Forbidden(OUTSIDE_SCOPES)) }
    }

    /// The member that the token speaks for, if it may do what the scope says.
    pub fn member_with(&self, scope: &str) -> Result<&Member> {
        self.require(scope)?;
        self.member.as_ref().ok_or(Error::Unauthenticated)
    }

    /// The application that holds the token, for naming it beside a post.
    pub async fn application(&self, app: &App) -> Result<Option<OauthApp>> {
        match self.app_id {
            Some(id) => crate::store::oauth_app::find(app.read(), id).await,
            None => Ok(None),
        }
    }
}

/// Who a token speaks for. On every request, so what was read lately is kept.
pub async fn authenticate(app: &App, bearer: &str) -> Result<Token> {
    if bearer.is_empty() || bearer.len() > TOKEN_MOST {
        return Err(Error::Unauthenticated);
    }
    let hash = secret::hash(bearer);
    let known = app.kept.bearers.get_or(hash.clone(), read(app, &hash)).await?;
    note_use(app, &known).await;
    let scopes = Scopes::parse(&known.token.scopes).map_err(|error| anyhow::anyhow!(error))?;
    let member = known.member.clone().map(Member::from);
    if let Some(member) = &member {
        member.require_active()?;
    }
    Ok(Token { id: known.token.id, app_id: known.token.app_id, member, scopes })
}

/// Those of the tokens that have ended, or whose members may not act any more.
pub async fn list_ended(app: &App, tokens: &[i64]) -> Result<Vec<i64>> {
    /// So many are asked about in one query.
    const AT_ONCE: usize = 1000;
    let mut standing = HashSet::new();
    for tokens in tokens.chunks(AT_ONCE) {
        standing.extend(oauth_token::list_standing(app.read(), tokens).await?);
    }
    Ok(tokens.iter().copied().filter(|token| !standing.contains(token)).collect())
}

async fn read(app: &App, hash: &str) -> Result<Arc<Bearer>> {
    let found = oauth_token::find_bearer(app.read(), hash).await?.ok_or(Error::Unauthenticated)?;
    if found.token.account_id.is_some() && found.member.is_none() {
        return Err(Error::Unauthenticated);
    }
    Ok(Arc::new(found))
}

/// Notes the week of use, once a week. A request does not fail because this could not be written.
async fn note_use(app: &App, known: &Bearer) {
    let week = app.week();
    if known.token.used_week == week {
        return;
    }
    let write = async {
        let tx = app.db.begin().await?;
        oauth_token::touch(&tx, known.token.id, week).await?;
        app.commit(tx).await
    };
    if let Err(error) = write.await {
        tracing::debug!("noting the use of a token: {error:#}");
    }
}

#[cfg(test)]
mod tests;
