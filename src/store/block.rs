//! Who blocks whom.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, IntoActiveModel as _};

use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "block")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub target_id: i64,
    pub uri: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Block;

/// The block of one account by another.
pub async fn find(conn: &impl Conn, account: i64, target: i64) -> Result<Option<Block>> {
    Entity::find_by_id((account, target)).one(conn).await.map_err(failed("reading a block"))
}

/// All blocks between one account and any of the others, in both directions.
pub async fn list_between(conn: &impl Conn, account: i64, others: &[i64]) -> Result<Vec<Block>> {
    let others = || others.iter().copied();
    let out = Condition::all().add(Column::AccountId.eq(account)).add(Column::TargetId.is_in(others()));
    let back = Condition::all().add(Column::TargetId.eq(account)).add(Column::AccountId.is_in(others()));
    Entity::find()
        .filter(Condition::any().add(out).add(back))
        .all(conn)
        .await
        .map_err(failed("reading blocks"))
}

/// Whom an account blocks. The cursor is the blocked account's number: nothing older is kept about a block.
pub async fn list_of(conn: &impl Conn, account: i64, page: Page) -> Result<Slice<Block>> {
    let of_account = Entity::find().filter(Column::AccountId.eq(account));
    let rows = page
        .cut(of_account, &Expr::col((Entity, Column::TargetId)))
        .all(conn)
        .await
        .map_err(failed("reading blocks"))?;
    Ok(page.slice(rows, |row| row.target_id))
}

/// Writes a block; one that stands already stays as it is.
pub async fn insert(tx: &Tx, row: Block) -> Result<()> {
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([Column::AccountId, Column::TargetId]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a block"))?;
    Ok(())
}

/// Removes a block.
pub async fn delete(tx: &Tx, account: i64, target: i64) -> Result<()> {
    Entity::delete_by_id((account, target)).exec(&**tx).await.map_err(failed("removing a block"))?;
    Ok(())
}
