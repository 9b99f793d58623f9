//! Posts that were taken back or deleted; they never come back.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tombstone")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub uri: String,
    /// Its page here, so that the page can answer 410; empty where there is none, or it is still there because the post
    /// only travels no longer.
    pub post_id: Option<i64>,
    pub account_id: Option<i64>,
    pub was_public: bool,
    pub deleted_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Tombstone;

/// Writes a tombstone; the first one stands.
pub async fn insert(tx: &Tx, tombstone: Tombstone) -> Result<()> {
    Entity::insert(tombstone.into_active_model())
        .on_conflict(OnConflict::column(Column::Uri).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a tombstone"))?;
    Ok(())
}

/// The tombstone of a wire id.
pub async fn find(conn: &impl Conn, uri: &str) -> Result<Option<Tombstone>> {
    Entity::find_by_id(uri.to_owned()).one(conn).await.map_err(failed("reading a tombstone"))
}

/// Those of the wire ids that have a tombstone.
pub async fn list_uris(conn: &impl Conn, uris: &[&str]) -> Result<Vec<String>> {
    Entity::find()
        .select_only()
        .column(Column::Uri)
        .filter(Column::Uri.is_in(uris.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading tombstones"))
}

/// The tombstone of a post of this server, by the number it had.
pub async fn find_by_post(conn: &impl Conn, post_id: i64) -> Result<Option<Tombstone>> {
    Entity::find().filter(Column::PostId.eq(post_id)).one(conn).await.map_err(failed("reading a tombstone"))
}

/// Forgets of whom the posts of an account were that are gone.
pub async fn forget_author(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::AccountId, Expr::value(None::<i64>))
        .filter(Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting whose posts are gone"))?;
    Ok(())
}

/// Removes the tombstones of an account of another server: once it is gone itself, nothing that it wrote can come back.
pub async fn delete_by(tx: &Tx, account_id: i64) -> Result<()> {
    let which = Entity::delete_many().filter(Column::AccountId.eq(account_id));
    which.exec(&**tx).await.map_err(failed("removing tombstones"))?;
    Ok(())
}
