//! Coming in: joining without an e-mail address, signing in, and getting back in with the recovery words.

pub mod recover;
pub mod sign_in;
pub mod sign_up;

use askama::Template;

use super::door::Failure;
use super::frame::Frame;
use crate::base::error::{Error, Problem};

/// Joining.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "people/sign_up.html", config = "src/http/web/askama.toml")]
pub struct SignUpPage {
    /// The frame.
    pub page: Frame,
    /// How this community lets people in.
    pub door: Door,
    /// The handle: generated, or as typed.
    pub handle: String,
    /// The community's host, as it stands after the handle.
    pub host: String,
    /// The display name, as typed.
    pub name: String,
    /// Why they would like to join, as typed.
    pub reason: String,
    /// The invitation code, from the address or as typed.
    pub invitation: String,
    /// The answer to the question, as typed.
    pub answer: String,
    /// Agrees to be 16 or older.
    pub old_enough: bool,
    /// Understands what public means.
    pub knows_public: bool,
    /// Agrees to the rules and the privacy page.
    pub agrees: bool,
    /// The version of the rules and the privacy page that is agreed to.
    pub version: u32,
}

/// How a community lets people in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Door {
    /// A person reads why somebody would like to join.
    #[default]
    Approval,
    /// With an invitation only.
    Invitation,
    /// Anybody who answers a question.
    Open {
        /// The question, worded by the operator.
        question: String,
    },
    /// Nobody at present.
    Closed,
}

/// The recovery words, shown once.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "people/recovery_words.html", config = "src/http/web/askama.toml")]
pub struct RecoveryWordsPage {
    /// The frame.
    pub page: Frame,
    /// The handle they belong to.
    pub handle: String,
    /// The words in their order.
    pub words: Vec<String>,
    /// Where to go on.
    pub next: String,
}

/// After joining a community that approves its members.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "people/waiting.html", config = "src/http/web/askama.toml")]
pub struct WaitingPage {
    /// The frame.
    pub page: Frame,
    /// The handle that waits.
    pub handle: String,
}

/// Signing in.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "people/sign_in.html", config = "src/http/web/askama.toml")]
pub struct SignInPage {
    /// The frame.
    pub page: Frame,
    /// The handle, as typed.
    pub handle: String,
    /// The path to go to afterwards; empty for the list of stories.
    pub next: String,
}

/// Getting back in with the recovery words.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "people/recover.html", config = "src/http/web/askama.toml")]
pub struct RecoverPage {
    /// The frame.
    pub page: Frame,
    /// The handle, as typed.
    pub handle: String,
}

/// The problems that the writer of a form can mend, each at its field of the form; every other error goes on.
pub fn mendable(error: Error, field_of: fn(&Problem) -> &'static str) -> Result<Vec<Problem>, Failure> {
    let Error::Invalid(mut problems) = error else { return Err(error.into()) };
    for problem in &mut problems {
        problem.field = field_of(problem);
    }
    Ok(problems)
}

/// Recovery words one by one.
pub fn words_of(words: &str) -> Vec<String> {
    words.split(' ').map(str::to_owned).collect()
}
