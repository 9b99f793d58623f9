//! Who does not want to see whom.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{Condition, IntoActiveModel as _};

use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mute")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub target_id: i64,
    pub notices: bool,
    pub until_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Mute;

/// The mutes that stand at `now` (seconds) of one account over any of the others.
pub async fn list_over(conn: &impl Conn, account: i64, others: &[i64], now: i64) -> Result<Vec<Mute>> {
    Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::TargetId.is_in(others.iter().copied()))
        .filter(stands(now))
        .all(conn)
        .await
        .map_err(failed("reading mutes"))
}

/// The mutes that stand at `now` (seconds) of any of the accounts over `target`.
pub async fn list_by(conn: &impl Conn, accounts: &[i64], target: i64, now: i64) -> Result<Vec<Mute>> {
    Entity::find()
        .filter(Column::AccountId.is_in(accounts.iter().copied()))
        .filter(Column::TargetId.eq(target))
        .filter(stands(now))
        .all(conn)
        .await
        .map_err(failed("reading mutes"))
}

/// Whom an account mutes at `now` (seconds). The cursor is the muted account's number.
pub async fn list_of(conn: &impl Conn, account: i64, now: i64, page: Page) -> Result<Slice<Mute>> {
    let of_account = Entity::find().filter(Column::AccountId.eq(account)).filter(stands(now));
    let rows = page
        .cut(of_account, &Expr::col((Entity, Column::TargetId)))
        .all(conn)
        .await
        .map_err(failed("reading mutes"))?;
    Ok(page.slice(rows, |row| row.target_id))
}

/// A mute without an end, or with one that has not come.
pub fn stands(now: i64) -> Condition {
    let until = || Expr::col((Entity, Column::UntilAt));
    Condition::any().add(ExprTrait::is_null(until())).add(ExprTrait::gt(until(), now))
}

/// Writes a mute over one that may stand already.
pub async fn upsert(tx: &Tx, row: Mute) -> Result<()> {
    let replaced = OnConflict::columns([Column::AccountId, Column::TargetId])
        .update_columns([Column::Notices, Column::UntilAt])
        .to_owned();
    Entity::insert(row.into_active_model())
        .on_conflict(replaced)
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a mute"))?;
    Ok(())
}

/// Removes a mute.
pub async fn delete(tx: &Tx, account: i64, target: i64) -> Result<()> {
    Entity::delete_by_id((account, target)).exec(&**tx).await.map_err(failed("removing a mute"))?;
    Ok(())
}
