//! Members: the accounts that can sign in here.

use sea_orm::entity::prelude::*;

use super::kind::{MemberState, Role, Visibility};

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
    /// The person agreed that public means copied to other servers; without it nothing federates.
    pub federates: bool,
    /// Links, mentions and federation wait for the first approved story of an open sign-up.
    pub trusted: bool,
    /// What the person wrote to be let in; erased with the decision.
    pub reason: Option<String>,
    pub created_week: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Member;
