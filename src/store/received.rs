//! Ids of activities that were applied.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::tx::failed;
use super::{Conn, Tx, inbox_item};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "received")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub activity_hash: String,
    pub received_week: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Received;

/// Whether an activity with this hash of its id waits or was applied.
pub async fn is_known(conn: &impl Conn, activity_hash: &str) -> Result<bool> {
    let applied =
        Entity::find_by_id(activity_hash.to_owned()).one(conn).await.map_err(failed("reading received"))?;
    Ok(applied.is_some() || inbox_item::is_waiting(conn, activity_hash).await?)
}

/// Remembers that an activity was applied.
pub async fn insert(tx: &Tx, activity_hash: String, week: String) -> Result<()> {
    let row = ActiveModel { activity_hash: Set(activity_hash), received_week: Set(week) };
    Entity::insert(row)
        .on_conflict(OnConflict::column(Column::ActivityHash).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("remembering an activity"))?;
    Ok(())
}

/// Forgets activities that were applied before `week` (weeks compare as text).
pub async fn delete_before(tx: &Tx, week: &str) -> Result<()> {
    Entity::delete_many()
        .filter(Column::ReceivedWeek.lt(week))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting received"))?;
    Ok(())
}
