//! Accounts: people and services, here and elsewhere.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, LikeExpr, Query, SelectStatement};
use sea_orm::{ActiveValue, Condition, IntoActiveModel as _, JoinType, QueryOrder as _, QuerySelect as _};

use super::kind::{AccountKind, MemberState, Role};
use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx, follow, member};
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
    /// A moderator keeps it out of public lists.
    pub silenced: bool,
    /// It is kept out of public lists, itself or with its server.
    pub hushed: bool,
    /// Its pictures are always covered.
    pub sensitized: bool,
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
/// `start` in their display name. Those from here come first. Suspended ones and those of blocked peers are out; limited ones
/// are found by those who follow them and by their whole name.
pub async fn search(
    conn: &impl Conn,
    me: Option<i64>,
    start: &str,
    host: Option<&str>,
    limit: u64,
) -> Result<Vec<Account>> {
    let followed = Query::select()
        .column(follow::Column::TargetId)
        .from(follow::Entity)
        .and_where(ExprTrait::eq(
            Expr::col((follow::Entity, follow::Column::FollowerId)),
            me.unwrap_or_default(),
        ))
        .to_owned();
    let heard = Condition::any()
        .add(Column::Hushed.eq(false))
        .add(Column::HandleKey.eq(start))
        .add(Column::Id.in_subquery(followed));
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
        .filter(heard)
        .filter(standing())
        .order_by_asc(Column::Host)
        .order_by_asc(Column::HandleKey)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("searching accounts"))
}

/// Where moderators look for accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Place {
    /// Everywhere.
    #[default]
    Anywhere,
    /// Members.
    Here,
    /// On other servers.
    Elsewhere,
}

/// How accounts stand that moderators look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not suspended, and of members those who may do what their role allows.
    Active,
    /// Members who wait for approval.
    Pending,
    /// Members who may not sign in.
    Frozen,
    /// Kept out of public lists for themselves.
    Silenced,
    /// Suspended.
    Suspended,
    /// With their pictures always covered.
    Sensitized,
}

/// Which accounts moderators look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Where.
    pub place: Place,
    /// How they stand.
    pub state: Option<State>,
    /// With a handle that has this in it, folded; empty: any.
    pub handle: String,
    /// With a display name that has this in it; empty: any.
    pub name: String,
    /// Of this host, and no other; empty: any.
    pub host: String,
    /// Only members with one of these roles.
    pub roles: Option<Vec<Role>>,
}

/// The accounts that moderators look for, with their members, the latest known first. Of those of this server the ones without
/// a member are left out: the server's own, and what stays of who has left.
pub async fn list_sought(
    conn: &impl Conn,
    sought: &Sought,
    page: Page,
) -> Result<Slice<(Account, Option<member::Member>)>> {
    let with = |text: &str| {
        let text = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        LikeExpr::new(format!("%{text}%")).escape('!')
    };
    let of_somebody = Condition::any().add(Column::Host.ne("")).add(member::Column::AccountId.is_not_null());
    let mut wanted = Condition::all().add(of_somebody).add_option(sought.state.map(state));
    match sought.place {
        Place::Anywhere => {}
        Place::Here => wanted = wanted.add(Column::Host.eq("")),
        Place::Elsewhere => wanted = wanted.add(Column::Host.ne("")),
    }
    if !sought.handle.is_empty() {
        wanted = wanted.add(Column::HandleKey.like(with(&sought.handle)));
    }
    if !sought.name.is_empty() {
        let name = Expr::from(Func::lower(Expr::col((Entity, Column::DisplayName))));
        wanted = wanted.add(ExprTrait::like(name, with(&sought.name.to_lowercase())));
    }
    if !sought.host.is_empty() {
        wanted = wanted.add(Column::Host.eq(sought.host.as_str()));
    }
    if let Some(roles) = &sought.roles {
        wanted = wanted.add(member::Column::Role.is_in(roles.iter().copied()));
    }
    let cursor = Expr::col((Entity, Column::Id));
    let of_member: RelationDef =
        Entity::belongs_to(member::Entity).from(Column::Id).to(member::Column::AccountId).into();
    let rows: Vec<(Account, Option<member::Member>)> = Entity::find()
        .select_also(member::Entity)
        .join(JoinType::LeftJoin, of_member)
        .filter(wanted)
        .filter(page.bounds(&cursor))
        .order_by(cursor, page.order())
        .limit(page.size().saturating_add(1))
        .all(conn)
        .await
        .map_err(failed("looking for accounts"))?;
    Ok(page.slice(rows, |(row, _)| row.id))
}

fn state(state: State) -> Condition {
    let member = |state: MemberState| Condition::all().add(member::Column::State.eq(state));
    match state {
        State::Active => Condition::all().add(Column::Suspended.eq(false)).add(
            Condition::any()
                .add(member::Column::State.is_null())
                .add(member::Column::State.eq(MemberState::Active)),
        ),
        State::Pending => member(MemberState::Pending),
        State::Frozen => member(MemberState::Frozen),
        State::Silenced => Condition::all().add(Column::Silenced.eq(true)),
        State::Suspended => Condition::all().add(Column::Suspended.eq(true)),
        State::Sensitized => Condition::all().add(Column::Sensitized.eq(true)),
    }
}

/// The numbers of all accounts of these peers, as a subquery.
pub fn of_peers(peer_ids: &[i64]) -> SelectStatement {
    Query::select()
        .column(Column::Id)
        .from(Entity)
        .and_where(ExprTrait::is_in(Expr::col((Entity, Column::PeerId)), peer_ids.iter().copied()))
        .to_owned()
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

/// Writes what a moderator decided about an account that stays.
pub async fn set_limits(tx: &Tx, id: i64, silenced: bool, hushed: bool, sensitized: bool) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Silenced, Expr::value(silenced))
        .col_expr(Column::Hushed, Expr::value(hushed))
        .col_expr(Column::Sensitized, Expr::value(sensitized))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("limiting an account"))?;
    Ok(())
}

/// Writes for all accounts of a peer whether they are kept out of public lists: with the peer, or for themselves.
pub async fn hush_peer(tx: &Tx, peer_id: i64, hushed: bool) -> Result<()> {
    let for_itself = Expr::col(Column::Silenced);
    let value = if hushed { Expr::value(true) } else { for_itself };
    Entity::update_many()
        .col_expr(Column::Hushed, value)
        .filter(Column::PeerId.eq(peer_id))
        .exec(&**tx)
        .await
        .map_err(failed("limiting the accounts of a peer"))?;
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
