//! Votes: notes with a name and no text, in reply to a poll of ours. They are never shown as posts.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::domain::poll;
use crate::domain::post::{self, Post};
use crate::federation::authority::Verdict;
use crate::federation::object::{read, remote_note};
use crate::store::Tx;

/// A vote in a poll that its sender may read.
pub struct Cast {
    uri: String,
    title: String,
    post: Post,
}

/// Reads a vote, where what was created is one. It counts only in the name of who sends it.
///
/// # Errors
/// `NotFound` when the sender may read no such post.
pub async fn prepare_vote(app: &App, actor: &Account, verdict: Verdict<'_>) -> Result<Option<Cast>> {
    let Verdict::Embedded(note) = verdict else { return Ok(None) };
    let Some((title, address)) = remote_note::vote(note) else { return Ok(None) };
    let uri = read::text(note, "id").ok_or(Error::NotFound("vote"))?;
    let asked = post::find_by_address(app, address).await?.ok_or(Error::NotFound("post"))?;
    let post = post::find_visible(app, Some(actor.id), asked.id).await?.ok_or(Error::NotFound("post"))?;
    Ok(Some(Cast { uri: uri.to_owned(), title: title.to_owned(), post }))
}

/// Counts a vote.
pub async fn vote(app: &App, tx: &Tx, actor: &Account, cast: Cast) -> Result<()> {
    poll::receive_vote(app, tx, &cast.uri, actor, &cast.post, &cast.title).await
}
