//! Who was ever sent what, in the smallest form: what the delivery log held of that before it was trimmed.
//!
//! One row says that an inbox was sent something about a post by an actor; with the post 0, that it was sent anything by the
//! actor. That is all that a later Delete or Undo needs to know.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, OnConflict, Query, SelectStatement};

use super::kind::DeliveryState;
use super::tx::failed;
use super::{Tx, delivery, delivery_to};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "had")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub peer_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub inbox: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Puts what is settled of these deliveries into the smallest form, and takes it out of the log.
pub async fn trim(tx: &Tx, delivery_ids: &[i64]) -> Result<()> {
    if delivery_ids.is_empty() {
        return Ok(());
    }
    let settled = [DeliveryState::Delivered, DeliveryState::Refused, DeliveryState::Struck];
    add(tx, sent(delivery_ids)).await?;
    delivery_to::Entity::delete_many()
        .filter(delivery_to::Column::DeliveryId.is_in(delivery_ids.iter().copied()))
        .filter(delivery_to::Column::State.is_in(settled))
        .exec(&**tx)
        .await
        .map_err(failed("trimming deliveries"))?;
    let left = Query::select()
        .expr(Expr::val(1))
        .from(delivery_to::Entity)
        .and_where(
            Expr::col((delivery_to::Entity, delivery_to::Column::DeliveryId))
                .equals((delivery::Entity, delivery::Column::Id)),
        )
        .to_owned();
    delivery::Entity::delete_many()
        .filter(delivery::Column::Id.is_in(delivery_ids.iter().copied()))
        .filter(Expr::exists(left).not())
        .exec(&**tx)
        .await
        .map_err(failed("trimming the delivery log"))?;
    Ok(())
}

/// What was sent, or may have been, of deliveries.
fn sent(delivery_ids: &[i64]) -> SelectStatement {
    let post_id = Expr::col((delivery::Entity, delivery::Column::PostId));
    let known = Func::coalesce([post_id, Expr::val(0_i64)]);
    Query::select()
        .distinct()
        .column((delivery::Entity, delivery::Column::ActorId))
        .expr(known)
        .column((delivery_to::Entity, delivery_to::Column::PeerId))
        .column((delivery_to::Entity, delivery_to::Column::Inbox))
        .from(delivery_to::Entity)
        .inner_join(
            delivery::Entity,
            Expr::col((delivery::Entity, delivery::Column::Id))
                .equals((delivery_to::Entity, delivery_to::Column::DeliveryId)),
        )
        .and_where(ExprTrait::is_in(
            Expr::col((delivery::Entity, delivery::Column::Id)),
            delivery_ids.iter().copied(),
        ))
        .and_where(ExprTrait::is_in(
            Expr::col((delivery_to::Entity, delivery_to::Column::State)),
            [DeliveryState::Delivered, DeliveryState::Refused],
        ))
        .to_owned()
}

/// Who had a post was asked to delete it: of that only remains that they were sent something by its actors.
pub async fn forget_post(tx: &Tx, post_id: i64) -> Result<()> {
    let select = Query::select()
        .distinct()
        .column(Column::ActorId)
        .expr(Expr::val(0_i64))
        .columns([Column::PeerId, Column::Inbox])
        .from(Entity)
        .and_where(Column::PostId.eq(post_id))
        .to_owned();
    add(tx, select).await?;
    let which = Entity::delete_many().filter(Column::PostId.eq(post_id));
    which.exec(&**tx).await.map_err(failed("forgetting who had a post"))?;
    Ok(())
}

/// Everybody who was sent anything by an actor was told that it is gone.
pub async fn forget_actor(tx: &Tx, actor_id: i64) -> Result<()> {
    let which = Entity::delete_many().filter(Column::ActorId.eq(actor_id));
    which.exec(&**tx).await.map_err(failed("forgetting who heard of an actor"))?;
    Ok(())
}

/// Nothing more is sent to an inbox that is no more.
pub async fn forget_inbox(tx: &Tx, inbox: &str) -> Result<()> {
    let which = Entity::delete_many().filter(Column::Inbox.eq(inbox));
    which.exec(&**tx).await.map_err(failed("forgetting an inbox"))?;
    Ok(())
}

async fn add(tx: &Tx, select: SelectStatement) -> Result<()> {
    let keys = [Column::ActorId, Column::PostId, Column::PeerId, Column::Inbox];
    let mut insert = Query::insert();
    insert.into_table(Entity).columns(keys).on_conflict(OnConflict::columns(keys).do_nothing().to_owned());
    insert.select_from(select).map_err(anyhow::Error::from)?;
    tx.execute(&insert).await.map_err(failed("noting who was sent something"))?;
    Ok(())
}
