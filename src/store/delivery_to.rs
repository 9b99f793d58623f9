//! To which inboxes of which peers a delivery goes, and how far each is.
//!
//! Who receives is worked out by the database itself, so that a story for ten thousand peers takes no more memory
//! than one for ten.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, OnConflict, Query, SelectStatement};
use sea_orm::{FromQueryResult, JoinType, QueryOrder as _, QuerySelect as _};

use super::kind::DeliveryState;
use super::tx::failed;
use super::{Conn, Tx, account, delivery, fetched, follow, had, peer};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_to")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub delivery_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub peer_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub inbox: String,
    pub state: DeliveryState,
    pub attempts: i32,
    /// Delete and Block overtake everything else.
    pub urgent: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// What is sent.
    #[sea_orm(
        belongs_to = "super::delivery::Entity",
        from = "Column::DeliveryId",
        to = "super::delivery::Column::Id"
    )]
    Delivery,
    /// To whom.
    #[sea_orm(belongs_to = "super::peer::Entity", from = "Column::PeerId", to = "super::peer::Column::Id")]
    Peer,
}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as DeliveryTo;

/// Which delivery inboxes are added to, and whether it overtakes.
#[derive(Debug, Clone, Copy)]
pub struct Addressed {
    /// The delivery.
    pub delivery_id: i64,
    /// Whether it overtakes what waits.
    pub urgent: bool,
}

/// Adds the inbox of each peer where an account has followers: the shared one, if there is one. As the others below, it
/// gives the number of inboxes that were not addressed before.
pub async fn add_followers(tx: &Tx, to: Addressed, account_id: i64) -> Result<u64> {
    let select = accounts(to)
        .inner_join(
            follow::Entity,
            Expr::col((follow::Entity, follow::Column::FollowerId))
                .equals((account::Entity, account::Column::Id)),
        )
        .and_where(ExprTrait::eq(Expr::col((follow::Entity, follow::Column::TargetId)), account_id))
        .and_where(ExprTrait::eq(Expr::col((follow::Entity, follow::Column::Accepted)), true))
        .to_owned();
    add(tx, select).await
}

/// Adds the inboxes of these accounts; those who live here have none.
pub async fn add_accounts(tx: &Tx, to: Addressed, account_ids: &[i64]) -> Result<u64> {
    if account_ids.is_empty() {
        return Ok(0);
    }
    let ids = account_ids.iter().copied();
    let select = accounts(to)
        .and_where(ExprTrait::is_in(Expr::col((account::Entity, account::Column::Id)), ids))
        .to_owned();
    add(tx, select).await
}

/// Adds every inbox that something about a post was sent to, or may have been on its way to; where `actor_id` is
/// given, something by this actor.
pub async fn add_readers(tx: &Tx, to: Addressed, post_id: i64, actor_id: Option<i64>) -> Result<u64> {
    let mut select = earlier(to);
    select.and_where(ExprTrait::eq(Expr::col((delivery::Entity, delivery::Column::PostId)), post_id));
    if let Some(actor_id) = actor_id {
        select.and_where(ExprTrait::eq(Expr::col((delivery::Entity, delivery::Column::ActorId)), actor_id));
    }
    let by_log = add(tx, select).await?;
    let mut select = trimmed(to);
    select.and_where(ExprTrait::eq(Expr::col((had::Entity, had::Column::PostId)), post_id));
    if let Some(actor_id) = actor_id {
        select.and_where(ExprTrait::eq(Expr::col((had::Entity, had::Column::ActorId)), actor_id));
    }
    Ok(by_log + add(tx, select).await?)
}

/// Adds every inbox that something by this actor was sent to, or may have been on its way to.
pub async fn add_readers_of_actor(tx: &Tx, to: Addressed, actor_id: i64) -> Result<u64> {
    let mut select = earlier(to);
    select.and_where(ExprTrait::eq(Expr::col((delivery::Entity, delivery::Column::ActorId)), actor_id));
    let by_log = add(tx, select).await?;
    let mut select = trimmed(to);
    select.and_where(ExprTrait::eq(Expr::col((had::Entity, had::Column::ActorId)), actor_id));
    Ok(by_log + add(tx, select).await?)
}

/// Adds an inbox of each peer that fetched a post and is not addressed yet: a shared one, if there is one.
pub async fn add_fetchers(tx: &Tx, to: Addressed, post_id: i64) -> Result<u64> {
    let least = |column| Expr::from(Func::min(Expr::col((account::Entity, column))));
    let addressed = Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(ExprTrait::eq(Expr::col((Entity, Column::DeliveryId)), to.delivery_id))
        .and_where(Expr::col((Entity, Column::PeerId)).equals((account::Entity, account::Column::PeerId)))
        .to_owned();
    let select = Query::select()
        .expr(Expr::val(to.delivery_id))
        .column((account::Entity, account::Column::PeerId))
        .expr(Func::coalesce([least(account::Column::SharedInbox), least(account::Column::Inbox)]))
        .expr(Expr::val(to.urgent))
        .from(account::Entity)
        .inner_join(
            fetched::Entity,
            Expr::col((fetched::Entity, fetched::Column::PeerId))
                .equals((account::Entity, account::Column::PeerId)),
        )
        .inner_join(
            peer::Entity,
            Expr::col((peer::Entity, peer::Column::Id)).equals((account::Entity, account::Column::PeerId)),
        )
        .and_where(ExprTrait::eq(Expr::col((fetched::Entity, fetched::Column::PostId)), post_id))
        .and_where(ExprTrait::eq(Expr::col((peer::Entity, peer::Column::Blocked)), false))
        .and_where(ExprTrait::ne(Expr::col((account::Entity, account::Column::Inbox)), ""))
        .and_where(Expr::exists(addressed).not())
        .group_by_col((account::Entity, account::Column::PeerId))
        .to_owned();
    add(tx, select).await
}

/// The beginning of a selection of accounts elsewhere whose server is not blocked.
fn accounts(to: Addressed) -> SelectStatement {
    let shared = Expr::col((account::Entity, account::Column::SharedInbox));
    let own = Expr::col((account::Entity, account::Column::Inbox));
    Query::select()
        .distinct()
        .expr(Expr::val(to.delivery_id))
        .column((account::Entity, account::Column::PeerId))
        .expr(Func::coalesce([shared, own]))
        .expr(Expr::val(to.urgent))
        .from(account::Entity)
        .inner_join(
            peer::Entity,
            Expr::col((peer::Entity, peer::Column::Id)).equals((account::Entity, account::Column::PeerId)),
        )
        .and_where(ExprTrait::eq(Expr::col((peer::Entity, peer::Column::Blocked)), false))
        .and_where(ExprTrait::ne(Expr::col((account::Entity, account::Column::Inbox)), ""))
        .to_owned()
}

/// The beginning of a selection of inboxes from the log; what was struck before it was sent does not count.
fn earlier(to: Addressed) -> SelectStatement {
    Query::select()
        .distinct()
        .expr(Expr::val(to.delivery_id))
        .column((Entity, Column::PeerId))
        .column((Entity, Column::Inbox))
        .expr(Expr::val(to.urgent))
        .from(Entity)
        .inner_join(
            delivery::Entity,
            Expr::col((delivery::Entity, delivery::Column::Id)).equals((Entity, Column::DeliveryId)),
        )
        .inner_join(
            peer::Entity,
            Expr::col((peer::Entity, peer::Column::Id)).equals((Entity, Column::PeerId)),
        )
        .and_where(ExprTrait::eq(Expr::col((peer::Entity, peer::Column::Blocked)), false))
        .and_where(ExprTrait::ne(Expr::col((Entity, Column::State)), DeliveryState::Struck))
        .to_owned()
}

/// The beginning of a selection of inboxes from what the log has forgotten.
fn trimmed(to: Addressed) -> SelectStatement {
    Query::select()
        .distinct()
        .expr(Expr::val(to.delivery_id))
        .column((had::Entity, had::Column::PeerId))
        .column((had::Entity, had::Column::Inbox))
        .expr(Expr::val(to.urgent))
        .from(had::Entity)
        .inner_join(
            peer::Entity,
            Expr::col((peer::Entity, peer::Column::Id)).equals((had::Entity, had::Column::PeerId)),
        )
        .and_where(ExprTrait::eq(Expr::col((peer::Entity, peer::Column::Blocked)), false))
        .to_owned()
}

async fn add(tx: &Tx, select: SelectStatement) -> Result<u64> {
    let columns = [Column::DeliveryId, Column::PeerId, Column::Inbox, Column::Urgent];
    let keys = [Column::DeliveryId, Column::PeerId, Column::Inbox];
    let mut insert = Query::insert();
    insert.into_table(Entity).columns(columns).on_conflict(OnConflict::columns(keys).do_nothing().to_owned());
    insert.select_from(select).map_err(anyhow::Error::from)?;
    Ok(tx.execute(&insert).await.map_err(failed("addressing a delivery"))?.rows_affected())
}

/// Strikes everything about a post that still waits, but for the delivery `except`.
pub async fn strike_about(tx: &Tx, post_id: i64, except: i64) -> Result<()> {
    strike(tx, ExprTrait::eq(Expr::col(delivery::Column::PostId), post_id), except).await
}

/// Strikes everything by an actor that still waits and is not urgent, but for the delivery `except`.
pub async fn strike_by(tx: &Tx, actor_id: i64, except: i64) -> Result<()> {
    strike(tx, ExprTrait::eq(Expr::col(delivery::Column::ActorId), actor_id), except).await
}

async fn strike(tx: &Tx, which: Expr, except: i64) -> Result<()> {
    let about =
        Query::select().column(delivery::Column::Id).from(delivery::Entity).and_where(which).to_owned();
    Entity::update_many()
        .col_expr(Column::State, Expr::value(DeliveryState::Struck))
        .filter(Column::DeliveryId.in_subquery(about))
        .filter(Column::DeliveryId.ne(except))
        .filter(Column::State.eq(DeliveryState::Waiting))
        .filter(Column::Urgent.eq(false))
        .exec(&**tx)
        .await
        .map_err(failed("striking deliveries"))?;
    Ok(())
}

/// Peers with something waiting that may be tried at `now` (seconds), in the order of their numbers after `after`.
pub async fn list_ready_peers(conn: &impl Conn, now: i64, after: i64, limit: u64) -> Result<Vec<peer::Peer>> {
    peer::Entity::find()
        .filter(peer::Column::Blocked.eq(false))
        .filter(peer::Column::RetryAt.lte(now))
        .filter(peer::Column::Id.gt(after))
        .filter(Expr::exists(waiting_for_peer()))
        .order_by_asc(peer::Column::Id)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("reading which peers to deliver to"))
}

/// When the next peer with something waiting may be tried, if that is after `now` (seconds).
pub async fn next_retry(conn: &impl Conn, now: i64) -> Result<Option<i64>> {
    let next: Option<i64> = peer::Entity::find()
        .select_only()
        .column(peer::Column::RetryAt)
        .filter(peer::Column::Blocked.eq(false))
        .filter(peer::Column::RetryAt.gt(now))
        .filter(Expr::exists(waiting_for_peer()))
        .order_by_asc(peer::Column::RetryAt)
        .limit(1)
        .into_tuple()
        .one(conn)
        .await
        .map_err(failed("reading when to deliver again"))?;
    Ok(next)
}

fn waiting_for_peer() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(ExprTrait::eq(Expr::col((Entity, Column::State)), DeliveryState::Waiting))
        .and_where(Expr::col((Entity, Column::PeerId)).equals((peer::Entity, peer::Column::Id)))
        .to_owned()
}

/// One delivery that waits for one inbox, with what is to be sent.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Waiting {
    /// The delivery.
    pub delivery_id: i64,
    /// Whose inbox it is.
    pub peer_id: i64,
    /// The inbox.
    pub inbox: String,
    /// How often it was tried in vain.
    pub attempts: i32,
    /// Whether it overtakes.
    pub urgent: bool,
    /// Who sends.
    pub actor_id: i64,
    /// What is sent, as ids.
    pub activity: String,
}

/// What waits for these peers: peer by peer, urgent things first, else in the order of the log.
pub async fn list_waiting(conn: &impl Conn, peer_ids: &[i64], limit: u64) -> Result<Vec<Waiting>> {
    if peer_ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .select_only()
        .columns([Column::DeliveryId, Column::PeerId, Column::Inbox, Column::Attempts, Column::Urgent])
        .columns([delivery::Column::ActorId, delivery::Column::Activity])
        .join(JoinType::InnerJoin, Relation::Delivery.def())
        .filter(Column::State.eq(DeliveryState::Waiting))
        .filter(Column::PeerId.is_in(peer_ids.iter().copied()))
        .order_by_asc(Column::PeerId)
        .order_by_desc(Column::Urgent)
        .order_by_asc(Column::DeliveryId)
        .limit(limit)
        .into_model()
        .all(conn)
        .await
        .map_err(failed("reading what waits for delivery"))
}

/// Gives several deliveries to one inbox their final state.
pub async fn settle_inbox(
    tx: &Tx,
    peer_id: i64,
    inbox: &str,
    delivery_ids: &[i64],
    state: DeliveryState,
) -> Result<()> {
    let which = Column::PeerId
        .eq(peer_id)
        .and(Column::Inbox.eq(inbox))
        .and(Column::DeliveryId.is_in(delivery_ids.iter().copied()));
    settle(tx, which, state).await
}

/// Gives one delivery to several inboxes its final state.
pub async fn settle_delivery(
    tx: &Tx,
    delivery_id: i64,
    inboxes: &[&str],
    state: DeliveryState,
) -> Result<()> {
    let which = Column::DeliveryId.eq(delivery_id).and(Column::Inbox.is_in(inboxes.iter().copied()));
    settle(tx, which, state).await
}

async fn settle(tx: &Tx, which: Expr, state: DeliveryState) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .filter(which)
        .exec(&**tx)
        .await
        .map_err(failed("settling deliveries"))?;
    Ok(())
}

/// Counts an attempt in vain.
pub async fn count_attempt(tx: &Tx, delivery_id: i64, inbox: &str) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Attempts, ExprTrait::add(Expr::col(Column::Attempts), 1))
        .filter(Column::DeliveryId.eq(delivery_id))
        .filter(Column::Inbox.eq(inbox))
        .exec(&**tx)
        .await
        .map_err(failed("counting an attempt"))?;
    Ok(())
}

/// How much is still to be delivered to a peer; what was struck or settled is not counted.
pub async fn count_undelivered(conn: &impl Conn, peer_id: i64) -> Result<u64> {
    Entity::find()
        .filter(Column::State.is_in([DeliveryState::Waiting, DeliveryState::Later]))
        .filter(Column::PeerId.eq(peer_id))
        .count(conn)
        .await
        .map_err(failed("counting what waits for delivery"))
}

/// Offers a peer again what it did not take when it was offered last.
pub async fn take_up_of_peer(tx: &Tx, peer_id: i64) -> Result<()> {
    let which = Column::PeerId.eq(peer_id).and(Column::State.eq(DeliveryState::Later));
    settle(tx, which, DeliveryState::Waiting).await
}

/// Offers again what peers did not take when it was offered last; what is older than the delivery `oldest` is given up.
pub async fn take_up_again(tx: &Tx, oldest: i64) -> Result<()> {
    for (which, state) in [
        (Column::DeliveryId.lt(oldest), DeliveryState::Refused),
        (Column::DeliveryId.gte(oldest), DeliveryState::Waiting),
    ] {
        settle(tx, which.and(Column::State.eq(DeliveryState::Later)), state).await?;
    }
    Ok(())
}

/// Gives deliveries up that wait for a peer which was never reached, but for what overtakes: that is asked of it whenever it
/// is back.
pub async fn give_up(tx: &Tx, delivery_ids: &[i64]) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(DeliveryState::Refused))
        .filter(Column::DeliveryId.is_in(delivery_ids.iter().copied()))
        .filter(Column::State.eq(DeliveryState::Waiting))
        .filter(Column::Urgent.eq(false))
        .exec(&**tx)
        .await
        .map_err(failed("giving deliveries up"))?;
    Ok(())
}

/// How far a delivery is with each of its inboxes: the host and the state, by host.
pub async fn list_progress(conn: &impl Conn, delivery_id: i64) -> Result<Vec<(String, DeliveryState)>> {
    Entity::find()
        .select_only()
        .column(peer::Column::Host)
        .column(Column::State)
        .join(JoinType::InnerJoin, Relation::Peer.def())
        .filter(Column::DeliveryId.eq(delivery_id))
        .order_by_asc(peer::Column::Host)
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading how far a delivery is"))
}

/// The same of everything by an actor that overtakes, with the number of each delivery: of who left, the requests to delete.
pub async fn list_urgent_progress(
    conn: &impl Conn,
    actor_id: i64,
) -> Result<Vec<(i64, String, DeliveryState)>> {
    Entity::find()
        .select_only()
        .column(Column::DeliveryId)
        .column(peer::Column::Host)
        .column(Column::State)
        .join(JoinType::InnerJoin, Relation::Peer.def())
        .join(JoinType::InnerJoin, Relation::Delivery.def())
        .filter(delivery::Column::ActorId.eq(actor_id))
        .filter(Column::Urgent.eq(true))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading how far deliveries are"))
}

/// Forgets what goes to an inbox that is no more.
pub async fn forget_inbox(tx: &Tx, inbox: &str) -> Result<()> {
    let which = Entity::delete_many().filter(Column::Inbox.eq(inbox));
    which.exec(&**tx).await.map_err(failed("forgetting an inbox"))?;
    Ok(())
}
