//! With which emoji members answered an announcement.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "announcement_reaction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub announcement_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Reaction;

/// All answers to several announcements.
pub async fn list(conn: &impl Conn, announcement_ids: &[i64]) -> Result<Vec<Reaction>> {
    if announcement_ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = Entity::find().filter(Column::AnnouncementId.is_in(announcement_ids.iter().copied()));
    query.all(conn).await.map_err(failed("reading answers to announcements"))
}

/// Writes an answer; the same one stands once.
pub async fn insert(tx: &Tx, row: Reaction) -> Result<()> {
    let key = [Column::AnnouncementId, Column::AccountId, Column::Name];
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("answering an announcement"))?;
    Ok(())
}

/// Removes an answer.
pub async fn delete(tx: &Tx, row: Reaction) -> Result<()> {
    Entity::delete_by_id((row.announcement_id, row.account_id, row.name))
        .exec(&**tx)
        .await
        .map_err(failed("taking an answer to an announcement back"))?;
    Ok(())
}
