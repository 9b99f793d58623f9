//! What one can choose in a poll, and how many did.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{IntoActiveModel, QueryOrder as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll_option")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    /// From 0, in the writer's order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    pub title: String,
    pub vote_count: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as PollOption;

/// The options of several polls, those of each in the writer's order.
pub async fn list(conn: &impl Conn, post_ids: &[i64]) -> Result<Vec<PollOption>> {
    if post_ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::PostId.is_in(post_ids.iter().copied()))
        .order_by_asc(Column::PostId)
        .order_by_asc(Column::Place)
        .all(conn)
        .await
        .map_err(failed("reading the options of polls"))
}

/// Writes the options of a poll in place of those it had.
pub async fn replace(tx: &Tx, post_id: i64, rows: Vec<PollOption>) -> Result<()> {
    Entity::delete_many()
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing the options of a poll"))?;
    Entity::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model))
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing the options of a poll"))?;
    Ok(())
}

/// Changes how many chose an option.
pub async fn count(tx: &Tx, post_id: i64, place: i32, by: i32) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::VoteCount, ExprTrait::add(Expr::col(Column::VoteCount), by))
        .filter(Column::PostId.eq(post_id))
        .filter(Column::Place.eq(place))
        .exec(&**tx)
        .await
        .map_err(failed("counting votes"))?;
    Ok(())
}
