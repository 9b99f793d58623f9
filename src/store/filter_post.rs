//! Single posts that filters hold, whatever they say.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "filter_post")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub filter_id: i64,
    pub post_id: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as FilterPost;

/// The posts of several filters, in the order in which they were added.
pub async fn list(conn: &impl Conn, filter_ids: &[i64]) -> Result<Vec<FilterPost>> {
    if filter_ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = Entity::find().filter(Column::FilterId.is_in(filter_ids.iter().copied()));
    query.order_by_asc(Column::Id).all(conn).await.map_err(failed("reading the posts of filters"))
}

/// The entry with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<FilterPost>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a post of a filter"))
}

/// Adds a post.
pub async fn insert(tx: &Tx, row: FilterPost) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("the post in the filter"))?;
    Ok(())
}

/// Removes a post from a filter.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing a post from a filter"))?;
    Ok(())
}
