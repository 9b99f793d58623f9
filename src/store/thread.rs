//! Threads as others are told of them: which posts stand where, without their words.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{FromQueryResult, Order, QueryOrder as _, QuerySelect as _};

use super::kind::{PostState, Visibility};
use super::post::{Column, Entity, Post};
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

/// So many posts of one thread are looked at.
const MOST: u64 = 500;

/// Where a post stands in its thread.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Place {
    /// The post.
    pub id: i64,
    /// Its wire id.
    pub uri: String,
    /// Who wrote it.
    pub account_id: i64,
    /// What it answers, as far as that is here.
    pub in_reply_to_id: Option<i64>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Whether it was written here.
    pub local: bool,
    /// Whether it travels.
    pub federates: bool,
}

/// The released posts of a thread, oldest first.
pub async fn list(conn: &impl Conn, root_id: i64) -> Result<Vec<Place>> {
    places()
        .filter(Column::RootId.eq(root_id))
        .into_model()
        .all(conn)
        .await
        .map_err(failed("reading a thread"))
}

/// The released replies to some posts, oldest first; of them all no more than are looked at in one thread.
pub async fn list_replies(conn: &impl Conn, post_ids: &[i64]) -> Result<Vec<Place>> {
    if post_ids.is_empty() {
        return Ok(Vec::new());
    }
    let replies = places().filter(Column::InReplyToId.is_in(post_ids.iter().copied())).into_model();
    replies.all(conn).await.map_err(failed("reading replies"))
}

fn places() -> Select<Entity> {
    Entity::find()
        .select_only()
        .columns([Column::Id, Column::Uri, Column::AccountId, Column::InReplyToId])
        .columns([Column::Visibility, Column::Local, Column::Federates])
        .filter(Column::State.eq(PostState::Published))
        .order_by(Column::Position, Order::Asc)
        .limit(MOST)
}

/// Replies that wait for the post with this wire id.
pub async fn list_waiting(conn: &impl Conn, uri: &str) -> Result<Vec<Post>> {
    Entity::find()
        .filter(Column::InReplyToUri.eq(uri))
        .filter(Column::InReplyToId.is_null())
        .order_by(Column::Id, Order::Asc)
        .limit(MOST)
        .all(conn)
        .await
        .map_err(failed("reading replies that wait"))
}

/// Who wrote what hangs on a reply that waits, itself first: author and visibility of each.
pub async fn list_branch(conn: &impl Conn, root_id: i64) -> Result<Vec<(i64, Visibility)>> {
    Entity::find()
        .select_only()
        .columns([Column::AccountId, Column::Visibility])
        .filter(Column::RootId.eq(root_id))
        .order_by(Column::Id, Order::Asc)
        .limit(MOST)
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading a branch of a thread"))
}

/// Replies that arrived before the post they answer find it now, with all that hangs on them; of all that wait for it, or of
/// one.
pub async fn adopt(tx: &Tx, parent: &Post, only: Option<i64>) -> Result<()> {
    let waiting = |column: Column| {
        let mut query = Query::select();
        query.column(column).from(Entity).and_where(Column::InReplyToUri.eq(parent.uri.as_str()));
        query.and_where(Column::InReplyToId.is_null());
        if let Some(only) = only {
            query.and_where(Column::Id.eq(only));
        }
        query
    };
    Entity::update_many()
        .col_expr(Column::RootId, Expr::value(parent.root_id))
        .filter(Column::RootId.in_subquery(waiting(Column::Id)))
        .exec(&**tx)
        .await
        .map_err(failed("adopting what hangs on replies"))?;
    Entity::update_many()
        .col_expr(Column::RootId, Expr::value(parent.root_id))
        .col_expr(Column::InReplyToAccountId, Expr::value(parent.account_id))
        .col_expr(Column::InReplyToId, Expr::value(parent.id))
        .filter(Column::Id.in_subquery(waiting(Column::Id)))
        .exec(&**tx)
        .await
        .map_err(failed("adopting replies"))?;
    Ok(())
}
