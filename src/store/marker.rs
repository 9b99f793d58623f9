//! How far members have read in which list, so that their devices agree.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "marker")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    /// `home` or `notifications`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub list: String,
    pub last_read_id: i64,
    /// Grows with every change.
    pub version: i32,
    pub updated_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Marker;

/// All markers of an account.
pub async fn list(conn: &impl Conn, account_id: i64) -> Result<Vec<Marker>> {
    let query = Entity::find().filter(Column::AccountId.eq(account_id));
    query.all(conn).await.map_err(failed("reading markers"))
}

/// Sets a marker, in place of the one for the same list.
pub async fn put(tx: &Tx, row: Marker) -> Result<()> {
    let conflict = OnConflict::columns([Column::AccountId, Column::List])
        .update_columns([Column::LastReadId, Column::Version, Column::UpdatedAt])
        .to_owned();
    Entity::insert(row.into_active_model())
        .on_conflict(conflict)
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("setting a marker"))?;
    Ok(())
}
