//! What one account did with several posts, and whether it may see them: a few queries for a whole list.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, SelectStatement, UnionType};
use sea_orm::{Condition, QueryResult, QuerySelect as _};

use super::tx::failed;
use super::{Conn, block, bookmark, favourite, follow, mention, pin, post, thread_mute};
use crate::base::error::Result;

/// What an account did with a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    /// Marked it as a favourite.
    Favourite,
    /// Passed it on.
    Boost,
    /// Keeps it.
    Bookmark,
    /// Shows it first on the own page.
    Pin,
    /// Wants no notices of the thread that it began.
    Mute,
}

/// What the account did with which of the posts, and which of the threads, by their first posts, it mutes: one query.
pub async fn list_done(
    conn: &impl Conn,
    account_id: i64,
    post_ids: &[i64],
    root_ids: &[i64],
) -> Result<Vec<(Did, i64)>> {
    if post_ids.is_empty() {
        return Ok(Vec::new());
    }
    let by = (account_id, post_ids);
    let mut done = marked(FAVOURITE, favourite::Column::AccountId, favourite::Column::PostId, by);
    for more in [
        marked(BOOST, post::Column::AccountId, post::Column::BoostOfId, by),
        marked(BOOKMARK, bookmark::Column::AccountId, bookmark::Column::PostId, by),
        marked(PIN, pin::Column::AccountId, pin::Column::PostId, by),
        marked(MUTE, thread_mute::Column::AccountId, thread_mute::Column::RootId, (account_id, root_ids)),
    ] {
        done.union(UnionType::All, more);
    }
    let doing = "reading what somebody did with posts";
    let rows = conn.query_all(&done).await.map_err(failed(doing))?;
    let row = |row: QueryResult| -> Result<(Did, i64)> {
        let did = match row.try_get_by_index(0).map_err(failed(doing))? {
            FAVOURITE => Did::Favourite,
            BOOST => Did::Boost,
            BOOKMARK => Did::Bookmark,
            PIN => Did::Pin,
            _ => Did::Mute,
        };
        Ok((did, row.try_get_by_index(1).map_err(failed(doing))?))
    };
    rows.into_iter().map(row).collect()
}

/// Which of the posts (the second of `by`) a table has for an account (the first).
fn marked<C: ColumnTrait>(word: i32, account: C, post: C, by: (i64, &[i64])) -> SelectStatement
where
    C::EntityName: EntityTrait,
{
    let (account_id, post_ids) = by;
    Query::select()
        .expr(Expr::val(word))
        .column(post)
        .from(C::EntityName::default())
        .and_where(account.eq(account_id))
        .and_where(post.is_in(post_ids.iter().copied()))
        .to_owned()
}

/// How [`list_done`] tells apart what it reads from several tables.
const FAVOURITE: i32 = 0;
const BOOST: i32 = 1;
const BOOKMARK: i32 = 2;
const PIN: i32 = 3;
const MUTE: i32 = 4;

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
    if other_ids.is_empty() {
        return Ok(Vec::new());
    }
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
