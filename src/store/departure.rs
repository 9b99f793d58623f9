//! Members who left, for as long as other servers are asked to delete what they have.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{Condition, IntoActiveModel as _};

use super::kind::AccountKind;
use super::tx::failed;
use super::{Conn, Tx, account, member};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "departure")]
pub struct Model {
    /// What is left of the account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    pub left_day: String,
    /// The last request to delete in the delivery log; none until it was worked out who is to be asked.
    pub delivery_id: Option<i64>,
    pub words_hash: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Departure;

/// Notes that a member leaves.
pub async fn insert(tx: &Tx, row: Departure) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("noting a departure"))?;
    Ok(())
}

/// Notes under which number in the delivery log other servers are asked to delete the account.
pub async fn set_delivery(tx: &Tx, account_id: i64, delivery_id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::DeliveryId, Expr::value(delivery_id))
        .filter(Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("noting a request to delete"))?;
    Ok(())
}

/// Everybody who left lately.
pub async fn list(conn: &impl Conn) -> Result<Vec<Departure>> {
    Entity::find().all(conn).await.map_err(failed("reading departures"))
}

/// The departures that words of these hashes lead to.
pub async fn list_by_words(conn: &impl Conn, hashes: &[String]) -> Result<Vec<Departure>> {
    let which = Column::WordsHash.is_in(hashes.iter().map(String::as_str));
    Entity::find().filter(which).all(conn).await.map_err(failed("reading departures"))
}

/// What is left of accounts of this server whose members left, noted or not.
pub async fn list_shells(conn: &impl Conn) -> Result<Vec<account::Account>> {
    account::Entity::find()
        .filter(shells())
        .all(conn)
        .await
        .map_err(failed("reading what is left of accounts"))
}

/// Those of them of which nothing is noted: they left under an older version, or came with its backup.
pub async fn list_unnoted(conn: &impl Conn) -> Result<Vec<account::Account>> {
    let noted = Query::select().column(Column::AccountId).from(Entity).to_owned();
    account::Entity::find()
        .filter(shells())
        .filter(account::Column::Id.not_in_subquery(noted))
        .all(conn)
        .await
        .map_err(failed("reading what is left of accounts"))
}

/// Accounts of this server without a member that are not the server's own.
fn shells() -> Condition {
    let members = Query::select().column(member::Column::AccountId).from(member::Entity).to_owned();
    Condition::all()
        .add(account::Column::Host.eq(""))
        .add(account::Column::Suspended.eq(true))
        .add(account::Column::Kind.is_not_in([AccountKind::Application, AccountKind::Group]))
        .add(account::Column::Id.not_in_subquery(members))
}
