//! Whom members keep at hand on their own profile.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, QuerySelect as _};

use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "endorsement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    pub target_id: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Endorsement;

/// Whom an account keeps at hand, the latest first.
pub async fn list_of(conn: &impl Conn, account_id: i64, page: Page) -> Result<Slice<Endorsement>> {
    let of_account = Entity::find().filter(Column::AccountId.eq(account_id));
    let rows = page
        .cut(of_account, &Expr::col((Entity, Column::Id)))
        .all(conn)
        .await
        .map_err(failed("reading endorsements"))?;
    Ok(page.slice(rows, |row| row.id))
}

/// Which of the others an account keeps at hand.
pub async fn list_over(conn: &impl Conn, account_id: i64, others: &[i64]) -> Result<Vec<i64>> {
    Entity::find()
        .select_only()
        .column(Column::TargetId)
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::TargetId.is_in(others.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading endorsements"))
}

/// Writes an endorsement; one that stands already stays.
pub async fn insert(tx: &Tx, row: Endorsement) -> Result<()> {
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([Column::AccountId, Column::TargetId]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing an endorsement"))?;
    Ok(())
}

/// Removes an endorsement.
pub async fn delete(tx: &Tx, account_id: i64, target_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::TargetId.eq(target_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing an endorsement"))?;
    Ok(())
}
