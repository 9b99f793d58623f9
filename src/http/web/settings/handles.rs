//! Several handles of one person: which there are, going on as another, and making one more.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::{HandlesPage, OwnHandle};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::sign_up::{Newcomer, sign_up_beside};
use crate::domain::auth::{Member, MemberState, handle, ring};
use crate::http::web::door::{Failure, Reader, Sent, answer, go, keep_session};
use crate::http::web::people::{mendable, sign_up};

/// The path of the page.
const PATH: &str = "/settings/handles";

/// What the address of the page may carry.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// The number of a handle that was just made.
    #[serde(default)]
    made: String,
}

/// `GET /settings/handles`, with a handle made up.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let own = own(&app, &reader).await?;
    let made = own.iter().find(|one| one.id == asked.made).map(|one| one.handle.clone());
    let page = HandlesPage { made, ..suggested(&app, &reader, Sent::default()).await? };
    answer(StatusCode::OK, &HandlesPage { page: reader.frame(), handles: own, ..page })
}

/// `POST /settings/handles`: makes one more, or makes up another name for it.
pub async fn make(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    reader.active_member()?;
    if sent.get("action") == "another" {
        let (handles, page) = (own(&app, &reader).await?, reader.frame_at(PATH, Vec::new()));
        let suggested = suggested(&app, &reader, sent).await?;
        return answer(StatusCode::OK, &HandlesPage { page, handles, ..suggested });
    }
    let problems = if sent.has("agrees") {
        match Box::pin(join(&app, &reader, &sent)).await {
            Ok(made) => return Ok(go(&reader, &format!("{PATH}?made={}", made.id()))),
            Err(error) => mendable(error, field_of)?,
        }
    } else {
        vec![Problem::new("agrees", "problem-consent-needed")]
    };
    let (handles, page) = (own(&app, &reader).await?, reader.frame_at(PATH, problems));
    answer(StatusCode::UNPROCESSABLE_ENTITY, &HandlesPage { page, handles, ..typed(&app, &sent) })
}

/// `POST /settings/handles/switch`: goes on as another one.
pub async fn switch(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let (session, secret) = (reader.session()?, reader.session_secret().unwrap_or_default());
    let session = ring::switch(&app, session, secret, chosen(&sent)?).await?;
    let mut response = go(&reader, "/settings");
    keep_session(&app, &session, &mut response);
    Ok(response)
}

/// Which handle a form is about.
pub fn chosen(sent: &Sent) -> Result<i64> {
    sent.get("own").parse().ok().ok_or(Error::NotFound("a handle of the same person"))
}

async fn join(app: &App, reader: &Reader, sent: &Sent) -> Result<Member> {
    let given = |name: &str| Some(sent.get(name).trim().to_owned()).filter(|text| !text.is_empty());
    let newcomer = Newcomer {
        handle: given("handle"),
        display_name: given("name"),
        language: reader.language,
        federates: sent.has("knows-public"),
        reason: sent.get("reason").to_owned(),
        invite: sent.get("invitation").to_owned(),
        answer: sent.get("answer").to_owned(),
        ..Newcomer::default()
    };
    sign_up_beside(app, newcomer, reader.session()?, reader.from).await
}

/// The field of the form that a problem of the room belongs to.
fn field_of(problem: &Problem) -> &'static str {
    match problem.field {
        "display_name" => "name",
        "invite" => "invitation",
        "sign_up" => "handle",
        same => same,
    }
}

async fn own(app: &App, reader: &Reader) -> Result<Vec<OwnHandle>> {
    let session = reader.session()?;
    let own = ring::list(app, session).await?;
    let view = |member: Member| OwnHandle {
        id: member.id().to_string(),
        current: member.id() == session.member.id(),
        first: member.id() == session.ring.home,
        waits: member.row.state == MemberState::Pending,
        suspended: member.row.state == MemberState::Suspended,
        frozen: member.row.state == MemberState::Frozen,
        handle: member.account.handle,
    };
    Ok(own.into_iter().map(view).collect())
}

/// The page with what was typed, and a handle that we made up.
async fn suggested(app: &App, reader: &Reader, sent: Sent) -> Result<HandlesPage> {
    let suggested = handle::suggest(app, reader.language).await?;
    Ok(HandlesPage { handle: suggested.handle, name: suggested.display_name, ..typed(app, &sent) })
}

fn typed(app: &App, sent: &Sent) -> HandlesPage {
    let text = |name: &str| sent.get(name).to_owned();
    HandlesPage {
        most: ring::MOST,
        door: sign_up::door(app, ""),
        host: app.urls.domain().to_owned(),
        handle: text("handle"),
        name: text("name"),
        reason: text("reason"),
        invitation: text("invitation"),
        answer: text("answer"),
        knows_public: sent.has("knows-public"),
        agrees: sent.has("agrees"),
        ..HandlesPage::default()
    }
}
