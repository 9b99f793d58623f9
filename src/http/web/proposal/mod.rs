//! Proposals: another text that a moderator proposes to an author, at `/proposal/{id}`, or at `/manage` without an account.

mod compare;
pub mod send;

use askama::Template;

use super::frame::Frame;
pub use compare::Part;

/// What is proposed, beside what the author wrote.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "proposal/proposal.html", config = "src/http/web/askama.toml")]
pub struct ProposalPage {
    /// The frame.
    pub page: Frame,
    /// Where the form is sent.
    pub action: String,
    /// What the form carries on.
    pub carried: Vec<(String, String)>,
    /// Whether it is about the change of a published story.
    pub is_change: bool,
    /// By which rule the author's text was not let through, in words.
    pub rule: Option<String>,
    /// What the moderator says; may be empty.
    pub note: String,
    /// The language of the texts.
    pub language: String,
    /// Both texts as one, with what would go and what would come.
    pub parts: Vec<Part>,
    /// The proposed text alone.
    pub text: String,
    /// The author's text alone.
    pub before: String,
    /// Whether there is a form in which it can be changed further: only stories have one.
    pub is_story: bool,
    /// The path of that form; none where a button of this page leads there.
    pub further: Option<String>,
    /// Where to say that the decision was wrong; none where a button of another page leads there.
    pub appeal: Option<String>,
}
