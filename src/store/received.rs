//! Ids of activities that were applied.

use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::tx::failed;
use super::{Conn, Tx};
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

/// Those of the hashes whose activities were applied. One that waits is known by its own row.
pub async fn list_known(conn: &impl Conn, activity_hashes: &[String]) -> Result<Vec<String>> {
    Entity::find()
        .select_only()
        .column(Column::ActivityHash)
        .filter(Column::ActivityHash.is_in(activity_hashes.iter().map(String::as_str)))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading what was received"))
}

/// Remembers that activities were applied.
pub async fn insert_all(tx: &Tx, activity_hashes: Vec<String>, week: &str) -> Result<()> {
    if activity_hashes.is_empty() {
        return Ok(());
    }
    let row = |activity_hash| ActiveModel {
        activity_hash: Set(activity_hash),
        received_week: Set(week.to_owned()),
    };
    Entity::insert_many(activity_hashes.into_iter().map(row))
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
