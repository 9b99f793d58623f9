//! Invitations to sign up.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invite")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_hash: String,
    pub uses_left: i32,
    pub expires_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Invite;

/// Adds an invitation, and forgets those that ended before `now` (seconds) or are used up.
pub async fn insert(tx: &Tx, row: Model, now: i64) -> Result<()> {
    let over = Column::ExpiresAt.lt(now).or(Column::UsesLeft.lte(0));
    Entity::delete_many().filter(over).exec(&**tx).await.map_err(failed("forgetting old invitations"))?;
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("adding an invitation"))?;
    Ok(())
}

/// Whether the invitation still lets somebody in at `now` (seconds).
pub async fn is_open(conn: &impl Conn, code_hash: &str, now: i64) -> Result<bool> {
    let found = Entity::find_by_id(code_hash).one(conn).await.map_err(failed("reading an invitation"))?;
    Ok(found.is_some_and(|invite| invite.uses_left > 0 && invite.expires_at >= now))
}

/// Uses an invitation once. False when it is unknown, ended or used up.
pub async fn take(tx: &Tx, code_hash: &str, now: i64) -> Result<bool> {
    let taken = Entity::update_many()
        .col_expr(Column::UsesLeft, ExprTrait::sub(Expr::col(Column::UsesLeft), 1))
        .filter(Column::CodeHash.eq(code_hash))
        .filter(Column::UsesLeft.gt(0))
        .filter(Column::ExpiresAt.gte(now))
        .exec(&**tx)
        .await
        .map_err(failed("using an invitation"))?;
    Ok(taken.rows_affected == 1)
}
