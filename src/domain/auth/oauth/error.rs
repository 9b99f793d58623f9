//! What can go wrong in the dance of OAuth, in the words of RFC 6749.

use super::scope::UnknownScope;
use crate::base::error::Error;

/// An error of the OAuth endpoints; a door turns it into `{"error": …, "error_description": …}`.
#[derive(Debug, thiserror::Error)]
pub enum OAuthError {
    /// The application is unknown, or its secret is wrong. Answered with 401: clients then register again.
    #[error("invalid_client")]
    InvalidClient,
    /// The address to return to is none of the application's. Shown as a page, never redirected to.
    #[error("invalid_redirect_uri")]
    InvalidRedirectUri,
    /// Something is missing or malformed.
    #[error("invalid_request")]
    InvalidRequest(&'static str),
    /// The code is unknown, used, too old, or was given to another.
    #[error("invalid_grant")]
    InvalidGrant,
    /// A scope is unknown, or more than the application registered for, or more than the member may do.
    #[error("invalid_scope")]
    InvalidScope,
    /// Only `authorization_code` and `client_credentials` are there.
    #[error("unsupported_grant_type")]
    UnsupportedGrantType,
    /// Only `code` is there.
    #[error("unsupported_response_type")]
    UnsupportedResponseType,
    /// The member said no.
    #[error("access_denied")]
    AccessDenied,
    /// Something that is no matter of OAuth: limits, the database.
    #[error(transparent)]
    Other(#[from] Error),
}

impl From<UnknownScope> for OAuthError {
    fn from(_: UnknownScope) -> Self {
        Self::InvalidScope
    }
}

impl OAuthError {
    /// The code for `error`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidClient => "invalid_client",
            Self::InvalidRedirectUri | Self::InvalidRequest(_) => "invalid_request",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidScope => "invalid_scope",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::AccessDenied => "access_denied",
            Self::Other(_) => "server_error",
        }
    }

    /// The words for `error_description`; developers read them, so they are in English.
    pub fn description(&self) -> &'static str {
        match self {
            Self::InvalidClient => {
                "Client authentication failed due to unknown client, no client authentication included, or \
                 unsupported authentication method."
            }
            Self::InvalidRedirectUri => "The redirect uri included is not valid.",
            Self::InvalidRequest(what) => what,
            Self::InvalidGrant => {
                "The provided authorization grant is invalid, expired, revoked, does not match the redirection \
                 URI used in the authorization request, or was issued to another client."
            }
            Self::InvalidScope => "The requested scope is invalid, unknown, or malformed.",
            Self::UnsupportedGrantType => {
                "The authorization grant type is not supported by the authorization server."
            }
            Self::UnsupportedResponseType => "The authorization server does not support this response type.",
            Self::AccessDenied => "The resource owner or authorization server denied the request.",
            Self::Other(_) => "The request could not be answered.",
        }
    }

    /// Whether the error may be told by sending the browser back to the application.
    pub fn may_redirect(&self) -> bool {
        match self {
            Self::InvalidClient | Self::InvalidRedirectUri | Self::Other(_) => false,
            Self::InvalidRequest(_)
            | Self::InvalidGrant
            | Self::InvalidScope
            | Self::UnsupportedGrantType
            | Self::UnsupportedResponseType
            | Self::AccessDenied => true,
        }
    }
}
