//! Replies that are held, and who decides about each.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::kind::Decider;
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "held_reply")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    pub story_id: i64,
    /// Who told the story.
    pub author_id: i64,
    pub decider: Decider,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as HeldReply;

/// Notes who decides about replies.
pub async fn insert_all(tx: &Tx, rows: Vec<HeldReply>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    Entity::insert_many(rows.into_iter().map(HeldReply::into_active_model))
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("holding replies"))?;
    Ok(())
}

/// Who decides about a reply, while it is held.
pub async fn find(conn: &impl Conn, post_id: i64) -> Result<Option<HeldReply>> {
    Entity::find_by_id(post_id).one(conn).await.map_err(failed("reading a held reply"))
}

/// Replies that a decider has to decide about, oldest first; of one author's stories, where that is given.
pub async fn list(
    conn: &impl Conn,
    decider: Decider,
    author_id: Option<i64>,
    limit: u64,
) -> Result<Vec<HeldReply>> {
    let mut query = Entity::find().filter(Column::Decider.eq(decider));
    if let Some(author_id) = author_id {
        query = query.filter(Column::AuthorId.eq(author_id));
    }
    query.order_by_asc(Column::PostId).limit(limit).all(conn).await.map_err(failed("reading held replies"))
}

/// The numbers of the replies that are held in the thread of a story.
pub async fn list_of_story(conn: &impl Conn, story_id: i64) -> Result<Vec<i64>> {
    Entity::find()
        .select_only()
        .column(Column::PostId)
        .filter(Column::StoryId.eq(story_id))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading the held replies of a story"))
}

/// How many replies in the thread of a story a decider has to decide about.
pub async fn count(conn: &impl Conn, story_id: i64, decider: Decider) -> Result<u64> {
    Entity::find()
        .filter(Column::StoryId.eq(story_id))
        .filter(Column::Decider.eq(decider))
        .count(conn)
        .await
        .map_err(failed("counting held replies"))
}

/// A reply is decided about.
pub async fn delete(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::delete_by_id(post_id).exec(&**tx).await.map_err(failed("deciding about a reply"))?;
    Ok(())
}
