//! Lists of reactions. Who favoured and boosted a story may well be ill too, so these lists are their author's; others
//! get the counts.

use std::collections::HashMap;

use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::{self, Account};
use crate::domain::post::read::keep_visible;
use crate::store::page::{Page, Slice};
use crate::store::post::{self, Post};
use crate::store::{bookmark, boost, favourite};

/// The favourites of `me`, latest first. Cursors are not posts' ids, here and below: take them from the slice.
pub async fn list_favourites(app: &App, me: i64, page: Page) -> Result<Slice<Post>> {
    let ids = favourite::list_of(app.read(), me, page).await?.map(|row| row.post_id);
    with_posts(app, me, ids).await
}

/// The bookmarks of `me`, latest first.
pub async fn list_bookmarks(app: &App, me: i64, page: Page) -> Result<Slice<Post>> {
    let ids = bookmark::list_of(app.read(), me, page).await?.map(|row| row.post_id);
    with_posts(app, me, ids).await
}

/// Who marked a post as a favourite, if `viewer` wrote it; else an empty list.
pub async fn list_favourers(
    app: &App,
    viewer: Option<i64>,
    post: &Post,
    page: Page,
) -> Result<Slice<Account>> {
    if viewer != Some(post.account_id) {
        return Ok(Slice::empty());
    }
    let ids = favourite::list_to(app.read(), post.id, page).await?.map(|row| row.account_id);
    Ok(ids.with(account::list(app, &ids.items).await?))
}

/// Who passed a post on, if `viewer` wrote it; else an empty list.
pub async fn list_boosters(
    app: &App,
    viewer: Option<i64>,
    post: &Post,
    page: Page,
) -> Result<Slice<Account>> {
    if viewer != Some(post.account_id) {
        return Ok(Slice::empty());
    }
    let ids = boost::list_to(app.read(), post.id, page).await?.map(|row| row.account_id);
    Ok(ids.with(account::list(app, &ids.items).await?))
}

/// The posts behind a page of their numbers, in its order, without those that `me` may no longer read.
async fn with_posts(app: &App, me: i64, ids: Slice<i64>) -> Result<Slice<Post>> {
    let rows = keep_visible(app, Some(me), post::list(app.read(), &ids.items).await?).await?;
    let mut rows: HashMap<i64, Post> = rows.into_iter().map(|row| (row.id, row)).collect();
    let posts = ids.items.iter().filter_map(|id| rows.remove(id)).collect();
    Ok(ids.with(posts))
}
