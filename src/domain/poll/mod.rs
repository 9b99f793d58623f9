//! Polls: a question with options next to a post's text, how people vote in it, and what they learn at its end.
//!
//! A poll is its post's own and has the post's number. A post with a poll is never a story. Another room opens one in
//! the transaction of its own post with [`open`], and learns of each vote by `Event::Voted` and [`load_choice`].

mod count;
mod open;
mod receive;
mod vote;

#[cfg(test)]
mod tests;

pub use crate::store::poll::Poll;
pub use crate::store::poll_option::PollOption;
pub use crate::store::poll_vote::Vote;

pub use count::{end, find, list_voters, tell_counts};
pub use open::{MAX_OPTION_CHARACTERS, MAX_OPTIONS, MAX_SECONDS, MIN_SECONDS, NewPoll, change, open};
pub use receive::{RemotePoll, receive, receive_change};
pub use vote::{Choice, load_choice, receive_vote, vote};
