//! Removing pictures: the rows at once, the files as a job, and once a day whatever was left behind.

use tracing::{info, warn};

use super::{Job, enqueue};
use crate::app::App;
use crate::base::error::Result;
use crate::base::files::Entry;
use crate::store::Tx;
use crate::store::media::{self, Media};

/// An upload that no post has after so many seconds is not wanted any more.
const UNUSED_LIFE: i64 = 24 * 3600;
/// A file without a picture may belong to one that is being written; not so after that many seconds.
const STRAY_LIFE: i64 = 24 * 3600;
/// Pictures looked at in one go.
const SOME: usize = 200;

/// Removes pictures in the transaction of whatever makes them go; their files follow, however often it takes.
pub async fn erase(app: &App, tx: &Tx, pictures: &[Media]) -> Result<()> {
    let ids: Vec<i64> = pictures.iter().map(|picture| picture.id).collect();
    media::delete(tx, &ids).await?;
    let names: Vec<String> = pictures.iter().flat_map(Media::files).collect();
    if names.is_empty() { Ok(()) } else { enqueue(app, tx, &Job::RemoveFiles { names }, app.now()).await }
}

/// Removes files; those that are gone already are no error.
pub async fn remove_files(app: &App, names: &[String]) -> Result<()> {
    for name in names {
        app.files.delete(name).await?;
    }
    Ok(())
}

/// Forgets uploads that no post has, and removes files that no picture has: left by a server that was stopped in the
/// middle, or by a restore.
pub async fn tidy(app: &App) -> Result<()> {
    let before = app.now() - UNUSED_LIFE;
    loop {
        let tx = app.db.begin().await?;
        let unused = media::list_unused(&*tx, before, u64::try_from(SOME).unwrap_or(1)).await?;
        erase(app, &tx, &unused).await?;
        tx.commit().await?;
        if unused.is_empty() {
            break;
        }
    }
    app.wake.jobs.notify_one();
    // A bucket that can't be reached today is looked through tomorrow.
    if let Err(error) = app.files.walk(SOME, |some| remove_strays(app, some)).await {
        warn!("looking for files without a picture: {error:#}");
    }
    Ok(())
}

async fn remove_strays(app: &App, files: Vec<Entry>) -> Result<()> {
    let old: Vec<Entry> = files.into_iter().filter(|file| file.written_at < app.now() - STRAY_LIFE).collect();
    let names: Vec<String> = old.iter().map(|file| media::name_of_file(&file.name).to_owned()).collect();
    let known = media::list_names(app.read(), &names).await?;
    let strays = old.iter().zip(&names).filter(|(_, name)| !known.contains(name));
    let mut removed = 0_usize;
    for (file, _) in strays {
        app.files.delete(&file.name).await?;
        removed += 1;
    }
    if removed > 0 {
        info!("removed {removed} files without a picture");
    }
    Ok(())
}
