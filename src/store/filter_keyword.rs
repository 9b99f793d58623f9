//! The words of filters.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "filter_keyword")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub filter_id: i64,
    pub keyword: String,
    pub whole_word: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Keyword;

/// The words of several filters, in the order in which they were added.
pub async fn list(conn: &impl Conn, filter_ids: &[i64]) -> Result<Vec<Keyword>> {
    if filter_ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = Entity::find().filter(Column::FilterId.is_in(filter_ids.iter().copied()));
    query.order_by_asc(Column::Id).all(conn).await.map_err(failed("reading the words of filters"))
}

/// The word with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Keyword>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a word of a filter"))
}

/// Adds a word.
pub async fn insert(tx: &Tx, row: Keyword) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("adding a word to a filter"))?;
    Ok(())
}

/// Changes a word.
pub async fn update(tx: &Tx, row: Keyword) -> Result<()> {
    let all = row.into_active_model().reset_all();
    Entity::update(all).exec(&**tx).await.map_err(failed("changing a word of a filter"))?;
    Ok(())
}

/// Removes a word.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing a word of a filter"))?;
    Ok(())
}
