//! What authors of ours permitted to somebody elsewhere: to quote, like, answer or pass on one post.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;

use super::kind::PermissionKind;
use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "permission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Its own wire id.
    pub uri: String,
    pub kind: PermissionKind,
    pub post_id: i64,
    /// Who asked.
    pub account_id: i64,
    /// Wire id of what quotes, likes, answers or passes on.
    pub interacting: String,
    /// Taken back: it is remembered, so that asking again does not bring it back.
    pub revoked: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Permission;

/// Writes a permission.
pub async fn insert(tx: &Tx, row: Permission) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("the permission"))?;
    Ok(())
}

/// The permission with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Permission>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a permission"))
}

/// The permission with this wire id.
pub async fn find_by_uri(conn: &impl Conn, uri: &str) -> Result<Option<Permission>> {
    Entity::find().filter(Column::Uri.eq(uri)).one(conn).await.map_err(failed("reading a permission"))
}

/// What was permitted to something with this wire id about a post, or taken back.
pub async fn find_of(
    conn: &impl Conn,
    post_id: i64,
    kind: PermissionKind,
    interacting: &str,
) -> Result<Option<Permission>> {
    Entity::find()
        .filter(Column::PostId.eq(post_id))
        .filter(Column::Kind.eq(kind))
        .filter(Column::Interacting.eq(interacting))
        .one(conn)
        .await
        .map_err(failed("reading a permission"))
}

/// All that was permitted about a post, also what was taken back.
pub async fn list_of_post(conn: &impl Conn, post_id: i64) -> Result<Vec<Permission>> {
    Entity::find()
        .filter(Column::PostId.eq(post_id))
        .all(conn)
        .await
        .map_err(failed("reading the permissions of a post"))
}

/// The quotes of a post that were permitted, newest first. The cursor is the permission's number.
pub async fn list_quotes(conn: &impl Conn, post_id: i64, page: Page) -> Result<Slice<Permission>> {
    let quotes = Entity::find()
        .filter(Column::PostId.eq(post_id))
        .filter(Column::Kind.eq(PermissionKind::Quote))
        .filter(Column::Revoked.eq(false));
    let rows = page
        .cut(quotes, &Expr::col((Entity, Column::Id)))
        .all(conn)
        .await
        .map_err(failed("reading the quotes of a post"))?;
    Ok(page.slice(rows, |row| row.id))
}

/// Takes a permission back.
pub async fn revoke(tx: &Tx, id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Revoked, Expr::value(true))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("taking a permission back"))?;
    Ok(())
}

/// Removes all that was permitted about a post.
pub async fn delete_about(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing permissions"))?;
    Ok(())
}

/// Removes all that was permitted to something that is gone.
pub async fn delete_of(tx: &Tx, interacting: &str) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Interacting.eq(interacting))
        .exec(&**tx)
        .await
        .map_err(failed("removing permissions"))?;
    Ok(())
}
