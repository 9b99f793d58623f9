//! What one account did with several posts, and whether it may see them: a few queries for a whole list.

use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QuerySelect as _};

use super::tx::failed;
use super::{Conn, block, bookmark, favourite, follow, mention, pin, post, thread_mute};
use crate::base::error::Result;

/// Which of the posts the account marked as favourites.
pub async fn list_favourited(conn: &impl Conn, account_id: i64, post_ids: &[i64]) -> Result<Vec<i64>> {
    favourite::Entity::find()
        .select_only()
        .column(favourite::Column::PostId)
        .filter(favourite::Column::AccountId.eq(account_id))
        .filter(favourite::Column::PostId.is_in(post_ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading favourites"))
}

/// Which of the posts the account bookmarked.
pub async fn list_bookmarked(conn: &impl Conn, account_id: i64, post_ids: &[i64]) -> Result<Vec<i64>> {
    bookmark::Entity::find()
        .select_only()
        .column(bookmark::Column::PostId)
        .filter(bookmark::Column::AccountId.eq(account_id))
        .filter(bookmark::Column::PostId.is_in(post_ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading bookmarks"))
}

/// Which of the posts the account boosted.
pub async fn list_boosted(conn: &impl Conn, account_id: i64, post_ids: &[i64]) -> Result<Vec<i64>> {
    let boosted: Vec<Option<i64>> = post::Entity::find()
        .select_only()
        .column(post::Column::BoostOfId)
        .filter(post::Column::AccountId.eq(account_id))
        .filter(post::Column::BoostOfId.is_in(post_ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading boosts"))?;
    Ok(boosted.into_iter().flatten().collect())
}

/// Which of the posts the account pinned.
pub async fn list_pinned(conn: &impl Conn, account_id: i64, post_ids: &[i64]) -> Result<Vec<i64>> {
    pin::Entity::find()
        .select_only()
        .column(pin::Column::PostId)
        .filter(pin::Column::AccountId.eq(account_id))
        .filter(pin::Column::PostId.is_in(post_ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading pins"))
}

/// Which of the threads, by their first posts, the account mutes.
pub async fn list_muted_threads(conn: &impl Conn, account_id: i64, root_ids: &[i64]) -> Result<Vec<i64>> {
    thread_mute::Entity::find()
        .select_only()
        .column(thread_mute::Column::RootId)
        .filter(thread_mute::Column::AccountId.eq(account_id))
        .filter(thread_mute::Column::RootId.is_in(root_ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading muted threads"))
}

/// Which of the authors the account follows, with their consent.
pub async fn list_followed(conn: &impl Conn, account_id: i64, author_ids: &[i64]) -> Result<Vec<i64>> {
    follow::Entity::find()
        .select_only()
        .column(follow::Column::TargetId)
        .filter(follow::Column::FollowerId.eq(account_id))
        .filter(follow::Column::Accepted.eq(true))
        .filter(follow::Column::TargetId.is_in(author_ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading follows"))
}

/// Which of the posts mention the account.
pub async fn list_mentioned(conn: &impl Conn, account_id: i64, post_ids: &[i64]) -> Result<Vec<i64>> {
    mention::Entity::find()
        .select_only()
        .column(mention::Column::PostId)
        .filter(mention::Column::AccountId.eq(account_id))
        .filter(mention::Column::PostId.is_in(post_ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading mentions"))
}

/// Which of the others the account blocks or is blocked by.
pub async fn list_blocked_either_way(
    conn: &impl Conn,
    account_id: i64,
    other_ids: &[i64],
) -> Result<Vec<i64>> {
    let others = || other_ids.iter().copied();
    let mine = Condition::all()
        .add(block::Column::AccountId.eq(account_id))
        .add(block::Column::TargetId.is_in(others()));
    let theirs = Condition::all()
        .add(block::Column::TargetId.eq(account_id))
        .add(block::Column::AccountId.is_in(others()));
    let pairs: Vec<(i64, i64)> = block::Entity::find()
        .select_only()
        .columns([block::Column::AccountId, block::Column::TargetId])
        .filter(Condition::any().add(mine).add(theirs))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading blocks"))?;
    Ok(pairs.into_iter().map(|(one, other)| if one == account_id { other } else { one }).collect())
}
