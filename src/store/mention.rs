//! Which accounts a post mentions.

use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;

use super::tx::failed;
use super::{Conn, Tx, post};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mention")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Mention;

/// Writes the mentions of a post in place of those it had.
pub async fn replace(tx: &Tx, post_id: i64, rows: Vec<Mention>) -> Result<()> {
    Entity::delete_many()
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing mentions"))?;
    insert_all(tx, rows).await
}

/// Writes mentions of posts that have none yet.
pub async fn insert_all(tx: &Tx, rows: Vec<Model>) -> Result<()> {
    if !rows.is_empty() {
        let rows = rows.into_iter().map(sea_orm::IntoActiveModel::into_active_model);
        Entity::insert_many(rows).exec_without_returning(&**tx).await.map_err(failed("writing mentions"))?;
    }
    Ok(())
}

/// The mentions of several posts.
pub async fn list(conn: &impl Conn, post_ids: &[i64]) -> Result<Vec<Mention>> {
    if post_ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::PostId.is_in(post_ids.iter().copied()))
        .all(conn)
        .await
        .map_err(failed("reading mentions"))
}

/// Those of the authors who wrote a post that mentions the account.
pub async fn list_authors_naming(conn: &impl Conn, account_id: i64, authors: &[i64]) -> Result<Vec<i64>> {
    let naming = Query::select()
        .column(Column::PostId)
        .from(Entity)
        .and_where(Column::AccountId.eq(account_id))
        .to_owned();
    post::Entity::find()
        .select_only()
        .column(post::Column::AccountId)
        .distinct()
        .filter(post::Column::AccountId.is_in(authors.iter().copied()))
        .filter(post::Column::Id.in_subquery(naming))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading who wrote to an account"))
}

/// Whether any post of `author_id` mentions the account.
pub async fn is_mentioned_by(conn: &impl Conn, author_id: i64, account_id: i64) -> Result<bool> {
    let written = Query::select()
        .column(post::Column::Id)
        .from(post::Entity)
        .and_where(post::Column::AccountId.eq(author_id))
        .to_owned();
    let found = Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::PostId.in_subquery(written))
        .limit(1)
        .one(conn)
        .await;
    Ok(found.map_err(failed("looking for a mention"))?.is_some())
}
