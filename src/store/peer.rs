//! Other servers: whether we accept or limit them, and how delivery to them goes.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, Query};
use sea_orm::{ActiveValue, Condition, IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::kind::{DeliveryState, Knock, PostKind, PostState, Trouble, Visibility};
use super::page::{Page, Slice};
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
    /// Why it is limited, in words for everybody.
    pub public_comment: String,
    /// What moderators decided about it and all names below it; none where nothing is.
    pub severity: Option<Severity>,
    /// Whether pictures from there are left out, as they decided.
    pub reject_media: bool,
    /// Whether reports from there are dropped, as they decided.
    pub reject_reports: bool,
    /// Whether everybody reads its name with stars in it.
    pub obfuscate: bool,
    /// Why it is limited, in words for moderators.
    pub private_comment: String,
    /// Whether it is spoken with where only chosen servers are.
    pub allowed: bool,
    /// On which day that was decided, e.g. `2026-11-29`.
    pub decided_day: Option<String>,
    /// What follows of all decisions, as `blocked`: its accounts stay out of public lists.
    pub silenced: bool,
    /// The same: its pictures are left out.
    pub without_media: bool,
}

/// How far a server is limited. The words are Mastodon's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum Severity {
    /// Not at all, but for its pictures or reports.
    Noop,
    /// Its accounts stay out of public lists.
    #[default]
    Silence,
    /// Nothing comes from there or goes there.
    Suspend,
}

/// How a host stands, after all that was decided about it and the names above it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// It is suspended.
    pub suspended: bool,
    /// Only chosen servers are spoken with, and it is none of them.
    pub unlisted: bool,
    /// Its accounts stay out of public lists.
    pub silenced: bool,
    /// Its pictures are left out.
    pub without_media: bool,
    /// Its reports are dropped.
    pub without_reports: bool,
}

impl Standing {
    /// Whether nothing comes from there or goes there.
    pub fn is_blocked(self) -> bool {
        self.suspended || self.unlisted
    }

    /// How a host stands about which, and about the names above it, this was decided. `by_choice`: only chosen servers are
    /// spoken with.
    pub fn of<'a>(decided: impl Iterator<Item = &'a Peer>, by_choice: bool) -> Self {
        let start = Self { unlisted: by_choice, ..Self::default() };
        decided.fold(start, |so_far, peer| Self {
            suspended: so_far.suspended || peer.severity == Some(Severity::Suspend),
            unlisted: so_far.unlisted && !peer.allowed,
            silenced: so_far.silenced || peer.severity == Some(Severity::Silence),
            without_media: so_far.without_media || (peer.severity.is_some() && peer.reject_media),
            without_reports: so_far.without_reports || (peer.severity.is_some() && peer.reject_reports),
        })
    }
}

/// Which decisions about servers are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// Those that limit one.
    Limited,
    /// Those that allow one.
    Allowed,
}

impl Decided {
    fn condition(self) -> Condition {
        match self {
            Self::Limited => Condition::all().add(Column::Severity.is_not_null()),
            Self::Allowed => Condition::all().add(Column::Allowed.eq(true)),
        }
    }
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
            severity: None,
            reject_media: false,
            reject_reports: false,
            obfuscate: false,
            private_comment: String::new(),
            allowed: false,
            decided_day: None,
            silenced: false,
            without_media: false,
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

/// How a host stands. `by_choice`: only chosen servers are spoken with.
pub async fn standing(conn: &impl Conn, host: &str, by_choice: bool) -> Result<Standing> {
    Ok(Standing::of(list_decided_above(conn, host).await?.iter(), by_choice))
}

/// The host and the names above it, as far as something was decided about them; in no order.
pub async fn list_decided_above(conn: &impl Conn, host: &str) -> Result<Vec<Peer>> {
    Entity::find()
        .filter(Column::Host.is_in(names_above(host)))
        .filter(Condition::any().add(Decided::Limited.condition()).add(Decided::Allowed.condition()))
        .all(conn)
        .await
        .map_err(failed("reading what was decided about a host"))
}

/// The peers about which moderators decided, whose name has `part` in it, the latest known first.
pub async fn list_limits(conn: &impl Conn, decided: Decided, part: &str, page: Page) -> Result<Slice<Peer>> {
    let mut select = Entity::find().filter(decided.condition());
    if !part.is_empty() {
        select = select.filter(Column::Host.contains(part));
    }
    let rows = page
        .cut(select, &Expr::col((Entity, Column::Id)))
        .all(conn)
        .await
        .map_err(failed("reading limited peers"))?;
    Ok(page.slice(rows, |row| row.id))
}

/// The peers about which moderators decided, by host, from the one after `after`.
pub async fn list_limits_after(
    conn: &impl Conn,
    decided: Decided,
    after: &str,
    limit: u64,
) -> Result<Vec<Peer>> {
    Entity::find()
        .filter(decided.condition())
        .filter(Column::Host.gt(after))
        .order_by_asc(Column::Host)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("reading limited peers by host"))
}

/// All peers there are: for what follows when something was decided about one or many.
pub async fn list_all(conn: &impl Conn) -> Result<Vec<Peer>> {
    Entity::find().all(conn).await.map_err(failed("reading all peers"))
}

/// All peers that were accepted, limited or allowed, by host.
pub async fn list_decided(conn: &impl Conn) -> Result<Vec<Peer>> {
    Entity::find()
        .filter(
            Condition::any()
                .add(Column::Accepted.eq(true))
                .add(Decided::Limited.condition())
                .add(Decided::Allowed.condition()),
        )
        .order_by_asc(Column::Host)
        .all(conn)
        .await
        .map_err(failed("reading peers"))
}

/// All peers that were accepted, limited or allowed, that fail, or to which something is still to be delivered, by host.
pub async fn list_notable(conn: &impl Conn) -> Result<Vec<Peer>> {
    let undelivered = Query::select()
        .expr(Expr::val(1))
        .from(delivery_to::Entity)
        .and_where(delivery_to::Column::State.is_in([DeliveryState::Waiting, DeliveryState::Later]))
        .and_where(Expr::col((delivery_to::Entity, delivery_to::Column::PeerId)).equals((Entity, Column::Id)))
        .to_owned();
    let notable = Condition::any()
        .add(Column::Accepted.eq(true))
        .add(Decided::Limited.condition())
        .add(Decided::Allowed.condition())
        .add(Column::FailCount.gt(0))
        .add(Expr::exists(undelivered));
    Entity::find().filter(notable).order_by_asc(Column::Host).all(conn).await.map_err(failed("reading peers"))
}

/// What is done with the posts of some peers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Whose stories stand in public lists.
    pub accepted: Vec<i64>,
    /// Whose pictures are left out.
    pub without_media: Vec<i64>,
}

/// What is done with the posts of these peers.
pub async fn marks(conn: &impl Conn, ids: &[i64]) -> Result<Marks> {
    if ids.is_empty() {
        return Ok(Marks::default());
    }
    let marked: Vec<(i64, bool, bool)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Accepted, Column::WithoutMedia])
        .filter(Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading what is done with the posts of peers"))?;
    let those = |holds: fn(&(i64, bool, bool)) -> bool| {
        marked.iter().filter(|row| holds(row)).map(|(id, ..)| *id).collect()
    };
    Ok(Marks {
        accepted: those(|(_, accepted, _)| *accepted),
        without_media: those(|(.., without)| *without),
    })
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

/// Writes whether a peer's public stories stand in public lists, and whether it is blocked.
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

/// Writes what moderators decided about a peer, as it stands in the row.
pub async fn put_limit(tx: &Tx, row: &Peer) -> Result<()> {
    let change = ActiveModel {
        id: ActiveValue::Unchanged(row.id),
        severity: ActiveValue::Set(row.severity),
        reject_media: ActiveValue::Set(row.reject_media),
        reject_reports: ActiveValue::Set(row.reject_reports),
        obfuscate: ActiveValue::Set(row.obfuscate),
        public_comment: ActiveValue::Set(row.public_comment.clone()),
        private_comment: ActiveValue::Set(row.private_comment.clone()),
        allowed: ActiveValue::Set(row.allowed),
        decided_day: ActiveValue::Set(row.decided_day.clone()),
        ..<ActiveModel as Default>::default()
    };
    Entity::update(change).exec(&**tx).await.map_err(failed("limiting a peer"))?;
    Ok(())
}

/// Writes what follows for a peer of all that was decided.
pub async fn put_standing(tx: &Tx, id: i64, standing: Standing) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Blocked, Expr::value(standing.is_blocked()))
        .col_expr(Column::Silenced, Expr::value(standing.silenced))
        .col_expr(Column::WithoutMedia, Expr::value(standing.without_media))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("writing how a peer stands"))?;
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
