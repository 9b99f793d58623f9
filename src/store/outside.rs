//! What other servers may read of ours: actors that speak to them, and what those published.

use sea_orm::entity::prelude::*;
use sea_orm::{Condition, JoinType, Order, QueryOrder as _, QuerySelect as _};

use super::Conn;
use super::account::{self, Account};
use super::follow;
use super::kind::{AccountKind, MemberState, PostState, Visibility};
use super::member::{self, Member};
use super::post::{self, Post};
use super::tx::failed;
use crate::base::error::Result;

/// An account of this server as other servers meet it.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The account.
    pub account: Account,
    /// How far it speaks to other servers.
    pub standing: Standing,
}

/// How far an account of this server speaks to other servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Open,
    /// It does not, for now: not agreed to, not yet trusted, not let in, suspended.
    Closed,
    /// The member left; only the shell of the account is there.
    Left,
}

/// The actor with this wire id.
pub async fn find_actor(conn: &impl Conn, uri: &str) -> Result<Option<Actor>> {
    find(conn, Condition::all().add(account::Column::Uri.eq(uri))).await
}

/// The actor with this number.
pub async fn find_actor_by_id(conn: &impl Conn, id: i64) -> Result<Option<Actor>> {
    find(conn, Condition::all().add(account::Column::Id.eq(id))).await
}

/// The actor with this handle, in lower case.
pub async fn find_actor_by_handle(conn: &impl Conn, handle_key: &str) -> Result<Option<Actor>> {
    find(conn, Condition::all().add(account::Column::HandleKey.eq(handle_key))).await
}

async fn find(conn: &impl Conn, which: Condition) -> Result<Option<Actor>> {
    let found = account::Entity::find()
        .join_rev(JoinType::LeftJoin, member::Relation::Account.def())
        .select_also(member::Entity)
        .filter(account::Column::Host.eq(""))
        .filter(which)
        .one(conn)
        .await
        .map_err(failed("reading an actor"))?;
    Ok(found.map(|(account, member)| {
        let standing = standing(&account, member.as_ref());
        Actor { account, standing }
    }))
}

/// Those of these accounts of ours that speak to other servers.
pub async fn list_open(conn: &impl Conn, ids: &[i64]) -> Result<Vec<Account>> {
    let found = account::Entity::find()
        .join_rev(JoinType::LeftJoin, member::Relation::Account.def())
        .select_also(member::Entity)
        .filter(account::Column::Host.eq(""))
        .filter(account::Column::Id.is_in(ids.iter().copied()))
        .all(conn)
        .await
        .map_err(failed("reading actors"))?;
    let is_open =
        |(account, member): &(Account, Option<Member>)| standing(account, member.as_ref()) == Standing::Open;
    Ok(found.into_iter().filter(is_open).map(|(account, _)| account).collect())
}

/// Those of these accounts that somebody elsewhere follows.
pub async fn list_followed(conn: &impl Conn, ids: &[i64]) -> Result<Vec<i64>> {
    follow::Entity::find()
        .select_only()
        .column(follow::Column::TargetId)
        .distinct()
        .join(JoinType::InnerJoin, follow::Relation::Follower.def())
        .filter(follow::Column::TargetId.is_in(ids.iter().copied()))
        .filter(follow::Column::Accepted.eq(true))
        .filter(account::Column::Host.ne(""))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading who is followed from elsewhere"))
}

fn standing(account: &Account, member: Option<&Member>) -> Standing {
    let Some(member) = member else {
        return match account.kind {
            AccountKind::Application | AccountKind::Group => Standing::Open,
            // What is left of a member is suspended; the guide is not.
            AccountKind::Service if !account.suspended => Standing::Open,
            AccountKind::Person | AccountKind::Organization | AccountKind::Service => Standing::Left,
        };
    };
    let speaks = member.federates && member.trusted && member.state == MemberState::Active;
    if speaks && !account.suspended { Standing::Open } else { Standing::Closed }
}

/// What an account published for everybody, boosts too: newest first, below a position.
pub async fn list_published(
    conn: &impl Conn,
    account_id: i64,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Post>> {
    published(account_id)
        .filter(post::Column::Position.lt(before.unwrap_or(i64::MAX)))
        .order_by(post::Column::Position, Order::Desc)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("reading an outbox"))
}

/// How much an account published for everybody.
pub async fn count_published(conn: &impl Conn, account_id: i64) -> Result<u64> {
    published(account_id).count(conn).await.map_err(failed("counting an outbox"))
}

fn published(account_id: i64) -> Select<post::Entity> {
    post::Entity::find()
        .filter(post::Column::AccountId.eq(account_id))
        .filter(post::Column::State.eq(PostState::Published))
        .filter(post::Column::Visibility.eq(Visibility::Public))
        .filter(post::Column::Federates.eq(true))
}
