//! How much there is: counts over several tables, each from an index or a small table.

use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, PaginatorTrait as _, QueryFilter as _,
    QuerySelect as _,
};

use super::kind::PostKind;
use super::tx::failed;
use super::{Conn, account, peer, post};
use crate::base::error::Result;

/// Posts of the accounts that live here, as their rows count them.
pub async fn local_posts(conn: &impl Conn) -> Result<i64> {
    let sum = Func::coalesce([
        Expr::expr(Func::cast_as(Expr::col(account::Column::PostCount).sum(), "bigint")),
        Expr::val(0_i64),
    ]);
    let row: Option<i64> = account::Entity::find()
        .select_only()
        .expr(sum)
        .filter(account::Column::Host.eq(""))
        .into_tuple()
        .one(conn)
        .await
        .map_err(failed("counting posts"))?;
    Ok(row.unwrap_or(0))
}

/// Stories that stand in All stories: our own and those of accepted peers.
pub async fn stories(conn: &impl Conn) -> Result<u64> {
    post::Entity::find()
        .filter(post::Column::Listed.eq(true))
        .filter(post::Column::Kind.eq(PostKind::Story))
        .count(conn)
        .await
        .map_err(failed("counting stories"))
}

/// Other servers that we know of and do not block.
pub async fn peers(conn: &impl Conn) -> Result<u64> {
    peer::Entity::find()
        .filter(peer::Column::Blocked.eq(false))
        .count(conn)
        .await
        .map_err(failed("counting other servers"))
}
