//! Uploads: a member sends a file, describes it, and may take it back while no post has it.

use std::time::Duration;

use anyhow::Context as _;
use bytes::Bytes;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tracing::error;

use super::develop::{Developed, Print, develop};
use super::refusal::Refusal;
use super::{Focus, MAX_DESCRIPTION, Media, MediaPurpose, MediaState, Sender, Sent};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::base::limit::Deed;
use crate::jobs::pictures;
use crate::store::{Tx, media};

/// A file that takes longer is refused. What it costs is bounded by its pixels and pieces; this is for busy machines.
pub const MAX_TIME: Duration = Duration::from_mins(1);
/// A picture that is made ready for longer than this, in seconds, was left by a server that was stopped.
const PROCESSING_SECONDS: i64 = 300;

/// Pictures are developed one after another: each takes up to a quarter of a gigabyte for a moment.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// What a member sends.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The file.
    pub file: Sent,
    /// What is to be seen, for who can't see it.
    pub description: String,
    /// What matters most in it.
    pub focus: Focus,
}

/// A picture whose files are written, and which nothing refers to yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored(Media);

impl Stored {
    /// The row of this picture, with what another row knows of its owner, description and place.
    pub(super) fn fill(self, row: Media) -> Media {
        Media {
            id: row.id,
            account_id: row.account_id,
            post_id: row.post_id,
            place: row.place,
            description: row.description,
            focus_x: row.focus_x,
            focus_y: row.focus_y,
            ..self.0
        }
    }
}

/// Takes a picture in for a later post. Where it is not ready within `patience`, it is given as being processed, and
/// [`find_own`] tells how that goes on.
///
/// # Errors
/// `Invalid` with the reason when it is not taken; then nothing of it stays. `TooMany` after many in a short time.
pub async fn upload(app: &App, sender: Sender, upload: Upload, patience: Duration) -> Result<Media> {
    check_description(&upload.description)?;
    may_send(app, sender, "file")?;
    let row = Media {
        description: upload.description,
        focus_x: upload.focus.x,
        focus_y: upload.focus.y,
        ..blank(sender.account_id, MediaPurpose::Attachment)
    };
    let mut work = tokio::spawn(develop_and_store(app.clone(), upload.file, MediaPurpose::Attachment));
    match tokio::time::timeout(patience, &mut work).await {
        Ok(done) => {
            let stored = done.context("developing a picture")??;
            insert(app, stored.fill(row)).await
        }
        Err(_still_at_work) => {
            let row = insert(app, Media { state: MediaState::Processing, ..row }).await?;
            tokio::spawn(finish(app.clone(), row.clone(), work));
            Ok(row)
        }
    }
}

/// Makes a picture for a purpose and writes its files.
///
/// # Errors
/// As [`upload`]; problems are of the field that the file came in.
pub async fn make(
    app: &App,
    sender: Sender,
    file: Sent,
    purpose: MediaPurpose,
    field: &'static str,
) -> Result<Stored> {
    may_send(app, sender, field)?;
    match develop_and_store(app.clone(), file, purpose).await {
        Err(Error::Invalid(problems)) => {
            Err(Error::Invalid(problems.into_iter().map(|problem| Problem { field, ..problem }).collect()))
        }
        outcome => outcome,
    }
}

/// A picture that the account sent, ready or not.
///
/// # Errors
/// `NotFound` where there is none; `Invalid` with the reason where it could not be made ready.
pub async fn find_own(app: &App, account_id: i64, id: i64) -> Result<Media> {
    let found = media::find(app.read(), id).await?;
    let is_own = |row: &Media| row.account_id == account_id && row.purpose == MediaPurpose::Attachment;
    let row = found.filter(is_own).ok_or(Error::NotFound("picture"))?;
    match row.state {
        MediaState::Ready => Ok(row),
        MediaState::Processing if row.uploaded_at >= app.minute() - PROCESSING_SECONDS => Ok(row),
        MediaState::Processing => Err(Refusal::TooSlow.into()),
        MediaState::Refused => {
            let refusal = row.problem.as_deref().and_then(Refusal::from_key);
            Err(refusal.unwrap_or(Refusal::Broken).into())
        }
        MediaState::Elsewhere => Err(Error::NotFound("picture")),
    }
}

/// Changes what is said about a picture that no post has yet; what is not given stays.
pub async fn change(
    app: &App,
    account_id: i64,
    id: i64,
    description: Option<String>,
    focus: Option<Focus>,
) -> Result<Media> {
    let mut row = find_unused(app, account_id, id).await?;
    row.description = description.unwrap_or(row.description);
    check_description(&row.description)?;
    let focus = focus.unwrap_or(Focus::of(&row));
    (row.focus_x, row.focus_y) = (focus.x, focus.y);
    let tx = app.db.begin().await?;
    media::describe(&tx, id, row.description.clone(), (focus.x, focus.y)).await?;
    app.commit(tx).await?;
    Ok(row)
}

/// Takes a picture back that no post has.
pub async fn delete(app: &App, account_id: i64, id: i64) -> Result<()> {
    let found = media::find(app.read(), id).await?;
    let is_own = |row: &Media| row.account_id == account_id && row.purpose == MediaPurpose::Attachment;
    let row = found.filter(is_own).ok_or(Error::NotFound("picture"))?;
    if row.post_id.is_some() {
        return Err(Error::invalid("id", "problem-picture-in-use"));
    }
    let tx = app.db.begin().await?;
    pictures::erase(app, &tx, &[row]).await?;
    app.commit(tx).await?;
    app.wake.jobs.notify_one();
    Ok(())
}

async fn find_unused(app: &App, account_id: i64, id: i64) -> Result<Media> {
    let row = find_own(app, account_id, id).await?;
    if row.post_id.is_none() { Ok(row) } else { Err(Error::NotFound("picture")) }
}

/// Refuses a description that is too long.
pub(super) fn check_description(description: &str) -> Result<()> {
    if description.chars().count() <= MAX_DESCRIPTION {
        return Ok(());
    }
    let problem = Problem::new("description", "problem-too-long");
    Err(Error::Invalid(vec![problem.with("most", MAX_DESCRIPTION)]))
}

fn may_send(app: &App, sender: Sender, field: &'static str) -> Result<()> {
    if !app.config.media.enabled {
        return Err(Error::invalid(field, "problem-pictures-off"));
    }
    if !sender.trusted {
        return Err(Error::invalid(field, "problem-untrusted-picture"));
    }
    let who = app.limits.name(&format!("pictures of {}", sender.account_id));
    app.limits.check(Deed::Picture, who).map(drop)
}

/// The row of a picture of which nothing is known but whose it is.
pub(super) fn blank(account_id: i64, purpose: MediaPurpose) -> Media {
    Media {
        id: 0,
        account_id,
        post_id: None,
        uploaded_at: 0,
        place: 0,
        purpose,
        state: MediaState::Ready,
        problem: None,
        name: None,
        format: None,
        bytes: 0,
        width: 0,
        height: 0,
        small_format: None,
        small_bytes: 0,
        small_width: 0,
        small_height: 0,
        blurhash: None,
        description: String::new(),
        focus_x: 0,
        focus_y: 0,
        remote_url: None,
    }
}

/// Writes the row of a picture for a post to come. Whoever reads the post sees its number, which is not to tell when it was
/// sent.
async fn insert(app: &App, row: Media) -> Result<Media> {
    let row = Media { id: app.id_of_week_before(), uploaded_at: app.minute(), ..row };
    let tx = app.db.begin().await?;
    media::insert(&tx, row.clone()).await?;
    app.commit(tx).await?;
    Ok(row)
}

/// Writes a row under a new number.
pub(super) async fn insert_in(app: &App, tx: &Tx, row: Media) -> Result<Media> {
    let row = Media { id: app.new_id(tx).await?, ..row };
    media::insert(tx, row.clone()).await?;
    Ok(row)
}

/// Writes down how making a picture ready ended that took longer than its sender waited.
async fn finish(app: App, row: Media, work: JoinHandle<Result<Stored>>) {
    let outcome = match work.await {
        Ok(Ok(stored)) => Ok(stored.fill(row.clone())),
        Ok(Err(Error::Invalid(problems))) => {
            Ok(refused(row.clone(), problems.first().map(|problem| problem.message)))
        }
        Ok(Err(error)) => Err(error),
        Err(error) => Err(anyhow::Error::from(error).into()),
    };
    let finished = match outcome {
        Ok(finished) => finished,
        Err(error) => {
            error!(media.id = row.id, "making picture {} ready: {error:#}", row.id);
            refused(row, Some(Refusal::Broken.key()))
        }
    };
    if let Err(error) = write_end(&app, &finished).await {
        error!(media.id = finished.id, "finishing picture {}: {error:#}", finished.id);
    }
}

fn refused(row: Media, key: Option<&str>) -> Media {
    Media { state: MediaState::Refused, problem: key.map(str::to_owned), ..row }
}

async fn write_end(app: &App, finished: &Media) -> Result<()> {
    let tx = app.db.begin().await?;
    if !media::finish(&tx, finished).await? {
        // Taken back in the meantime.
        pictures::erase(app, &tx, std::slice::from_ref(finished)).await?;
    }
    app.commit(tx).await
}

/// Develops a file on a thread of its own, one at a time, and writes what it became.
async fn develop_and_store(app: App, file: Sent, purpose: MediaPurpose) -> Result<Stored> {
    let turn = ONE_AT_A_TIME.acquire().await.context("waiting for a turn")?;
    let work = tokio::task::spawn_blocking(move || {
        // The turn lasts as long as the work, also where nobody waits for it any more.
        let _turn = turn;
        develop(&file, purpose)
    });
    let developed = match tokio::time::timeout(MAX_TIME, work).await {
        Ok(Ok(developed)) => developed?,
        // A decoder that fails on a file has said what is to be said about it.
        Ok(Err(_panicked)) => return Err(Refusal::Broken.into()),
        Err(_took_too_long) => return Err(Refusal::TooSlow.into()),
    };
    store(&app, developed, purpose).await
}

/// Writes the files of a picture under a random name.
async fn store(app: &App, developed: Developed, purpose: MediaPurpose) -> Result<Stored> {
    let Developed { large, small, blurhash } = developed;
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    let length = |print: &Print| i64::try_from(print.bytes.len()).unwrap_or(i64::MAX);
    let row = Media {
        name: Some(app.random.wire_id()),
        format: Some(large.format),
        bytes: length(&large),
        width: side(large.width),
        height: side(large.height),
        small_format: small.as_ref().map(|small| small.format),
        small_bytes: small.as_ref().map_or(0, length),
        small_width: small.as_ref().map_or(0, |small| side(small.width)),
        small_height: small.as_ref().map_or(0, |small| side(small.height)),
        blurhash,
        ..blank(0, purpose)
    };
    let prints = std::iter::once(large).chain(small);
    for (name, print) in row.files().into_iter().zip(prints) {
        app.files.put(&name, Bytes::from(print.bytes)).await?;
    }
    Ok(Stored(row))
}
