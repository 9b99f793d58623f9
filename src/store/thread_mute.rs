//! Threads of which members want no notices.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "thread_mute")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub root_id: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as ThreadMute;

/// Who of the accounts mutes a thread.
pub async fn list_by(conn: &impl Conn, account_ids: &[i64], root_id: i64) -> Result<Vec<i64>> {
    Entity::find()
        .select_only()
        .column(Column::AccountId)
        .filter(Column::RootId.eq(root_id))
        .filter(Column::AccountId.is_in(account_ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading muted threads"))
}

/// Writes a mute; one that stands already stays.
pub async fn insert(tx: &Tx, row: ThreadMute) -> Result<()> {
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([Column::AccountId, Column::RootId]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("muting a thread"))?;
    Ok(())
}

/// Removes a mute.
pub async fn delete(tx: &Tx, account_id: i64, root_id: i64) -> Result<()> {
    Entity::delete_by_id((account_id, root_id)).exec(&**tx).await.map_err(failed("unmuting a thread"))?;
    Ok(())
}
