//! How far members read their conversations, and which they took off their lists.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conversation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    /// The first post of the thread; it may be gone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub root_id: i64,
    /// Position of the last post that was read.
    pub read_to: i64,
    /// Position of the last post when it was taken off the list: it comes back with the next one.
    pub hidden_to: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Conversation;

/// What an account did with several conversations.
pub async fn list(conn: &impl Conn, account_id: i64, root_ids: &[i64]) -> Result<Vec<Conversation>> {
    if root_ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::RootId.is_in(root_ids.iter().copied()))
        .all(conn)
        .await
        .map_err(failed("reading conversations"))
}

/// Writes what an account did with a conversation, in the place of what is there.
pub async fn put(tx: &Tx, row: Conversation) -> Result<()> {
    let replaced = OnConflict::columns([Column::AccountId, Column::RootId])
        .update_columns([Column::ReadTo, Column::HiddenTo])
        .to_owned();
    Entity::insert(row.into_active_model())
        .on_conflict(replaced)
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a conversation"))?;
    Ok(())
}

/// Removes everything of an account.
pub async fn delete_by(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing conversations"))?;
    Ok(())
}
