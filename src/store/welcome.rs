//! Whom members let in: their notices and messages wait no more.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, IntoActiveModel as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "welcome")]
pub struct Model {
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    /// Who was let in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_id: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Those of the members who let an account in.
pub async fn list_by(conn: &impl Conn, members: &[i64], from_id: i64) -> Result<Vec<i64>> {
    Entity::find()
        .select_only()
        .column(Column::AccountId)
        .filter(Column::FromId.eq(from_id))
        .filter(Column::AccountId.is_in(members.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading who was let in"))
}

/// A member lets an account in.
pub async fn insert(tx: &Tx, account_id: i64, from_id: i64) -> Result<()> {
    Entity::insert(Model { account_id, from_id }.into_active_model())
        .on_conflict(OnConflict::columns([Column::AccountId, Column::FromId]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("letting an account in"))?;
    Ok(())
}

/// Removes whom an account let in, and who let it in.
pub async fn delete_of(tx: &Tx, account_id: i64) -> Result<()> {
    let either = Condition::any().add(Column::AccountId.eq(account_id)).add(Column::FromId.eq(account_id));
    Entity::delete_many().filter(either).exec(&**tx).await.map_err(failed("forgetting who was let in"))?;
    Ok(())
}

/// An account that is blocked is no longer let in.
pub async fn delete(tx: &Tx, account_id: i64, from_id: i64) -> Result<()> {
    Entity::delete_by_id((account_id, from_id)).exec(&**tx).await.map_err(failed("letting in no longer"))?;
    Ok(())
}
