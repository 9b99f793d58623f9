//! Posts that were taken back or deleted; they never come back.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tombstone")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub uri: String,
    /// Its page here, so that the page can answer 410; empty for posts of other servers.
    pub post_id: Option<i64>,
    pub account_id: Option<i64>,
    pub was_public: bool,
    pub deleted_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Tombstone;
