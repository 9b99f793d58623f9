//! Keys of accounts beside the one that stands in the account's own row: other kinds, and those that were replaced.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, IntoActiveModel as _, QueryOrder as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    pub key_id: String,
    /// PEM, or a Multikey as its actor shows it.
    pub public_key: String,
    /// Only of keys that accounts of this server sign with.
    pub private_key: Option<String>,
    /// Since when an account of this server signs with it no longer, in seconds.
    pub retired_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as AccountKey;

/// The further keys of an account, the newest first.
pub async fn list(conn: &impl Conn, account_id: i64) -> Result<Vec<AccountKey>> {
    let query = Entity::find().filter(Column::AccountId.eq(account_id)).order_by_desc(Column::Id);
    query.all(conn).await.map_err(failed("reading the keys of an account"))
}

/// The further keys with this id: different accounts may claim the same.
pub async fn list_by_key_id(conn: &impl Conn, key_id: &str) -> Result<Vec<AccountKey>> {
    let query = Entity::find().filter(Column::KeyId.eq(key_id)).order_by_asc(Column::Id);
    query.all(conn).await.map_err(failed("reading keys by their id"))
}

/// Accounts of this server that sign, and have no second key to sign with.
pub async fn list_without(conn: &impl Conn, limit: u64) -> Result<Vec<super::account::Account>> {
    use sea_orm::QuerySelect as _;
    use sea_orm::sea_query::{ExprTrait as _, Query};
    let signing = Query::select()
        .column(Column::AccountId)
        .from(Entity)
        .and_where(Expr::col(Column::PrivateKey).is_not_null())
        .to_owned();
    super::account::Entity::find()
        .filter(super::account::Column::PrivateKey.is_not_null())
        .filter(super::account::Column::Id.not_in_subquery(signing))
        .order_by_asc(super::account::Column::Id)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("looking for accounts without a second key"))
}

/// Adds keys.
pub async fn insert_all(tx: &Tx, rows: Vec<AccountKey>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    Entity::insert_many(rows.into_iter().map(|row| row.into_active_model()))
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing keys"))?;
    Ok(())
}

/// Signs with none of an account's further keys any more: their private halves are gone, the public ones stay for a
/// while.
pub async fn retire(tx: &Tx, account_id: i64, at: i64) -> Result<()> {
    let retired = ActiveModel {
        private_key: ActiveValue::Set(None),
        retired_at: ActiveValue::Set(Some(at)),
        ..<ActiveModel as Default>::default()
    };
    Entity::update_many()
        .set(retired)
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::PrivateKey.is_not_null())
        .exec(&**tx)
        .await
        .map_err(failed("retiring keys"))?;
    Ok(())
}

/// Removes an account's further keys.
pub async fn delete_of(tx: &Tx, account_id: i64) -> Result<()> {
    let query = Entity::delete_many().filter(Column::AccountId.eq(account_id));
    query.exec(&**tx).await.map_err(failed("removing keys"))?;
    Ok(())
}

/// Removes keys that nothing was signed with since before `time`, in seconds.
pub async fn delete_retired_before(tx: &Tx, time: i64) -> Result<()> {
    let query = Entity::delete_many().filter(Column::RetiredAt.lt(time));
    query.exec(&**tx).await.map_err(failed("removing retired keys"))?;
    Ok(())
}
