//! Who calls: the member whose token came with the request, and whether the token reaches that far.
//!
//! The scope that a route needs is laid over it in the table of routes. A handler that asks for the caller on a
//! route without one fails, so that none is forgotten.

use axum::extract::FromRequestParts;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use http::request::Parts;

use crate::app::App;
use crate::base::error::Error;
use crate::domain::auth::oauth::{self, Token};
use crate::domain::auth::{self, Member};
use crate::http::failure::Failure;

/// What a token must reach for a route, e.g. `read:statuses`; one of them is enough.
#[derive(Debug, Clone, Copy)]
pub struct Needs(pub &'static [&'static str]);

/// The member who calls. Nobody else gets in.
#[derive(Debug)]
pub struct Me(pub Member);

/// The moderator who calls. Whoever is none, or no longer, is refused, whatever their token reaches.
#[derive(Debug)]
pub struct Moderator(pub Member);

/// The member who calls, if the request has a token; one that is no good is refused all the same, so that a
/// client notices that its sign-in has ended.
#[derive(Debug)]
pub struct Viewer(pub Option<Member>);

/// The token of a request: of an application, for itself or for a member.
#[derive(Debug)]
pub struct Bearer(pub Token);

impl Viewer {
    /// The viewer's account, if somebody is signed in.
    pub fn id(&self) -> Option<i64> {
        self.0.as_ref().map(Member::id)
    }
}

impl Me {
    /// The caller's account.
    pub fn id(&self) -> i64 {
        self.0.id()
    }
}

impl FromRequestParts<App> for Me {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Viewer(member) = Viewer::from_request_parts(parts, app).await?;
        match member {
            Some(member) => Ok(Self(member)),
            None if secret_of(parts).is_none() => Err(Failure::BadToken),
            // An application that speaks for itself is nobody's.
            None => Err(Error::Unauthenticated.into()),
        }
    }
}

impl FromRequestParts<App> for Moderator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Me(member) = Me::from_request_parts(parts, app).await?;
        member.require_moderator()?;
        Ok(Self(member))
    }
}

impl FromRequestParts<App> for Viewer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Some(Needs(scopes)) = parts.extensions.get::<Needs>().copied() else {
            let path = parts.uri.path();
            return Err(Error::Internal(anyhow::anyhow!("the route of {path} names no scope")).into());
        };
        let Some(secret) = secret_of(parts) else { return Ok(Self(None)) };
        let token = authenticate(app, secret).await?;
        if !scopes.iter().any(|scope| token.scopes.allows(scope)) {
            return Err(Failure::OutOfScope);
        }
        Ok(Self(token.member))
    }
}

impl FromRequestParts<App> for Bearer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let secret = secret_of(parts).ok_or(Failure::BadToken)?;
        authenticate(app, secret).await.map(Self)
    }
}

/// The token in the `Authorization` header, if there is one of kind Bearer.
pub fn secret_of(parts: &Parts) -> Option<&str> {
    bearer_in(&parts.headers)
}

/// The same from the headers alone.
pub fn bearer_in(headers: &HeaderMap) -> Option<&str> {
    let header = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (kind, secret) = header.trim().split_once(' ')?;
    kind.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// Whose token this is, or what the client is told instead.
pub async fn authenticate(app: &App, secret: &str) -> Result<Token, Failure> {
    match oauth::authenticate(app, secret).await {
        Ok(token) => Ok(token),
        Err(Error::Unauthenticated | Error::NotFound(_)) => Err(Failure::BadToken),
        Err(Error::Forbidden(auth::PENDING)) => Err(Error::Forbidden("api-member-pending").into()),
        Err(Error::Forbidden(auth::FROZEN)) => Err(Error::Forbidden("api-member-frozen").into()),
        Err(Error::Forbidden(auth::SUSPENDED)) => Err(Error::Forbidden("api-member-suspended").into()),
        Err(error) => Err(error.into()),
    }
}
