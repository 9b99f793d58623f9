//! Which servers members do not want to see anything of.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{IntoActiveModel as _, QuerySelect as _};

use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx, account};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "host_block")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    pub host: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as HostBlock;

/// The hosts that an account blocks, the latest first.
pub async fn list_of(conn: &impl Conn, account_id: i64, page: Page) -> Result<Slice<HostBlock>> {
    let of_account = Entity::find().filter(Column::AccountId.eq(account_id));
    let rows = page
        .cut(of_account, &Expr::col((Entity, Column::Id)))
        .all(conn)
        .await
        .map_err(failed("reading blocked hosts"))?;
    Ok(page.slice(rows, |row| row.id))
}

/// Which of these accounts block a host.
pub async fn list_by(conn: &impl Conn, account_ids: &[i64], host: &str) -> Result<Vec<i64>> {
    if host.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .select_only()
        .column(Column::AccountId)
        .filter(Column::Host.eq(host))
        .filter(Column::AccountId.is_in(account_ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading who blocks a host"))
}

/// Which of the others live on a host that the account blocks.
pub async fn list_over(conn: &impl Conn, account_id: i64, others: &[i64]) -> Result<Vec<i64>> {
    account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.is_in(others.iter().copied()))
        .filter(account::Column::Host.in_subquery(hosts_of(account_id)))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading who lives on a blocked host"))
}

/// Selects the hosts that an account blocks.
pub fn hosts_of(account_id: i64) -> SelectStatement {
    Query::select()
        .column(Column::Host)
        .from(Entity)
        .and_where(ExprTrait::eq(Expr::col((Entity, Column::AccountId)), account_id))
        .to_owned()
}

/// Writes a block; one that stands already stays.
pub async fn insert(tx: &Tx, row: HostBlock) -> Result<()> {
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([Column::AccountId, Column::Host]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("blocking a host"))?;
    Ok(())
}

/// Removes a block.
pub async fn delete(tx: &Tx, account_id: i64, host: &str) -> Result<()> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Host.eq(host))
        .exec(&**tx)
        .await
        .map_err(failed("unblocking a host"))?;
    Ok(())
}
