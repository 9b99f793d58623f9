//! What there was once and never is again, as digests: handles that were given away, wire ids of actors, words that have served.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "former")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds a digest, unless it is there.
pub async fn insert(tx: &Tx, digest: String) -> Result<()> {
    Entity::insert(Model { digest }.into_active_model())
        .on_conflict(OnConflict::column(Column::Digest).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("remembering what there was"))?;
    Ok(())
}

/// Those of the digests that are there.
pub async fn list(conn: &impl Conn, digests: &[String]) -> Result<Vec<String>> {
    Entity::find()
        .select_only()
        .column(Column::Digest)
        .filter(Column::Digest.is_in(digests.iter().map(String::as_str)))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading what there was"))
}

/// Whether a digest is there.
pub async fn holds(conn: &impl Conn, digest: &str) -> Result<bool> {
    Ok(!list(conn, &[digest.to_owned()]).await?.is_empty())
}
