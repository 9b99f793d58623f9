//! Reports: what readers ask the moderators to look at.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub from_id: Option<i64>,
    pub target_id: i64,
    pub post_ids: String,
    pub comment: String,
    pub category: String,
    pub forward: bool,
    pub closed: bool,
    pub created_week: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Report;
