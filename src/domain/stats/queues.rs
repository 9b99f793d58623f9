//! How long the queues are, for the operator.

use crate::app::App;
use crate::base::error::Result;
use crate::store::{counts, number};

/// What waits to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queues {
    /// Deliveries to inboxes that wait, and those that are offered again tomorrow.
    pub deliveries: u64,
    /// How old (seconds) the oldest delivery is that waits for a server which is not parked; exact to the minute.
    pub delivery_lag: u64,
    /// Servers that are only tried once a day.
    pub parked: u64,
    /// Jobs, due or not.
    pub jobs: u64,
    /// Events whose effects are still to come.
    pub events: u64,
    /// Activities that were received and not applied yet.
    pub inbox: u64,
}

/// Counts what waits to be done.
pub async fn queues(app: &App) -> Result<Queues> {
    let conn = app.read();
    let oldest = counts::oldest_delivery(conn).await?;
    let lag = oldest.map_or(0, |id| app.now().saturating_sub(number::minute_of(id)));
    Ok(Queues {
        deliveries: counts::undelivered(conn).await?,
        delivery_lag: u64::try_from(lag).unwrap_or(0),
        parked: counts::parked_peers(conn).await?,
        jobs: counts::jobs(conn).await?,
        events: counts::events(conn).await?,
        inbox: counts::inbox_items(conn).await?,
    })
}
