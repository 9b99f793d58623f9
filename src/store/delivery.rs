//! The delivery log: what is to be sent, as ids.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx, delivery_to, departure, withdrawal};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    /// The number of the event that it follows from, so that an event whose effects run twice is sent once.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub actor_id: i64,
    pub activity: String,
    /// The post it is about, for withdrawing what was sent and striking what was not.
    pub post_id: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Delivery;

/// Adds to the log, unless a delivery with this number is there; whether it was not.
pub async fn insert_new(tx: &Tx, delivery: Delivery) -> Result<bool> {
    let number = OnConflict::column(Column::Id).do_nothing().to_owned();
    let written = Entity::insert(delivery.into_active_model())
        .on_conflict(number)
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a delivery"))?;
    Ok(written > 0)
}

/// What was sent of a post says nothing any more about who has it: everybody was asked to delete it.
pub async fn forget_post(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::PostId, Expr::value(Option::<i64>::None))
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting who has a post"))?;
    Ok(())
}

/// Takes a delivery out of the log, with where it was to go.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing a delivery"))?;
    Ok(())
}

/// Takes everything by an actor out of the log.
pub async fn delete_by(tx: &Tx, actor_id: i64) -> Result<()> {
    let which = Entity::delete_many().filter(Column::ActorId.eq(actor_id));
    which.exec(&**tx).await.map_err(failed("removing the deliveries of an actor"))?;
    Ok(())
}

/// Takes everything by an actor who left out of the log that does not overtake: what is left are the requests to delete.
pub async fn keep_urgent_of(tx: &Tx, actor_id: i64) -> Result<()> {
    let urgent = Query::select()
        .column(delivery_to::Column::DeliveryId)
        .from(delivery_to::Entity)
        .and_where(delivery_to::Column::Urgent.eq(true))
        .to_owned();
    Entity::delete_many()
        .filter(Column::ActorId.eq(actor_id))
        .filter(Column::Id.not_in_subquery(urgent))
        .exec(&**tx)
        .await
        .map_err(failed("removing the deliveries of an actor"))?;
    Ok(())
}

/// Deliveries that may be trimmed, oldest first, after one and before one: not those by which a receipt is told, and none of
/// members who left, which go together.
pub async fn list_old(conn: &impl Conn, after: i64, before: i64, limit: u64) -> Result<Vec<i64>> {
    let receipts = Query::select()
        .column(withdrawal::Column::DeliveryId)
        .from(withdrawal::Entity)
        .and_where(withdrawal::Column::DeliveryId.is_not_null())
        .to_owned();
    let left = Query::select().column(departure::Column::AccountId).from(departure::Entity).to_owned();
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ActorId.not_in_subquery(left))
        .filter(Column::Id.gt(after))
        .filter(Column::Id.lt(before))
        .filter(Column::Id.not_in_subquery(receipts))
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading old deliveries"))
}
