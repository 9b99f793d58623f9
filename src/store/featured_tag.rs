//! Hashtags that members show on their profile, and how often they used which.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{IntoActiveModel as _, JoinType, QueryOrder as _, QuerySelect as _, RelationDef};

use super::kind::{PostState, Visibility};
use super::tx::failed;
use super::{Conn, Tx, post, post_tag};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "featured_tag")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    pub tag: String,
    pub name: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as FeaturedTag;

/// A hashtag with how many public posts of an account have it, and when (seconds) the last of them was published.
pub type Used = (String, i64, i64);

/// The hashtags that an account shows, in the order in which they were chosen.
pub async fn list_of(conn: &impl Conn, account_id: i64) -> Result<Vec<FeaturedTag>> {
    let query = Entity::find().filter(Column::AccountId.eq(account_id)).order_by_asc(Column::Id);
    query.all(conn).await.map_err(failed("reading featured hashtags"))
}

/// Writes a hashtag that an account shows from now on.
pub async fn insert(tx: &Tx, row: FeaturedTag) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("the featured hashtag"))?;
    Ok(())
}

/// Removes one of the hashtags that an account shows; false when there was none.
pub async fn delete(tx: &Tx, account_id: i64, id: i64) -> Result<bool> {
    let gone = Entity::delete_by_id(id)
        .filter(Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("removing a featured hashtag"))?;
    Ok(gone.rows_affected > 0)
}

/// The hashtags of an account's public posts, those used most often first, at most `limit`; only these when some are
/// given.
pub async fn list_used(
    conn: &impl Conn,
    account_id: i64,
    only: Option<&[String]>,
    limit: u64,
) -> Result<Vec<Used>> {
    let post: RelationDef =
        post_tag::Entity::belongs_to(post::Entity).from(post_tag::Column::PostId).to(post::Column::Id).into();
    let uses = || Expr::col((post_tag::Entity, post_tag::Column::PostId)).count();
    let mut select = post_tag::Entity::find()
        .select_only()
        .column(post_tag::Column::Tag)
        .expr(uses())
        .expr(Expr::col((post::Entity, post::Column::PublishedAt)).max())
        .join(JoinType::InnerJoin, post)
        .filter(post::Column::AccountId.eq(account_id))
        .filter(post::Column::Visibility.eq(Visibility::Public))
        .filter(post::Column::State.eq(PostState::Published))
        .group_by(post_tag::Column::Tag)
        .order_by_desc(uses())
        .order_by_asc(post_tag::Column::Tag)
        .limit(limit);
    if let Some(only) = only {
        select = select.filter(post_tag::Column::Tag.is_in(only.iter().map(String::as_str)));
    }
    select.into_tuple().all(conn).await.map_err(failed("reading which hashtags an account uses"))
}
