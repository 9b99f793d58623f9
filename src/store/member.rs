//! Members: the accounts that can sign in here.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::account::{self, Account};

use super::kind::{MemberState, ReleaseTime, Role, Visibility};
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    pub sign_in_id: i64,
    pub role: Role,
    pub state: MemberState,
    pub language: String,
    pub default_visibility: Visibility,
    pub default_sensitive: bool,
    /// When stories are released, unless the member says otherwise.
    pub release_time: ReleaseTime,
    /// The person agreed that public means copied to other servers; without it nothing federates.
    pub federates: bool,
    /// Links, mentions and federation wait for the first approved story of an open sign-up.
    pub trusted: bool,
    /// What the person wrote to be let in; erased with the decision.
    pub reason: Option<String>,
    pub created_week: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The profile of the member.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
}

impl Related<account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Member;

/// A member with the account that others see.
pub type Whole = (Model, Account);

/// Adds a member.
pub async fn insert(tx: &Tx, row: Model) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("adding a member"))?;
    Ok(())
}

/// The member with this account.
pub async fn find(conn: &impl Conn, account_id: i64) -> Result<Option<Whole>> {
    let found = Entity::find_by_id(account_id).find_also_related(account::Entity).one(conn).await;
    Ok(found.map_err(failed("reading a member"))?.and_then(whole))
}

/// The member with this handle, in lower case.
pub async fn find_by_handle_key(conn: &impl Conn, handle_key: &str) -> Result<Option<Whole>> {
    let found = Entity::find()
        .find_also_related(account::Entity)
        .filter(account::Column::HandleKey.eq(handle_key))
        .filter(account::Column::Host.eq(""))
        .one(conn)
        .await;
    Ok(found.map_err(failed("reading a member by handle"))?.and_then(whole))
}

/// All members, or those who stand in one state, the oldest first.
pub async fn list(conn: &impl Conn, state: Option<MemberState>) -> Result<Vec<Whole>> {
    let mut query = Entity::find().find_also_related(account::Entity).order_by_asc(Column::AccountId);
    if let Some(state) = state {
        query = query.filter(Column::State.eq(state));
    }
    let found = query.all(conn).await.map_err(failed("listing members"))?;
    Ok(found.into_iter().filter_map(whole).collect())
}

/// Those of the accounts that are members, in any order.
pub async fn list_of(conn: &impl Conn, accounts: &[i64]) -> Result<Vec<Whole>> {
    let query = Entity::find()
        .find_also_related(account::Entity)
        .filter(Column::AccountId.is_in(accounts.iter().copied()));
    let found = query.all(conn).await.map_err(failed("reading members"))?;
    Ok(found.into_iter().filter_map(whole).collect())
}

/// How many members there are who may do what their role allows.
pub async fn count_active(conn: &impl Conn) -> Result<u64> {
    let query = Entity::find().filter(Column::State.eq(MemberState::Active));
    query.count(conn).await.map_err(failed("counting members"))
}

/// How many members review.
pub async fn count_moderators(conn: &impl Conn) -> Result<u64> {
    let query = Entity::find()
        .filter(Column::State.eq(MemberState::Active))
        .filter(Column::Role.is_in([Role::Moderator, Role::Operator]));
    query.count(conn).await.map_err(failed("counting moderators"))
}

/// What can change about a member; `None` stays as it is.
#[derive(Debug, Default)]
pub struct Change {
    /// Where the member stands; what was written to be let in is erased with the decision.
    pub state: Option<MemberState>,
    /// Whether links, mentions and federation are open to the member.
    pub trusted: Option<bool>,
    /// What the member may do.
    pub role: Option<Role>,
    /// Whether public means copied to other servers.
    pub federates: Option<bool>,
    /// Language of the pages.
    pub language: Option<String>,
    /// Visibility of new posts.
    pub default_visibility: Option<Visibility>,
    /// Whether new posts are marked as sensitive.
    pub default_sensitive: Option<bool>,
    /// When stories are released.
    pub release_time: Option<ReleaseTime>,
}

/// Changes a member.
pub async fn change(tx: &Tx, account_id: i64, change: Change) -> Result<()> {
    let decided = change.state.is_some();
    let row = ActiveModel {
        account_id: ActiveValue::Unchanged(account_id),
        state: set(change.state),
        trusted: set(change.trusted),
        role: set(change.role),
        federates: set(change.federates),
        language: set(change.language),
        default_visibility: set(change.default_visibility),
        default_sensitive: set(change.default_sensitive),
        release_time: set(change.release_time),
        reason: if decided { ActiveValue::Set(None) } else { ActiveValue::NotSet },
        ..<ActiveModel as Default>::default()
    };
    Entity::update(row).exec(&**tx).await.map_err(failed("changing a member"))?;
    Ok(())
}

/// The handles of all accounts here, with their numbers; those who left included: a handle is never given to another.
pub async fn list_local_handles(conn: &impl Conn) -> Result<Vec<(i64, String)>> {
    let query = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Handle])
        .filter(account::Column::Host.eq(""))
        // What is left of who left has none.
        .filter(account::Column::Handle.ne(""));
    query.into_tuple().all(conn).await.map_err(failed("listing handles"))
}

/// Removes a member; the account stays.
pub async fn delete(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::delete_by_id(account_id).exec(&**tx).await.map_err(failed("removing a member"))?;
    Ok(())
}

fn set<T: Into<Value>>(value: Option<T>) -> ActiveValue<T> {
    value.map_or(ActiveValue::NotSet, ActiveValue::Set)
}

fn whole((member, account): (Model, Option<Account>)) -> Option<Whole> {
    account.map(|account| (member, account))
}
