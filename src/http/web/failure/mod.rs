//! The page for everything that did not work: what happened, in one plain sentence, and where to go from here.

use askama::Template;

use super::frame::Frame;

/// What the reader sees when a page cannot be shown.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "failure/failure.html", config = "src/http/web/askama.toml")]
pub struct FailurePage {
    /// The frame.
    pub page: Frame,
    /// What happened.
    pub failed: Failed,
}

/// What happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Failed {
    /// There is nothing at this address. 404.
    #[default]
    NotFound,
    /// The author took the story back. 410.
    TakenBack,
    /// The reader may not do this. 403.
    Forbidden,
    /// The reader has to sign in first. 401.
    SignInFirst,
    /// The request cannot be understood, or a form has grown too old. 400 and 422.
    NotUnderstood,
    /// The form is larger than any that we take. 413.
    TooLarge,
    /// An app asks to be let in that is not registered here. 401.
    UnknownApp,
    /// An app wants its answer at an address that it did not register, or asks for what nobody can give. 400.
    WrongApp,
    /// The member did not let an app in that cannot be called back. 403.
    Refused,
    /// It clashes with something that is there. 409.
    Conflict,
    /// Too much in too short a time. 429.
    TooMany {
        /// How long to wait, in whole minutes, at least one.
        minutes: u64,
    },
    /// Another server failed. 502.
    Elsewhere {
        /// That server's host name.
        host: String,
    },
    /// Our own fault. 500.
    Broken {
        /// The number under which the log has it.
        request_id: String,
    },
}
