//! What may happen with a story, on a page of its own: each purpose can be answered anew at any time.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use http::StatusCode;
use serde::Deserialize;

use super::told::YES;
use super::{ConsentPage, Purpose};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::auth::Member;
use crate::domain::consent::{Consent, Scope};
use crate::domain::post::{Post, PostState};
use crate::domain::story;
use crate::http::web::door::{Failure, Reader, Sent, answer, go};
use crate::http::web::frame::Frame;
use crate::http::web::stories::present;
use crate::http::web::stories::views::Spoken;

/// What is asked of the author beside publishing: the purpose, the input, and the words of the question and under it.
const ASKED: [(Scope, &str, &str, &str); 4] = [
    (Scope::Federate, "consent-federate", "share-consent-federate", "share-consent-federate-hint"),
    (Scope::Translate, "consent-translate", "share-consent-translate", "share-consent-translate-hint"),
    (Scope::Research, "consent-research", "share-consent-research", "share-consent-research-hint"),
    (Scope::Report, "consent-report", "share-consent-report", "share-consent-report-hint"),
];

/// What the address of the page may carry.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Whether answers were just saved.
    #[serde(default)]
    saved: String,
}

/// `GET /@{handle}/{id}/consent`: the answers that hold now.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let page = page(&app, reader.frame(), reader.member()?, number(&id)?).await?;
    let action = format!("{}/consent", page.address);
    answer(StatusCode::OK, &ConsentPage { action, saved: asked.saved == YES, ..page })
}

/// `POST /@{handle}/{id}/consent`: answers anew, for all purposes at once.
pub async fn send(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let author = reader.member()?;
    let post = Box::pin(answer_anew(&app, author, number(&id)?, &sent)).await?;
    let path = present::path(&app.urls, &post, &author.account);
    Ok(go(&reader, &format!("{path}/consent?saved={YES}")))
}

/// The page for an author's story; the caller says where its form is sent.
pub async fn page(app: &App, frame: Frame, author: &Member, id: i64) -> Result<ConsentPage> {
    let (post, consent) = story::agree::load_own(app, author, id).await?;
    Ok(ConsentPage {
        address: present::path(&app.urls, &post, &author.account),
        title: Spoken::new(
            post.language.as_deref().unwrap_or("und"),
            post.title.as_deref().unwrap_or_default(),
        ),
        action: String::new(),
        carried: Vec::new(),
        saved: false,
        questions: questions(&frame, &post, &consent),
        travels: post.federates && post.state == PostState::Published,
        stays: !author.row.federates,
        page: frame,
    })
}

/// What was ticked holds from now on.
pub async fn answer_anew(app: &App, author: &Member, id: i64, sent: &Sent) -> Result<Post> {
    let ticked = ASKED.iter().filter(|(_, name, ..)| sent.get(name) == YES);
    let scopes: Vec<Scope> = ticked.map(|(scope, ..)| *scope).collect();
    let findable = sent.get("findable") == YES;
    Box::pin(story::change_consent(app, author, id, &scopes, findable)).await
}

fn number(id: &str) -> Result<i64> {
    id.parse().map_err(|_error| Error::NotFound("post"))
}

fn questions(frame: &Frame, post: &Post, consent: &Consent) -> Vec<Purpose> {
    let mut questions: Vec<Purpose> = ASKED
        .into_iter()
        .map(|(scope, name, label, hint)| Purpose {
            name,
            label,
            hint: format!("{} {}", frame.say(hint), answered(frame, consent, scope)),
            ticked: consent.allows(scope),
        })
        .collect();
    let hint = frame.say("share-findable-hint").to_string();
    questions.push(Purpose { name: "findable", label: "share-findable", hint, ticked: post.indexable });
    questions
}

/// Since when the answer holds: by month, though the week is kept.
fn answered(frame: &Frame, consent: &Consent, scope: Scope) -> String {
    let Some(given) = consent.answer(scope) else { return frame.say("consent-not-asked").to_string() };
    let month = format!("{}-01", given.given).parse().map(|day: NaiveDate| frame.month(&day));
    let month = month.unwrap_or_else(|_no_month| given.given.clone());
    let words = if given.declined { "consent-said-no" } else { "consent-said-yes" };
    frame.say(words).with("month", month).to_string()
}
