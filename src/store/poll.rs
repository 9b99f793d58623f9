//! Polls: what a post asks next to its text. Each is its post's own.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    pub multiple: bool,
    /// Nobody sees how many chose what before it has ended.
    pub hides_counts: bool,
    /// In seconds; `None`: it never ends.
    pub ends_at: Option<i64>,
    /// How many people voted, where that is known.
    pub voter_count: Option<i32>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Poll;

impl Model {
    /// Whether nobody can vote any more at `now` (seconds).
    pub fn has_ended(&self, now: i64) -> bool {
        self.ends_at.is_some_and(|ends_at| ends_at <= now)
    }
}

/// The poll of a post.
pub async fn find(conn: &impl Conn, post_id: i64) -> Result<Option<Poll>> {
    Entity::find_by_id(post_id).one(conn).await.map_err(failed("reading a poll"))
}

/// The polls of several posts.
pub async fn list(conn: &impl Conn, post_ids: &[i64]) -> Result<Vec<Poll>> {
    if post_ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::PostId.is_in(post_ids.iter().copied()))
        .all(conn)
        .await
        .map_err(failed("reading polls"))
}

/// Writes a new poll.
pub async fn insert(tx: &Tx, row: Poll) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("a poll of this post"))?;
    Ok(())
}

/// Writes all columns of a poll anew.
pub async fn update(tx: &Tx, row: Poll) -> Result<()> {
    Entity::update(row.into_active_model().reset_all())
        .exec(&**tx)
        .await
        .map_err(failed("changing a poll"))?;
    Ok(())
}

/// Removes a poll with its options and votes.
pub async fn delete(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::delete_by_id(post_id).exec(&**tx).await.map_err(failed("removing a poll"))?;
    Ok(())
}

/// Changes the number of people who voted, where it is known.
pub async fn count_voters(tx: &Tx, post_id: i64, by: i32) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::VoterCount, ExprTrait::add(Expr::col(Column::VoterCount), by))
        .filter(Column::PostId.eq(post_id))
        .filter(Column::VoterCount.is_not_null())
        .exec(&**tx)
        .await
        .map_err(failed("counting voters"))?;
    Ok(())
}
