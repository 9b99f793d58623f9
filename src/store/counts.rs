//! How much there is: counts over several tables, each from an index or a small table.

use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, ExprTrait as _, JoinType, PaginatorTrait as _, QueryFilter as _,
    QuerySelect as _, RelationTrait as _,
};

use super::kind::{DeliveryState, PostKind};
use super::tx::failed;
use super::{Conn, account, delivery_to, event, inbox_item, job, peer, post};
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

/// Deliveries to inboxes that wait, and those that are offered again another day.
pub async fn undelivered(conn: &impl Conn) -> Result<u64> {
    delivery_to::Entity::find()
        .filter(delivery_to::Column::State.is_in([DeliveryState::Waiting, DeliveryState::Later]))
        .count(conn)
        .await
        .map_err(failed("counting deliveries"))
}

/// The oldest delivery that waits for a peer which is neither blocked nor parked.
pub async fn oldest_delivery(conn: &impl Conn) -> Result<Option<i64>> {
    let oldest: Option<Option<i64>> = delivery_to::Entity::find()
        .select_only()
        .expr(Expr::col((delivery_to::Entity, delivery_to::Column::DeliveryId)).min())
        .join(JoinType::InnerJoin, delivery_to::Relation::Peer.def())
        .filter(delivery_to::Column::State.eq(DeliveryState::Waiting))
        .filter(peer::Column::Blocked.eq(false))
        .filter(peer::Column::ParkedDay.is_null())
        .into_tuple()
        .one(conn)
        .await
        .map_err(failed("looking for the oldest delivery"))?;
    Ok(oldest.flatten())
}

/// Peers that are only tried once a day.
pub async fn parked_peers(conn: &impl Conn) -> Result<u64> {
    let parked = peer::Entity::find()
        .filter(peer::Column::Blocked.eq(false))
        .filter(peer::Column::ParkedDay.is_not_null());
    parked.count(conn).await.map_err(failed("counting parked peers"))
}

/// Jobs that wait.
pub async fn jobs(conn: &impl Conn) -> Result<u64> {
    job::Entity::find().count(conn).await.map_err(failed("counting jobs"))
}

/// Events whose effects are still to come.
pub async fn events(conn: &impl Conn) -> Result<u64> {
    event::Entity::find().count(conn).await.map_err(failed("counting events"))
}

/// Received activities that are not applied yet.
pub async fn inbox_items(conn: &impl Conn) -> Result<u64> {
    inbox_item::Entity::find().count(conn).await.map_err(failed("counting received activities"))
}
