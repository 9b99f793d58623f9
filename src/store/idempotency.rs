//! Posts that a client may send twice by mistake.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_hash: String,
    pub post_id: i64,
    pub expires_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Idempotency;

/// The post that was written under this key, if that was not too long ago.
pub async fn find(conn: &impl Conn, key_hash: &str, now: i64) -> Result<Option<i64>> {
    let row = Entity::find_by_id(key_hash.to_owned())
        .filter(Column::ExpiresAt.gt(now))
        .one(conn)
        .await
        .map_err(failed("reading an idempotency key"))?;
    Ok(row.map(|row| row.post_id))
}

/// Remembers which post was written under a key; forgets keys that ran out.
pub async fn insert(tx: &Tx, key_hash: String, post_id: i64, now: i64, expires_at: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::ExpiresAt.lte(now))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting idempotency keys"))?;
    let row = ActiveModel { key_hash: Set(key_hash), post_id: Set(post_id), expires_at: Set(expires_at) };
    Entity::insert(row).exec_without_returning(&**tx).await.map_err(failed("an idempotency key"))?;
    Ok(())
}
