//! Trimming the delivery log: once a day what no server needs any more is taken out of it, and who ever got a post stays.

use chrono::TimeDelta;

use crate::app::App;
use crate::base::error::Result;
use crate::store::{delivery, delivery_to, had, number};

/// So long everything stays: an event whose effects are worked out again must find that it is in the log already.
const KEEP: TimeDelta = TimeDelta::days(2);
/// For so long a server that can't be reached may come back and get everything in its order. After that it only hears what it
/// must: what was taken back.
const WAIT_FOR_THE_DEAD: TimeDelta = TimeDelta::days(30);
/// Deliveries trimmed in one transaction. Each goes to as many inboxes as there are servers.
const BATCH: u64 = 20;

/// Takes out of the log what is settled, a few deliveries at a time.
pub async fn run(app: &App) -> Result<()> {
    let before = number::floor(app.now() - KEEP.num_seconds());
    let hopeless = number::floor(app.now() - WAIT_FOR_THE_DEAD.num_seconds());
    let mut after = 0;
    loop {
        let ids = delivery::list_old(app.read(), after, before, BATCH).await?;
        let Some(last) = ids.last().copied() else { return Ok(()) };
        let tx = app.db.begin().await?;
        let old: Vec<i64> = ids.iter().copied().filter(|id| *id < hopeless).collect();
        delivery_to::give_up(&tx, &old).await?;
        had::trim(&tx, &ids).await?;
        tx.commit().await?;
        after = last;
    }
}
