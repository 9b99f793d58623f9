//! Which hashtags members follow.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, QuerySelect as _};

use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tag_follow")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    /// The term that the hashtag names, or `#` and the hashtag itself, folded.
    pub key: String,
    /// The hashtag as it was followed, without sign.
    pub name: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as TagFollow;

/// What an account follows, the latest first.
pub async fn list_of(conn: &impl Conn, account_id: i64, page: Page) -> Result<Slice<TagFollow>> {
    let of_account = Entity::find().filter(Column::AccountId.eq(account_id));
    let rows = page
        .cut(of_account, &Expr::col((Entity, Column::Id)))
        .all(conn)
        .await
        .map_err(failed("reading followed hashtags"))?;
    Ok(page.slice(rows, |row| row.id))
}

/// Which of the keys an account follows.
pub async fn list_among(conn: &impl Conn, account_id: i64, keys: &[String]) -> Result<Vec<String>> {
    Entity::find()
        .select_only()
        .column(Column::Key)
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Key.is_in(keys.iter().map(String::as_str)))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading followed hashtags"))
}

/// How many hashtags an account follows.
pub async fn count_of(conn: &impl Conn, account_id: i64) -> Result<u64> {
    let query = Entity::find().filter(Column::AccountId.eq(account_id));
    query.count(conn).await.map_err(failed("counting followed hashtags"))
}

/// Every key that anybody follows, once.
pub async fn list_keys(conn: &impl Conn) -> Result<Vec<String>> {
    Entity::find()
        .select_only()
        .column(Column::Key)
        .distinct()
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading which hashtags are followed"))
}

/// Writes a follow; one that stands already stays.
pub async fn insert(tx: &Tx, row: TagFollow) -> Result<()> {
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([Column::AccountId, Column::Key]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("following a hashtag"))?;
    Ok(())
}

/// Removes a follow.
pub async fn delete(tx: &Tx, account_id: i64, key: &str) -> Result<()> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Key.eq(key))
        .exec(&**tx)
        .await
        .map_err(failed("unfollowing a hashtag"))?;
    Ok(())
}
