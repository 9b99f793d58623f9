//! Other servers: whether we accept or block them, and how delivery to them goes.

use sea_orm::entity::prelude::*;

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
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Peer;
