//! Stories that are released by themselves, at a time that is not the one at which they were told.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, IntoActiveModel as _};

use super::kind::ReleaseTime;
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "timed_release")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    /// As what it was told.
    pub wished: ReleaseTime,
    /// When it is released, in seconds; a whole minute. None: a person has to read it first.
    pub run_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as TimedRelease;

/// What was noted for a story.
pub async fn find(conn: &impl Conn, post_id: i64) -> Result<Option<TimedRelease>> {
    Entity::find_by_id(post_id).one(conn).await.map_err(failed("reading when a story is released"))
}

/// What was noted for several stories.
pub async fn list(conn: &impl Conn, post_ids: &[i64]) -> Result<Vec<TimedRelease>> {
    if post_ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = Entity::find().filter(Column::PostId.is_in(post_ids.iter().copied()));
    query.all(conn).await.map_err(failed("reading when stories are released"))
}

/// Notes when a story is released, in place of what was noted before.
pub async fn put(tx: &Tx, row: TimedRelease) -> Result<()> {
    let changed = [Column::Wished, Column::RunAt];
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(Column::PostId).update_columns(changed).to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("noting when a story is released"))?;
    Ok(())
}

/// A story is not released by itself any more; what was wished stays.
pub async fn stop(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::update_many()
        .set(ActiveModel { run_at: ActiveValue::Set(None), ..<ActiveModel as Default>::default() })
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("stopping the release of a story"))?;
    Ok(())
}

/// Takes a story whose time this is, in seconds. False where it has another one, or none, or another process took it.
pub async fn take(tx: &Tx, post_id: i64, run_at: i64) -> Result<bool> {
    let due = Entity::delete_many().filter(Column::PostId.eq(post_id)).filter(Column::RunAt.eq(run_at));
    let taken = due.exec(&**tx).await.map_err(failed("taking a story whose time has come"))?;
    Ok(taken.rows_affected > 0)
}

/// A story is released, at whatever time.
pub async fn delete(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::delete_by_id(post_id).exec(&**tx).await.map_err(failed("forgetting when a story is released"))?;
    Ok(())
}
