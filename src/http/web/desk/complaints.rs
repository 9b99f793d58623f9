//! Complaints at the desk: by when each is to be decided, what its author and the author of the story say, and the decision.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;

use super::work::{decided, moderator, number};
use super::{Form, Typed};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::moderation::complaint::{self, Decision, Open, Outcome};
use crate::domain::story::Reason;
use crate::domain::transparency::log::By;
use crate::http::web::complain::kind;
use crate::http::web::door::{Failure, Reader, Sent};
use crate::http::web::queue::Queue;

/// A complaint that waits.
#[derive(Debug, Clone, Default)]
pub struct OpenComplaint {
    /// Which, as the form sends it back.
    pub id: String,
    /// Whom or what it is about, in words.
    pub kind: String,
    /// What is said to be wrong.
    pub body: String,
    /// How to answer; may be empty.
    pub reach: String,
    /// When it came in.
    pub received: Option<NaiveDate>,
    /// By when it is to be decided.
    pub due: Option<NaiveDate>,
    /// Whether that day is over.
    pub late: bool,
    /// The path of the page of the story, where it is about one.
    pub story: Option<String>,
    /// Whether its author may read what is said to be wrong.
    pub shown: bool,
    /// What the author of the story says; may be empty.
    pub said: String,
}

/// How many the desk shows at once.
pub const MOST: usize = 2;

/// The complaints that wait, the most urgent first; before them the one whose form has to be mended.
pub async fn views(app: &App, reader: &Reader, typed: &Typed) -> Result<Queue<OpenComplaint>> {
    let open = complaint::list_open(app).await?;
    let mut all: Vec<OpenComplaint> = open.into_iter().map(|open| view(app, reader, open)).collect();
    all.sort_by_key(|one| !typed.is_of(&Form::Complaint, &one.id));
    Ok(Queue::of(all, MOST))
}

fn view(app: &App, reader: &Reader, open: Open) -> OpenComplaint {
    let Open { complaint, story } = open;
    let story = story.map(|story| app.urls.local_path(&story.url).unwrap_or("/").to_owned());
    OpenComplaint {
        id: complaint.id.to_string(),
        kind: reader.frame().say(kind(complaint.about).1).to_string(),
        received: complaint.received_day.parse().ok(),
        due: complaint.due_day.parse().ok(),
        late: complaint.due_day < app.day(),
        body: complaint.body,
        reach: complaint.reach,
        story,
        shown: complaint.shown,
        said: complaint.said,
    }
}

/// `POST /desk/complaints`: passes one on to the author of the story, or decides it.
pub async fn decide(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let by = By::Moderator(moderator(&reader)?.id());
    let outcome = Box::pin(pass_on_or_decide(&app, by, &sent)).await;
    decided(&app, &reader, &sent, Form::Complaint, outcome).await
}

async fn pass_on_or_decide(app: &App, by: By, sent: &Sent) -> Result<()> {
    let id = number(sent.get("complaint"))?;
    let outcome = match sent.get("decision") {
        "pass-on" => return complaint::pass_on(app, by, id).await,
        "stands" => Outcome::Stands,
        "mended" => Outcome::Mended,
        "removed" => Outcome::Removed,
        "answered" => Outcome::Answered,
        _ => return Err(Error::invalid("decision", "problem-choose-from-list")),
    };
    let (rule, answer) = (Reason::parse(sent.get("reason")), sent.get("answer").to_owned());
    complaint::decide(app, by, id, Decision { outcome, rule, answer }).await
}
