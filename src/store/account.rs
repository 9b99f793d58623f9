//! Accounts: people and services, here and elsewhere.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, LikeExpr, Query, SelectStatement};
use sea_orm::{ActiveValue, Condition, IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::kind::AccountKind;
use super::tx::failed;
use super::{Conn, Tx, follow};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub uri: String,
    pub handle: String,
    pub handle_key: String,
    pub host: String,
    pub peer_id: Option<i64>,
    pub kind: AccountKind,
    pub display_name: String,
    pub summary: String,
    pub url: String,
    pub inbox: String,
    pub shared_inbox: Option<String>,
    pub outbox: Option<String>,
    pub followers_uri: Option<String>,
    pub following_uri: Option<String>,
    pub featured_uri: Option<String>,
    pub key_id: Option<String>,
    pub public_key: String,
    pub private_key: Option<String>,
    pub avatar_url: Option<String>,
    pub header_url: Option<String>,
    pub fields: String,
    pub locked: bool,
    pub discoverable: bool,
    pub indexable: bool,
    pub suspended: bool,
    pub created_month: String,
    pub fetched_at: i64,
    pub follower_count: i32,
    pub following_count: i32,
    pub post_count: i32,
    pub last_post_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Account;

impl Model {
    /// Whether the account lives on this server.
    pub fn is_local(&self) -> bool {
        self.host.is_empty()
    }
}

/// How an account's counts of follows change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Followers more or less.
    pub followers: i32,
    /// Followed accounts more or less.
    pub following: i32,
}

/// The account with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Account>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading an account"))
}

/// The accounts with these numbers, in no order; unknown ones are left out.
pub async fn list(conn: &impl Conn, ids: &[i64]) -> Result<Vec<Account>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(conn)
        .await
        .map_err(failed("reading accounts"))
}

/// The account with this wire id.
pub async fn find_by_uri(conn: &impl Conn, uri: &str) -> Result<Option<Account>> {
    Entity::find()
        .filter(Column::Uri.eq(uri))
        .one(conn)
        .await
        .map_err(failed("reading an account by its uri"))
}

/// The accounts with these wire ids, in no order; unknown ones are left out.
pub async fn list_by_uris(conn: &impl Conn, uris: &[String]) -> Result<Vec<Account>> {
    if uris.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::Uri.is_in(uris.iter().map(String::as_str)))
        .all(conn)
        .await
        .map_err(failed("reading accounts by their uris"))
}

/// The account whose key has this id.
pub async fn find_by_key_id(conn: &impl Conn, key_id: &str) -> Result<Option<Account>> {
    Entity::find()
        .filter(Column::KeyId.eq(key_id))
        .one(conn)
        .await
        .map_err(failed("reading an account by its key"))
}

/// The account of this name, folded, on this host (empty: here).
pub async fn find_by_handle(conn: &impl Conn, handle_key: &str, host: &str) -> Result<Option<Account>> {
    Entity::find()
        .filter(Column::HandleKey.eq(handle_key))
        .filter(Column::Host.eq(host))
        .one(conn)
        .await
        .map_err(failed("reading an account by its handle"))
}

/// Accounts whose handle begins with `start` (folded; on `host` if given), or that want to be found and have
/// `start` in their display name. Those from here come first. Suspended ones and those of blocked peers are out.
pub async fn search(conn: &impl Conn, start: &str, host: Option<&str>, limit: u64) -> Result<Vec<Account>> {
    let text = start.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let by_handle = Column::HandleKey.like(LikeExpr::new(format!("{text}%")).escape('!'));
    let name = Func::lower(Expr::col((Entity, Column::DisplayName)));
    let by_name = Condition::all()
        .add(Column::Discoverable.eq(true))
        .add(ExprTrait::like(Expr::from(name), LikeExpr::new(format!("%{text}%")).escape('!')));
    let found = match host {
        Some(host) => Condition::all()
            .add(by_handle)
            .add(Column::Host.like(format!("{}%", host.replace(['%', '_'], "")))),
        None => Condition::any().add(by_handle).add(by_name),
    };
    Entity::find()
        .filter(found)
        .filter(standing())
        .order_by_asc(Column::Host)
        .order_by_asc(Column::HandleKey)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("searching accounts"))
}

/// Accounts that are neither suspended nor of a blocked peer: nobody else's doings are shown to anybody.
pub fn standing() -> Condition {
    let peer = || Expr::col((Entity, Column::PeerId));
    let blocked = Query::select()
        .expr(Expr::val(1))
        .from(super::peer::Entity)
        .and_where(ExprTrait::eq(Expr::col((super::peer::Entity, super::peer::Column::Id)), peer()))
        .and_where(ExprTrait::eq(Expr::col((super::peer::Entity, super::peer::Column::Blocked)), true))
        .to_owned();
    Condition::all()
        .add(ExprTrait::eq(Expr::col((Entity, Column::Suspended)), false))
        .add(Condition::any().add(ExprTrait::is_null(peer())).add(Expr::not_exists(blocked)))
}

/// Which of the accounts are suspended or of a blocked peer.
pub async fn list_hidden(conn: &impl Conn, ids: &[i64]) -> Result<Vec<i64>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(standing().not())
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading hidden accounts"))
}

/// Writes a new account.
pub async fn insert(tx: &Tx, row: Account) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("the account"))?;
    Ok(())
}

/// Writes everything about an account but its counts, which only grow and shrink step by step.
pub async fn update(tx: &Tx, row: Account) -> Result<()> {
    let id = row.id;
    let mut row = row.into_active_model().reset_all();
    row.id = ActiveValue::NotSet;
    row.follower_count = ActiveValue::NotSet;
    row.following_count = ActiveValue::NotSet;
    row.post_count = ActiveValue::NotSet;
    row.last_post_at = ActiveValue::NotSet;
    Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("the handle"))?;
    Ok(())
}

/// Frees a handle for another account: its first owner is known by number until it is fetched again.
pub async fn release_handle(tx: &Tx, id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::HandleKey, Expr::value(format!("~{id}")))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("releasing a handle"))?;
    Ok(())
}

/// Suspends an account or lets it come back.
pub async fn set_suspended(tx: &Tx, id: i64, suspended: bool) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Suspended, Expr::value(suspended))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("suspending an account"))?;
    Ok(())
}

/// Counts posts of an account that others can read, and notes the day of the latest one that everybody may read
/// (`latest` in seconds), in the transaction that releases or erases them.
pub async fn count_posts(tx: &Tx, id: i64, by: i32, latest: Option<i64>) -> Result<()> {
    const DAY: i64 = 86_400;
    let mut update = Entity::update_many()
        .col_expr(Column::PostCount, ExprTrait::add(Expr::col(Column::PostCount), by))
        .filter(Column::Id.eq(id));
    if let Some(at) = latest.map(|at| at - at.rem_euclid(DAY)) {
        let noted = || Expr::col(Column::LastPostAt);
        let is_earlier = ExprTrait::or(ExprTrait::is_null(noted()), ExprTrait::lt(noted(), at));
        update = update.col_expr(Column::LastPostAt, Expr::case(is_earlier, at).finally(noted()).into());
    }
    update.exec(&**tx).await.map_err(failed("counting posts"))?;
    Ok(())
}

/// Changes an account's counts of follows, in the transaction of the change that they count.
pub async fn count(tx: &Tx, id: i64, change: Counts) -> Result<()> {
    let moved = |column: Column, by: i32| ExprTrait::add(Expr::col(column), by);
    Entity::update_many()
        .col_expr(Column::FollowerCount, moved(Column::FollowerCount, change.followers))
        .col_expr(Column::FollowingCount, moved(Column::FollowingCount, change.following))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("counting for an account"))?;
    Ok(())
}

/// Counts followers and followed anew for these accounts, after many follows went at once.
pub async fn recount(tx: &Tx, ids: &[i64]) -> Result<()> {
    // Both databases limit how many values a statement may carry.
    for some in ids.chunks(500) {
        let of = |column: follow::Column| -> SelectStatement {
            Query::select()
                .expr(Func::count(Expr::col((follow::Entity, follow::Column::Id))))
                .from(follow::Entity)
                .and_where(ExprTrait::eq(
                    Expr::col((follow::Entity, column)),
                    Expr::col((Entity, Column::Id)),
                ))
                .and_where(ExprTrait::eq(Expr::col((follow::Entity, follow::Column::Accepted)), true))
                .to_owned()
        };
        let counted = |column| Expr::from(of(column));
        Entity::update_many()
            .col_expr(Column::FollowerCount, counted(follow::Column::TargetId))
            .col_expr(Column::FollowingCount, counted(follow::Column::FollowerId))
            .filter(Column::Id.is_in(some.iter().copied()))
            .exec(&**tx)
            .await
            .map_err(failed("counting follows anew"))?;
    }
    Ok(())
}

/// Removes an account; everything that hangs on it goes with it.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing an account"))?;
    Ok(())
}
