//! Announcements: what the operator tells all members.

use sea_orm::entity::prelude::*;
use sea_orm::{Condition, IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "announcement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub words: String,
    pub published_at: i64,
    /// Until when it is shown (seconds); until it is withdrawn when not given.
    pub ends_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Announcement;

/// The announcements that are shown at `now` (seconds), the latest first, at most `limit`.
pub async fn list_current(conn: &impl Conn, now: i64, limit: u64) -> Result<Vec<Announcement>> {
    Entity::find()
        .filter(Condition::any().add(Column::EndsAt.is_null()).add(Column::EndsAt.gt(now)))
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("reading announcements"))
}

/// The announcement with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Announcement>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading an announcement"))
}

/// Writes a new announcement.
pub async fn insert(tx: &Tx, row: Announcement) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing an announcement"))?;
    Ok(())
}

/// Removes an announcement, with who has seen it and what was answered.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing an announcement"))?;
    Ok(())
}
