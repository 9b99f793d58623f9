//! Which inbox gets which delivery, and how that went.

use sea_orm::entity::prelude::*;

use super::kind::DeliveryState;

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
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as DeliveryTo;
