//! The log of decisions: rows are only ever added. The database itself refuses to change or delete one.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::kind::Reason;
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

/// What was decided, and with it about what kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "kebab-case")]
pub enum Act {
    /// A story that waited was let through.
    StoryReleased,
    /// A story was not let through.
    StoryRefused,
    /// Somebody said yes to something that two people have to say yes to.
    FirstYes,
    /// The change of a published story was let through.
    ChangeReleased,
    /// The change of a published story was not let through.
    ChangeRefused,
    /// Another text was proposed to the author of what was not let through.
    TextProposed,
    /// A post that is no story was let through.
    PostReleased,
    /// A post that is no story was not let through.
    PostRefused,
    /// How much care something needs was set.
    CareSet,
    /// A story was taken down.
    StoryRemoved,
    /// A post that is no story was taken down.
    PostRemoved,
    /// A reply by a stranger was let through.
    ReplyShown,
    /// A reply by a stranger was turned away.
    ReplyTurnedAway,
    /// A report was dealt with.
    ReportResolved,
    /// A moderator took a report up.
    ReportTaken,
    /// A report was put back for others.
    ReportPutBack,
    /// A report that was dealt with was opened again.
    ReportReopened,
    /// It was said anew what a report is about.
    ReportSorted,
    /// What a complaint says was passed on to the author of the story.
    ComplaintPassedOn,
    /// A complaint was decided: the story stays as it is.
    ComplaintStands,
    /// A complaint was decided: the author had changed the story.
    ComplaintMended,
    /// A complaint was decided: the story was taken down.
    ComplaintRemoved,
    /// A complaint about no story was answered.
    ComplaintAnswered,
    /// A decision was looked at again, and its author was right.
    AppealGranted,
    /// A decision was looked at again, and stays.
    AppealDenied,
    /// Somebody was let in.
    MemberWelcomed,
    /// Somebody was not let in.
    MemberTurnedAway,
    /// A member was suspended.
    MemberSuspended,
    /// A suspension was taken back.
    MemberUnsuspended,
    /// A member was removed for ever.
    MemberRemoved,
    /// The stories of a server stand in public lists.
    PeerAccepted,
    /// They do no longer.
    PeerUnaccepted,
    /// A server was shut out.
    PeerBlocked,
    /// A block of a server was taken back.
    PeerUnblocked,
    /// Stories were given to researchers.
    ResearchExported,
    /// A server was limited without shutting it out.
    PeerLimited,
    /// A limit of a server was taken back.
    PeerUnlimited,
    /// A server was allowed where only chosen ones are spoken with.
    PeerAllowed,
    /// It was no longer.
    PeerDisallowed,
    /// An account was kept out of public lists.
    AccountLimited,
    /// It was let into public lists again.
    AccountUnlimited,
    /// An account elsewhere was shut out.
    AccountSuspended,
    /// It was let in again.
    AccountUnsuspended,
    /// The pictures of an account were covered from then on.
    AccountMarked,
    /// They were no longer.
    AccountUnmarked,
    /// A member was kept from signing in.
    MemberFrozen,
    /// They were no longer.
    MemberThawed,
}

/// Who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "kebab-case")]
pub enum Decider {
    /// A moderator, or the operator where they are signed in.
    Moderator,
    /// The operator at the command line.
    Operator,
    /// A program, with nobody before it.
    Program,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub day: String,
    pub act: Act,
    pub decider: Decider,
    pub decider_id: Option<i64>,
    pub subject_id: i64,
    pub rule: Option<Reason>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Action;

/// How often something was decided under one rule in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The month, e.g. `2026-11`.
    pub month: String,
    /// What was decided.
    pub act: Act,
    /// The rule.
    pub rule: Option<Reason>,
    /// How often.
    pub times: i64,
}

/// Adds a decision.
pub async fn insert(tx: &Tx, row: Action) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing down a decision"))?;
    Ok(())
}

/// The decisions before the one with this number, newest day first.
pub async fn list(conn: &impl Conn, before: Option<i64>, limit: u64) -> Result<Vec<Action>> {
    let mut query = Entity::find().order_by_desc(Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(Column::Id.lt(before));
    }
    query.all(conn).await.map_err(failed("reading the log of decisions"))
}

/// How often what was decided, month by month, before a day.
pub async fn sums(conn: &impl Conn, before_day: &str) -> Result<Vec<Sum>> {
    let month = || Expr::cust("SUBSTR(day, 1, 7)");
    let rows: Vec<(String, Act, Option<Reason>, i64)> = Entity::find()
        .select_only()
        .expr(month())
        .column(Column::Act)
        .column(Column::Rule)
        .expr(ExprTrait::count(Expr::col(Column::Id)))
        .filter(Column::Day.lt(before_day))
        .group_by(month())
        .group_by(Column::Act)
        .group_by(Column::Rule)
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("counting decisions"))?;
    Ok(rows.into_iter().map(|(month, act, rule, times)| Sum { month, act, rule, times }).collect())
}
