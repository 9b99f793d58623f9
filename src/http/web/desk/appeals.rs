//! Appeals at the desk: what was decided, what the author says to it, and the second look.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;

use super::work::{decided, moderator, number};
use super::{Form, Typed};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::auth::Member;
use crate::domain::story::appeal::{self, Open};
use crate::http::web::door::{Failure, Reader, Sent};
use crate::http::web::queue::Queue;
use crate::http::web::stories::views::Spoken;

/// A decision at which somebody has to look again.
#[derive(Debug, Clone, Default)]
pub struct OpenAppeal {
    /// Which story, as the form sends it back.
    pub id: String,
    /// The title of the story; empty where it is gone or has none.
    pub title: Spoken,
    /// Its text as cleaned HTML; empty where it is gone.
    pub html: String,
    /// Whether it was taken down; otherwise it was not let through.
    pub removed: bool,
    /// Whether it was the change of a published story that was not let through.
    pub is_change: bool,
    /// By which rule, in words.
    pub rule: Option<String>,
    /// What the author was told then; may be empty.
    pub note: String,
    /// What the author says.
    pub body: String,
    /// The day on which they said it.
    pub sent: Option<NaiveDate>,
    /// Whether another moderator has to decide.
    pub is_for_others: bool,
    /// Whether it is about a story of who reads the desk.
    pub is_own: bool,
}

/// How many the desk shows at once.
pub const MOST: usize = 2;

/// The appeals that wait, oldest first; but first the one whose form has to be mended, and last those about which somebody else
/// has to decide: they would stand in the way.
pub async fn views(
    app: &App,
    reader: &Reader,
    moderator: &Member,
    typed: &Typed,
) -> Result<Queue<OpenAppeal>> {
    let open = appeal::list_open(app, moderator).await?;
    let mut all: Vec<OpenAppeal> = open.into_iter().map(|open| view(reader, open)).collect();
    all.sort_by_key(|one| (!typed.is_of(&Form::Appeal, &one.id), one.is_own || one.is_for_others));
    Ok(Queue::of(all, MOST))
}

fn view(reader: &Reader, open: Open) -> OpenAppeal {
    let Open { appeal, story, is_change, rule, note, is_for_others, is_own } = open;
    let (title, html) = story.map_or_else(Default::default, |story| {
        let title = story.title.unwrap_or_default();
        // Stored posts are clean: they are cleaned when they are written or received.
        (Spoken::new(story.language.as_deref().unwrap_or("und"), title), story.html)
    });
    OpenAppeal {
        id: appeal.post_id.to_string(),
        title,
        html,
        removed: appeal.removed,
        is_change,
        rule: rule.map(|rule| reader.frame().say(rule.name_key()).to_string()),
        note,
        body: appeal.body,
        sent: appeal.sent_day.parse().ok(),
        is_for_others,
        is_own,
    }
}

/// `POST /desk/appeals`: the second look.
pub async fn decide(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let moderator = moderator(&reader)?;
    let outcome = Box::pin(look_again(&app, moderator, &sent)).await;
    decided(&app, &reader, &sent, Form::Appeal, outcome).await
}

async fn look_again(app: &App, moderator: &Member, sent: &Sent) -> Result<()> {
    let story = number(sent.get("story"))?;
    let granted = match sent.get("decision") {
        "grant" => true,
        "deny" => false,
        _ => return Err(Error::invalid("decision", "problem-choose-from-list")),
    };
    appeal::decide(app, moderator, story, granted, sent.get("answer")).await
}
