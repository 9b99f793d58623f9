//! Access tokens of applications and of the command line.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::kind::MemberState;
use super::tx::failed;
use super::{Conn, Tx, account, member, oauth_app};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "oauth_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub token_hash: String,
    pub app_id: Option<i64>,
    pub account_id: Option<i64>,
    pub scopes: String,
    pub created_week: String,
    pub used_week: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The member it speaks for.
    #[sea_orm(
        belongs_to = "super::member::Entity",
        from = "Column::AccountId",
        to = "super::member::Column::AccountId"
    )]
    Member,
    /// The profile of that member.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
    /// The application that holds it.
    #[sea_orm(
        belongs_to = "super::oauth_app::Entity",
        from = "Column::AppId",
        to = "super::oauth_app::Column::Id"
    )]
    Application,
}

impl Related<oauth_app::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Application.def()
    }
}

impl Related<member::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Member.def()
    }
}

impl Related<account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as OauthToken;

/// A token with the member it speaks for.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// The token.
    pub token: Model,
    /// The member; none for an application that speaks for itself.
    pub member: Option<member::Whole>,
}

/// Adds a token.
pub async fn insert(tx: &Tx, row: Model) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("adding a token"))?;
    Ok(())
}

/// The token with this hash and its member, in one query.
pub async fn find_bearer(conn: &impl Conn, token_hash: &str) -> Result<Option<Bearer>> {
    let found = Entity::find()
        .filter(Column::TokenHash.eq(token_hash))
        .find_also_related(member::Entity)
        .find_also_related(account::Entity)
        .one(conn)
        .await
        .map_err(failed("reading a token"))?;
    Ok(found.map(|(token, member, account)| Bearer { token, member: member.zip(account) }))
}

/// Those of the tokens that still speak for a member who may do what the role allows.
pub async fn list_standing(conn: &impl Conn, ids: &[i64]) -> Result<Vec<i64>> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .inner_join(member::Entity)
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(member::Column::State.eq(MemberState::Active))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading which tokens stand"))
}

/// The tokens of one member with the applications that hold them, the newest first.
pub async fn list_of_account(
    conn: &impl Conn,
    account_id: i64,
) -> Result<Vec<(Model, Option<oauth_app::Model>)>> {
    let query = Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .find_also_related(oauth_app::Entity)
        .order_by_desc(Column::Id);
    query.all(conn).await.map_err(failed("listing tokens"))
}

/// Whether an application holds tokens of other members than this one.
pub async fn is_held_beside(conn: &impl Conn, app_id: i64, account_id: i64) -> Result<bool> {
    let others = Entity::find()
        .filter(Column::AppId.eq(app_id))
        .filter(Column::AccountId.is_not_null())
        .filter(Column::AccountId.ne(account_id));
    Ok(others.one(conn).await.map_err(failed("looking for other tokens of an application"))?.is_some())
}

/// The application that holds the token with this hash.
pub async fn find_application(conn: &impl Conn, token_hash: &str) -> Result<Option<oauth_app::Model>> {
    let query = Entity::find().filter(Column::TokenHash.eq(token_hash)).find_also_related(oauth_app::Entity);
    let found = query.one(conn).await.map_err(failed("reading the application of a token"))?;
    Ok(found.and_then(|(_, application)| application))
}

/// Notes the week of use.
pub async fn touch(tx: &Tx, id: i64, week: String) -> Result<()> {
    Entity::update_many()
        .set(ActiveModel { used_week: ActiveValue::Set(week), ..<ActiveModel as Default>::default() })
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("noting the use of a token"))?;
    Ok(())
}

/// Ends the token with this hash; with `app_id`, only if that application holds it. False when there is none.
pub async fn delete_by_hash(tx: &Tx, token_hash: &str, app_id: Option<i64>) -> Result<bool> {
    let mut query = Entity::delete_many().filter(Column::TokenHash.eq(token_hash));
    if let Some(app_id) = app_id {
        query = query.filter(Column::AppId.eq(app_id));
    }
    let gone = query.exec(&**tx).await.map_err(failed("ending a token"))?;
    Ok(gone.rows_affected > 0)
}

/// Ends one token of a member. False when the member has no such token.
pub async fn delete_of(tx: &Tx, account_id: i64, id: i64) -> Result<bool> {
    let query = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::AccountId.eq(account_id));
    Ok(query.exec(&**tx).await.map_err(failed("ending a token"))?.rows_affected > 0)
}

/// Ends all tokens of one member.
pub async fn delete_of_account(tx: &Tx, account_id: i64) -> Result<()> {
    let query = Entity::delete_many().filter(Column::AccountId.eq(account_id));
    query.exec(&**tx).await.map_err(failed("ending tokens"))?;
    Ok(())
}
