//! `/oauth/authorize`: sign-in and consent on one page. The address and its parameters are Mastodon's.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use http::header::LOCATION;
use http::{HeaderValue, StatusCode};

use super::{Ask, AuthorisePage, CodePage};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::oauth::{self, AskParams, Asked, OAuthError};
use crate::domain::auth::session::{self, Session};
use crate::domain::auth::{Member, MemberState, ring};
use crate::http::web::door::{Failure, Reader, Sent, answer, keep_session, may_lead_elsewhere};
use crate::http::web::failure::{Failed, FailurePage};
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;
use crate::http::web::people::mendable;
use crate::http::web::settings::handles::chosen;

/// The path of the page.
const PATH: &str = "/oauth/authorize";

/// The parameters that the form carries back as they came.
const CARRIED: [&str; 8] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "force_login",
];

/// What an app asks, as it stands in the address or in the form.
struct Question(Vec<(String, String)>);

impl Question {
    /// Of repeated parameters the last one counts, as everywhere; what is not ours is left out.
    fn read(pairs: impl Iterator<Item = (String, String)>) -> Self {
        let mut carried: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs.filter(|(name, _)| CARRIED.contains(&name.as_str())) {
            carried.retain(|(known, _)| *known != name);
            carried.push((name, value));
        }
        Self(carried)
    }

    fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn params(&self) -> AskParams {
        let text = |name: &str| self.find(name).unwrap_or_default().to_owned();
        AskParams {
            response_type: text("response_type"),
            client_id: text("client_id"),
            redirect_uri: text("redirect_uri"),
            scope: self.find("scope").map(str::to_owned),
            code_challenge: self.find("code_challenge").map(str::to_owned),
            code_challenge_method: self.find("code_challenge_method").map(str::to_owned),
        }
    }

    /// Whether to ask for the passphrase even of who is signed in; Python clients write `True`.
    fn wants_sign_in(&self) -> bool {
        let said = self.find("force_login").unwrap_or_default().to_ascii_lowercase();
        matches!(said.as_str(), "true" | "1" | "on" | "t" | "yes")
    }

    /// The same question of somebody who has signed in as it asked.
    fn signed_in(&self) -> Self {
        Self(self.0.iter().filter(|(name, _)| name != "force_login").cloned().collect())
    }

    /// The address of the page with these parameters.
    fn address(&self) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish();
        if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
    }
}

/// `GET /oauth/authorize`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let query = query.unwrap_or_default();
    let question = Question::read(url::form_urlencoded::parse(query.as_bytes()).into_owned());
    match oauth::ask(&app, &question.params()).await {
        Ok(asked) => page(&app, &reader, &question, &asked, "", Vec::new()).await,
        Err(error) => refuse(&reader, &question, error),
    }
}

/// `POST /oauth/authorize`: the member's decision, with the passphrase where nobody is signed in.
pub async fn decide(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let question = Question::read(sent.0.iter().cloned());
    let asked = match oauth::ask(&app, &question.params()).await {
        Ok(asked) => asked,
        Err(error) => return refuse(&reader, &question, error),
    };
    if sent.get("decision") != "allow" {
        return refuse(&reader, &question, OAuthError::AccessDenied);
    }
    if reader.signed_in().is_some() && !question.wants_sign_in() {
        let member = meant(&app, &reader, &sent).await?;
        return match oauth::grant(&app, &member, &asked).await {
            Ok(code) => hand_over(&reader, &question, &asked, &code),
            Err(error) => refuse(&reader, &question, error),
        };
    }
    let (handle, passphrase) = (sent.get("handle"), sent.get("passphrase"));
    match session::sign_in(&app, handle, passphrase, reader.from).await {
        Ok(session) => begin(&app, &reader, &question, &asked, session).await,
        Err(error) => {
            let problems = mendable(error, |problem| problem.field)?;
            page(&app, &reader, &question, &asked, handle, problems).await
        }
    }
}

/// The member for whom the app may act: the one that was chosen, where there was a choice.
async fn meant(app: &App, reader: &Reader, sent: &Sent) -> Result<Member> {
    if sent.has("own") {
        ring::load(app, reader.session()?, chosen(sent)?).await
    } else {
        reader.member().cloned()
    }
}

/// Lets the app in for who has just signed in, or asks first for which of their handles; the browser's former session, if any,
/// ends.
async fn begin(
    app: &App,
    reader: &Reader,
    question: &Question,
    asked: &Asked,
    session: Session,
) -> Result<Response, Failure> {
    if let Some(former) = reader.session_secret() {
        session::sign_out(app, former).await?;
    }
    let reader = reader.with_session(&session);
    let answered = if ring::list(app, reader.session()?).await?.len() > 1 {
        page(app, &reader, &question.signed_in(), asked, "", Vec::new()).await
    } else {
        match oauth::grant(app, &session.member, asked).await {
            Ok(code) => hand_over(&reader, question, asked, &code),
            Err(error) => refuse(&reader, question, error),
        }
    };
    let mut response = answered.unwrap_or_else(Failure::into_response);
    keep_session(app, &session, &mut response);
    Ok(response)
}

/// The page that asks.
async fn page(
    app: &App,
    reader: &Reader,
    question: &Question,
    asked: &Asked,
    handle: &str,
    problems: Vec<Problem>,
) -> Result<Response, Failure> {
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = reader.frame_at(&question.address(), problems);
    let signed_in = frame.reader.clone().filter(|_| !question.wants_sign_in());
    let (mut handles, mut current) = (Vec::new(), String::new());
    if signed_in.is_some() {
        let session = reader.session()?;
        let own = ring::list(app, session).await?;
        let able = own.into_iter().filter(|member| member.row.state == MemberState::Active);
        handles.extend(able.map(|own| Choice::new(own.id().to_string(), format!("@{}", own.account.handle))));
        current = session.member.id().to_string();
    }
    let page = AuthorisePage {
        handles: if handles.len() > 1 { handles } else { Vec::new() },
        own: current,
        page: Frame { reader: signed_in, ..frame },
        app: asked.application.name.clone(),
        website: asked.application.website.clone(),
        asks: asks(asked),
        handle: handle.to_owned(),
        carried: question.0.clone(),
    };
    Ok(may_lead_elsewhere(answer(status, &page)?))
}

/// Gives the app its code: by the browser, or on a page for apps that no browser can return to.
fn hand_over(reader: &Reader, question: &Question, asked: &Asked, code: &str) -> Result<Response, Failure> {
    let mut pairs = vec![("code", code)];
    pairs.extend(question.find("state").map(|state| ("state", state)));
    if let Some(address) = asked.answer(&pairs) {
        return redirect(&address);
    }
    let page = CodePage {
        page: reader.frame_at(&question.address(), Vec::new()),
        app: asked.application.name.clone(),
        code: code.to_owned(),
    };
    answer(StatusCode::OK, &page)
}

/// Says what is wrong: to the app where its address is known to be its own, else on a page.
fn refuse(reader: &Reader, question: &Question, error: OAuthError) -> Result<Response, Failure> {
    if error.may_redirect() {
        let mut pairs = vec![("error", error.code()), ("error_description", error.description())];
        pairs.extend(question.find("state").map(|state| ("state", state)));
        let redirect_uri = question.find("redirect_uri").unwrap_or_default().trim();
        if let Some(address) = oauth::with_answer(redirect_uri, &pairs) {
            return redirect(&address);
        }
    }
    let (status, failed) = match error {
        OAuthError::Other(error) => return Err(error.into()),
        OAuthError::InvalidClient => (StatusCode::UNAUTHORIZED, Failed::UnknownApp),
        OAuthError::AccessDenied => (StatusCode::FORBIDDEN, Failed::Refused),
        OAuthError::InvalidRedirectUri
        | OAuthError::InvalidRequest(_)
        | OAuthError::InvalidGrant
        | OAuthError::InvalidScope
        | OAuthError::UnsupportedGrantType
        | OAuthError::UnsupportedResponseType => (StatusCode::BAD_REQUEST, Failed::WrongApp),
    };
    answer(status, &FailurePage { page: reader.frame_at(PATH, Vec::new()), failed })
}

/// To any scheme, as a string: no URL library looks at an app's own address (302, as Mastodon answers).
fn redirect(address: &str) -> Result<Response, Failure> {
    let to = HeaderValue::from_bytes(address.as_bytes()).map_err(|error| Error::Internal(error.into()))?;
    Ok((StatusCode::FOUND, [(LOCATION, to)]).into_response())
}

/// What the app asks for, in a few lines, each once.
fn asks(asked: &Asked) -> Vec<Ask> {
    let mut asks = Vec::new();
    for scope in asked.scopes.iter() {
        let ask = match scope.split(':').next().unwrap_or(scope) {
            "profile" => Ask::Profile,
            "read" => Ask::Read,
            "follow" => Ask::Follow,
            "push" => Ask::Push,
            "admin" if scope.starts_with("admin:read") => Ask::ReadDesk,
            "admin" => Ask::Moderate,
            _ if matches!(scope, "write:follows" | "write:blocks" | "write:mutes") => Ask::Follow,
            _ => Ask::Write,
        };
        if !asks.contains(&ask) {
            asks.push(ask);
        }
    }
    asks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_is_carried_whole_and_nothing_else_is() {
        let pairs = [("client_id", "a"), ("state", "é b"), ("passphrase", "secret"), ("client_id", "b")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let question = Question::read(pairs.into_iter());
        assert_eq!(question.find("client_id"), Some("b"));
        assert_eq!(question.address(), "/oauth/authorize?state=%C3%A9+b&client_id=b");
        assert!(!question.wants_sign_in());
    }
}
