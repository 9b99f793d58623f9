//! Search by words: public stories, and of everything else what concerns the one who searches.

use crate::app::App;
use crate::base::error::Result;
use crate::base::text::words;
use crate::domain::post;
pub use crate::store::page::Page;
use crate::store::post::Post;
use crate::store::search;
use crate::store::timeline::{self, Reader};

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

/// Posts that have all the words of `text` and that `viewer` may read, the newest first: stories that stand in All
/// stories, and what `viewer` wrote, is mentioned in, marked as a favourite or kept. A post for followers is found by
/// nobody else, as on Mastodon.
pub async fn posts(app: &App, viewer: Option<i64>, text: &str, wanted: &Wanted) -> Result<Vec<Post>> {
    let asked = words::ask(text);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let reader = Reader { id: viewer, now: app.now() };
    let page = timeline::place(app.read(), wanted.page).await?;
    let wanted = search::Wanted { words: asked, by: wanted.by, page, offset: wanted.offset };
    let found = Box::pin(search::list(app.read(), &reader, &wanted)).await?;
    post::keep_visible(app, viewer, found).await
}
