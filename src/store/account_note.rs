//! What members note for themselves about others.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_note")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub target_id: i64,
    pub words: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as AccountNote;

/// What an account noted about any of the others.
pub async fn list_over(conn: &impl Conn, account_id: i64, others: &[i64]) -> Result<Vec<AccountNote>> {
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::TargetId.is_in(others.iter().copied()))
        .all(conn)
        .await
        .map_err(failed("reading notes about accounts"))
}

/// Writes a note in place of the one before.
pub async fn put(tx: &Tx, row: AccountNote) -> Result<()> {
    let replaced =
        OnConflict::columns([Column::AccountId, Column::TargetId]).update_column(Column::Words).to_owned();
    Entity::insert(row.into_active_model())
        .on_conflict(replaced)
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("noting something about an account"))?;
    Ok(())
}

/// Removes a note.
pub async fn delete(tx: &Tx, account_id: i64, target_id: i64) -> Result<()> {
    Entity::delete_by_id((account_id, target_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing a note about an account"))?;
    Ok(())
}
