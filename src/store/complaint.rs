//! Complaints: what anybody says is wrong with a story, until a time after it was decided.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::kind::Reason;
use super::tx::failed;
use super::{Conn, Tx, post};
use crate::base::error::Result;

/// Who complains, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum About {
    /// Somebody who is named or can be recognised.
    Person,
    /// A practice, a hospital or a company that is named.
    Organisation,
    /// Who told the story and lost the words that manage it.
    Key,
    /// Anything else.
    Other,
}

/// What became of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum Outcome {
    /// The story stays as it is.
    Stands,
    /// Its author has changed it.
    Mended,
    /// It was taken down.
    Removed,
    /// It was about no story, and is answered.
    Answered,
    /// The story was gone before anybody decided.
    Gone,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaint")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub words_hash: String,
    pub post_id: Option<i64>,
    pub about: About,
    /// What is wrong, in the words of who complains.
    pub body: String,
    /// How they want to be answered, if not on the page.
    pub reach: String,
    /// Whether the author of the story may read what is wrong.
    pub shown: bool,
    /// What the author of the story says to it.
    pub said: String,
    pub received_day: String,
    pub due_day: String,
    pub outcome: Option<Outcome>,
    pub rule: Option<Reason>,
    /// What who complained is told, in the words of who decided.
    pub answer: String,
    pub decided_day: Option<String>,
    /// Tells the form that it came by from every other.
    pub form_hash: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Complaint;

/// Adds a complaint.
pub async fn insert(tx: &Tx, row: Complaint) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("adding a complaint"))?;
    Ok(())
}

/// Writes a complaint in place of what it was.
pub async fn update(tx: &Tx, row: Complaint) -> Result<()> {
    let row = row.into_active_model().reset_all();
    Entity::update(row).exec(&**tx).await.map_err(failed("changing a complaint"))?;
    Ok(())
}

/// The complaint that came by a form.
pub async fn find_by_form(conn: &impl Conn, form_hash: &str) -> Result<Option<Complaint>> {
    let query = Entity::find().filter(Column::FormHash.eq(form_hash));
    query.one(conn).await.map_err(failed("looking for a complaint"))
}

/// The complaints about a story to which its author said something, the oldest first.
pub async fn list_answered_about(conn: &impl Conn, post_id: i64) -> Result<Vec<Complaint>> {
    let query = Entity::find().filter(Column::PostId.eq(post_id)).filter(Column::Said.ne(""));
    query.order_by_asc(Column::Id).all(conn).await.map_err(failed("reading complaints"))
}

/// The complaint with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Complaint>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a complaint"))
}

/// The complaint of who knows these words.
pub async fn find_by_words(conn: &impl Conn, words_hash: &str) -> Result<Option<Complaint>> {
    let row = Entity::find().filter(Column::WordsHash.eq(words_hash)).one(conn).await;
    row.map_err(failed("reading a complaint"))
}

/// Those that nobody has decided, the most urgent first.
pub async fn list_open(conn: &impl Conn, limit: u64) -> Result<Vec<Complaint>> {
    let query = Entity::find().filter(Column::Outcome.is_null()).order_by_asc(Column::DueDay);
    query.order_by_asc(Column::Id).limit(limit).all(conn).await.map_err(failed("listing complaints"))
}

/// Those about one story that nobody has decided, the most urgent first.
pub async fn list_open_about(conn: &impl Conn, post_id: i64) -> Result<Vec<Complaint>> {
    let query = Entity::find().filter(Column::PostId.eq(post_id)).filter(Column::Outcome.is_null());
    query.order_by_asc(Column::DueDay).all(conn).await.map_err(failed("listing complaints about a story"))
}

/// The stories by an account that somebody complained of.
pub async fn list_about_posts_of(conn: &impl Conn, account_id: i64) -> Result<Vec<i64>> {
    Entity::find()
        .select_only()
        .column(Column::PostId)
        .distinct()
        .filter(Column::PostId.in_subquery(post::of_account(account_id)))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("listing complaints about an account's stories"))
}

/// A story is gone, and with it all words about it. What nobody has decided needs no decision any more.
pub async fn forget_story(tx: &Tx, post_id: i64, today: &str) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(Outcome::Gone))
        .col_expr(Column::DecidedDay, Expr::value(today))
        .filter(Column::PostId.eq(post_id))
        .filter(Column::Outcome.is_null())
        .exec(&**tx)
        .await
        .map_err(failed("ending complaints about a story"))?;
    Entity::update_many()
        .col_expr(Column::Body, Expr::value(""))
        .col_expr(Column::Reach, Expr::value(""))
        .col_expr(Column::Said, Expr::value(""))
        .col_expr(Column::Answer, Expr::value(""))
        .col_expr(Column::PostId, Expr::value(Option::<i64>::None))
        .filter(Column::PostId.eq(post_id))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting complaints about a story"))?;
    Ok(())
}

/// Forgets what was decided before this day.
pub async fn delete_decided_before(tx: &Tx, day: &str) -> Result<()> {
    Entity::delete_many()
        .filter(Column::DecidedDay.lt(day))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting complaints"))?;
    Ok(())
}
