//! Facets of stories: what lists of them are narrowed down by, beside terms and hashtags.

use sea_orm::entity::prelude::*;

use super::Tx;
use super::tx::failed;
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post_facet")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    /// What it is a facet of, a colon, and a code; see `domain/story/facets.rs`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub facet: String,
    pub position: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as PostFacet;

/// Writes the facets of a post in place of those it had.
pub async fn replace(tx: &Tx, post_id: i64, rows: Vec<PostFacet>) -> Result<()> {
    Entity::delete_many()
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing facets"))?;
    insert_all(tx, rows).await
}

/// Writes facets of posts that have none yet.
pub async fn insert_all(tx: &Tx, rows: Vec<PostFacet>) -> Result<()> {
    if !rows.is_empty() {
        let rows = rows.into_iter().map(sea_orm::IntoActiveModel::into_active_model);
        Entity::insert_many(rows).exec_without_returning(&**tx).await.map_err(failed("writing facets"))?;
    }
    Ok(())
}

/// Gives the facets of a post its position, when it is released.
pub async fn place(tx: &Tx, post_id: i64, position: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Position, Expr::value(position))
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("placing facets"))?;
    Ok(())
}
