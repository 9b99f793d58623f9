//! How far a member has read, so that all of a person's devices agree.

use crate::app::App;
use crate::base::clock;
use crate::base::error::Result;
use crate::store::marker;

pub use crate::store::marker::Marker;

/// A list that one reads in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The home timeline.
    Home,
    /// Notices.
    Notices,
}

impl List {
    /// The client API's word.
    const fn code(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Notices => "notifications",
        }
    }
}

/// How far the account has read in each list that it has read in.
pub async fn list(app: &App, account_id: i64) -> Result<Vec<Marker>> {
    marker::list(app.read(), account_id).await
}

/// The last thing that the account has read in a list; 0 before it said so for the first time.
pub async fn find(app: &App, account_id: i64, list: List) -> Result<i64> {
    let markers = marker::list(app.read(), account_id).await?;
    let found = markers.iter().find(|marker| marker.list == list.code());
    Ok(found.map_or(0, |marker| marker.last_read_id))
}

/// Notes how far the account has read; gives the markers that were set.
pub async fn set(app: &App, account_id: i64, places: Vec<(List, i64)>) -> Result<Vec<Marker>> {
    let tx = app.db.begin().await?;
    let before = marker::list(&*tx, account_id).await?;
    let mut set = Vec::new();
    for (list, last_read_id) in places {
        let version =
            before.iter().find(|marker| marker.list == list.code()).map_or(0, |marker| marker.version);
        let row = Marker {
            account_id,
            list: list.code().to_owned(),
            last_read_id,
            version: version.saturating_add(1),
            // When exactly somebody was here is nobody's business.
            updated_at: clock::monday(app.clock.now()).timestamp(),
        };
        marker::put(&tx, row.clone()).await?;
        set.push(row);
    }
    app.commit(tx).await?;
    Ok(set)
}
