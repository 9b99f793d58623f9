//! Notices: what a member is told has happened.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict, Query};
use sea_orm::{
    Condition, IntoActiveModel as _, JoinType, QueryOrder as _, QuerySelect as _, RelationDef, Select,
};

use super::kind::NoticeKind;
use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx, account, block, host_block, mute};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    pub kind: NoticeKind,
    pub from_id: i64,
    pub post_id: i64,
    pub created_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Notice;

/// Removes the notices about a post that is being erased.
pub async fn delete_about(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing notices"))?;
    Ok(())
}

/// Removes all notices to one of the two about the other.
pub async fn delete_between(tx: &Tx, one: i64, other: i64) -> Result<()> {
    let about = |owner: i64, from: i64| {
        Condition::all().add(Column::AccountId.eq(owner)).add(Column::FromId.eq(from))
    };
    Entity::delete_many()
        .filter(Condition::any().add(about(one, other)).add(about(other, one)))
        .exec(&**tx)
        .await
        .map_err(failed("removing notices"))?;
    Ok(())
}

/// Which notices are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only of these kinds; of all where empty.
    pub kinds: Vec<NoticeKind>,
    /// But of none of these.
    pub not_kinds: Vec<NoticeKind>,
    /// Only from this account.
    pub from: Option<i64>,
    /// Only about this post; 0 for those that are about none.
    pub about: Option<i64>,
    /// Only from this second on, and before that one.
    pub between: Option<(i64, i64)>,
}

/// The notices to `me`, newest first, without those from accounts that are suspended, of a blocked peer, blocked, or
/// muted with their notices at `now` (seconds).
pub async fn list(conn: &impl Conn, me: i64, now: i64, wanted: &Wanted, page: Page) -> Result<Slice<Notice>> {
    let rows = page
        .cut(to(me, now, wanted), &Expr::col((Entity, Column::Id)))
        .all(conn)
        .await
        .map_err(failed("reading notices"))?;
    Ok(page.slice(rows, |row| row.id))
}

/// As [`list`], but up to `most` of them, and in the order in which the page is read: the newest first, or the oldest
/// where it is read upwards.
pub async fn list_read(
    conn: &impl Conn,
    me: i64,
    now: i64,
    wanted: &Wanted,
    page: Page,
    most: u64,
) -> Result<Vec<Notice>> {
    let id = Expr::col((Entity, Column::Id));
    to(me, now, wanted)
        .filter(page.bounds(&id))
        .order_by(id, page.order())
        .limit(most)
        .all(conn)
        .await
        .map_err(failed("reading notices"))
}

/// The notices that `me` is shown.
fn to(me: i64, now: i64, wanted: &Wanted) -> Select<Entity> {
    let from: RelationDef =
        Entity::belongs_to(account::Entity).from(Column::FromId).to(account::Column::Id).into();
    let muted = Query::select()
        .column(mute::Column::TargetId)
        .from(mute::Entity)
        .and_where(ExprTrait::eq(Expr::col((mute::Entity, mute::Column::AccountId)), me))
        .and_where(ExprTrait::eq(Expr::col((mute::Entity, mute::Column::Notices)), true))
        .cond_where(mute::stands(now))
        .to_owned();
    let blocked = Query::select()
        .column(block::Column::TargetId)
        .from(block::Entity)
        .and_where(ExprTrait::eq(Expr::col((block::Entity, block::Column::AccountId)), me))
        .to_owned();
    let mut select = Entity::find()
        .join(JoinType::InnerJoin, from)
        .filter(account::standing())
        .filter(Column::AccountId.eq(me))
        .filter(Column::FromId.not_in_subquery(muted))
        .filter(Column::FromId.not_in_subquery(blocked))
        .filter(account::Column::Host.not_in_subquery(host_block::hosts_of(me)));
    if !wanted.kinds.is_empty() {
        select = select.filter(Column::Kind.is_in(wanted.kinds.iter().copied()));
    }
    if !wanted.not_kinds.is_empty() {
        select = select.filter(Column::Kind.is_not_in(wanted.not_kinds.iter().copied()));
    }
    if let Some(from) = wanted.from {
        select = select.filter(Column::FromId.eq(from));
    }
    if let Some(about) = wanted.about {
        select = select.filter(Column::PostId.eq(about));
    }
    if let Some((from, before)) = wanted.between {
        select = select.filter(Column::CreatedAt.gte(from)).filter(Column::CreatedAt.lt(before));
    }
    select
}

/// Writes notices; those that stand already stay as they are.
pub async fn insert_all(tx: &Tx, rows: Vec<Notice>) -> Result<()> {
    let once = [Column::AccountId, Column::Kind, Column::FromId, Column::PostId];
    Entity::insert_many(rows.into_iter().map(|row| row.into_active_model()))
        .on_conflict(OnConflict::columns(once).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing notices"))?;
    Ok(())
}

/// Removes the notices of one kind from one account, to `to` if given, about `post` if given.
pub async fn delete_from(
    tx: &Tx,
    kind: NoticeKind,
    from: i64,
    to: Option<i64>,
    post: Option<i64>,
) -> Result<()> {
    let mut gone = Entity::delete_many().filter(Column::Kind.eq(kind)).filter(Column::FromId.eq(from));
    if let Some(to) = to {
        gone = gone.filter(Column::AccountId.eq(to));
    }
    if let Some(post) = post {
        gone = gone.filter(Column::PostId.eq(post));
    }
    gone.exec(&**tx).await.map_err(failed("removing notices"))?;
    Ok(())
}

/// Removes one of an account's notices, or all of them.
pub async fn delete_of(tx: &Tx, account: i64, id: Option<i64>) -> Result<()> {
    let mut gone = Entity::delete_many().filter(Column::AccountId.eq(account));
    if let Some(id) = id {
        gone = gone.filter(Column::Id.eq(id));
    }
    gone.exec(&**tx).await.map_err(failed("removing notices"))?;
    Ok(())
}

/// Removes those of an account's notices that are of one kind, about one post (0: about none), and from a span of time
/// (seconds).
pub async fn delete_alike(
    tx: &Tx,
    account: i64,
    kind: NoticeKind,
    about: i64,
    (from, before): (i64, i64),
) -> Result<()> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account))
        .filter(Column::Kind.eq(kind))
        .filter(Column::PostId.eq(about))
        .filter(Column::CreatedAt.gte(from))
        .filter(Column::CreatedAt.lt(before))
        .exec(&**tx)
        .await
        .map_err(failed("removing notices"))?;
    Ok(())
}

/// Removes an account's notices about people on a host.
pub async fn delete_from_host(tx: &Tx, me: i64, host: &str) -> Result<()> {
    let there = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(ExprTrait::eq(Expr::col((account::Entity, account::Column::Host)), host))
        .to_owned();
    Entity::delete_many()
        .filter(Column::AccountId.eq(me))
        .filter(Column::FromId.in_subquery(there))
        .exec(&**tx)
        .await
        .map_err(failed("removing notices"))?;
    Ok(())
}

/// Removes all notices about an account's doings.
pub async fn delete_by(tx: &Tx, from: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::FromId.eq(from))
        .exec(&**tx)
        .await
        .map_err(failed("removing notices"))?;
    Ok(())
}
