//! Other servers: whether we accept or block them, and how delivery to them goes.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, Query};
use sea_orm::{Condition, IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::kind::{DeliveryState, Knock, PostKind, PostState, Trouble, Visibility};
use super::tx::failed;
use super::{Conn, Tx, account, delivery_to, post};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "peer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub host: String,
    pub accepted: bool,
    pub blocked: bool,
    pub software: Option<String>,
    pub heard_week: Option<String>,
    pub fail_count: i32,
    pub retry_at: i64,
    /// Everything in the delivery log up to here is settled for this peer.
    pub delivered_to: i64,
    /// How requests to it are signed, where that is known.
    pub knock: Option<Knock>,
    /// The last day on which it took something.
    pub delivered_day: Option<String>,
    /// What was the matter when it last did not.
    pub trouble: Option<Trouble>,
    /// Since when it is only tried once a day.
    pub parked_day: Option<String>,
    /// Why the operator blocked it, in words for everybody.
    pub public_comment: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Peer;

impl Model {
    /// A host that nothing is known of yet.
    pub fn new(id: i64, host: String) -> Self {
        Self {
            id,
            host,
            accepted: false,
            blocked: false,
            software: None,
            heard_week: None,
            fail_count: 0,
            retry_at: 0,
            delivered_to: 0,
            knock: None,
            delivered_day: None,
            trouble: None,
            parked_day: None,
            public_comment: String::new(),
        }
    }
}

/// The peer of this host.
pub async fn find(conn: &impl Conn, host: &str) -> Result<Option<Peer>> {
    Entity::find().filter(Column::Host.eq(host)).one(conn).await.map_err(failed("reading a peer"))
}

/// The peer with this number.
pub async fn find_by_id(conn: &impl Conn, id: i64) -> Result<Option<Peer>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a peer"))
}

/// A host and every name above it: who blocks `example.org` blocks `a.example.org:8443` too.
pub fn names_above(host: &str) -> Vec<String> {
    let name = host.split_once(':').map_or(host, |(name, _)| name);
    let parents = name.match_indices('.').filter_map(|(at, _)| name.get(at + 1..));
    let mut names = vec![host.to_owned(), name.to_owned()];
    names.extend(parents.map(str::to_owned));
    names
}

/// Whether one of these hosts is blocked.
pub async fn is_any_blocked(conn: &impl Conn, hosts: &[String]) -> Result<bool> {
    let blocked = Entity::find()
        .filter(Column::Host.is_in(hosts.iter().map(String::as_str)))
        .filter(Column::Blocked.eq(true))
        .one(conn)
        .await
        .map_err(failed("reading blocked peers"))?;
    Ok(blocked.is_some())
}

/// All peers that were accepted or blocked, by host.
pub async fn list_decided(conn: &impl Conn) -> Result<Vec<Peer>> {
    Entity::find()
        .filter(Condition::any().add(Column::Accepted.eq(true)).add(Column::Blocked.eq(true)))
        .order_by_asc(Column::Host)
        .all(conn)
        .await
        .map_err(failed("reading peers"))
}

/// All peers that were accepted or blocked, that fail, or to which something is still to be delivered, by host.
pub async fn list_notable(conn: &impl Conn) -> Result<Vec<Peer>> {
    let undelivered = Query::select()
        .expr(Expr::val(1))
        .from(delivery_to::Entity)
        .and_where(delivery_to::Column::State.is_in([DeliveryState::Waiting, DeliveryState::Later]))
        .and_where(Expr::col((delivery_to::Entity, delivery_to::Column::PeerId)).equals((Entity, Column::Id)))
        .to_owned();
    let notable = Condition::any()
        .add(Column::Accepted.eq(true))
        .add(Column::Blocked.eq(true))
        .add(Column::FailCount.gt(0))
        .add(Expr::exists(undelivered));
    Entity::find().filter(notable).order_by_asc(Column::Host).all(conn).await.map_err(failed("reading peers"))
}

/// The peer of this host and those of names below it.
pub async fn list_below(conn: &impl Conn, host: &str) -> Result<Vec<Peer>> {
    Entity::find()
        .filter(Condition::any().add(Column::Host.eq(host)).add(Column::Host.ends_with(format!(".{host}"))))
        .all(conn)
        .await
        .map_err(failed("reading peers"))
}

/// Those of the peers that were accepted.
pub async fn list_accepted(conn: &impl Conn, ids: &[i64]) -> Result<Vec<i64>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(Column::Accepted.eq(true))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading accepted peers"))
}

/// Writes a new peer.
pub async fn insert(tx: &Tx, row: Peer) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("the peer"))?;
    Ok(())
}

/// Notes how requests to a peer are signed.
pub async fn set_knock(tx: &Tx, id: i64, knock: Knock) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Knock, Expr::value(knock))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("noting how requests to a peer are signed"))?;
    Ok(())
}

/// Writes what the operator decided about a peer.
pub async fn decide(tx: &Tx, id: i64, accepted: bool, blocked: bool) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Accepted, Expr::value(accepted))
        .col_expr(Column::Blocked, Expr::value(blocked))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("deciding about a peer"))?;
    Ok(())
}

/// Writes why the operator blocked a peer.
pub async fn explain(tx: &Tx, id: i64, public_comment: &str) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::PublicComment, Expr::value(public_comment))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("explaining a block"))?;
    Ok(())
}

/// Puts a peer's public stories into the public lists, or takes them out.
pub async fn list_stories(tx: &Tx, id: i64, listed: bool) -> Result<()> {
    let there = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(ExprTrait::eq(Expr::col((account::Entity, account::Column::PeerId)), id))
        .to_owned();
    post::Entity::update_many()
        .col_expr(post::Column::Listed, Expr::value(listed))
        .filter(post::Column::AccountId.in_subquery(there))
        .filter(post::Column::Kind.eq(PostKind::Story))
        .filter(post::Column::Visibility.eq(Visibility::Public))
        .filter(post::Column::State.eq(PostState::Published))
        .exec(&**tx)
        .await
        .map_err(failed("listing the stories of a peer"))?;
    Ok(())
}

/// Notes that everything in the log up to `delivered_to` is settled for these peers, and that they answer.
pub async fn note_delivered(tx: &Tx, ids: &[i64], delivered_to: i64) -> Result<()> {
    let further = Expr::case(ExprTrait::lt(Expr::col(Column::DeliveredTo), delivered_to), delivered_to)
        .finally(Expr::col(Column::DeliveredTo));
    Entity::update_many()
        .col_expr(Column::DeliveredTo, further.into())
        .col_expr(Column::FailCount, Expr::value(0))
        .col_expr(Column::RetryAt, Expr::value(0))
        .col_expr(Column::ParkedDay, Expr::value(Option::<String>::None))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(&**tx)
        .await
        .map_err(failed("noting what was delivered"))?;
    Ok(())
}

/// Notes that peers took something today.
pub async fn note_success(tx: &Tx, ids: &[i64], today: &str) -> Result<()> {
    let is_news = Condition::any().add(Column::DeliveredDay.is_null()).add(Column::DeliveredDay.ne(today));
    Entity::update_many()
        .col_expr(Column::DeliveredDay, Expr::value(today))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(is_news)
        .exec(&**tx)
        .await
        .map_err(failed("noting that a peer took something"))?;
    Ok(())
}

/// Notes what was the matter with a peer.
pub async fn note_trouble(tx: &Tx, id: i64, trouble: Trouble) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Trouble, Expr::value(trouble))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("noting what is the matter with a peer"))?;
    Ok(())
}

/// Lets a peer be tried at `now` (seconds), however often it failed.
pub async fn wake(tx: &Tx, id: i64, now: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::RetryAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("waking a peer"))?;
    Ok(())
}

/// Notes how often in a row a peer failed, and when (seconds) it is tried again. `parked` is today where that is only once a
/// day; the first such day stands.
pub async fn note_failed(
    tx: &Tx,
    id: i64,
    fail_count: i32,
    retry_at: i64,
    parked: Option<&str>,
) -> Result<()> {
    let since = parked.map_or_else(
        || Expr::value(Option::<String>::None),
        |today| Func::coalesce([Expr::col(Column::ParkedDay), Expr::val(today)]).into(),
    );
    Entity::update_many()
        .col_expr(Column::FailCount, Expr::value(fail_count))
        .col_expr(Column::RetryAt, Expr::value(retry_at))
        .col_expr(Column::ParkedDay, since)
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("noting that a peer failed"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_below_all_its_parents() {
        assert_eq!(
            names_above("a.b.example:8443"),
            ["a.b.example:8443", "a.b.example", "b.example", "example"]
        );
    }
}
