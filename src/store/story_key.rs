//! Management keys: who told a story without an account manages it with words, of which only a hash is kept.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "story_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    pub words_hash: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Gives a story a key, in place of the one it had.
pub async fn put(tx: &Tx, post_id: i64, words_hash: String) -> Result<()> {
    Entity::insert(Model { post_id, words_hash }.into_active_model())
        .on_conflict(OnConflict::column(Column::PostId).update_column(Column::WordsHash).to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a management key"))?;
    Ok(())
}

/// The number of the story that a key is for.
pub async fn find(conn: &impl Conn, words_hash: &str) -> Result<Option<i64>> {
    let row = Entity::find().filter(Column::WordsHash.eq(words_hash)).one(conn).await;
    Ok(row.map_err(failed("reading a management key"))?.map(|row| row.post_id))
}

/// What a story's words are kept as, where it has any.
pub async fn find_hash(conn: &impl Conn, post_id: i64) -> Result<Option<String>> {
    let row = Entity::find_by_id(post_id).one(conn).await;
    Ok(row.map_err(failed("reading a management key"))?.map(|row| row.words_hash))
}
