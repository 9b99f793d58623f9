//! Tidying: once a day what has run out is forgotten.

use chrono::TimeDelta;

use super::{Job, enqueue, pictures, trim, wipe};
use crate::app::App;
use crate::base::clock;
use crate::base::error::Result;
use crate::store::{
    appeal, complaint, delivery_to, job, manuscript, number, received, report, review, signing_key,
    withdrawal,
};

/// Ids of applied activities are remembered this long. Servers give up on a delivery long before.
const REMEMBER_ACTIVITIES: TimeDelta = TimeDelta::weeks(12);
/// For so long a key of ours that was replaced is shown, so that what was signed with it on the way still verifies.
/// Whoever has not fetched an activity by then asks for its actor anew.
const SHOW_REPLACED_KEYS: TimeDelta = TimeDelta::days(7);
/// For so long a server that does not delete what was taken back is asked again, once a day. A server that cannot be reached
/// is asked whenever it is back.
const ASK_TO_DELETE: TimeDelta = TimeDelta::days(30);
/// For so long a closed report tells moderators whether it is the first about somebody.
const REMEMBER_REPORTS: TimeDelta = TimeDelta::days(365);
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
    let oldest = number::floor(app.now() - ASK_TO_DELETE.num_seconds());
    delivery_to::take_up_again(&tx, oldest).await?;
    withdrawal::delete_before(&tx, oldest).await?;
    let kept = TimeDelta::days(i64::from(app.config.complaints.keep_days));
    review::forget_refused_changes(&tx, app.now() - kept.num_seconds()).await?;
    let oldest = clock::day(app.clock.now() - kept);
    complaint::delete_decided_before(&tx, &oldest).await?;
    appeal::delete_decided_before(&tx, &oldest).await?;
    report::delete_closed_before(&tx, &clock::day(app.clock.now() - REMEMBER_REPORTS)).await?;
    manuscript::delete_expired(&tx, app.now()).await?;
    let payload = serde_json::to_string(&Job::Tidy).map_err(anyhow::Error::from)?;
    job::delete_alike(&tx, &payload).await?;
    enqueue(app, &tx, &Job::Tidy, app.now() + DAY).await?;
    tx.commit().await?;
    app.wake.delivery.notify_one();
    trim::run(app).await?;
    pictures::tidy(app).await?;
    wipe::daily(app).await
}
