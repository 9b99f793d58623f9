//! Which facts a story states together that could tell who told it: for counting how many others state the same.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Asterisk, ExprTrait, Func, Query};

use super::tx::failed;
use super::{Conn, Tx, post};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "combination")]
pub struct Model {
    /// Codes, e.g. `med/0001 JP`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub facts: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Combination;

/// Whose stories are not counted: they say nothing about how many others there are.
#[derive(Debug, Clone, Copy, Default)]
pub struct But {
    /// All of this account.
    pub account: Option<i64>,
    /// This one.
    pub post: Option<i64>,
}

/// Writes what a story states together, in place of what it stated.
pub async fn replace(tx: &Tx, post_id: i64, rows: Vec<Combination>) -> Result<()> {
    Entity::delete_many()
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing combinations"))?;
    insert_all(tx, rows).await
}

/// Writes what stories state together that have nothing written yet.
pub async fn insert_all(tx: &Tx, rows: Vec<Combination>) -> Result<()> {
    if !rows.is_empty() {
        let rows = rows.into_iter().map(Combination::into_active_model);
        Entity::insert_many(rows)
            .exec_without_returning(&**tx)
            .await
            .map_err(failed("writing combinations"))?;
    }
    Ok(())
}

/// How many listed stories state these facts together, counted up to `most`: no more rows are read.
pub async fn count(conn: &impl Conn, facts: &str, but: But, most: u64) -> Result<u64> {
    let mut found = Query::select();
    found
        .expr(Expr::val(1))
        .from(Entity)
        .inner_join(
            post::Entity,
            Expr::col((post::Entity, post::Column::Id)).equals((Entity, Column::PostId)),
        )
        .and_where(ExprTrait::eq(Expr::col((Entity, Column::Facts)), facts))
        .and_where(ExprTrait::eq(Expr::col((post::Entity, post::Column::Listed)), true))
        .limit(most);
    if let Some(account) = but.account {
        found.and_where(ExprTrait::ne(Expr::col((post::Entity, post::Column::AccountId)), account));
    }
    if let Some(id) = but.post {
        found.and_where(ExprTrait::ne(Expr::col((post::Entity, post::Column::Id)), id));
    }
    let query = Query::select()
        .expr_as(Func::count(Expr::col(Asterisk)), "count")
        .from_subquery(found, Alias::new("found"))
        .to_owned();
    let row = conn.query_one(&query).await.map_err(failed("counting combinations"))?;
    let count: Option<i64> =
        row.map(|row| row.try_get("", "count")).transpose().map_err(failed("counting combinations"))?;
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
}
