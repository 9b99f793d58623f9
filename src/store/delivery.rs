//! The delivery log: what is to be sent, as ids.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::Tx;
use super::tx::failed;
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
