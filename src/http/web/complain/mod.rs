//! Complaints: the form for anybody, the page that tells how far one is, and what the author of the story reads of it.

pub mod heard;
pub mod send;

use askama::Template;
use chrono::NaiveDate;

use super::door::Question;
use super::form::Choice;
use super::frame::Frame;
use crate::domain::moderation::complaint::{About, Outcome};

/// The form.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "complain/form.html", config = "src/http/web/askama.toml")]
pub struct ComplainPage {
    /// The frame.
    pub page: Frame,
    /// What was typed.
    pub typed: Typed,
    /// Whom or what it can be about.
    pub kinds: Vec<Choice>,
    /// The question that keeps programs out.
    pub question: Question,
    /// Within how many days it is decided.
    pub days: u32,
    /// How many days after that everything is erased.
    pub kept: u32,
}

/// What was typed into the form.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The address of the story.
    pub story: String,
    /// Whom or what it is about.
    pub about: String,
    /// What is wrong.
    pub body: String,
    /// How to answer.
    pub reach: String,
    /// The answer to the question.
    pub answer: String,
}

/// The words, shown once.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "complain/words.html", config = "src/http/web/askama.toml")]
pub struct WordsPage {
    /// The frame.
    pub page: Frame,
    /// The words, one by one.
    pub words: Vec<String>,
    /// By when it is decided.
    pub due: Option<NaiveDate>,
}

/// How far a complaint is, for who knows the words; without one it asks for them.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "complain/state.html", config = "src/http/web/askama.toml")]
pub struct StatePage {
    /// The frame.
    pub page: Frame,
    /// The complaint.
    pub state: Option<State>,
}

/// How far a complaint is.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// When it came in.
    pub received: Option<NaiveDate>,
    /// By when it is decided, where it is not.
    pub due: Option<NaiveDate>,
    /// Whether that day is over.
    pub late: bool,
    /// What became of it, in words.
    pub outcome: Option<String>,
    /// By which rule, in words.
    pub rule: Option<String>,
    /// What a moderator says in their own words; may be empty.
    pub answer: String,
}

/// What the author of a story reads of complaints about it, and can say to them.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "complain/heard.html", config = "src/http/web/askama.toml")]
pub struct HeardPage {
    /// The frame.
    pub page: Frame,
    /// Where the forms are sent.
    pub action: String,
    /// What each form carries on.
    pub carried: Vec<(String, String)>,
    /// The complaints.
    pub complaints: Vec<Heard>,
    /// Whether something was just kept.
    pub saved: bool,
    /// The path of the story.
    pub story: Option<String>,
}

/// A complaint about an own story.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// Which, as the form sends it back.
    pub id: String,
    /// The id of its field on the page; `said` where the last thing was typed.
    pub field: String,
    /// Whom or what it is about, in words.
    pub kind: String,
    /// What is said to be wrong; empty where no moderator has passed it on.
    pub body: String,
    /// By when it is decided.
    pub due: Option<NaiveDate>,
    /// What the author says to it.
    pub said: String,
}

/// The word of a kind in forms, and the key of its words.
pub const fn kind(about: About) -> (&'static str, &'static str) {
    match about {
        About::Person => ("person", "complain-about-person"),
        About::Organisation => ("organisation", "complain-about-organisation"),
        About::Key => ("key", "complain-about-key"),
        About::Other => ("other", "complain-about-other"),
    }
}

/// The key of the words for a kind, for the author of the story.
pub const fn kind_for_author(about: About) -> &'static str {
    match about {
        About::Person => "heard-about-person",
        About::Organisation => "heard-about-organisation",
        About::Key => "heard-about-key",
        About::Other => "heard-about-other",
    }
}

/// The key of the words for what became of a complaint.
pub const fn outcome_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Stands => "complaint-stands",
        Outcome::Mended => "complaint-mended",
        Outcome::Removed => "complaint-removed",
        Outcome::Answered => "complaint-answered",
        Outcome::Gone => "complaint-gone",
    }
}
