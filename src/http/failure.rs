//! What the JSON doors answer when something fails: one shape, one status for each kind of error.
//!
//! A handler's failure travels inside its response until [`explain`] words it, because only there the reader's
//! language and the request's id are known.

use std::sync::Arc;

use axum::Json;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Map, Value, json};

use super::params::Unreadable;
use super::request_id::RequestId;
use crate::base::error::{Error, Problem};
use crate::base::i18n::{self, Language};

/// Why a JSON door did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// A room refused or failed.
    Room(Error),
    /// The request itself could not be read.
    Unreadable(Unreadable),
    /// There is a token, and it is not one of ours, or it was revoked.
    BadToken,
    /// The token is good, but not for this.
    OutOfScope,
    /// There is no such address.
    NoSuchPath,
    /// The address is there, but not for this method.
    WrongMethod,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Room(error)
    }
}

impl From<Unreadable> for Failure {
    fn from(reason: Unreadable) -> Self {
        Self::Unreadable(reason)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl Failure {
    /// The status that tells clients which kind of failure it is.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Room(error) => match error {
                // Clients know only 404 for what is gone.
                Error::NotFound(_) | Error::Gone(_) => StatusCode::NOT_FOUND,
                Error::Unauthenticated => StatusCode::UNAUTHORIZED,
                Error::Forbidden(_) => StatusCode::FORBIDDEN,
                Error::Invalid(_) | Error::Conflict(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
                Error::Remote { .. } => StatusCode::SERVICE_UNAVAILABLE,
                Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::Unreadable(reason) => match reason {
                Unreadable::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
                Unreadable::NotText | Unreadable::Malformed | Unreadable::CutOff => StatusCode::BAD_REQUEST,
                Unreadable::Wrong { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            },
            Self::BadToken => StatusCode::UNAUTHORIZED,
            Self::OutOfScope => StatusCode::FORBIDDEN,
            Self::NoSuchPath => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// The body. The sentences that client programs look for are the ones Mastodon uses; what a person is to
    /// read comes from the catalogue.
    fn body(&self, language: Language, request_id: &str) -> Value {
        let plain = |sentence: &str| json!({ "error": sentence });
        let worded =
            |key: &str, args: &[(&'static str, String)]| json!({ "error": i18n::text(language, key, args) });
        match self {
            Self::Room(error) => match error {
                Error::NotFound(_) | Error::Gone(_) => plain("Record not found"),
                Error::Unauthenticated => plain("This method requires an authenticated user"),
                Error::Forbidden(reason) => worded(forbidden_key(reason), &[]),
                Error::Invalid(problems) => invalid(language, problems),
                Error::Conflict(_) => worded("api-conflict", &[]),
                Error::TooMany { .. } => plain("Too many requests"),
                Error::Remote { .. } => worded("api-remote", &[]),
                Error::Internal(_) => worded("api-internal", &[("id", request_id.to_owned())]),
            },
            Self::Unreadable(reason) => unreadable(language, reason),
            Self::BadToken => plain("The access token is invalid"),
            Self::OutOfScope => plain("This action is outside the authorized scopes"),
            Self::NoSuchPath => plain("Not found"),
            Self::WrongMethod => plain("Method not allowed"),
        }
    }

    fn add_headers(&self, headers: &mut HeaderMap) {
        match self {
            Self::Room(Error::TooMany { retry_after }) => {
                headers.insert(RETRY_AFTER, HeaderValue::from(retry_after.as_secs().max(1)));
            }
            Self::BadToken => {
                let hint = r#"Bearer realm="Anamnesis", error="invalid_token""#;
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(hint));
            }
            Self::Room(_) | Self::Unreadable(_) | Self::OutOfScope | Self::NoSuchPath | Self::WrongMethod => {
            }
        }
    }
}

/// Middleware: words the failure that a handler left in its response, in the reader's language.
pub async fn explain(request: Request, next: Next) -> Response {
    let language = reader_language(request.headers());
    let request_id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let mut response = next.run(request).await;
    let Some(failure) = response.extensions_mut().remove::<Arc<Failure>>() else { return response };
    log(&failure, request_id.as_str());
    let mut answer = (failure.status(), Json(failure.body(language, request_id.as_str()))).into_response();
    // What others have added on the way here stays, such as how many requests are left.
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != CONTENT_LENGTH {
            answer.headers_mut().append(name, value.clone());
        }
    }
    failure.add_headers(answer.headers_mut());
    answer
}

/// The language that a request asks for in its `Accept-Language`.
pub fn reader_language(headers: &HeaderMap) -> Language {
    Language::negotiate(None, headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
}

/// What is our fault or another server's is logged here, once; everything else is the client's business.
fn log(failure: &Failure, request_id: &str) {
    if let Failure::Room(Error::Internal(cause)) = failure {
        tracing::error!(request.id = request_id, "a request failed: {cause:#}");
    } else if let Failure::Room(Error::Remote { host, cause }) = failure {
        tracing::warn!(request.id = request_id, "a request failed because of {host}: {cause:#}");
    }
}

/// Rooms name the reason by a key of the catalogue, or by a word that only says that it is not allowed.
fn forbidden_key(reason: &str) -> &str {
    if reason.starts_with("problem-") || reason.starts_with("api-") { reason } else { "api-forbidden" }
}

/// `{"error": "Validation failed: …", "details": {field: [{error, description}]}}`, as some clients show it at
/// the field.
fn invalid(language: Language, problems: &[Problem]) -> Value {
    let mut details = Map::new();
    let mut sentences = Vec::new();
    for problem in problems {
        let sentence = i18n::problem(language, problem);
        let found = json!({ "error": code_of(problem.message), "description": sentence });
        if let Value::Array(list) = details.entry(problem.field).or_insert_with(|| json!([])) {
            list.push(found);
        }
        sentences.push(sentence);
    }
    json!({ "error": format!("Validation failed: {}", sentences.join(" ")), "details": details })
}

/// The code of the client API that comes nearest to a problem.
fn code_of(message: &str) -> &'static str {
    let ends = |endings: &[&str]| endings.iter().any(|ending| message.ends_with(ending));
    if ends(&["required", "empty", "needed"]) {
        "ERR_BLANK"
    } else if ends(&["too-long", "-long"]) {
        "ERR_TOO_LONG"
    } else if ends(&["too-short", "-short"]) {
        "ERR_TOO_SHORT"
    } else if ends(&["taken"]) {
        "ERR_TAKEN"
    } else if ends(&["reserved"]) {
        "ERR_RESERVED"
    } else if ends(&["list", "unknown"]) {
        "ERR_INCLUSION"
    } else {
        "ERR_INVALID"
    }
}

fn unreadable(language: Language, reason: &Unreadable) -> Value {
    match reason {
        Unreadable::TooLarge => json!({ "error": i18n::text(language, "api-too-large", &[]) }),
        Unreadable::NotText => json!({ "error": "The request is not valid UTF-8" }),
        Unreadable::Malformed => json!({ "error": "The body is not what its Content-Type says" }),
        Unreadable::CutOff => json!({ "error": "The body ended too early" }),
        Unreadable::Wrong { name, expected } => {
            let sentence = if name.is_empty() {
                format!("the body must be {expected}")
            } else {
                format!("{name} must be {expected}")
            };
            let field = if name.is_empty() { "base" } else { name };
            json!({
                "error": format!("Validation failed: {sentence}"),
                "details": { field: [{ "error": "ERR_INVALID", "description": sentence }] },
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(failure: &Failure) -> String {
        failure.body(Language::En, "abc").to_string()
    }

    #[test]
    fn the_sentences_that_clients_look_for_are_mastodons() {
        assert_eq!(body(&Failure::BadToken), r#"{"error":"The access token is invalid"}"#);
        assert_eq!(body(&Failure::OutOfScope), r#"{"error":"This action is outside the authorized scopes"}"#);
        assert_eq!(body(&Error::NotFound("a post").into()), r#"{"error":"Record not found"}"#);
        let too_many = Error::TooMany { retry_after: std::time::Duration::from_secs(3) };
        assert_eq!(body(&too_many.into()), r#"{"error":"Too many requests"}"#);
    }

    #[test]
    fn an_internal_error_says_the_request_id_and_nothing_of_its_cause() {
        let said = body(&Error::Internal(anyhow::anyhow!("secret cause")).into());
        assert!(said.contains("abc") && !said.contains("secret"), "{said}");
    }

    #[test]
    fn problems_stand_in_the_sentence_and_at_their_fields() {
        let problems = vec![
            Problem::new("status", "problem-story-empty"),
            Problem::new("language", "problem-language-unknown"),
        ];
        let said = Failure::from(Error::Invalid(problems)).body(Language::En, "");
        assert!(said["error"].as_str().unwrap().starts_with("Validation failed: Please write your story"));
        assert_eq!(said["details"]["status"][0]["error"], "ERR_BLANK");
        assert_eq!(said["details"]["language"][0]["error"], "ERR_INCLUSION");
    }

    #[test]
    fn a_parameter_of_the_wrong_type_is_named() {
        let wrong = Unreadable::Wrong { name: "poll.expires_in".to_owned(), expected: "a whole number" };
        let said = Failure::from(wrong).body(Language::En, "");
        assert_eq!(said["error"], "Validation failed: poll.expires_in must be a whole number");
    }
}
