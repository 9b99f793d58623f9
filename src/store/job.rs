//! Jobs: work for later, claimed and retried.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, Order, QueryOrder as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub payload: String,
    pub run_at: i64,
    pub attempts: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as JobRow;

/// Writes a job.
pub async fn insert(tx: &Tx, job: JobRow) -> Result<()> {
    Entity::insert(job.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a job"))?;
    Ok(())
}

/// Whether a job with exactly this payload waits.
pub async fn is_waiting(tx: &Tx, payload: &str) -> Result<bool> {
    let waiting = Entity::find().filter(Column::Payload.eq(payload)).one(&**tx).await;
    Ok(waiting.map_err(failed("looking for a job"))?.is_some())
}

/// Jobs that are due, the longest waiting first, at most `limit`.
pub async fn list_due(conn: &impl Conn, now: i64, limit: u64) -> Result<Vec<JobRow>> {
    Entity::find()
        .filter(Column::RunAt.lte(now))
        .order_by(Column::RunAt, Order::Asc)
        .order_by(Column::Id, Order::Asc)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("reading jobs"))
}

/// Removes a job.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing a job"))?;
    Ok(())
}

/// Puts a job off after a failed attempt.
pub async fn put_off(tx: &Tx, id: i64, attempts: i32, run_at: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Attempts, Expr::value(attempts))
        .col_expr(Column::RunAt, Expr::value(run_at))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("putting a job off"))?;
    Ok(())
}

/// Removes every job with exactly this payload.
pub async fn delete_alike(tx: &Tx, payload: &str) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Payload.eq(payload))
        .exec(&**tx)
        .await
        .map_err(failed("removing jobs"))?;
    Ok(())
}
