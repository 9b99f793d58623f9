//! Posts that are written now and released later.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QuerySelect as _};

use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scheduled_post")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    /// The wire id that the post will have.
    pub uri: String,
    /// What the writer sent, as JSON.
    pub words: String,
    /// When it is released, in seconds; a whole minute.
    pub run_at: i64,
    pub key_hash: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as ScheduledPost;

/// The one with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<ScheduledPost>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a scheduled post"))
}

/// The one that was sent with this key.
pub async fn find_by_key(conn: &impl Conn, key_hash: &str) -> Result<Option<ScheduledPost>> {
    Entity::find()
        .filter(Column::KeyHash.eq(key_hash))
        .one(conn)
        .await
        .map_err(failed("reading a scheduled post"))
}

/// What an account scheduled, the last written first. The cursor is the number.
pub async fn list_of(conn: &impl Conn, account_id: i64, page: Page) -> Result<Slice<ScheduledPost>> {
    let rows = page
        .cut(Entity::find().filter(Column::AccountId.eq(account_id)), &Expr::col((Entity, Column::Id)))
        .all(conn)
        .await
        .map_err(failed("reading scheduled posts"))?;
    Ok(page.slice(rows, |row| row.id))
}

/// How many an account has scheduled.
pub async fn count_of(conn: &impl Conn, account_id: i64) -> Result<u64> {
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .count(conn)
        .await
        .map_err(failed("counting scheduled posts"))
}

/// Number and wire id of all of them.
pub async fn list_addresses(conn: &impl Conn) -> Result<Vec<(i64, String)>> {
    Entity::find()
        .select_only()
        .columns([Column::Id, Column::Uri])
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading scheduled posts"))
}

/// Writes one.
pub async fn insert(tx: &Tx, row: ScheduledPost) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("a scheduled post with this key"))?;
    Ok(())
}

/// Gives one another time.
pub async fn set_time(tx: &Tx, id: i64, run_at: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::RunAt, Expr::value(run_at))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("changing a scheduled post"))?;
    Ok(())
}

/// Removes one. False when it is not there any more.
pub async fn delete(tx: &Tx, id: i64) -> Result<bool> {
    let gone = Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing a scheduled post"))?;
    Ok(gone.rows_affected > 0)
}

/// Removes all of an account's.
pub async fn delete_by(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing scheduled posts"))?;
    Ok(())
}
