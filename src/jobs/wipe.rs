//! Wiping: what was erased leaves the files of the database too: its log within the hour after that, the rest within a day.

use super::{Job, enqueue_once};
use crate::app::App;
use crate::base::error::Result;

/// Wiping costs some disk work: what is erased within an hour is wiped together.
const HOUR: i64 = 3600;
/// When somebody reads for long, such as a backup, wiping waits so long for the next try.
const AGAIN: i64 = 600;

/// Something was erased: the next full hour wipes it.
pub async fn schedule(app: &App) -> Result<()> {
    // The hour stands in the job, so that what is erased while one runs gets the next one.
    let at = (app.now() / HOUR + 1) * HOUR;
    enqueue_once(app, &Job::Wipe { at }, at).await
}

/// Wipes, or tries again later.
pub async fn run(app: &App) -> Result<()> {
    if app.db.wipe().await? {
        return Ok(());
    }
    let at = app.now() + AGAIN;
    enqueue_once(app, &Job::Wipe { at }, at).await
}

/// Wipes thoroughly: the file is written anew.
pub async fn daily(app: &App) -> Result<()> {
    app.db.write_anew().await?;
    run(app).await
}
