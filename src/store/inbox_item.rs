//! Activities that were received and wait to be applied.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, Order, QueryOrder as _, QuerySelect as _};

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

/// Writes activities down to be applied; a second copy changes nothing.
pub async fn insert_all(tx: &Tx, items: Vec<InboxItem>) -> Result<()> {
    Entity::insert_many(items.into_iter().map(IntoActiveModel::into_active_model))
        .on_conflict(OnConflict::column(Column::ActivityHash).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("storing activities"))?;
    Ok(())
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

/// Removes activities that were applied, or are given up.
pub async fn delete_all(tx: &Tx, ids: &[i64]) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(&**tx)
        .await
        .map_err(failed("removing activities"))?;
    Ok(())
}

/// Removes activities of which another copy was applied.
pub async fn delete_known(tx: &Tx, activity_hashes: &[String]) -> Result<()> {
    Entity::delete_many()
        .filter(Column::ActivityHash.is_in(activity_hashes.iter().map(String::as_str)))
        .exec(&**tx)
        .await
        .map_err(failed("removing activities that came twice"))?;
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

/// Removes everything of a signer that still waits.
pub async fn delete_by(tx: &Tx, signer_uri: &str) -> Result<()> {
    let which = Entity::delete_many().filter(Column::SignerUri.eq(signer_uri));
    which.exec(&**tx).await.map_err(failed("erasing inbox items"))?;
    Ok(())
}
