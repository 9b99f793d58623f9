//! Which servers fetched which posts of ours, with a signature: each may have a copy that was never delivered to it.

use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::kind::PostState;
use super::tx::failed;
use super::{Conn, Tx, post};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fetched")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub peer_id: i64,
    pub fetched_week: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Those of the posts of which it is noted that the peer fetched them.
pub async fn list_noted(conn: &impl Conn, peer_id: i64, post_ids: &[i64]) -> Result<Vec<i64>> {
    Entity::find()
        .select_only()
        .column(Column::PostId)
        .filter(Column::PostId.is_in(post_ids.iter().copied()))
        .filter(Column::PeerId.eq(peer_id))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading who fetched posts"))
}

/// Notes that a peer fetches posts. What is no longer there to be fetched is left out; what is can't be taken back before
/// this transaction ends. Of one post at most `most` peers are noted.
pub async fn note(tx: &Tx, peer_id: i64, post_ids: &[i64], week: &str, most: u64) -> Result<()> {
    let there: Vec<i64> = post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .filter(post::Column::Id.is_in(post_ids.iter().copied()))
        .filter(post::Column::State.eq(PostState::Published))
        .lock_shared()
        .into_tuple()
        .all(&**tx)
        .await
        .map_err(failed("reading what is fetched"))?;
    for post_id in there {
        let count = Entity::find().filter(Column::PostId.eq(post_id)).count(&**tx).await;
        if count.map_err(failed("counting who fetched a post"))? >= most {
            continue;
        }
        let row =
            ActiveModel { post_id: Set(post_id), peer_id: Set(peer_id), fetched_week: Set(week.to_owned()) };
        Entity::insert(row)
            .on_conflict(OnConflict::columns([Column::PostId, Column::PeerId]).do_nothing().to_owned())
            .exec_without_returning(&**tx)
            .await
            .map_err(failed("noting who fetches a post"))?;
    }
    Ok(())
}

/// Forgets who fetched a post: all of them were asked to delete it.
pub async fn forget_post(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting who fetched a post"))?;
    Ok(())
}
