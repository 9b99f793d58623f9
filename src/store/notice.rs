//! Notices: what a member is told has happened.

use sea_orm::entity::prelude::*;

use super::Tx;
use super::kind::NoticeKind;
use super::tx::failed;
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    pub kind: NoticeKind,
    pub from_id: i64,
    pub post_id: i64,
    pub created_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Notice;

/// Removes the notices about a post that is being erased.
pub async fn delete_about(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing notices"))?;
    Ok(())
}
