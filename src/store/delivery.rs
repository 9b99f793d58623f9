//! The delivery log: what is to be sent, as ids.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;

use super::tx::failed;
use super::{Conn, Tx};
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

/// The delivery with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Delivery>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a delivery"))
}

/// Adds to the log.
pub async fn insert(tx: &Tx, delivery: Delivery) -> Result<()> {
    Entity::insert(delivery.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a delivery"))?;
    Ok(())
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
