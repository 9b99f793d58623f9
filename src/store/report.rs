//! Reports: what readers ask the moderators to look at.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx, post};
use crate::base::error::Result;

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
    /// Which of the community's rules were broken, by number, as JSON.
    pub rule_ids: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Report;

/// Adds a report.
pub async fn insert(tx: &Tx, row: Model) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("adding a report"))?;
    Ok(())
}

/// The report of this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Model>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a report"))
}

/// The reports that nobody has closed, the oldest first.
pub async fn list_open(conn: &impl Conn, limit: u64) -> Result<Vec<Model>> {
    let query = Entity::find().filter(Column::Closed.eq(false)).order_by_asc(Column::Id).limit(limit);
    query.all(conn).await.map_err(failed("listing reports"))
}

/// Marks a report as dealt with.
pub async fn close(tx: &Tx, id: i64) -> Result<()> {
    Entity::update_many()
        .set(ActiveModel { closed: ActiveValue::Set(true), ..<ActiveModel as Default>::default() })
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("closing a report"))?;
    Ok(())
}

/// Which of these posts the account wrote.
pub async fn written_by(conn: &impl Conn, account_id: i64, posts: &[i64]) -> Result<Vec<i64>> {
    let query = post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .filter(post::Column::AccountId.eq(account_id))
        .filter(post::Column::Id.is_in(posts.iter().copied()))
        .order_by_asc(post::Column::Id);
    query.into_tuple().all(conn).await.map_err(failed("reading reported posts"))
}
