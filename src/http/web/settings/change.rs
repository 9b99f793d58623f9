//! The forms of the settings: the page and preferences, the passphrase, the recovery words, apps.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::SettingsPage;
use super::show::{PATH, again, filled, visibility_of};
use super::strangers;
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::base::i18n::Language;
use crate::domain::account::{ProfileChange, change_profile};
use crate::domain::auth::member::{Preferences, change_preferences};
use crate::domain::auth::{self, Member, oauth, recovery, session};
use crate::domain::guide;
use crate::domain::notice::{self, Admission, push};
use crate::domain::story::later::ReleaseTime;
use crate::domain::story::schedule;
use crate::http::web::door::{Failure, Reader, Sent, answer, go};
use crate::http::web::people::{RecoveryWordsPage, mendable, words_of};
use crate::http::web::replies;

/// `POST /settings/profile`.
pub async fn profile(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    match save_profile(&app, reader.member()?, &sent).await {
        Ok(()) => Ok(go(&reader, "/settings?saved=profile")),
        Err(error) => {
            let problems = mendable(error, |problem| match problem.field {
                "display_name" => "name",
                "summary" => "about",
                same => same,
            })?;
            let page = filled(&app, &reader, problems).await?;
            let (name, about) = (sent.get("name").to_owned(), sent.get("about").to_owned());
            answer(StatusCode::UNPROCESSABLE_ENTITY, &SettingsPage { name, about, ..page })
        }
    }
}

async fn save_profile(app: &App, member: &Member, sent: &Sent) -> Result<()> {
    let change = ProfileChange {
        display_name: Some(sent.get("name").to_owned()),
        summary: Some(sent.get("about").to_owned()),
        ..ProfileChange::default()
    };
    change_profile(app, member.id(), change).await?;
    let wanted = Preferences {
        language: Language::parse(sent.get("language")),
        default_visibility: visibility_of(sent.get("visibility")),
        federates: Some(sent.has("federates")),
        release_time: ReleaseTime::parse(sent.get("release")),
        ..Preferences::default()
    };
    change_preferences(app, member.id(), wanted).await?;
    if let Some(messages) = Admission::parse(sent.get("messages")) {
        notice::hold_messages(app, member.id(), messages).await?;
    }
    if guide::is_there(app) { guide::set_wanted(app, member.id(), sent.has("guide")).await } else { Ok(()) }
}

/// `POST /settings/passphrase`; every other session of the member ends.
pub async fn passphrase(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    match save_passphrase(&app, &reader, &sent).await {
        Ok(()) => Ok(go(&reader, "/settings?saved=passphrase")),
        Err(error) => {
            let problems = mendable(error, |problem: &Problem| match problem.message {
                "problem-passphrase-wrong" => "current",
                _ => problem.field,
            })?;
            again(&app, &reader, problems).await
        }
    }
}

async fn save_passphrase(app: &App, reader: &Reader, sent: &Sent) -> Result<()> {
    let new = sent.get("passphrase");
    if new != sent.get("passphrase-again") {
        return Err(Error::invalid("passphrase-again", "problem-passphrase-repeat"));
    }
    let (present, kept) = (sent.get("current"), reader.session_secret());
    session::change_passphrase(app, reader.session()?, present, new, kept, reader.from).await
}

/// `POST /settings/recovery`: shows new words; the old ones end.
pub async fn recovery(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let session = reader.session()?;
    match recovery::draw_anew(&app, session, sent.get("recovery-passphrase"), reader.from).await {
        Ok(words) => {
            let page = RecoveryWordsPage {
                page: reader.frame_at(PATH, Vec::new()),
                handle: auth::load(&app, session.ring.home).await?.account.handle,
                words: words_of(&words),
                next: PATH.to_owned(),
            };
            answer(StatusCode::OK, &page)
        }
        Err(error) => again(&app, &reader, mendable(error, |_| "recovery-passphrase")?).await,
    }
}

/// `POST /settings/apps`: an app can no longer act for the member.
pub async fn app(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let member = reader.member()?;
    if let Ok(id) = sent.get("app").parse() {
        // One that has ended already is what the member wants.
        oauth::revoke_by_id(&app, member, id).await?;
    }
    Ok(go(&reader, "/settings?saved=app"))
}

/// `POST /settings/planned`: a story that was to come is called off, and its text erased.
pub async fn planned(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let member = reader.member()?;
    if let Ok(id) = sent.get("planned").parse() {
        match schedule::call_off(&app, member.id(), id).await {
            // One that is out, or was called off already, is no longer waiting.
            Ok(()) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(go(&reader, "/settings?saved=called-off"))
}

/// `POST /settings/replies`: a reply that waited is let through or turned away.
pub async fn reply(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    replies::decide(&app, reader.member()?, &sent).await?;
    Ok(go(&reader, "/settings?saved=reply"))
}

/// `POST /settings/strangers`: a stranger whose messages waited is let in, turned away or blocked.
pub async fn stranger(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    strangers::decide(&app, reader.member()?, &sent).await?;
    Ok(go(&reader, "/settings?saved=stranger"))
}

/// `POST /settings/push`: an app is told of nothing any more.
pub async fn push(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let member = reader.member()?;
    if let Ok(id) = sent.get("push").parse() {
        // One that has ended already is what the member wants.
        push::end_by_id(&app, member.id(), id).await?;
    }
    Ok(go(&reader, "/settings?saved=push"))
}
