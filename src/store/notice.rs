//! Notices: what a member is told has happened.

use sea_orm::Condition;
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

/// Removes all notices to one of the two about the other.
pub async fn delete_between(tx: &Tx, one: i64, other: i64) -> Result<()> {
    let about = |owner: i64, from: i64| {
        Condition::all().add(Column::AccountId.eq(owner)).add(Column::FromId.eq(from))
    };
    Entity::delete_many()
        .filter(Condition::any().add(about(one, other)).add(about(other, one)))
        .exec(&**tx)
        .await
        .map_err(failed("removing notices"))?;
    Ok(())
}
