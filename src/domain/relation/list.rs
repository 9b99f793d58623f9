//! Lists of related accounts. Followers and followed would show who is ill, so doors hand these out to their owner
//! only, and give others the counts.

use std::collections::HashMap;

use crate::app::App;
use crate::base::error::Result;
use crate::store::account::{self, Account};
use crate::store::follow::Follow;
use crate::store::page::{Page, Slice};
use crate::store::{block, follow, mute};

/// Who waits to follow `id`. Cursors are not the accounts' ids, here and below: take them from the slice.
pub async fn list_follow_requests(app: &App, id: i64, page: Page) -> Result<Slice<Account>> {
    with_accounts(app, follow::list_to(app.read(), id, false, page).await?.map(|row| row.follower_id)).await
}

/// Who follows `id`.
pub async fn list_followers(app: &App, id: i64, page: Page) -> Result<Slice<Account>> {
    with_accounts(app, follow::list_to(app.read(), id, true, page).await?.map(|row| row.follower_id)).await
}

/// Whom `id` follows.
pub async fn list_following(app: &App, id: i64, page: Page) -> Result<Slice<Account>> {
    with_accounts(app, follow::list_from(app.read(), id, page).await?.map(|row| row.target_id)).await
}

/// Whom `id` blocks.
pub async fn list_blocks(app: &App, id: i64, page: Page) -> Result<Slice<Account>> {
    with_accounts(app, block::list_of(app.read(), id, page).await?.map(|row| row.target_id)).await
}

/// Whom `id` mutes.
pub async fn list_mutes(app: &App, id: i64, page: Page) -> Result<Slice<Account>> {
    with_accounts(app, mute::list_of(app.read(), id, app.now(), page).await?.map(|row| row.target_id)).await
}

/// How many wait to follow `id`.
pub async fn count_follow_requests(app: &App, id: i64) -> Result<u64> {
    follow::count_waiting(app.read(), id).await
}

/// Whether and how one account follows another.
pub async fn find_follow(app: &App, follower: i64, target: i64) -> Result<Option<Follow>> {
    follow::find_pair(app.read(), follower, target).await
}

/// The accounts behind a page of their numbers, in its order.
pub(super) async fn with_accounts(app: &App, ids: Slice<i64>) -> Result<Slice<Account>> {
    let rows = account::list(app.read(), &ids.items).await?;
    let mut rows: HashMap<i64, Account> = rows.into_iter().map(|row| (row.id, row)).collect();
    let items = ids.items.iter().filter_map(|id| rows.remove(id)).collect();
    Ok(ids.with(items))
}

/// Whether anybody here follows the account.
pub async fn has_local_follower(app: &App, account_id: i64) -> Result<bool> {
    follow::has_local_follower(app.read(), account_id).await
}
