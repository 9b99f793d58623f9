//! Who says yes to something that two people have to say yes to, and to which version of it.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "approval")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    /// The moderator; 0 for the operator at the command line.
    #[sea_orm(primary_key, auto_increment = false)]
    pub decider_id: i64,
    pub version: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Approval;

/// Notes a yes, in place of that to an earlier version.
pub async fn put(tx: &Tx, row: Approval) -> Result<()> {
    let key = [Column::PostId, Column::DeciderId];
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns(key).update_column(Column::Version).to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("noting a yes"))?;
    Ok(())
}

/// Who says yes to this version of something.
pub async fn list(conn: &impl Conn, post_id: i64, version: &str) -> Result<Vec<i64>> {
    let query = Entity::find().filter(Column::PostId.eq(post_id)).filter(Column::Version.eq(version));
    let rows = query.all(conn).await.map_err(failed("reading who says yes"))?;
    Ok(rows.into_iter().map(|row| row.decider_id).collect())
}

/// Forgets who said yes to something that is decided.
pub async fn delete(tx: &Tx, post_id: i64) -> Result<()> {
    let query = Entity::delete_many().filter(Column::PostId.eq(post_id));
    query.exec(&**tx).await.map_err(failed("forgetting who said yes"))?;
    Ok(())
}

/// Forgets what a moderator who leaves said yes to.
pub async fn delete_by(tx: &Tx, account_id: i64) -> Result<()> {
    let query = Entity::delete_many().filter(Column::DeciderId.eq(account_id));
    query.exec(&**tx).await.map_err(failed("forgetting who said yes"))?;
    Ok(())
}
