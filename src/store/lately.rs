//! What was told lately: how many posts, by how many people.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func};
use sea_orm::{JoinType, QueryOrder as _, QuerySelect as _, RelationDef};

use super::kind::PostKind;
use super::tx::failed;
use super::{Conn, post, post_tag, post_term};
use crate::base::error::Result;

/// How often something was told on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What: a term, or a hashtag.
    pub what: String,
    /// The day, counted from 1970.
    pub day: i64,
    /// In how many posts.
    pub posts: i64,
    /// By how many people.
    pub people: i64,
}

/// The terms of listed stories from `position` on that at least `least` people told, those told by most people first,
/// with how many stories and people.
pub async fn list_terms(
    conn: &impl Conn,
    position: i64,
    least: i64,
    limit: u64,
) -> Result<Vec<(String, i64, i64)>> {
    let to_term: RelationDef = post::Entity::belongs_to(post_term::Entity)
        .from(post::Column::Id)
        .to(post_term::Column::PostId)
        .into();
    let people = || Expr::from(Func::count_distinct(Expr::col((post::Entity, post::Column::AccountId))));
    post::Entity::find()
        .select_only()
        .column(post_term::Column::Term)
        .expr(Expr::col((post::Entity, post::Column::Id)).count())
        .expr(people())
        .join(JoinType::InnerJoin, to_term)
        .filter(post::Column::Listed.eq(true))
        .filter(post::Column::Kind.eq(PostKind::Story))
        .filter(post::Column::Position.gte(position))
        .group_by(post_term::Column::Term)
        .having(ExprTrait::gte(people(), least))
        .order_by_desc(people())
        .order_by_asc(post_term::Column::Term)
        .limit(limit)
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading what was told lately"))
}

/// Listed posts with these hashtags from `position` on, day by day.
pub async fn list_days_of_tags(conn: &impl Conn, tags: &[String], position: i64) -> Result<Vec<Told>> {
    if tags.is_empty() {
        return Ok(Vec::new());
    }
    let to_post: RelationDef =
        post_tag::Entity::belongs_to(post::Entity).from(post_tag::Column::PostId).to(post::Column::Id).into();
    // Without a parameter: Postgres would take the second one for another expression than the first.
    let day = || Expr::cust(r#""post"."published_at" / 86400"#);
    let rows: Vec<(String, i64, i64, i64)> = post_tag::Entity::find()
        .select_only()
        .column(post_tag::Column::Tag)
        .expr(day())
        .expr(Expr::col((post::Entity, post::Column::Id)).count())
        .expr(Func::count_distinct(Expr::col((post::Entity, post::Column::AccountId))))
        .join(JoinType::InnerJoin, to_post)
        .filter(post_tag::Column::Tag.is_in(tags.iter().map(String::as_str)))
        .filter(post_tag::Column::Position.gte(position))
        .filter(post::Column::Listed.eq(true))
        .group_by(post_tag::Column::Tag)
        .group_by(day())
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading when hashtags were used"))?;
    Ok(rows.into_iter().map(|(what, day, posts, people)| Told { what, day, posts, people }).collect())
}
