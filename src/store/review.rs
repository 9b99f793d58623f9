//! What moderators said about stories, and changes of published stories that they have still to read.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::kind::{Reason, ReviewState};
use super::tx::failed;
use super::{Conn, Tx, appeal};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: i64,
    pub state: ReviewState,
    /// The changed version as JSON while it waits, and for some time where it was not let through.
    pub change: Option<String>,
    pub reason: Option<Reason>,
    pub note: String,
    /// Another text that the moderator proposes, in its text form.
    pub proposal: Option<String>,
    /// Who decided: a moderator, or the guide where a program did. None: it waits, or the operator did.
    pub decided_by: Option<i64>,
    pub changed_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Review;

/// Writes what is to be known of a post, in place of what was.
pub async fn put(tx: &Tx, row: Review) -> Result<()> {
    let columns = [
        Column::State,
        Column::Change,
        Column::Reason,
        Column::Note,
        Column::Proposal,
        Column::DecidedBy,
        Column::ChangedAt,
    ];
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(Column::PostId).update_columns(columns).to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a review"))?;
    Ok(())
}

/// What is known of a post.
pub async fn find(conn: &impl Conn, post_id: i64) -> Result<Option<Review>> {
    Entity::find_by_id(post_id).one(conn).await.map_err(failed("reading a review"))
}

/// What is known of several posts.
pub async fn list(conn: &impl Conn, post_ids: &[i64]) -> Result<Vec<Review>> {
    if post_ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::PostId.is_in(post_ids.iter().copied()))
        .all(conn)
        .await
        .map_err(failed("reading reviews"))
}

/// Changes that wait, those of the oldest stories first.
pub async fn list_held(conn: &impl Conn, limit: u64) -> Result<Vec<Review>> {
    Entity::find()
        .filter(Column::State.eq(ReviewState::Held))
        .order_by_asc(Column::PostId)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("reading held changes"))
}

/// Forgets who decided, where they leave.
pub async fn forget_decider(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::DecidedBy, Expr::value(None::<i64>))
        .filter(Column::DecidedBy.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting who decided"))?;
    Ok(())
}

/// Forgets changes that were not let through before a moment, with what was proposed in their place, but for those about which
/// somebody still has to look again.
pub async fn forget_refused_changes(tx: &Tx, before: i64) -> Result<()> {
    let open = Query::select()
        .column(appeal::Column::PostId)
        .from(appeal::Entity)
        .and_where(appeal::Column::Granted.is_null())
        .to_owned();
    Entity::update_many()
        .col_expr(Column::Change, Expr::value(None::<String>))
        .col_expr(Column::Proposal, Expr::value(None::<String>))
        .filter(Column::State.eq(ReviewState::Refused))
        .filter(Column::Change.is_not_null())
        .filter(Column::ChangedAt.lt(before))
        .filter(Column::PostId.not_in_subquery(open))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting changes that were not let through"))?;
    Ok(())
}

/// Forgets what was known of a post.
pub async fn delete(tx: &Tx, post_id: i64) -> Result<()> {
    Entity::delete_by_id(post_id).exec(&**tx).await.map_err(failed("removing a review"))?;
    Ok(())
}
