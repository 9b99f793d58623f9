//! Accounts: people and services, here and elsewhere.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, SimpleExpr};

use super::kind::AccountKind;
use super::tx::failed;
use super::{Conn, Tx};
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

/// The accounts with these numbers, in no order; those that are gone are left out.
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

/// Changes how many posts an account has by `by`.
pub async fn count_posts(tx: &Tx, id: i64, by: i32) -> Result<()> {
    let changed: SimpleExpr = ExprTrait::add(Expr::col(Column::PostCount), by);
    Entity::update_many()
        .col_expr(Column::PostCount, changed)
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("counting posts"))?;
    Ok(())
}
