//! Stories told without an account: who knows the words of the management key is the author.
//!
//! The words are shown once. They are 120 random bits, so a fast hash keeps them, and finds the story.

use super::compose::Told;
use super::later::ReleaseTime;
use super::write::tell_by_form;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::limit::{AddressHash, Deed};
use crate::domain::auth::{Member, limit, recovery, unnamed};
use crate::domain::post::receipt::{self, Receipt};
use crate::domain::post::{Post, PostState};
use crate::store::{post, story_key};

/// A story that was just told, with the words that manage it from now on.
#[derive(Clone)]
pub struct Keyed {
    /// The story.
    pub post: Post,
    /// The words, separated by spaces; known nowhere else.
    pub words: String,
}

impl std::fmt::Debug for Keyed {
    /// Without the words: whoever reads them can take the story back.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Keyed").field("post", &self.post.id).finish_non_exhaustive()
    }
}

/// Whether a story can be told here without an account.
pub fn is_open(app: &App) -> bool {
    app.config.telling.without_account
}

/// Tells a story without an account. `form` is what only the browser knows that was shown the form: the same form sent
/// again gives the same story, and new words in place of those that perhaps never arrived.
///
/// # Errors
/// `Invalid` where as many stories as the operator allows were told today, `TooMany` for one place.
pub async fn tell_without_account(
    app: &App,
    told: Told,
    indexable: bool,
    time: ReleaseTime,
    form: &str,
    from: AddressHash,
) -> Result<Keyed> {
    if !is_open(app) {
        return Err(Error::Unauthenticated);
    }
    app.limits.check(Deed::Tell, from)?;
    let author = unnamed::author(app).await?;
    let tx = app.db.begin().await?;
    if !limit::count_today(app, &tx, "told:", app.config.telling.daily_limit).await? {
        return Err(Error::invalid("answer", "problem-tellings-full"));
    }
    app.commit(tx).await?;
    let post = Box::pin(tell_by_form(app, &author, told, indexable, time, form)).await?;
    let words = recovery::draw(&app.random, recovery::COUNT);
    let tx = app.db.begin().await?;
    story_key::put(&tx, post.id, recovery::hash(&words)).await?;
    app.commit(tx).await?;
    Ok(Keyed { post, words })
}

/// What a key opens.
#[derive(Debug, Clone)]
pub enum Opened {
    /// The story, and who counts as its author.
    Story(Box<(Member, Post)>),
    /// It was taken back.
    TakenBack(Receipt),
}

/// What is managed with the words of a key.
///
/// # Errors
/// `Invalid` where that is nothing: wrong words, or the story was taken back long ago.
pub async fn open(app: &App, words: &str, from: AddressHash) -> Result<Opened> {
    let hash = recovery::hash(words);
    let post = match story_key::find(app.read(), &hash).await? {
        Some(id) => post::find(app.read(), id).await?,
        None => None,
    };
    if let Some(post) = post {
        return Ok(Opened::Story(Box::new((unnamed::author(app).await?, post))));
    }
    if let Some(receipt) = receipt::find_by_words(app, &hash).await? {
        return Ok(Opened::TakenBack(receipt));
    }
    // Only who guesses is counted: who manages a story sends the words with every step.
    app.limits.check(Deed::SignInFrom, from)?;
    Err(Error::invalid("key", "problem-key-wrong"))
}

/// Whether others can read a story, so that its page is worth a link.
pub const fn is_readable(post: &Post) -> bool {
    match post.state {
        PostState::Published => true,
        PostState::Held | PostState::Refused => false,
    }
}
