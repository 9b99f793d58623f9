//! Filters: what members do not want to read, and where.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder as _};

use super::kind::FilterAction;
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "filter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    pub title: String,
    /// The client API's words, apart by spaces.
    pub contexts: String,
    pub action: FilterAction,
    /// Until when it holds (seconds); for ever when not given.
    pub expires_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as FilterRow;

/// All filters of an account, in the order in which they were made.
pub async fn list_of(conn: &impl Conn, account_id: i64) -> Result<Vec<FilterRow>> {
    let query = Entity::find().filter(Column::AccountId.eq(account_id)).order_by_asc(Column::Id);
    query.all(conn).await.map_err(failed("reading filters"))
}

/// One filter of an account.
pub async fn find_of(conn: &impl Conn, account_id: i64, id: i64) -> Result<Option<FilterRow>> {
    let query = Entity::find_by_id(id).filter(Column::AccountId.eq(account_id));
    query.one(conn).await.map_err(failed("reading a filter"))
}

/// How many filters an account has.
pub async fn count_of(conn: &impl Conn, account_id: i64) -> Result<u64> {
    let query = Entity::find().filter(Column::AccountId.eq(account_id));
    query.count(conn).await.map_err(failed("counting filters"))
}

/// Writes a new filter.
pub async fn insert(tx: &Tx, row: FilterRow) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a filter"))?;
    Ok(())
}

/// Writes all columns of a filter anew.
pub async fn update(tx: &Tx, row: FilterRow) -> Result<()> {
    let all = row.into_active_model().reset_all();
    Entity::update(all).exec(&**tx).await.map_err(failed("changing a filter"))?;
    Ok(())
}

/// Removes a filter; its words and posts go with it.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing a filter"))?;
    Ok(())
}
