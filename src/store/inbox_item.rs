//! Activities that were received and wait to be applied.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, Order, QueryOrder as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inbox_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub activity_hash: String,
    pub signer_uri: String,
    pub body: String,
    pub run_at: i64,
    pub attempts: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as InboxItem;

/// Writes an activity down to be applied; a second copy changes nothing.
pub async fn insert(tx: &Tx, item: InboxItem) -> Result<()> {
    Entity::insert(item.into_active_model())
        .on_conflict(OnConflict::column(Column::ActivityHash).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("storing an activity"))?;
    Ok(())
}

/// Whether an activity with this hash of its id waits.
pub async fn is_waiting(conn: &impl Conn, activity_hash: &str) -> Result<bool> {
    let waiting = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ActivityHash.eq(activity_hash))
        .into_tuple::<i64>()
        .one(conn)
        .await
        .map_err(failed("looking for an activity"))?;
    Ok(waiting.is_some())
}

/// The oldest activities that are due, at most `limit`.
pub async fn list_due(conn: &impl Conn, now: i64, limit: u64) -> Result<Vec<InboxItem>> {
    Entity::find()
        .filter(Column::RunAt.lte(now))
        .order_by(Column::Id, Order::Asc)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("reading the inbox"))
}

/// Removes an activity that was applied, or is given up.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing an activity"))?;
    Ok(())
}

/// Puts an activity off after a failed attempt.
pub async fn put_off(tx: &Tx, id: i64, attempts: i32, run_at: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Attempts, Expr::value(attempts))
        .col_expr(Column::RunAt, Expr::value(run_at))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("putting an activity off"))?;
    Ok(())
}
