//! Search by words: public stories, and of everything else what concerns the one who searches.

mod question;

use crate::app::App;
use crate::base::error::Result;
use crate::domain::{account, post};
pub use crate::store::page::Page;
use crate::store::post::Post;
use crate::store::search;
use crate::store::timeline::{self, Reader};
pub use question::Question;

/// Which posts are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only by this account.
    pub by: Option<i64>,
    /// Which part of them.
    pub page: Page,
    /// So many of it are passed over.
    pub offset: u64,
}

/// Posts that are as `text` asks ([`Question`]) and that `viewer` may read, the newest first: stories that stand in All
/// stories, and what `viewer` wrote, is mentioned in, marked as a favourite or kept. A post for followers is found by
/// nobody else, as on Mastodon.
pub async fn posts(app: &App, viewer: Option<i64>, text: &str, wanted: &Wanted) -> Result<Vec<Post>> {
    let asked = Question::parse(text);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let by = match (&asked.from, wanted.by) {
        (None, by) => by,
        (Some(name), by) => {
            let named = writer(app, viewer, name).await?;
            // Two different writers have no post in common.
            if named.is_none() || by.is_some_and(|by| named != Some(by)) {
                return Ok(Vec::new());
            }
            named
        }
    };
    let reader = Reader { id: viewer, now: app.now() };
    let page = timeline::place(app.read(), wanted.page).await?;
    let wanted = search::Wanted { like: asked.like, by, page, offset: wanted.offset };
    let found = Box::pin(search::list(app.read(), &reader, &wanted)).await?;
    post::keep_visible(app, viewer, found).await
}

async fn writer(app: &App, viewer: Option<i64>, name: &str) -> Result<Option<i64>> {
    if name == "me" {
        return Ok(viewer);
    }
    Ok(account::find_by_address(app, name).await?.map(|row| row.id))
}
