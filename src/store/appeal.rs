//! Appeals: what an author says against a decision about their story, until a time after it was looked at again.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appeal")]
pub struct Model {
    /// The number that the story has, or had.
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    pub account_id: i64,
    /// Whether the story was taken down; otherwise it was not let through.
    pub removed: bool,
    /// The moderator who decided first; none where the operator did.
    pub first_decider: Option<i64>,
    /// What the author says.
    pub body: String,
    /// Whether the author was right; none until somebody has looked at it again.
    pub granted: Option<bool>,
    /// What the author is told, in the words of who decided.
    pub answer: String,
    pub sent_day: String,
    pub decided_day: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Appeal;

/// Writes the appeal about a story, in place of an earlier one.
pub async fn put(tx: &Tx, row: Appeal) -> Result<()> {
    let columns = [
        Column::AccountId,
        Column::Removed,
        Column::FirstDecider,
        Column::Body,
        Column::Granted,
        Column::Answer,
        Column::SentDay,
        Column::DecidedDay,
    ];
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(Column::PostId).update_columns(columns).to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing an appeal"))?;
    Ok(())
}

/// The appeal about the story with this number.
pub async fn find(conn: &impl Conn, post_id: i64) -> Result<Option<Appeal>> {
    Entity::find_by_id(post_id).one(conn).await.map_err(failed("reading an appeal"))
}

/// What an account said about stories that are gone, the latest first.
pub async fn list_of_gone(conn: &impl Conn, account_id: i64, limit: u64) -> Result<Vec<Appeal>> {
    let query = Entity::find().filter(Column::AccountId.eq(account_id)).filter(Column::Removed.eq(true));
    let query = query.order_by_desc(Column::SentDay).order_by_desc(Column::PostId);
    query.limit(limit).all(conn).await.map_err(failed("reading appeals"))
}

/// Those at which nobody has looked, the oldest first.
pub async fn list_open(conn: &impl Conn, limit: u64) -> Result<Vec<Appeal>> {
    let query = Entity::find().filter(Column::Granted.is_null()).order_by_asc(Column::SentDay);
    query.order_by_asc(Column::PostId).limit(limit).all(conn).await.map_err(failed("listing appeals"))
}

/// Forgets the appeal about a story.
pub async fn delete(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::delete_by_id(post_id).exec(&**tx).await.map_err(failed("forgetting an appeal"))?;
    Ok(())
}

/// Forgets who decided first, where they leave.
pub async fn forget_decider(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::FirstDecider, Expr::value(None::<i64>))
        .filter(Column::FirstDecider.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting who decided first"))?;
    Ok(())
}

/// Forgets what an account said.
pub async fn delete_by(tx: &Tx, account_id: i64) -> Result<()> {
    let query = Entity::delete_many().filter(Column::AccountId.eq(account_id));
    query.exec(&**tx).await.map_err(failed("forgetting appeals"))?;
    Ok(())
}

/// Forgets what was decided before this day.
pub async fn delete_decided_before(tx: &Tx, day: &str) -> Result<()> {
    let query = Entity::delete_many().filter(Column::DecidedDay.lt(day));
    query.exec(&**tx).await.map_err(failed("forgetting old appeals"))?;
    Ok(())
}
