//! Consent: an application asks, a member says yes, and the application gets a code that it may exchange once.

use super::super::{Member, secret};
use super::error::OAuthError;
use super::redirect;
use super::scope::Scopes;
use crate::app::App;
use crate::store::oauth_app::{self, OauthApp};
use crate::store::oauth_grant::{self, OauthGrant};

/// The address of applications that nothing can return to: the code is shown, and the person carries it over.
pub const OOB: &str = "urn:ietf:wg:oauth:2.0:oob";
/// A code lives ten minutes, the most that RFC 6749 section 4.1.2 recommends.
const CODE_LIFE_SECONDS: i64 = 600;

/// What stands in the address of the consent page.
#[derive(Debug, Clone, Default)]
pub struct AskParams {
    /// Must be `code`.
    pub response_type: String,
    /// Which application asks.
    pub client_id: String,
    /// Where it wants the answer; exactly one of those it registered.
    pub redirect_uri: String,
    /// What it wants to do; nothing means `read`.
    pub scope: Option<String>,
    /// PKCE (RFC 7636).
    pub code_challenge: Option<String>,
    /// Must be `S256` when there is a challenge.
    pub code_challenge_method: Option<String>,
}

/// What an application asks of a member, checked. The page is shown from it, and the answer is made from it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Who asks.
    pub application: OauthApp,
    /// Where the answer goes.
    pub redirect_uri: String,
    /// What it wants to do.
    pub scopes: Scopes,
    code_challenge: Option<String>,
}

impl Asked {
    /// The address that carries an answer back; `None` when the code is to be shown on a page.
    pub fn answer(&self, pairs: &[(&str, &str)]) -> Option<String> {
        redirect::with_answer(&self.redirect_uri, pairs)
    }
}

/// Checks what an application asks. See [`OAuthError::may_redirect`] for how to tell it what is wrong.
pub async fn ask(app: &App, params: &AskParams) -> Result<Asked, OAuthError> {
    let found = oauth_app::find_by_client_id(app.read(), params.client_id.trim()).await?;
    let application = found.ok_or(OAuthError::InvalidClient)?;
    let redirect_uri = params.redirect_uri.trim().to_owned();
    if !application.redirect_uris.lines().any(|known| known == redirect_uri) {
        return Err(OAuthError::InvalidRedirectUri);
    }
    if params.response_type.trim() != "code" {
        return Err(OAuthError::UnsupportedResponseType);
    }
    let scopes = within(&application, params.scope.as_deref())?;
    let code_challenge = checked_challenge(params)?;
    Ok(Asked { application, redirect_uri, scopes, code_challenge })
}

/// The member says yes: gives the code.
pub async fn grant(app: &App, member: &Member, asked: &Asked) -> Result<String, OAuthError> {
    member.require_active()?;
    if asked.scopes.need_moderator() && !member.is_moderator() {
        return Err(OAuthError::InvalidScope);
    }
    let code = app.random.secret();
    let row = OauthGrant {
        code_hash: secret::hash(&code),
        app_id: asked.application.id,
        account_id: member.id(),
        redirect_uri: asked.redirect_uri.clone(),
        scopes: asked.scopes.to_string(),
        code_challenge: asked.code_challenge.clone(),
        expires_at: app.now() + CODE_LIFE_SECONDS,
    };
    let tx = app.db.begin().await?;
    oauth_grant::insert(&tx, row, app.now()).await?;
    app.commit(tx).await?;
    Ok(code)
}

/// The scopes that are asked for, if the application registered for them.
pub(super) fn within(application: &OauthApp, asked: Option<&str>) -> Result<Scopes, OAuthError> {
    let asked = Scopes::parse(asked.unwrap_or_default())?;
    let asked = if asked.is_empty() { Scopes::read() } else { asked };
    let registered = Scopes::parse(&application.scopes)?;
    if registered.contain(&asked) { Ok(asked) } else { Err(OAuthError::InvalidScope) }
}

/// Only S256: a plain challenge protects nobody who can see it, and no client in use sends one.
fn checked_challenge(params: &AskParams) -> Result<Option<String>, OAuthError> {
    let given = |text: &Option<String>| text.as_deref().map(str::trim).unwrap_or_default().to_owned();
    let challenge = given(&params.code_challenge);
    if challenge.is_empty() {
        return Ok(None);
    }
    if given(&params.code_challenge_method) != "S256" {
        return Err(OAuthError::InvalidRequest("The code challenge method must be S256."));
    }
    let is_hash = challenge.len() == 43
        && challenge.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if !is_hash {
        return Err(OAuthError::InvalidRequest("The code challenge is malformed."));
    }
    Ok(Some(challenge))
}
