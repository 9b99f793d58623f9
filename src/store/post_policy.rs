//! What the authors of posts elsewhere let others do with them, where that is not everything.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post_policy")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    /// Who may do what: addresses, as JSON.
    pub policy: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as PostPolicy;

/// The policy of a post, if it has one.
pub async fn find(conn: &impl Conn, post_id: i64) -> Result<Option<PostPolicy>> {
    Entity::find_by_id(post_id).one(conn).await.map_err(failed("reading the policy of a post"))
}

/// Writes the policies of new posts.
pub async fn insert_all(tx: &Tx, rows: Vec<PostPolicy>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    Entity::insert_many(rows.into_iter().map(PostPolicy::into_active_model))
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing the policies of posts"))?;
    Ok(())
}

/// Writes the policy of a post in place of the one it had.
pub async fn replace(tx: &Tx, post_id: i64, rows: Vec<PostPolicy>) -> Result<()> {
    Entity::delete_by_id(post_id).exec(&**tx).await.map_err(failed("removing the policy of a post"))?;
    insert_all(tx, rows).await
}
