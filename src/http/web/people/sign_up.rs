//! Joining: the form, the recovery words, and the page for who waits.

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use serde::Deserialize;

use super::{Door, RecoveryWordsPage, SignUpPage, WaitingPage, mendable, words_of};
use crate::app::App;
use crate::base::config::SignUpMode;
use crate::base::error::{Problem, Result};
use crate::domain::auth::sign_up::{Newcomer, sign_up};
use crate::domain::auth::{MemberState, handle, session};
use crate::domain::consent;
use crate::http::web::door::{Failure, Reader, Sent, answer, go, keep_session};

/// Where those who wait read that they wait.
const WAITING: &str = "/sign-up/waiting";

/// What the address of the page may carry.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// The code of an invitation.
    #[serde(default)]
    invite: String,
}

/// `GET /sign-up`, with a name made up.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    if reader.signed_in().is_some() {
        return Ok(go(&reader, "/"));
    }
    let suggested = handle::suggest(&app, reader.language).await?;
    let page = SignUpPage {
        page: reader.frame(),
        door: door(&app, &asked.invite),
        handle: suggested.handle,
        name: suggested.display_name,
        invitation: asked.invite,
        ..empty(&app)
    };
    answer(StatusCode::OK, &page)
}

/// `POST /sign-up`: joins, or makes up another name.
pub async fn send(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    if reader.signed_in().is_some() {
        return Ok(go(&reader, "/"));
    }
    if sent.get("action") == "another" {
        let suggested = handle::suggest(&app, reader.language).await?;
        let page = SignUpPage {
            page: reader.frame_at("/sign-up", Vec::new()),
            handle: suggested.handle,
            name: suggested.display_name,
            ..typed(&app, &sent)
        };
        return answer(StatusCode::OK, &page);
    }
    let mut problems = unsaid(&sent);
    if problems.is_empty() {
        match Box::pin(join(&app, &reader, &sent)).await {
            Ok(response) => return Ok(response),
            Err(Failure(error)) => problems = mendable(error, field_of)?,
        }
    }
    let page = SignUpPage { page: reader.frame_at("/sign-up", problems), ..typed(&app, &sent) };
    answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `GET /sign-up/waiting`: for who waits for approval.
pub async fn waiting(reader: Reader) -> Result<Response, Failure> {
    let member = reader.member()?;
    match member.row.state {
        MemberState::Pending => {}
        MemberState::Active | MemberState::Frozen | MemberState::Suspended => return Ok(go(&reader, "/")),
    }
    let handle = member.account.handle.clone();
    answer(StatusCode::OK, &WaitingPage { page: reader.frame(), handle })
}

/// Makes the member, signs them in, and shows the recovery words.
async fn join(app: &App, reader: &Reader, sent: &Sent) -> Result<Response, Failure> {
    let given = |name: &str| Some(sent.get(name).trim().to_owned()).filter(|text| !text.is_empty());
    let newcomer = Newcomer {
        handle: given("handle"),
        display_name: given("name"),
        passphrase: sent.get("passphrase").to_owned(),
        language: reader.language,
        is_sixteen: sent.has("old-enough"),
        federates: sent.has("knows-public"),
        reason: sent.get("reason").to_owned(),
        invite: sent.get("invitation").to_owned(),
        answer: sent.get("answer").to_owned(),
    };
    let created = sign_up(app, newcomer, reader.from).await?;
    let session = session::open(app, created.member, &created.ring).await?;
    let reader = reader.with_session(&session);
    let next = match session.member.row.state {
        MemberState::Pending => WAITING,
        MemberState::Active | MemberState::Frozen | MemberState::Suspended => "/",
    };
    let page = RecoveryWordsPage {
        page: reader.frame_at("/", Vec::new()),
        handle: session.member.account.handle.clone(),
        words: words_of(&created.recovery_words),
        next: next.to_owned(),
    };
    let mut response = answer(StatusCode::OK, &page)?.into_response();
    keep_session(app, &session, &mut response);
    Ok(response)
}

/// What only the form asks, before the room looks at the rest.
fn unsaid(sent: &Sent) -> Vec<Problem> {
    let mut problems = Vec::new();
    if sent.get("passphrase") != sent.get("passphrase-again") {
        problems.push(Problem::new("passphrase-again", "problem-passphrase-repeat"));
    }
    if !sent.has("old-enough") {
        problems.push(Problem::new("old-enough", "problem-age-needed"));
    }
    if !sent.has("agrees") {
        problems.push(Problem::new("agrees", "problem-consent-needed"));
    }
    problems
}

/// The field of the form that a problem of the room belongs to.
fn field_of(problem: &Problem) -> &'static str {
    match problem.field {
        "display_name" => "name",
        "is_sixteen" => "old-enough",
        "invite" => "invitation",
        "sign_up" => "handle",
        same => same,
    }
}

/// How this reader may come in: an invitation opens every community.
pub fn door(app: &App, invitation: &str) -> Door {
    let settings = &app.config.sign_up;
    match settings.mode {
        SignUpMode::Approval | SignUpMode::Open if !invitation.trim().is_empty() => Door::Invitation,
        SignUpMode::Approval => Door::Approval,
        SignUpMode::Invite => Door::Invitation,
        SignUpMode::Open => Door::Open { question: settings.question.clone() },
    }
}

/// The page with what was typed; passphrases are typed again.
fn typed(app: &App, sent: &Sent) -> SignUpPage {
    let text = |name: &str| sent.get(name).to_owned();
    SignUpPage {
        door: door(app, sent.get("invitation")),
        handle: text("handle"),
        name: text("name"),
        reason: text("reason"),
        invitation: text("invitation"),
        answer: text("answer"),
        old_enough: sent.has("old-enough"),
        knows_public: sent.has("knows-public"),
        agrees: sent.has("agrees"),
        ..empty(app)
    }
}

fn empty(app: &App) -> SignUpPage {
    SignUpPage {
        host: app.urls.domain().to_owned(),
        version: u32::try_from(consent::SIGN_UP_VERSION).unwrap_or_default(),
        ..SignUpPage::default()
    }
}
