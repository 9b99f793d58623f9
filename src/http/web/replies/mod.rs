//! Replies that wait: shown covered, so that nobody reads one unasked, with two buttons.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::auth::Member;
use crate::domain::story::reply::{self, Waiting};
use crate::http::web::door::{Reader, Sent};
use crate::http::web::queue::Queue;
use crate::http::web::stories::present;
use crate::http::web::stories::views::Spoken;

/// A reply that waits.
#[derive(Debug, Clone, Default)]
pub struct HeldReply {
    /// Which, as the form sends it back.
    pub id: String,
    /// Who wrote it, e.g. `@ann@peer.example`.
    pub writer: String,
    /// The title of the story that it answers; may be empty.
    pub story: Spoken,
    /// The path of that story.
    pub address: String,
    /// Its content warning.
    pub warning: Option<Spoken>,
    /// The language of its text.
    pub language: String,
    /// Its text as cleaned HTML.
    pub html: String,
}

/// How many a page shows at once.
pub const MOST: usize = 4;

/// The replies as a page shows them.
pub fn views(app: &App, reader: &Reader, waiting: Vec<Waiting>) -> Queue<HeldReply> {
    Queue::of(waiting.into_iter().map(|waiting| view(app, reader, waiting)).collect(), MOST)
}

fn view(app: &App, reader: &Reader, waiting: Waiting) -> HeldReply {
    let Waiting { post, story, writer } = waiting;
    let language = post.language.clone().unwrap_or_else(|| "und".to_owned());
    let host = if writer.is_local() { app.urls.domain() } else { &writer.host };
    let title = story.title.unwrap_or_default();
    HeldReply {
        id: post.id.to_string(),
        writer: format!("@{}@{host}", writer.handle),
        story: Spoken::new(story.language.as_deref().unwrap_or("und"), title),
        address: app.urls.local_path(&story.url).unwrap_or("/").to_owned(),
        warning: present::warning(&post.warning, &language, reader.language),
        // Stored posts are clean: they are cleaned when they are written or received.
        html: post.html,
        language,
    }
}

/// Does what a button says about a reply. One that is decided already stays as it is.
///
/// # Errors
/// `NotFound` or `Forbidden` where somebody else decides, `Invalid` for a button that there is not.
pub async fn decide(app: &App, who: &Member, sent: &Sent) -> Result<()> {
    let id = sent.get("reply").parse().ok().ok_or(Error::NotFound("reply"))?;
    let decided = match sent.get("decision") {
        "show" => reply::let_through(app, who, id).await,
        "drop" => reply::turn_away(app, who, id).await,
        _ => Err(Error::invalid("decision", "problem-choose-from-list")),
    };
    match decided {
        Ok(()) | Err(Error::Conflict(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
