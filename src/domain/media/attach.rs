//! Which pictures belong to a post. A picture belongs to one member and to one post, and goes with either.

use super::upload::check_description;
use super::{Focus, MAX_PER_POST, Media, MediaPurpose, MediaState};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::jobs::pictures;
use crate::store::{Tx, media};

/// What an author says anew about a picture of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The picture.
    pub id: i64,
    /// What is to be seen; absent: as before.
    pub description: Option<String>,
    /// What matters most; absent: as before.
    pub focus: Option<Focus>,
}

/// Gives a post exactly these pictures, in this order, in the transaction that writes the post. Those that it had and
/// has no more are erased.
///
/// # Errors
/// `Invalid` when there are too many, or one is not ready, not the author's, or another post's.
pub async fn attach(
    app: &App,
    tx: &Tx,
    account_id: i64,
    post_id: i64,
    wanted: &[i64],
    described: &[Described],
) -> Result<()> {
    refuse_too_many(wanted)?;
    let before = media::list_of_posts(&**tx, &[post_id]).await?;
    let gone: Vec<Media> = before.into_iter().filter(|row| !wanted.contains(&row.id)).collect();
    pictures::erase(app, tx, &gone).await?;
    for (place, id) in (0..).zip(wanted) {
        if !media::give(tx, *id, account_id, post_id, place).await? {
            return Err(why_not(tx, account_id, *id).await?);
        }
    }
    for change in described.iter().filter(|change| wanted.contains(&change.id)) {
        let Some(row) = media::find(&**tx, change.id).await? else { continue };
        let description = change.description.clone().unwrap_or_else(|| row.description.clone());
        check_description(&description)?;
        let focus = change.focus.unwrap_or(Focus::of(&row));
        media::describe(tx, row.id, description, (focus.x, focus.y)).await?;
    }
    Ok(())
}

/// Refuses pictures that a post to come could not get, as [`attach`] would now.
pub async fn check(app: &App, account_id: i64, wanted: &[i64]) -> Result<()> {
    refuse_too_many(wanted)?;
    for id in wanted {
        let row = media::find(app.read(), *id).await?;
        let is_free = |row: &Media| {
            row.account_id == account_id
                && row.post_id.is_none()
                && row.purpose == MediaPurpose::Attachment
                && row.state == MediaState::Ready
        };
        if !row.as_ref().is_some_and(is_free) {
            return Err(reason(account_id, row));
        }
    }
    Ok(())
}

fn refuse_too_many(wanted: &[i64]) -> Result<()> {
    if wanted.len() <= MAX_PER_POST {
        return Ok(());
    }
    let problem = Problem::new("media_ids", "problem-too-many");
    Err(Error::Invalid(vec![problem.with("most", MAX_PER_POST)]))
}

/// Why a picture can't be given to a post.
async fn why_not(tx: &Tx, account_id: i64, id: i64) -> Result<Error> {
    Ok(reason(account_id, media::find(&**tx, id).await?))
}

fn reason(account_id: i64, row: Option<Media>) -> Error {
    let row = row.filter(|row| row.account_id == account_id);
    let is_being_made = row.is_some_and(|row| row.state == MediaState::Processing);
    let message = if is_being_made { "problem-picture-not-ready" } else { "problem-picture-not-there" };
    Error::invalid("media_ids", message)
}

/// What a wish for other pictures comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// All stays as it is.
    Nothing,
    /// Some are taken away or change their order, and nothing is new.
    TakesAway,
    /// There are pictures or words that nobody has seen yet.
    Adds,
}

/// What it would come to if a post got exactly these pictures.
pub async fn effect(tx: &Tx, post_id: i64, wanted: &[i64], described: &[Described]) -> Result<Effect> {
    let before = media::list_of_posts(&**tx, &[post_id]).await?;
    let says_new = |row: &Media| {
        described.iter().filter(|said| said.id == row.id).any(|said| {
            said.description.as_ref().is_some_and(|text| *text != row.description)
                || said.focus.is_some_and(|focus| focus != Focus::of(row))
        })
    };
    let has = |id: &i64| before.iter().any(|row| row.id == *id);
    Ok(if !wanted.iter().all(has) || before.iter().any(says_new) {
        Effect::Adds
    } else if before.iter().map(|row| row.id).eq(wanted.iter().copied()) {
        Effect::Nothing
    } else {
        Effect::TakesAway
    })
}

/// Whether a post has pictures.
pub async fn has_any(app: &App, post_id: i64) -> Result<bool> {
    Ok(!list_of(app, post_id).await?.is_empty())
}

/// The pictures of a post in their order, whoever may see it.
pub async fn list_of(app: &App, post_id: i64) -> Result<Vec<Media>> {
    media::list_of_posts(app.read(), &[post_id]).await
}

/// What is said of these pictures, without those that nobody described: what `described` says anew, else what is known.
pub async fn descriptions(app: &App, wanted: &[i64], described: &[Described]) -> Result<Vec<String>> {
    let mut said = Vec::new();
    for id in wanted {
        let anew = described.iter().rfind(|one| one.id == *id).and_then(|one| one.description.clone());
        said.extend(match anew {
            Some(anew) => Some(anew),
            None => media::find(app.read(), *id).await?.map(|row| row.description),
        });
    }
    said.retain(|words| !words.is_empty());
    Ok(said)
}

/// What is said of the pictures that a post has.
pub async fn descriptions_of(app: &App, post_id: i64) -> Result<Vec<String>> {
    let rows = list_of(app, post_id).await?.into_iter();
    Ok(rows.map(|row| row.description).filter(|words| !words.is_empty()).collect())
}

/// Erases the pictures of a post that goes, in the same transaction.
pub async fn erase_of_post(app: &App, tx: &Tx, post_id: i64) -> Result<()> {
    let rows = media::list_of_posts(&**tx, &[post_id]).await?;
    pictures::erase(app, tx, &rows).await
}

/// Erases every picture of a member who goes: the profile's, and those that no post has.
pub async fn erase_of_account(app: &App, tx: &Tx, account_id: i64) -> Result<()> {
    let rows = media::list_of_account(&**tx, account_id).await?;
    pictures::erase(app, tx, &rows).await
}
