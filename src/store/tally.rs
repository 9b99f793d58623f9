//! How often something happened in a month: sums over everybody, with nothing about anybody.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "kebab-case")]
pub enum What {
    /// Stories that were published.
    Published,
    /// New stories that waited for a moderator first.
    Held,
    /// Stories that their authors took back.
    Withdrawn,
    /// Reports that came in.
    Reported,
    /// Complaints that came in.
    Complained,
    /// Decisions against which authors said something.
    Appealed,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tally")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub what: What,
    pub times: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Tally;

/// Counts so many more.
pub async fn add(tx: &Tx, month: String, what: What, times: i64) -> Result<()> {
    let more = ExprTrait::add(Expr::col((Entity, Column::Times)), times);
    Entity::insert(Model { month, what, times }.into_active_model())
        .on_conflict(OnConflict::columns([Column::Month, Column::What]).value(Column::Times, more).to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("counting what happened"))?;
    Ok(())
}

/// All months before this one.
pub async fn list(conn: &impl Conn, before_month: &str) -> Result<Vec<Tally>> {
    let query = Entity::find().filter(Column::Month.lt(before_month));
    query.all(conn).await.map_err(failed("reading what happened"))
}
