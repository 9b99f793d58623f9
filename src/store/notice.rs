//! Notices: what a member is told has happened.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{
    Condition, FromQueryResult, IntoActiveModel as _, JoinType, QueryOrder as _, QuerySelect as _,
    RelationDef, Select,
};

use super::kind::{NoticeKind, NoticeStanding};
use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx, account, block, host_block, mute, post};
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
    /// Whether the member is told.
    pub standing: NoticeStanding,
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

/// Removes the notices about anything by an account that is being erased.
pub async fn delete_about_posts_of(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::PostId.in_subquery(post::of_account(account_id)))
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
    /// Also those that wait until the member lets in who caused them.
    pub with_waiting: bool,
}

/// What waits of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Waiting {
    /// Who caused it.
    pub from_id: i64,
    /// The first notice that waits.
    pub first: i64,
    /// The last one.
    pub last: i64,
    /// How many wait.
    pub count: i64,
}

/// From whom notices to `me` wait at `now` (seconds), who came last first, without accounts that are suspended, blocked
/// or muted. The cursor is the number of the first notice of each.
pub async fn list_waiting(conn: &impl Conn, me: i64, now: i64, page: Page) -> Result<Slice<Waiting>> {
    let first = Expr::col((Entity, Column::Id)).min();
    let rows = waiting(me, now)
        .having(page.bounds(&first))
        .order_by(first, page.order())
        .limit(page.size().saturating_add(1))
        .into_model::<Waiting>()
        .all(conn)
        .await
        .map_err(failed("reading from whom notices wait"))?;
    Ok(page.slice(rows, |row| row.first))
}

/// What waits of one account; nothing where nothing does.
pub async fn find_waiting(conn: &impl Conn, me: i64, now: i64, from: i64) -> Result<Option<Waiting>> {
    waiting(me, now)
        .filter(Column::FromId.eq(from))
        .into_model::<Waiting>()
        .one(conn)
        .await
        .map_err(failed("reading what waits of an account"))
}

fn waiting(me: i64, now: i64) -> Select<Entity> {
    let id = || Expr::col((Entity, Column::Id));
    to(me, now, &Wanted { with_waiting: true, ..Wanted::default() })
        .filter(Column::Standing.eq(NoticeStanding::Waits))
        .select_only()
        .column(Column::FromId)
        .expr_as(id().min(), "first")
        .expr_as(id().max(), "last")
        .expr_as(id().count(), "count")
        .group_by(Column::FromId)
}

/// The notice with this number, if it is to `me` and waits.
pub async fn find_that_waits(conn: &impl Conn, me: i64, id: i64) -> Result<Option<Notice>> {
    Entity::find_by_id(id)
        .filter(Column::AccountId.eq(me))
        .filter(Column::Standing.eq(NoticeStanding::Waits))
        .one(conn)
        .await
        .map_err(failed("reading a notice that waits"))
}

/// For each of the accounts, the last post about which a notice to `me` waits; 0 where those are about none.
pub async fn list_last_posts_waiting(conn: &impl Conn, me: i64, from: &[i64]) -> Result<Vec<(i64, i64)>> {
    Entity::find()
        .select_only()
        .column(Column::FromId)
        .expr(Expr::col((Entity, Column::PostId)).max())
        .filter(Column::AccountId.eq(me))
        .filter(Column::FromId.is_in(from.iter().copied()))
        .filter(Column::Standing.eq(NoticeStanding::Waits))
        .group_by(Column::FromId)
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading what strangers wrote last"))
}

/// Decides about everything of `from` that waits to be told to `me`.
pub async fn decide_waiting(tx: &Tx, me: i64, from: i64, standing: NoticeStanding) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Standing, Expr::value(standing))
        .filter(Column::AccountId.eq(me))
        .filter(Column::FromId.eq(from))
        .filter(Column::Standing.eq(NoticeStanding::Waits))
        .exec(&**tx)
        .await
        .map_err(failed("deciding about notices that wait"))?;
    Ok(())
}

/// The posts that mention `me`, of which `me` is not told, or not yet: messages among them stand in no conversation.
pub(super) fn untold_posts(me: i64) -> SelectStatement {
    Query::select()
        .column(Column::PostId)
        .from(Entity)
        .and_where(ExprTrait::eq(Expr::col((Entity, Column::AccountId)), me))
        .and_where(ExprTrait::eq(Expr::col((Entity, Column::Kind)), NoticeKind::Mention))
        .and_where(ExprTrait::is_in(
            Expr::col((Entity, Column::Standing)),
            [NoticeStanding::Waits, NoticeStanding::Dropped],
        ))
        .to_owned()
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
    let mut standings = vec![NoticeStanding::Told];
    if wanted.with_waiting {
        standings.push(NoticeStanding::Waits);
    }
    select = select.filter(Column::Standing.is_in(standings));
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

/// Writes notices, and gives back those that are new; those that stand already stay as they are.
pub async fn insert_all(tx: &Tx, rows: Vec<Notice>) -> Result<Vec<Notice>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let once = [Column::AccountId, Column::Kind, Column::FromId, Column::PostId];
    Entity::insert_many(rows.into_iter().map(|row| row.into_active_model()))
        .on_conflict(OnConflict::columns(once).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing notices"))?;
    let written = Entity::find().filter(Column::Id.is_in(ids)).all(&**tx).await;
    written.map_err(failed("reading what notices are new"))
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

/// Removes one of the notices that an account is told, or all of them.
pub async fn delete_of(tx: &Tx, account: i64, id: Option<i64>) -> Result<()> {
    let mut gone = Entity::delete_many()
        .filter(Column::AccountId.eq(account))
        .filter(Column::Standing.eq(NoticeStanding::Told));
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
        .filter(Column::Standing.eq(NoticeStanding::Told))
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
