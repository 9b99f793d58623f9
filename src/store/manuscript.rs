//! What somebody is still typing: sealed, found by a hash of the secret that only their browser has.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "manuscript")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub secret_hash: String,
    pub sealed: String,
    pub expires_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Manuscript;

/// Keeps a manuscript, in place of what it was before.
pub async fn put(tx: &Tx, row: Manuscript) -> Result<()> {
    let newer =
        OnConflict::column(Column::SecretHash).update_columns([Column::Sealed, Column::ExpiresAt]).to_owned();
    Entity::insert(row.into_active_model())
        .on_conflict(newer)
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("keeping a manuscript"))?;
    Ok(())
}

/// The manuscript with this hash, unless it has run out.
pub async fn find(conn: &impl Conn, secret_hash: &str, now: i64) -> Result<Option<Manuscript>> {
    let row = Entity::find_by_id(secret_hash.to_owned()).filter(Column::ExpiresAt.gt(now)).one(conn).await;
    row.map_err(failed("reading a manuscript"))
}

/// Forgets a manuscript.
pub async fn delete(tx: &Tx, secret_hash: &str) -> Result<()> {
    let done = Entity::delete_by_id(secret_hash.to_owned()).exec(&**tx).await;
    done.map(drop).map_err(failed("forgetting a manuscript"))
}

/// Forgets those that have run out.
pub async fn delete_expired(tx: &Tx, now: i64) -> Result<()> {
    let done = Entity::delete_many().filter(Column::ExpiresAt.lte(now)).exec(&**tx).await;
    done.map(drop).map_err(failed("forgetting manuscripts"))
}
