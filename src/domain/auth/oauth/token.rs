//! Tokens: made for a code, for an application itself, or on the command line; and ended.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

use super::super::{Member, secret};
use super::authorize::within;
use super::error::OAuthError;
use super::scope::Scopes;
use crate::app::App;
use crate::base::error::Result;
use crate::store::oauth_app::{self, OauthApp};
use crate::store::oauth_token::{self, OauthToken};
use crate::store::{Tx, oauth_grant};

/// What an application sends to get a token.
#[derive(Clone, Default)]
pub struct TokenParams {
    /// `authorization_code` or `client_credentials`.
    pub grant_type: String,
    /// The code that the member's consent gave.
    pub code: Option<String>,
    /// The same address as in the question.
    pub redirect_uri: Option<String>,
    /// PKCE: what the challenge was made of.
    pub code_verifier: Option<String>,
    /// Which application it is; from the body or from HTTP Basic.
    pub client_id: Option<String>,
    /// Its secret, from the same place.
    pub client_secret: Option<String>,
    /// For `client_credentials` only.
    pub scope: Option<String>,
}

/// A new token.
#[derive(Clone)]
pub struct Issued {
    /// The token; known nowhere else.
    pub access_token: String,
    /// All that was asked for.
    pub scopes: Scopes,
    /// Seconds since 1970.
    pub created_at: i64,
}

/// Reads an `Authorization: Basic …` header (RFC 6749 section 2.3.1).
pub fn basic_credentials(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let encoded = encoded.trim();
    let bytes = STANDARD.decode(encoded).or_else(|_| STANDARD_NO_PAD.decode(encoded)).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

/// Gives a token for a code, or to an application for itself.
pub async fn exchange(app: &App, params: &TokenParams) -> Result<Issued, OAuthError> {
    let application = verified(app, params.client_id.as_deref(), params.client_secret.as_deref()).await?;
    match params.grant_type.trim() {
        "authorization_code" => exchange_code(app, &application, params).await,
        "client_credentials" => {
            let scopes = within(&application, params.scope.as_deref())?;
            let tx = app.db.begin().await?;
            let issued = issue(app, &tx, app.random.secret(), Some(application.id), None, scopes).await?;
            app.commit(tx).await?;
            Ok(issued)
        }
        "" => Err(OAuthError::InvalidRequest("Missing required parameter: grant_type.")),
        _ => Err(OAuthError::UnsupportedGrantType),
    }
}

/// The code is gone with the first attempt, whether it succeeds or not.
async fn exchange_code(
    app: &App,
    application: &OauthApp,
    params: &TokenParams,
) -> Result<Issued, OAuthError> {
    let code = params.code.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let code = code.ok_or(OAuthError::InvalidRequest("Missing required parameter: code."))?;
    let tx = app.db.begin().await?;
    let grant = oauth_grant::take(&tx, &secret::hash(code)).await?;
    let fits = grant.filter(|grant| {
        grant.app_id == application.id
            && grant.expires_at >= app.now()
            && params.redirect_uri.as_deref().map(str::trim) == Some(grant.redirect_uri.as_str())
            && proves(grant.code_challenge.as_deref(), params.code_verifier.as_deref())
    });
    let Some(grant) = fits else {
        app.commit(tx).await?;
        return Err(OAuthError::InvalidGrant);
    };
    let scopes = Scopes::parse(&grant.scopes)?;
    let token = app.random.secret();
    let client_secret = params.client_secret.as_deref().unwrap_or_default();
    let app_id = own_application(app, &tx, application, client_secret, &token, grant.account_id).await?;
    let issued = issue(app, &tx, token, Some(app_id), Some(grant.account_id), scopes).await?;
    app.commit(tx).await?;
    Ok(issued)
}

/// The application on which a member's token stands: the one that asked, unless it holds a token of another member. Apps use one
/// registration for all who sign in on a device, which would show that two members are one person; so the token then stands
/// on a copy, which only the app itself, with its secret, can tell to be its own.
async fn own_application(
    app: &App,
    tx: &Tx,
    application: &OauthApp,
    client_secret: &str,
    token: &str,
    account_id: i64,
) -> Result<i64> {
    if !oauth_token::is_held_beside(&**tx, application.id, account_id).await? {
        return Ok(application.id);
    }
    let copy = OauthApp {
        id: app.blurred_id(),
        client_id: app.random.secret(),
        secret_hash: bound(client_secret, token),
        created_week: app.week(),
        ..application.clone()
    };
    let id = copy.id;
    oauth_app::insert(tx, copy).await?;
    Ok(id)
}

/// What the copy of an application has in place of the hash of its secret.
fn bound(client_secret: &str, token: &str) -> String {
    secret::hash(&format!("{} {}", client_secret.trim(), token.trim()))
}

/// RFC 7636 section 4.6; and a verifier where there was no challenge is refused (RFC 9700 section 2.1.1), since
/// then somebody took the challenge away.
fn proves(challenge: Option<&str>, verifier: Option<&str>) -> bool {
    match (challenge, verifier.map(str::trim).filter(|verifier| !verifier.is_empty())) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => secret::same(challenge, &secret::hash(verifier)),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Makes a token for a member on the command line.
pub async fn create_for(app: &App, member: &Member, scopes: Scopes) -> Result<String> {
    if scopes.need_moderator() {
        member.require_moderator()?;
    }
    let tx = app.db.begin().await?;
    let issued = issue(app, &tx, app.random.secret(), None, Some(member.id()), scopes).await?;
    app.commit(tx).await?;
    Ok(issued.access_token)
}

/// An application ends a token of its own. One that is unknown is no error (RFC 7009 section 2.2).
pub async fn revoke(
    app: &App,
    client_id: Option<&str>,
    client_secret: Option<&str>,
    token: &str,
) -> Result<(), OAuthError> {
    let hash = secret::hash(token.trim());
    let held_by = oauth_token::find_application(app.read(), &hash).await?;
    let copy = held_by.filter(|held_by| {
        secret::same(&held_by.secret_hash, &bound(client_secret.unwrap_or_default(), token))
    });
    let application = match copy {
        Some(copy) => copy,
        None => verified(app, client_id, client_secret).await?,
    };
    let tx = app.db.begin().await?;
    oauth_token::delete_by_hash(&tx, &hash, Some(application.id)).await?;
    Ok(app.commit(tx).await?)
}

/// Ends a token, whoever holds it; for the command line. False when there is none.
pub async fn revoke_plain(app: &App, token: &str) -> Result<bool> {
    let tx = app.db.begin().await?;
    let ended = oauth_token::delete_by_hash(&tx, &secret::hash(token.trim()), None).await?;
    app.commit(tx).await?;
    Ok(ended)
}

/// A member ends one of the tokens that speak for them. False when there is none.
pub async fn revoke_by_id(app: &App, member: &Member, id: i64) -> Result<bool> {
    let tx = app.db.begin().await?;
    let ended = oauth_token::delete_of(&tx, member.id(), id).await?;
    app.commit(tx).await?;
    Ok(ended)
}

/// The tokens that speak for a member with the applications that hold them, the newest first.
pub async fn list(app: &App, member: &Member) -> Result<Vec<(OauthToken, Option<OauthApp>)>> {
    oauth_token::list_of_account(app.read(), member.id()).await
}

async fn issue(
    app: &App,
    tx: &Tx,
    access_token: String,
    app_id: Option<i64>,
    account_id: Option<i64>,
    scopes: Scopes,
) -> Result<Issued> {
    let row = OauthToken {
        id: app.blurred_id(),
        token_hash: secret::hash(&access_token),
        app_id,
        account_id,
        scopes: scopes.to_string(),
        created_week: app.week(),
        used_week: app.week(),
    };
    oauth_token::insert(tx, row).await?;
    Ok(Issued { access_token, scopes, created_at: app.now() })
}

/// The application, if it knows its secret. Every application has one: Mastodon knows no public clients either.
async fn verified(
    app: &App,
    client_id: Option<&str>,
    client_secret: Option<&str>,
) -> Result<OauthApp, OAuthError> {
    let (Some(client_id), Some(client_secret)) = (client_id, client_secret) else {
        return Err(OAuthError::InvalidClient);
    };
    let application = oauth_app::find_by_client_id(app.read(), client_id.trim()).await?;
    let application = application.ok_or(OAuthError::InvalidClient)?;
    let right = secret::same(&application.secret_hash, &secret::hash(client_secret.trim()));
    if right { Ok(application) } else { Err(OAuthError::InvalidClient) }
}
