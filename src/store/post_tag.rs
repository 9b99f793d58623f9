//! Hashtags of posts.

use sea_orm::entity::prelude::*;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post_tag")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag: String,
    pub name: String,
    pub position: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as PostTag;

/// Writes the hashtags of a post in place of those it had.
pub async fn replace(tx: &Tx, post_id: i64, rows: Vec<PostTag>) -> Result<()> {
    Entity::delete_many()
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing hashtags"))?;
    insert_all(tx, rows).await
}

/// Writes hashtags of posts that have none yet.
pub async fn insert_all(tx: &Tx, rows: Vec<Model>) -> Result<()> {
    if !rows.is_empty() {
        let rows = rows.into_iter().map(sea_orm::IntoActiveModel::into_active_model);
        Entity::insert_many(rows).exec_without_returning(&**tx).await.map_err(failed("writing hashtags"))?;
    }
    Ok(())
}

/// The hashtags of several posts.
pub async fn list(conn: &impl Conn, post_ids: &[i64]) -> Result<Vec<PostTag>> {
    if post_ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::PostId.is_in(post_ids.iter().copied()))
        .all(conn)
        .await
        .map_err(failed("reading hashtags"))
}

/// Gives the hashtags of a post its position, when it is released.
pub async fn place(tx: &Tx, post_id: i64, position: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Position, Expr::value(position))
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("placing hashtags"))?;
    Ok(())
}
