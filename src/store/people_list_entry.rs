//! Who is on a people list.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict, Query};
use sea_orm::{IntoActiveModel as _, QuerySelect as _};

use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx, account, people_list};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "people_list_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub list_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Entry;

/// Who is on a list. The cursor is the account's number.
pub async fn list(conn: &impl Conn, list_id: i64, page: Page) -> Result<Slice<Entry>> {
    let on = Entity::find().filter(Column::ListId.eq(list_id));
    let rows = page
        .cut(on, &Expr::col((Entity, Column::AccountId)))
        .all(conn)
        .await
        .map_err(failed("reading who is on a list"))?;
    Ok(page.slice(rows, |row| row.account_id))
}

/// Everybody on a list.
pub async fn list_all(conn: &impl Conn, list_id: i64) -> Result<Vec<Entry>> {
    let on = Entity::find().filter(Column::ListId.eq(list_id));
    on.all(conn).await.map_err(failed("reading who is on a list"))
}

/// Those of the lists that an account is on.
pub async fn list_holding_among(conn: &impl Conn, account_id: i64, list_ids: &[i64]) -> Result<Vec<i64>> {
    if list_ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .select_only()
        .column(Column::ListId)
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::ListId.is_in(list_ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading which lists somebody is on"))
}

/// Puts somebody on a list; who is on it stays.
pub async fn insert(tx: &Tx, row: Entry) -> Result<()> {
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([Column::ListId, Column::AccountId]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("putting somebody on a list"))?;
    Ok(())
}

/// Takes accounts off a list.
pub async fn delete(tx: &Tx, list_id: i64, account_ids: &[i64]) -> Result<()> {
    Entity::delete_many()
        .filter(Column::ListId.eq(list_id))
        .filter(Column::AccountId.is_in(account_ids.iter().copied()))
        .exec(&**tx)
        .await
        .map_err(failed("taking somebody off a list"))?;
    Ok(())
}

/// Takes an account off all lists of their owner.
pub async fn delete_from_lists_of(tx: &Tx, owner: i64, account_id: i64) -> Result<()> {
    let of_owner = Query::select()
        .column(people_list::Column::Id)
        .from(people_list::Entity)
        .and_where(ExprTrait::eq(Expr::col((people_list::Entity, people_list::Column::AccountId)), owner))
        .to_owned();
    Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::ListId.in_subquery(of_owner))
        .exec(&**tx)
        .await
        .map_err(failed("taking somebody off all lists"))?;
    Ok(())
}

/// Takes an account off all lists.
pub async fn delete_of_account(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("taking an account off lists"))?;
    Ok(())
}

/// Takes all accounts of a peer off all lists.
pub async fn delete_of_peer(tx: &Tx, peer_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::AccountId.in_subquery(account::of_peers(&[peer_id])))
        .exec(&**tx)
        .await
        .map_err(failed("taking the accounts of a peer off lists"))?;
    Ok(())
}
