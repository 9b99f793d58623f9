//! Ids of activities that were applied.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "received")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub activity_hash: String,
    pub received_week: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Received;
