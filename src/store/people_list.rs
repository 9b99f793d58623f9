//! People lists: accounts that members read together.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{IntoActiveModel as _, QueryOrder as _};

use super::kind::ListReplies;
use super::tx::failed;
use super::{Conn, Tx, people_list_entry};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "people_list")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    pub title: String,
    pub replies: ListReplies,
    /// What is on the list is not in the home timeline.
    pub exclusive: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as PeopleList;

/// All lists of an account, in the order in which they were made.
pub async fn list_of(conn: &impl Conn, account_id: i64) -> Result<Vec<PeopleList>> {
    let query = Entity::find().filter(Column::AccountId.eq(account_id)).order_by_asc(Column::Id);
    query.all(conn).await.map_err(failed("reading people lists"))
}

/// The lists of an account that somebody is on.
pub async fn list_holding(conn: &impl Conn, account_id: i64, held: i64) -> Result<Vec<PeopleList>> {
    let on = Query::select()
        .column(people_list_entry::Column::ListId)
        .from(people_list_entry::Entity)
        .and_where(ExprTrait::eq(
            Expr::col((people_list_entry::Entity, people_list_entry::Column::AccountId)),
            held,
        ))
        .to_owned();
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Id.in_subquery(on))
        .order_by_asc(Column::Id)
        .all(conn)
        .await
        .map_err(failed("reading people lists"))
}

/// One list of an account.
pub async fn find_of(conn: &impl Conn, account_id: i64, id: i64) -> Result<Option<PeopleList>> {
    let query = Entity::find_by_id(id).filter(Column::AccountId.eq(account_id));
    query.one(conn).await.map_err(failed("reading a people list"))
}

/// Writes a new list.
pub async fn insert(tx: &Tx, row: PeopleList) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a people list"))?;
    Ok(())
}

/// Writes all columns of a list anew.
pub async fn update(tx: &Tx, row: PeopleList) -> Result<()> {
    let all = row.into_active_model().reset_all();
    Entity::update(all).exec(&**tx).await.map_err(failed("changing a people list"))?;
    Ok(())
}

/// Removes a list; who is on it goes with it.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing a people list"))?;
    Ok(())
}
