//! The credentials of one member. Those of a person's other members are random, and nobody knows them.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, IntoActiveModel as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::{Error, Result};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub passphrase_hash: String,
    pub recovery_hash: String,
    pub consent_version: i32,
    pub created_week: String,
    /// Version of the community's terms that the person agreed to; empty: none.
    pub terms_version: String,
    /// Version of its privacy notice that the person agreed to; empty: none.
    pub privacy_version: String,
    /// The month of that, e.g. `2026-11`; empty where there is none.
    pub agreed_month: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as SignIn;

/// Adds a sign-in.
pub async fn insert(tx: &Tx, row: Model) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("adding a sign-in"))?;
    Ok(())
}

/// The sign-in of this number.
pub async fn load(conn: &impl Conn, id: i64) -> Result<Model> {
    let found = Entity::find_by_id(id).one(conn).await.map_err(failed("reading a sign-in"))?;
    found.ok_or(Error::NotFound("sign-in"))
}

/// Replaces the hash of the passphrase, and of the recovery words if new ones were drawn.
pub async fn change(tx: &Tx, id: i64, passphrase_hash: String, recovery_hash: Option<String>) -> Result<()> {
    let row = ActiveModel {
        id: ActiveValue::Unchanged(id),
        passphrase_hash: ActiveValue::Set(passphrase_hash),
        recovery_hash: recovery_hash.map_or(ActiveValue::NotSet, ActiveValue::Set),
        ..<ActiveModel as Default>::default()
    };
    Entity::update(row).exec(&**tx).await.map_err(failed("changing a sign-in"))?;
    Ok(())
}

/// Writes down which versions the person agrees to, and the month.
pub async fn agree(
    tx: &Tx,
    id: i64,
    terms_version: String,
    privacy_version: String,
    agreed_month: String,
) -> Result<()> {
    let row = ActiveModel {
        id: ActiveValue::Unchanged(id),
        terms_version: ActiveValue::Set(terms_version),
        privacy_version: ActiveValue::Set(privacy_version),
        agreed_month: ActiveValue::Set(agreed_month),
        ..<ActiveModel as Default>::default()
    };
    Entity::update(row).exec(&**tx).await.map_err(failed("writing an agreement"))?;
    Ok(())
}

/// Removes a sign-in with its sessions and its member.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing a sign-in"))?;
    Ok(())
}
