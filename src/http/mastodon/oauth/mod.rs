//! `/oauth`: what programs ask of it. The consent page, which people see, is a page like any other.

pub mod metadata;
pub mod token;
pub mod userinfo;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use crate::domain::auth::oauth::OAuthError;
use crate::http::failure::Failure as Plain;

/// A failure in the words of RFC 6749 section 5.2.
#[derive(Debug)]
pub struct Failure(OAuthError);

impl From<OAuthError> for Failure {
    fn from(error: OAuthError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match self.0 {
            OAuthError::Other(error) => return Plain::from(error).into_response(),
            // Elk registers anew when it sees this status with this code.
            OAuthError::InvalidClient => StatusCode::UNAUTHORIZED,
            OAuthError::InvalidRedirectUri
            | OAuthError::InvalidRequest(_)
            | OAuthError::InvalidGrant
            | OAuthError::InvalidScope
            | OAuthError::UnsupportedGrantType
            | OAuthError::UnsupportedResponseType
            | OAuthError::AccessDenied => StatusCode::BAD_REQUEST,
        };
        let body = json!({ "error": self.0.code(), "error_description": self.0.description() });
        (status, Json(body)).into_response()
    }
}
