//! Stories that their authors took back, for as long as other servers are asked to delete their copies: ids only.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder as _};

use super::kind::Reason;
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "withdrawal")]
pub struct Model {
    /// Tells when the story was taken back, to the minute.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub post_id: i64,
    pub account_id: i64,
    pub words_hash: Option<String>,
    pub delivery_id: Option<i64>,
    /// The rule under which a moderator took it down; none where its author took it back.
    pub removed_under: Option<Reason>,
    /// The moderator who did.
    pub removed_by: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Withdrawal;

/// Notes that a story is taken back.
pub async fn insert(tx: &Tx, row: Withdrawal) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("noting a withdrawal"))?;
    Ok(())
}

/// Notes under which number in the delivery log other servers are asked to delete a story.
pub async fn set_delivery(tx: &Tx, post_id: i64, delivery_id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::DeliveryId, Expr::value(delivery_id))
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("noting a request to delete"))?;
    Ok(())
}

/// What an account took back lately, the newest first.
pub async fn list_by(conn: &impl Conn, account_id: i64) -> Result<Vec<Withdrawal>> {
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .order_by_desc(Column::Id)
        .all(conn)
        .await
        .map_err(failed("reading withdrawals"))
}

/// The withdrawal of the story that had this number.
pub async fn find(conn: &impl Conn, post_id: i64) -> Result<Option<Withdrawal>> {
    let row = Entity::find().filter(Column::PostId.eq(post_id)).one(conn).await;
    row.map_err(failed("reading a withdrawal"))
}

/// The withdrawal of the story that these words managed.
pub async fn find_by_words(conn: &impl Conn, words_hash: &str) -> Result<Option<Withdrawal>> {
    let row = Entity::find().filter(Column::WordsHash.eq(words_hash)).one(conn).await;
    row.map_err(failed("reading a withdrawal"))
}

/// Forgets what was taken back before the moment of a number.
pub async fn delete_before(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Id.lt(id))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting withdrawals"))?;
    Ok(())
}

/// Forgets who took stories down, where they leave.
pub async fn forget_remover(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::RemovedBy, Expr::value(None::<i64>))
        .filter(Column::RemovedBy.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting who took stories down"))?;
    Ok(())
}

/// Forgets what an account took back.
pub async fn delete_by(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting withdrawals"))?;
    Ok(())
}
