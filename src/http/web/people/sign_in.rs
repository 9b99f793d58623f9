//! Signing in and out.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::{SignInPage, agree, mendable};
use crate::app::App;
use crate::base::error::{Problem, Result};
use crate::domain::auth::{Member, MemberState, agreement, session};
use crate::http::web::door::{Failure, Reader, Sent, answer, forget_session, go, keep_session};

/// What the address of the page may carry.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Where to go afterwards.
    #[serde(default)]
    pub(super) next: String,
}

/// `GET /sign-in`.
pub async fn show(reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    if reader.signed_in().is_some() {
        return Ok(go(&reader, path_of_ours(&asked.next).unwrap_or("/")));
    }
    let next = path_of_ours(&asked.next).unwrap_or_default().to_owned();
    answer(StatusCode::OK, &SignInPage { page: reader.frame(), handle: String::new(), next })
}

/// `POST /sign-in`.
pub async fn send(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let (handle, next) = (sent.get("handle"), path_of_ours(sent.get("next")));
    match session::sign_in(&app, handle, sent.get("passphrase"), reader.from).await {
        Ok(session) => {
            let next = next_page(&app, &session.member, next.unwrap_or("/")).await?;
            let mut response = go(&reader, &next);
            keep_session(&app, &session, &mut response);
            Ok(response)
        }
        Err(error) => {
            let problems = mendable(error, |problem: &Problem| problem.field)?;
            let page = SignInPage {
                page: reader.frame_at("/sign-in", problems),
                handle: handle.to_owned(),
                next: next.unwrap_or_default().to_owned(),
            };
            answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Where somebody goes who has just signed in: on, unless they wait for approval, are suspended, or are to be asked
/// something first.
async fn next_page(app: &App, member: &Member, next: &str) -> Result<String> {
    match member.row.state {
        MemberState::Pending => return Ok("/sign-up/waiting".to_owned()),
        MemberState::Suspended => return Ok("/settings".to_owned()),
        MemberState::Active | MemberState::Frozen => {}
    }
    let agreed = agreement::load(app, member).await?;
    Ok(if agreed.is_current(app) { next.to_owned() } else { agree::address(next) })
}

/// `POST /sign-out`.
pub async fn sign_out(State(app): State<App>, reader: Reader, _: Sent) -> Result<Response, Failure> {
    if let Some(secret) = reader.session_secret() {
        session::sign_out(&app, secret).await?;
    }
    let mut response = go(&reader, "/");
    forget_session(&app, &mut response);
    Ok(response)
}

/// A path on this site, for going there after sign-in; anything that a browser could take for another site is none.
pub(super) fn path_of_ours(text: &str) -> Option<&str> {
    let mut letters = text.chars();
    let (first, second) = (letters.next(), letters.next());
    let is_path = first == Some('/') && !matches!(second, Some('/' | '\\'));
    (is_path && text.chars().all(|letter| letter.is_ascii_graphic() && letter != '\\')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_leads_on_only_within_this_site() {
        for path in ["/", "/share", "/?medication=x", "/@quiet_fern_12/7#end"] {
            assert_eq!(path_of_ours(path), Some(path));
        }
        for other in
            ["", "share", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"]
        {
            assert_eq!(path_of_ours(other), None, "{other}");
        }
    }
}
