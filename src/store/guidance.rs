//! How far the guide is with each member: whether it may write, and whether it has asked.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "guidance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    /// The member wants to hear from it.
    pub wanted: bool,
    /// It asked about a story once.
    pub asked: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Guidance;

/// How far the guide is with a member.
pub async fn find(conn: &impl Conn, account_id: i64) -> Result<Option<Guidance>> {
    Entity::find_by_id(account_id).one(conn).await.map_err(failed("reading how far the guide is"))
}

/// Writes how far the guide is with a member.
pub async fn put(tx: &Tx, row: Guidance) -> Result<()> {
    Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::column(Column::AccountId).update_columns([Column::Wanted, Column::Asked]).to_owned(),
        )
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing how far the guide is"))?;
    Ok(())
}

/// Forgets a member.
pub async fn delete(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::delete_by_id(account_id).exec(&**tx).await.map_err(failed("forgetting how far the guide is"))?;
    Ok(())
}
