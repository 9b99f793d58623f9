//! Push subscriptions: where an app wants to be told of its member's notices.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, IntoActiveModel as _, QueryOrder as _};

use super::kind::PushPolicy;
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "push_subscription")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub token_id: i64,
    pub account_id: i64,
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    pub standard: bool,
    pub policy: PushPolicy,
    /// Kinds of notices as the client API words them, separated by spaces.
    pub alerts: String,
    pub created_week: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as PushSubscription;

/// The subscription with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Model>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a push subscription"))
}

/// The subscription of a token.
pub async fn find_by_token(conn: &impl Conn, token_id: i64) -> Result<Option<Model>> {
    let query = Entity::find().filter(Column::TokenId.eq(token_id));
    query.one(conn).await.map_err(failed("reading a push subscription"))
}

/// The subscriptions of several members, the oldest first.
pub async fn list_of(conn: &impl Conn, accounts: &[i64]) -> Result<Vec<Model>> {
    Entity::find()
        .filter(Column::AccountId.is_in(accounts.iter().copied()))
        .order_by_asc(Column::Id)
        .all(conn)
        .await
        .map_err(failed("reading push subscriptions"))
}

/// Adds a subscription in place of the one that its token has.
pub async fn replace(tx: &Tx, row: Model) -> Result<()> {
    delete_of_token(tx, row.token_id).await?;
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("adding a push subscription"))?;
    Ok(())
}

/// Changes what is told.
pub async fn change(tx: &Tx, id: i64, policy: PushPolicy, alerts: String) -> Result<()> {
    let wishes = ActiveModel {
        policy: ActiveValue::Set(policy),
        alerts: ActiveValue::Set(alerts),
        ..<ActiveModel as Default>::default()
    };
    Entity::update_many()
        .set(wishes)
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("changing a push subscription"))?;
    Ok(())
}

/// Ends the subscription of a token.
pub async fn delete_of_token(tx: &Tx, token_id: i64) -> Result<()> {
    let gone = Entity::delete_many().filter(Column::TokenId.eq(token_id));
    gone.exec(&**tx).await.map_err(failed("ending a push subscription"))?;
    Ok(())
}

/// Ends one subscription; where `account` is given, only if it is that member's.
pub async fn delete(tx: &Tx, id: i64, account: Option<i64>) -> Result<()> {
    let mut gone = Entity::delete_many().filter(Column::Id.eq(id));
    if let Some(account) = account {
        gone = gone.filter(Column::AccountId.eq(account));
    }
    gone.exec(&**tx).await.map_err(failed("ending a push subscription"))?;
    Ok(())
}
