//! Appeals: what an author says against a decision, at `/appeal/{id}`, or at `/manage` without an account.

pub mod send;

use askama::Template;
use chrono::NaiveDate;

use super::frame::Frame;

/// What was decided, what the author says, and the answer.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "appeal/appeal.html", config = "src/http/web/askama.toml")]
pub struct AppealPage {
    /// The frame.
    pub page: Frame,
    /// Where the form is sent.
    pub action: String,
    /// What the form carries on.
    pub carried: Vec<(String, String)>,
    /// Whether the story was taken down; otherwise it was not let through.
    pub removed: bool,
    /// What the change told that was not let through, where it was a change.
    pub change: Option<String>,
    /// By which rule, in words.
    pub rule: Option<String>,
    /// What the author says, or said.
    pub body: String,
    /// The day on which they said it.
    pub sent: Option<NaiveDate>,
    /// Whether the author was right; none until somebody has looked again.
    pub granted: Option<bool>,
    /// What the author is told; may be empty.
    pub answer: String,
    /// Whether something was just kept.
    pub saved: bool,
}
