//! Sessions of people who signed in on the site.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, IntoActiveModel as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub secret_hash: String,
    pub sign_in_id: i64,
    pub account_id: i64,
    pub csrf: String,
    pub used_week: String,
    /// The key of the person's ring, sealed under the session's secret.
    pub ring: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Session;

/// Adds a session.
pub async fn insert(tx: &Tx, row: Model) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("adding a session"))?;
    Ok(())
}

/// The session of this secret, unless it was last used before `oldest_week`.
pub async fn find(conn: &impl Conn, secret_hash: &str, oldest_week: &str) -> Result<Option<Model>> {
    let found = Entity::find_by_id(secret_hash).filter(Column::UsedWeek.gte(oldest_week)).one(conn).await;
    found.map_err(failed("reading a session"))
}

/// Notes the week of use. The session may have ended in the meantime.
pub async fn touch(tx: &Tx, secret_hash: &str, week: String) -> Result<()> {
    Entity::update_many()
        .set(ActiveModel { used_week: ActiveValue::Set(week), ..<ActiveModel as Default>::default() })
        .filter(Column::SecretHash.eq(secret_hash))
        .exec(&**tx)
        .await
        .map_err(failed("noting the use of a session"))?;
    Ok(())
}

/// Ends one session.
pub async fn delete(tx: &Tx, secret_hash: &str) -> Result<()> {
    Entity::delete_by_id(secret_hash).exec(&**tx).await.map_err(failed("ending a session"))?;
    Ok(())
}

/// Ends all sessions of one member but the one to keep, if any.
pub async fn delete_of_account(tx: &Tx, account_id: i64, but: Option<&str>) -> Result<()> {
    let mut query = Entity::delete_many().filter(Column::AccountId.eq(account_id));
    if let Some(kept) = but {
        query = query.filter(Column::SecretHash.ne(kept));
    }
    query.exec(&**tx).await.map_err(failed("ending sessions"))?;
    Ok(())
}

/// Forgets sessions that were last used before `oldest_week`.
pub async fn delete_older(tx: &Tx, oldest_week: &str) -> Result<()> {
    let query = Entity::delete_many().filter(Column::UsedWeek.lt(oldest_week));
    query.exec(&**tx).await.map_err(failed("forgetting old sessions"))?;
    Ok(())
}
