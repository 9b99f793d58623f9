//! Who has put which announcement away.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "announcement_seen")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub announcement_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Seen;

/// Which announcements an account has put away.
pub async fn list_of(conn: &impl Conn, account_id: i64) -> Result<Vec<i64>> {
    Entity::find()
        .select_only()
        .column(Column::AnnouncementId)
        .filter(Column::AccountId.eq(account_id))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading which announcements were seen"))
}

/// Notes that an announcement was put away; once is enough.
pub async fn insert(tx: &Tx, row: Seen) -> Result<()> {
    let once = OnConflict::columns([Column::AnnouncementId, Column::AccountId]).do_nothing().to_owned();
    Entity::insert(row.into_active_model())
        .on_conflict(once)
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("putting an announcement away"))?;
    Ok(())
}
