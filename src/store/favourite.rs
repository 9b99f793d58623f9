//! Favourites.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "favourite")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    pub post_id: i64,
    pub uri: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Favourite;

/// The favourite of a post by an account.
pub async fn find_pair(conn: &impl Conn, account: i64, post: i64) -> Result<Option<Model>> {
    Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::PostId.eq(post))
        .one(conn)
        .await
        .map_err(failed("reading a favourite"))
}

/// The favourites of an account, newest first. The cursor is the favourite's number.
pub async fn list_of(conn: &impl Conn, account: i64, page: Page) -> Result<Slice<Model>> {
    let rows = page
        .cut(Entity::find().filter(Column::AccountId.eq(account)), &Expr::col((Entity, Column::Id)))
        .all(conn)
        .await
        .map_err(failed("reading favourites"))?;
    Ok(page.slice(rows, |row| row.id))
}

/// Writes a favourite. False when it stood already.
pub async fn insert(tx: &Tx, row: Model) -> Result<bool> {
    let written = Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([Column::PostId, Column::AccountId]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("the favourite"))?;
    Ok(written > 0)
}

/// Removes a favourite.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing a favourite"))?;
    Ok(())
}

/// The favourite with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Favourite>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a favourite"))
}

/// The favourites of a post, newest first. The cursor is the favourite's number.
pub async fn list_to(conn: &impl Conn, post: i64, page: Page) -> Result<Slice<Favourite>> {
    let rows = page
        .cut(Entity::find().filter(Column::PostId.eq(post)), &Expr::col((Entity, Column::Id)))
        .all(conn)
        .await
        .map_err(failed("reading favourites"))?;
    Ok(page.slice(rows, |row| row.id))
}

/// The favourite with this wire id.
pub async fn find_by_uri(conn: &impl Conn, uri: &str) -> Result<Option<Favourite>> {
    Entity::find().filter(Column::Uri.eq(uri)).one(conn).await.map_err(failed("reading a favourite"))
}
