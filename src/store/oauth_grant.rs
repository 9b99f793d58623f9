//! Codes that an application exchanges for a token, once.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;

use super::Tx;
use super::tx::failed;
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "oauth_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_hash: String,
    pub app_id: i64,
    pub account_id: i64,
    pub redirect_uri: String,
    pub scopes: String,
    pub code_challenge: Option<String>,
    pub expires_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as OauthGrant;

/// Adds a code, and forgets codes that ended before `now` (seconds).
pub async fn insert(tx: &Tx, row: Model, now: i64) -> Result<()> {
    let expired = Entity::delete_many().filter(Column::ExpiresAt.lt(now));
    expired.exec(&**tx).await.map_err(failed("forgetting old codes"))?;
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("adding a code"))?;
    Ok(())
}

/// Takes a code away: only one of two who send it gets it.
pub async fn take(tx: &Tx, code_hash: &str) -> Result<Option<Model>> {
    let found = Entity::find_by_id(code_hash).one(&**tx).await.map_err(failed("reading a code"))?;
    let gone = Entity::delete_by_id(code_hash).exec(&**tx).await.map_err(failed("taking a code"))?;
    Ok(found.filter(|_| gone.rows_affected == 1))
}

/// Forgets the codes of one member.
pub async fn delete_of_account(tx: &Tx, account_id: i64) -> Result<()> {
    let query = Entity::delete_many().filter(Column::AccountId.eq(account_id));
    query.exec(&**tx).await.map_err(failed("forgetting codes"))?;
    Ok(())
}
