//! Statistics: how large the community is. Sums over everybody only, never about one person.

pub mod lately;

use crate::app::App;
use crate::base::error::Result;
use crate::store::{counts, member};

/// How much there is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Members who may act.
    pub members: u64,
    /// What they wrote and released.
    pub posts: u64,
    /// Other servers that are known and not blocked.
    pub peers: u64,
}

/// Counts members, posts and peers.
pub async fn size(app: &App) -> Result<Size> {
    let posts = counts::local_posts(app.read()).await?;
    Ok(Size {
        members: member::count_active(app.read()).await?,
        posts: u64::try_from(posts).unwrap_or(0),
        peers: counts::peers(app.read()).await?,
    })
}

/// How many stories everybody can read here.
pub async fn stories(app: &App) -> Result<u64> {
    counts::stories(app.read()).await
}
