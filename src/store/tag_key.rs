//! Under which hashtags the posts of a followed key stand. It follows from the vocabulary, and is made anew at every
//! start.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tag_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The hashtags of a key, folded.
pub async fn list(conn: &impl Conn, key: &str) -> Result<Vec<String>> {
    let rows = Entity::find().filter(Column::Key.eq(key)).all(conn).await;
    Ok(rows.map_err(failed("reading the hashtags of a key"))?.into_iter().map(|row| row.tag).collect())
}

/// Writes the hashtags of a key in place of those it had.
pub async fn replace(tx: &Tx, key: &str, tags: &[String]) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Key.eq(key))
        .exec(&**tx)
        .await
        .map_err(failed("removing the hashtags of a key"))?;
    // Both databases limit how many values a statement may carry.
    for some in tags.chunks(500) {
        let rows = some.iter().map(|tag| Model { key: key.to_owned(), tag: tag.clone() }.into_active_model());
        Entity::insert_many(rows)
            .exec_without_returning(&**tx)
            .await
            .map_err(failed("writing the hashtags of a key"))?;
    }
    Ok(())
}
