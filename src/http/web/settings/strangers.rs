//! Messages of strangers that wait: shown covered, so that nobody reads one unasked, with three buttons.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::auth::Member;
use crate::domain::notice::{self, Admission, Request};
use crate::domain::relation;
use crate::domain::timeline::Page;
use crate::http::web::door::{Reader, Sent};
use crate::http::web::form::Choice;
use crate::http::web::stories::present;
use crate::http::web::stories::views::Spoken;

/// Nobody decides about more in one look.
const MOST: u64 = 20;

/// Somebody whose messages wait.
#[derive(Debug, Clone, Default)]
pub struct Stranger {
    /// Which request it is, as the form sends it back.
    pub id: String,
    /// Their full handle, e.g. `@ann@peer.example`.
    pub handle: String,
    /// How many messages and other notices of theirs wait.
    pub count: i64,
    /// The content warning of the last message.
    pub warning: Option<Spoken>,
    /// The language of the last message.
    pub language: String,
    /// The last message as cleaned HTML; empty where nothing they wrote waits.
    pub html: String,
}

/// Those whose messages wait for the reader, who came last first.
pub async fn list(app: &App, reader: &Reader, me: i64) -> Result<Vec<Stranger>> {
    let requests = notice::list_requests(app, me, Page::first(MOST)).await?.items;
    Ok(requests.into_iter().map(|request| view(app, reader, request)).collect())
}

fn view(app: &App, reader: &Reader, request: Request) -> Stranger {
    let Request { id, from, count, last, .. } = request;
    let host = if from.is_local() { app.urls.domain() } else { &from.host };
    let post = last.map(|shown| shown.post);
    let language = post.as_ref().and_then(|post| post.language.clone()).unwrap_or_else(|| "und".to_owned());
    Stranger {
        id: id.to_string(),
        handle: format!("@{}@{host}", from.handle),
        count,
        warning: post.as_ref().and_then(|post| present::warning(&post.warning, &language, reader.language)),
        language,
        // Stored posts are clean: they are cleaned when they are written or received.
        html: post.map(|post| post.html.clone()).unwrap_or_default(),
    }
}

/// What can be done with messages of strangers.
pub fn choices(reader: &Reader) -> Vec<Choice> {
    let page = reader.frame();
    let offered = [
        (Admission::Filter, "settings-messages-wait"),
        (Admission::Accept, "settings-messages-come"),
        (Admission::Drop, "settings-messages-drop"),
    ];
    offered.map(|(admission, key)| Choice::new(admission.word(), page.say(key).to_string())).into()
}

/// Does what a button says about a stranger. Who is decided about already stays as they are.
///
/// # Errors
/// `Invalid` for a button that there is not.
pub async fn decide(app: &App, who: &Member, sent: &Sent) -> Result<()> {
    let Ok(id) = sent.get("stranger").parse() else { return Err(Error::NotFound("the request")) };
    let decided = match sent.get("decision") {
        "let-in" => notice::accept_request(app, who.id(), id).await,
        "drop" => notice::dismiss_request(app, who.id(), id).await,
        "block" => block(app, who, id).await,
        _ => Err(Error::invalid("decision", "problem-choose-from-list")),
    };
    match decided {
        Err(Error::NotFound(_)) => Ok(()),
        decided => decided,
    }
}

async fn block(app: &App, who: &Member, id: i64) -> Result<()> {
    let request = notice::load_request(app, who.id(), id).await?;
    relation::block(app, &who.account, &request.from).await
}
