//! Reports: what readers ask the moderators to look at.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveValue, Condition, IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::page::{Page, Slice};
use super::tx::failed;
use super::{Conn, Tx, post};
use crate::base::error::Result;

/// What was decided about the reported account when its report was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum Done {
    /// Nothing.
    Nothing,
    /// It is kept out of public lists.
    Limited,
    /// Its pictures are always covered.
    Marked,
    /// Its member may not sign in.
    Frozen,
    /// It is shut out.
    Suspended,
}

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
    /// The moderator who took it up.
    pub assigned_id: Option<i64>,
    /// The moderator who closed it.
    pub closed_id: Option<i64>,
    pub closed_day: Option<String>,
    /// What was decided then; none while it is open.
    pub done: Option<Done>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Report;

/// Which reports moderators look for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sought {
    /// Only those that are closed, or only those that are not.
    pub closed: Option<bool>,
    /// Only those by this account.
    pub from: Option<i64>,
    /// Only those about this account.
    pub target: Option<i64>,
}

impl Sought {
    /// What fulfils it, without what is about `viewer`.
    fn condition(&self, viewer: i64) -> Condition {
        Condition::all()
            .add(Column::TargetId.ne(viewer))
            .add_option(self.closed.map(|closed| Column::Closed.eq(closed)))
            .add_option(self.from.map(|from| Column::FromId.eq(from)))
            .add_option(self.target.map(|target| Column::TargetId.eq(target)))
    }
}

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

/// The reports that are looked for, the newest first, without those about `viewer`.
pub async fn list(conn: &impl Conn, viewer: i64, sought: &Sought, page: Page) -> Result<Slice<Report>> {
    let found = Entity::find().filter(sought.condition(viewer));
    let rows = page.cut(found, &Expr::col(Column::Id)).all(conn).await.map_err(failed("listing reports"))?;
    Ok(page.slice(rows, |row| row.id))
}

/// How many reports [`list`] finds.
pub async fn count(conn: &impl Conn, viewer: i64, sought: &Sought) -> Result<u64> {
    let found = Entity::find().filter(sought.condition(viewer));
    found.count(conn).await.map_err(failed("counting reports"))
}

/// Gives an open report from nobody, or from who has it, to another. False where it stands otherwise by now.
pub async fn assign(tx: &Tx, id: i64, from: Option<i64>, to: Option<i64>) -> Result<bool> {
    let held = from.map_or_else(|| Column::AssignedId.is_null(), |from| Column::AssignedId.eq(from));
    let done = Entity::update_many()
        .col_expr(Column::AssignedId, Expr::value(to))
        .filter(Column::Id.eq(id))
        .filter(Column::Closed.eq(false))
        .filter(held)
        .exec(&**tx)
        .await
        .map_err(failed("taking up a report"))?;
    Ok(done.rows_affected > 0)
}

/// Closes a report that is open. False where it is not.
pub async fn close(tx: &Tx, id: i64, by: i64, day: &str, done: Done) -> Result<bool> {
    let change = ActiveModel {
        closed: ActiveValue::Set(true),
        closed_id: ActiveValue::Set(Some(by)),
        closed_day: ActiveValue::Set(Some(day.to_owned())),
        done: ActiveValue::Set(Some(done)),
        ..<ActiveModel as Default>::default()
    };
    turn(tx, id, false, change).await
}

/// Opens a report that is closed. False where it is not.
pub async fn reopen(tx: &Tx, id: i64) -> Result<bool> {
    let change = ActiveModel {
        closed: ActiveValue::Set(false),
        closed_id: ActiveValue::Set(None),
        closed_day: ActiveValue::Set(None),
        done: ActiveValue::Set(None),
        ..<ActiveModel as Default>::default()
    };
    turn(tx, id, true, change).await
}

async fn turn(tx: &Tx, id: i64, is_closed: bool, change: ActiveModel) -> Result<bool> {
    let done = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(id))
        .filter(Column::Closed.eq(is_closed))
        .exec(&**tx)
        .await
        .map_err(failed("closing a report"))?;
    Ok(done.rows_affected > 0)
}

/// Writes what a report is about.
pub async fn set_category(tx: &Tx, id: i64, category: &str, rule_ids: &str) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Category, Expr::value(category))
        .col_expr(Column::RuleIds, Expr::value(rule_ids))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("sorting a report"))?;
    Ok(())
}

/// Forgets what a moderator who leaves took up and closed.
pub async fn forget_decider(tx: &Tx, account_id: i64) -> Result<()> {
    for column in [Column::AssignedId, Column::ClosedId] {
        Entity::update_many()
            .col_expr(column, Expr::value(None::<i64>))
            .filter(ExprTrait::eq(Expr::col(column), account_id))
            .exec(&**tx)
            .await
            .map_err(failed("forgetting who closed reports"))?;
    }
    Ok(())
}

/// Forgets what was closed before this day.
pub async fn delete_closed_before(tx: &Tx, day: &str) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Closed.eq(true))
        .filter(Column::ClosedDay.lt(day))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting reports"))?;
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
