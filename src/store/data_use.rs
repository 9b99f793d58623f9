//! What was given to researchers: rows are only ever added.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "data_use")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub week: String,
    /// How many stories were in it.
    pub stories: i64,
    /// To whom, in the operator's words.
    pub recipient: String,
    /// For what, in the operator's words.
    pub reason: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as DataUse;

/// Adds one.
pub async fn insert(tx: &Tx, row: DataUse) -> Result<()> {
    let done = Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await;
    done.map(drop).map_err(failed("writing down what data were given out for"))
}

/// The latest, newest first.
pub async fn list(conn: &impl Conn, limit: u64) -> Result<Vec<DataUse>> {
    let query = Entity::find().order_by_desc(Column::Id).limit(limit);
    query.all(conn).await.map_err(failed("reading what data were given out for"))
}
