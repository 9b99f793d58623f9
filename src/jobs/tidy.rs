//! Tidying: once a day what has run out is forgotten.

use chrono::TimeDelta;

use super::{Job, enqueue, pictures};
use crate::app::App;
use crate::base::clock;
use crate::base::error::Result;
use crate::store::{job, received, signing_key};

/// Ids of applied activities are remembered this long. Servers give up on a delivery long before.
const REMEMBER_ACTIVITIES: TimeDelta = TimeDelta::weeks(12);
/// For so long a key of ours that was replaced is shown, so that what was signed with it on the way still verifies.
/// Whoever has not fetched an activity by then asks for its actor anew.
const SHOW_REPLACED_KEYS: TimeDelta = TimeDelta::days(7);
/// Until the next time, in seconds.
const DAY: i64 = 24 * 3600;

/// Makes sure that tidying is on the list; called at start.
pub async fn schedule(app: &App) -> Result<()> {
    super::enqueue_once(app, &Job::Tidy, app.now() + DAY).await
}

/// Forgets what has run out, and puts itself on the list for tomorrow.
pub async fn run(app: &App) -> Result<()> {
    let tx = app.db.begin().await?;
    let oldest = clock::week(app.clock.now() - REMEMBER_ACTIVITIES);
    received::delete_before(&tx, &oldest).await?;
    signing_key::delete_retired_before(&tx, app.now() - SHOW_REPLACED_KEYS.num_seconds()).await?;
    let payload = serde_json::to_string(&Job::Tidy).map_err(anyhow::Error::from)?;
    job::delete_alike(&tx, &payload).await?;
    enqueue(app, &tx, &Job::Tidy, app.now() + DAY).await?;
    tx.commit().await?;
    pictures::tidy(app).await
}
