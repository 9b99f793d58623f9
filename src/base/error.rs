//! Errors: a few kinds, chosen by what the caller can do about them.
//!
//! The detail for people travels in [`Problem`]s, which a door words in the reader's language; the detail for
//! the operator travels as the cause and is logged once, where the error is answered.

use std::time::Duration;

/// The one error type of the server. Each door maps every kind to an answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the caller may not know that there is.
    #[error("{0} does not exist")]
    NotFound(&'static str),
    /// There was such a public thing; its author took it back.
    #[error("{0} was deleted")]
    Gone(&'static str),
    /// The caller has to say who they are.
    #[error("sign-in required")]
    Unauthenticated,
    /// We know who the caller is, and the answer is no.
    #[error("not allowed: {0}")]
    Forbidden(&'static str),
    /// What was sent has problems that its writer can mend.
    #[error("invalid input")]
    Invalid(Vec<Problem>),
    /// It clashes with something that is already there.
    #[error("{0} already exists")]
    Conflict(&'static str),
    /// Too much in too short a time.
    #[error("too many requests")]
    TooMany {
        /// How long the caller should wait before the next attempt.
        retry_after: Duration,
    },
    /// Another server failed us.
    #[error("remote server {host}: {cause}")]
    Remote {
        /// Host name of the other server, with port if any.
        host: String,
        /// What went wrong, for the log only.
        cause: anyhow::Error,
    },
    /// Our own fault. The client sees a request id and a plain sentence.
    #[error("internal error")]
    Internal(#[from] anyhow::Error),
}

/// The result of everything that can fail in the server.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Values that a message of the catalogue is filled with, by name.
pub type Args = Vec<(&'static str, String)>;

/// What is wrong with one field, as data: pages and the client API word it from the message catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field of the form or the parameter of the request, e.g. `handle`.
    pub field: &'static str,
    /// Key of the message catalogue, e.g. `problem-handle-taken`.
    pub message: &'static str,
    /// Values for the message.
    pub args: Args,
}

impl Problem {
    /// A problem whose message needs no values.
    pub fn new(field: &'static str, message: &'static str) -> Self {
        Self { field, message, args: Vec::new() }
    }

    /// Adds one value for the message.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

impl Error {
    /// Whether the same may succeed another time: not what was asked for is at fault, but what it needed.
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::TooMany { .. } | Self::Remote { .. } | Self::Internal(_) => true,
            Self::NotFound(_)
            | Self::Gone(_)
            | Self::Unauthenticated
            | Self::Forbidden(_)
            | Self::Invalid(_)
            | Self::Conflict(_) => false,
        }
    }

    /// One problem with one field.
    pub fn invalid(field: &'static str, message: &'static str) -> Self {
        Self::Invalid(vec![Problem::new(field, message)])
    }
}
