//! What members want done with the notices of strangers. Who has no row has chosen nothing.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::kind::Admission;
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_policy")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    /// Of those whom the member does not follow.
    pub not_following: Admission,
    /// Of those who do not follow the member.
    pub not_followers: Admission,
    /// Of accounts that this server has known for a few weeks only.
    pub new_accounts: Admission,
    /// Messages of those whom the member neither follows nor wrote to.
    pub private_mentions: Admission,
    /// Of accounts that moderators limited.
    pub limited_accounts: Admission,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as NoticePolicy;

impl Model {
    /// What holds for a member who has chosen nothing: messages of strangers wait, and what accounts cause that moderators
    /// limited; everything else is told.
    pub fn as_delivered(account_id: i64) -> Self {
        Self {
            account_id,
            not_following: Admission::Accept,
            not_followers: Admission::Accept,
            new_accounts: Admission::Accept,
            private_mentions: Admission::Filter,
            limited_accounts: Admission::Filter,
        }
    }
}

/// What members have chosen; those who have not are left out.
pub async fn list(conn: &impl Conn, account_ids: &[i64]) -> Result<Vec<NoticePolicy>> {
    Entity::find()
        .filter(Column::AccountId.is_in(account_ids.iter().copied()))
        .all(conn)
        .await
        .map_err(failed("reading what is done with notices of strangers"))
}

/// Writes what a member has chosen, in the place of what is there.
pub async fn put(tx: &Tx, row: NoticePolicy) -> Result<()> {
    let chosen = [
        Column::NotFollowing,
        Column::NotFollowers,
        Column::NewAccounts,
        Column::PrivateMentions,
        Column::LimitedAccounts,
    ];
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(Column::AccountId).update_columns(chosen).to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing what is done with notices of strangers"))?;
    Ok(())
}

/// Removes what a member has chosen.
pub async fn delete(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::delete_by_id(account_id)
        .exec(&**tx)
        .await
        .map_err(failed("removing what is done with notices of strangers"))?;
    Ok(())
}
