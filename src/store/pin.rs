//! Pins: which of their posts members show first.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, QueryOrder as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pin")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    pub post_id: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Pin;

/// The pins of an account, the latest first; a member has only a few.
pub async fn list_of(conn: &impl Conn, account_id: i64) -> Result<Vec<Pin>> {
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .order_by_desc(Column::Id)
        .all(conn)
        .await
        .map_err(failed("reading pins"))
}

/// Writes a pin. False when it stood already.
pub async fn insert(tx: &Tx, row: Pin) -> Result<bool> {
    let written = Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(Column::PostId).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("the pin"))?;
    Ok(written > 0)
}

/// Removes all pins of an account.
pub async fn delete_of(tx: &Tx, account_id: i64) -> Result<()> {
    let all = Entity::delete_many().filter(Column::AccountId.eq(account_id));
    all.exec(&**tx).await.map_err(failed("removing pins"))?;
    Ok(())
}

/// Removes the pin of a post. False when there was none.
pub async fn delete(tx: &Tx, post_id: i64) -> Result<bool> {
    let gone = Entity::delete_many()
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing a pin"))?;
    Ok(gone.rows_affected > 0)
}
