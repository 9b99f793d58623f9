//! Who follows whom.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, Query, SelectStatement};
use sea_orm::{Condition, IntoActiveModel as _, JoinType, QueryOrder as _, QuerySelect as _};

use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx, account};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "follow")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub follower_id: i64,
    pub target_id: i64,
    pub uri: String,
    pub accepted: bool,
    pub shows_boosts: bool,
    pub notifies: bool,
    /// In which languages the follower wants to read, apart by spaces; in all when it is empty.
    pub languages: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Who follows.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::FollowerId",
        to = "super::account::Column::Id"
    )]
    Follower,
}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Follow;

/// The follow with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Follow>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a follow"))
}

/// The follow with this wire id.
pub async fn find_by_uri(conn: &impl Conn, uri: &str) -> Result<Option<Follow>> {
    Entity::find().filter(Column::Uri.eq(uri)).one(conn).await.map_err(failed("reading a follow by its uri"))
}

/// Whether and how one account follows another.
pub async fn find_pair(conn: &impl Conn, follower: i64, target: i64) -> Result<Option<Follow>> {
    Entity::find()
        .filter(Column::FollowerId.eq(follower))
        .filter(Column::TargetId.eq(target))
        .one(conn)
        .await
        .map_err(failed("reading a follow"))
}

/// All follows between one account and any of the others, in both directions.
pub async fn list_between(conn: &impl Conn, account: i64, others: &[i64]) -> Result<Vec<Follow>> {
    let others = || others.iter().copied();
    let out = Condition::all().add(Column::FollowerId.eq(account)).add(Column::TargetId.is_in(others()));
    let back = Condition::all().add(Column::TargetId.eq(account)).add(Column::FollowerId.is_in(others()));
    Entity::find()
        .filter(Condition::any().add(out).add(back))
        .all(conn)
        .await
        .map_err(failed("reading follows"))
}

/// All follows between an account and anybody on a host, in both directions.
pub async fn list_with_host(conn: &impl Conn, account: i64, host: &str) -> Result<Vec<Follow>> {
    let there = || -> SelectStatement {
        Query::select()
            .column(account::Column::Id)
            .from(account::Entity)
            .and_where(ExprTrait::eq(Expr::col((account::Entity, account::Column::Host)), host))
            .to_owned()
    };
    let out = Condition::all().add(Column::FollowerId.eq(account)).add(Column::TargetId.in_subquery(there()));
    let back =
        Condition::all().add(Column::TargetId.eq(account)).add(Column::FollowerId.in_subquery(there()));
    Entity::find()
        .filter(Condition::any().add(out).add(back))
        .all(conn)
        .await
        .map_err(failed("reading follows with a host"))
}

/// Who follows an account (`accepted`), or waits to (not), newest first. The cursor is the follow's number.
pub async fn list_to(conn: &impl Conn, target: i64, accepted: bool, page: Page) -> Result<Slice<Follow>> {
    list_page(conn, Column::TargetId, target, accepted, page).await
}

/// Whom an account follows, newest first. The cursor is the follow's number.
pub async fn list_from(conn: &impl Conn, follower: i64, page: Page) -> Result<Slice<Follow>> {
    list_page(conn, Column::FollowerId, follower, true, page).await
}

async fn list_page(
    conn: &impl Conn,
    column: Column,
    account: i64,
    accepted: bool,
    page: Page,
) -> Result<Slice<Follow>> {
    let of_account = Entity::find().filter(column.eq(account)).filter(Column::Accepted.eq(accepted));
    let rows = page
        .cut(of_account, &Expr::col((Entity, Column::Id)))
        .all(conn)
        .await
        .map_err(failed("reading follows"))?;
    Ok(page.slice(rows, |row| row.id))
}

/// Those of the accounts that follow `target`.
pub async fn list_followers_among(conn: &impl Conn, target: i64, accounts: &[i64]) -> Result<Vec<i64>> {
    Entity::find()
        .select_only()
        .column(Column::FollowerId)
        .filter(Column::TargetId.eq(target))
        .filter(Column::Accepted.eq(true))
        .filter(Column::FollowerId.is_in(accounts.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading followers"))
}

/// How many wait to follow an account.
pub async fn count_waiting(conn: &impl Conn, target: i64) -> Result<u64> {
    let waiting = Entity::find().filter(Column::TargetId.eq(target)).filter(Column::Accepted.eq(false));
    waiting.count(conn).await.map_err(failed("counting who waits"))
}

/// Local accounts that asked to be told when `target` writes.
pub async fn list_to_notify(conn: &impl Conn, target: i64) -> Result<Vec<Follow>> {
    Entity::find()
        .filter(Column::TargetId.eq(target))
        .filter(Column::Accepted.eq(true))
        .filter(Column::Notifies.eq(true))
        .all(conn)
        .await
        .map_err(failed("reading who wants to be told"))
}

/// Writes a new follow. Count it with [`account::count`] if it is accepted.
pub async fn insert(tx: &Tx, row: Follow) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("the follow"))?;
    Ok(())
}

/// Writes a follow's wire id, state and wishes anew. Count it with [`account::count`] if it becomes accepted.
pub async fn update(tx: &Tx, row: &Follow) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Uri, Expr::value(row.uri.as_str()))
        .col_expr(Column::Accepted, Expr::value(row.accepted))
        .col_expr(Column::ShowsBoosts, Expr::value(row.shows_boosts))
        .col_expr(Column::Notifies, Expr::value(row.notifies))
        .col_expr(Column::Languages, Expr::value(row.languages.as_str()))
        .filter(Column::Id.eq(row.id))
        .exec(&**tx)
        .await
        .map_err(failed("the follow"))?;
    Ok(())
}

/// Removes a follow. Count it with [`account::count`] if it was accepted.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing a follow"))?;
    Ok(())
}

/// Follows that were cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cut {
    /// How many.
    pub follows: u64,
    /// Every account that lost one, for [`account::recount`].
    pub accounts: Vec<i64>,
}

/// Follows from and to accounts of these peers.
fn of_peers(peer_ids: &[i64]) -> Condition {
    let there = account::of_peers(peer_ids);
    Condition::any()
        .add(Column::FollowerId.in_subquery(there.clone()))
        .add(Column::TargetId.in_subquery(there))
}

/// How many follows there are from and to accounts of these peers.
pub async fn count_of_peers(conn: &impl Conn, peer_ids: &[i64]) -> Result<u64> {
    let mut count = 0;
    // Both databases limit how many values a statement may carry.
    for some in peer_ids.chunks(500) {
        let found = Entity::find().filter(of_peers(some)).count(conn).await;
        count += found.map_err(failed("counting the follows of peers"))?;
    }
    Ok(count)
}

/// Removes all follows from and to accounts of a peer.
pub async fn delete_of_peer(tx: &Tx, peer_id: i64) -> Result<Cut> {
    cut(tx, &of_peers(&[peer_id])).await
}

/// How many follows there are from and to an account.
pub async fn count_of_account(conn: &impl Conn, account_id: i64) -> Result<u64> {
    let found = Entity::find().filter(of_account(account_id)).count(conn).await;
    found.map_err(failed("counting the follows of an account"))
}

fn of_account(account_id: i64) -> Condition {
    Condition::any().add(Column::FollowerId.eq(account_id)).add(Column::TargetId.eq(account_id))
}

/// Removes all follows from and to an account.
pub async fn delete_of_account(tx: &Tx, account_id: i64) -> Result<Cut> {
    cut(tx, &of_account(account_id)).await
}

async fn cut(tx: &Tx, which: &Condition) -> Result<Cut> {
    let rows =
        Entity::find().filter(which.clone()).all(&**tx).await.map_err(failed("reading follows to be cut"))?;
    Entity::delete_many().filter(which.clone()).exec(&**tx).await.map_err(failed("cutting follows"))?;
    let mut accounts: Vec<i64> = rows.iter().flat_map(|row| [row.follower_id, row.target_id]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    Ok(Cut { follows: u64::try_from(rows.len()).unwrap_or(u64::MAX), accounts })
}

/// Removes the follows by accounts of a peer that get their deliveries at an inbox. Gives back every account that lost one,
/// for [`account::recount`].
pub async fn delete_at_inbox(tx: &Tx, peer_id: i64, inbox: &str) -> Result<Vec<i64>> {
    let shared = Expr::col((account::Entity, account::Column::SharedInbox));
    let own = Expr::col((account::Entity, account::Column::Inbox));
    let there = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(ExprTrait::eq(Expr::col((account::Entity, account::Column::PeerId)), peer_id))
        .and_where(ExprTrait::eq(Expr::from(Func::coalesce([shared, own])), inbox))
        .to_owned();
    let rows = Entity::find()
        .filter(Column::FollowerId.in_subquery(there))
        .all(&**tx)
        .await
        .map_err(failed("reading the follows behind an inbox"))?;
    for row in &rows {
        delete(tx, row.id).await?;
    }
    let mut accounts: Vec<i64> = rows.iter().flat_map(|row| [row.follower_id, row.target_id]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    Ok(accounts)
}

/// The follows of an account by members here that it has let in.
pub async fn list_local_to(conn: &impl Conn, target: i64) -> Result<Vec<Follow>> {
    let here = Query::select()
        .expr(Expr::val(1))
        .from(account::Entity)
        .and_where(Expr::col((account::Entity, account::Column::Id)).equals((Entity, Column::FollowerId)))
        .and_where(account::Column::Host.eq(""))
        .to_owned();
    Entity::find()
        .filter(Column::TargetId.eq(target))
        .filter(Column::Accepted.eq(true))
        .filter(Expr::exists(here))
        .order_by_asc(Column::Id)
        .all(conn)
        .await
        .map_err(failed("reading followers from here"))
}

/// The wire ids of those at a peer who follow the account and were let in, in their order; at most `limit`.
pub async fn list_followers_at(
    conn: &impl Conn,
    target: i64,
    peer_id: i64,
    limit: u64,
) -> Result<Vec<String>> {
    let follows = Query::select()
        .column(Column::FollowerId)
        .from(Entity)
        .and_where(ExprTrait::eq(Expr::col((Entity, Column::TargetId)), target))
        .and_where(ExprTrait::eq(Expr::col((Entity, Column::Accepted)), true))
        .to_owned();
    account::Entity::find()
        .select_only()
        .column(account::Column::Uri)
        .filter(account::Column::PeerId.eq(peer_id))
        .filter(account::Column::Id.in_subquery(follows))
        .order_by_asc(account::Column::Uri)
        .limit(limit)
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading followers at a peer"))
}

/// Whether somebody at a peer follows the account and was let in.
pub async fn has_follower_at(conn: &impl Conn, target: i64, peer_id: i64) -> Result<bool> {
    let there = account::Column::PeerId.eq(peer_id).and(account::Column::Suspended.eq(false));
    has_follower(conn, target, there).await
}

/// Whether anybody here follows the account.
pub async fn has_local_follower(conn: &impl Conn, target: i64) -> Result<bool> {
    has_follower(conn, target, account::Column::Host.eq("")).await
}

/// Whether one of those accounts follows another and was let in.
async fn has_follower(conn: &impl Conn, target: i64, those: Expr) -> Result<bool> {
    let found: Option<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .join(JoinType::InnerJoin, Relation::Follower.def())
        .filter(Column::TargetId.eq(target))
        .filter(Column::Accepted.eq(true))
        .filter(those)
        .into_tuple()
        .one(conn)
        .await
        .map_err(failed("looking for followers"))?;
    Ok(found.is_some())
}
