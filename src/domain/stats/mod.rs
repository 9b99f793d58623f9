//! Statistics: how large the community is. Sums over everybody only, never about one person.

pub mod lately;
pub mod queues;

use crate::app::App;
use crate::base::error::{Error, Result};
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

/// Counts members, posts and peers; some seconds late.
pub async fn size(app: &App) -> Result<Size> {
    let (counts, conn) = (&app.kept.counts, app.read());
    let posts = async { Ok::<_, Error>(u64::try_from(counts::local_posts(conn).await?).unwrap_or(0)) };
    Ok(Size {
        members: counts.get_or("members", member::count_active(conn)).await?,
        posts: counts.get_or("posts", posts).await?,
        peers: counts.get_or("peers", counts::peers(conn)).await?,
    })
}

/// How many stories everybody can read here; some seconds late.
pub async fn stories(app: &App) -> Result<u64> {
    app.kept.counts.get_or("stories", counts::stories(app.read())).await
}
