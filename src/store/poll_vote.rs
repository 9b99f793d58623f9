//! Who chose what in a poll.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll_vote")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub post_id: i64,
    pub account_id: i64,
    /// The place of the chosen option.
    pub place: i32,
    /// Wire id of the vote.
    pub uri: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Vote;

/// The vote with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Vote>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a vote"))
}

/// The votes of an account in several polls, in the order of the options.
pub async fn list_of(conn: &impl Conn, account_id: i64, post_ids: &[i64]) -> Result<Vec<Vote>> {
    if post_ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::PostId.is_in(post_ids.iter().copied()))
        .order_by_asc(Column::Place)
        .all(conn)
        .await
        .map_err(failed("reading votes"))
}

/// All votes of a poll, in the order in which they came.
pub async fn list_in(conn: &impl Conn, post_id: i64) -> Result<Vec<Vote>> {
    Entity::find()
        .filter(Column::PostId.eq(post_id))
        .order_by_asc(Column::Id)
        .all(conn)
        .await
        .map_err(failed("reading votes"))
}

/// All votes of an account, in whatever poll.
pub async fn list_by(conn: &impl Conn, account_id: i64) -> Result<Vec<Vote>> {
    Entity::find().filter(Column::AccountId.eq(account_id)).all(conn).await.map_err(failed("reading votes"))
}

/// Writes a vote.
pub async fn insert(tx: &Tx, row: Vote) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("the vote"))?;
    Ok(())
}

/// Removes all votes of an account.
pub async fn delete_by(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing votes"))?;
    Ok(())
}

/// Removes all votes in a poll.
pub async fn delete_in(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing votes"))?;
    Ok(())
}
