//! Posts: stories, notes and boosts, written here or received.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{IntoActiveModel as _, Order, QueryOrder as _, QuerySelect as _};

use super::kind::{PostKind, PostState, Quotable, Visibility};
use super::tx::failed;
use super::{Conn, Tx, account, held_reply, search, timed_release};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Given at release; timelines and cursors go by it.
    pub position: Option<i64>,
    pub kind: PostKind,
    pub account_id: i64,
    pub uri: String,
    pub url: String,
    pub local: bool,
    /// In All stories, public timelines, search and counts: public, released, and ours or an accepted peer's story.
    pub listed: bool,
    pub visibility: Visibility,
    pub state: PostState,
    pub language: Option<String>,
    pub title: Option<String>,
    pub warning: String,
    pub sensitive: bool,
    pub care_level: i32,
    pub html: String,
    /// The writer's own text with its editions, as JSON; of local posts only.
    pub source: Option<String>,
    /// The wire form of a story's facts, `patientStory`, exactly as it travels.
    pub story: Option<String>,
    pub in_reply_to_id: Option<i64>,
    pub in_reply_to_account_id: Option<i64>,
    pub in_reply_to_uri: Option<String>,
    pub root_id: Option<i64>,
    pub boost_of_id: Option<i64>,
    pub published_at: i64,
    pub updated_at: Option<i64>,
    pub indexable: bool,
    pub federates: bool,
    /// Who may quote it. What is not open to all is quoted by nobody, whatever stands here.
    pub quotable: Quotable,
    pub app_name: Option<String>,
    pub reply_count: i32,
    pub boost_count: i32,
    pub favourite_count: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Post;

/// How many posts of one thread are read: more than this nobody reads on one page.
const THREAD_LIMIT: u64 = 500;

/// One of the counters of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    /// How many replies are known.
    Replies,
    /// How many boosts are known.
    Boosts,
    /// How many favourites are known.
    Favourites,
}

/// Writes a new post, and the index of its words.
pub async fn insert(tx: &Tx, post: Post) -> Result<()> {
    Entity::insert(post.clone().into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("a post with this id"))?;
    search::add(tx, &post).await
}

/// Writes new posts.
pub async fn insert_all(tx: &Tx, posts: Vec<Post>) -> Result<()> {
    if !posts.is_empty() {
        let rows = posts.iter().cloned().map(sea_orm::IntoActiveModel::into_active_model);
        Entity::insert_many(rows)
            .exec_without_returning(&**tx)
            .await
            .map_err(failed("posts with these ids"))?;
    }
    for post in &posts {
        search::add(tx, post).await?;
    }
    Ok(())
}

/// Writes all columns of a post anew, and the index of its words.
pub async fn update(tx: &Tx, post: Post) -> Result<()> {
    let all = post.clone().into_active_model().reset_all();
    Entity::update(all).exec(&**tx).await.map_err(failed("changing a post"))?;
    search::replace(tx, &post).await
}

/// Sets who may quote a post.
pub async fn set_quotable(tx: &Tx, id: i64, quotable: Quotable) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Quotable, Expr::value(quotable))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("opening a post for quotes"))?;
    Ok(())
}

/// Removes a post; what hangs on it (tags, terms, mentions, reactions, boosts) goes with it.
pub async fn delete(tx: &Tx, id: i64) -> Result<()> {
    Entity::delete_by_id(id).exec(&**tx).await.map_err(failed("removing a post"))?;
    Ok(())
}

/// The post with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Post>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a post"))
}

/// The post with this wire id.
pub async fn find_by_uri(conn: &impl Conn, uri: &str) -> Result<Option<Post>> {
    Entity::find().filter(Column::Uri.eq(uri)).one(conn).await.map_err(failed("reading a post"))
}

/// The post with this page.
pub async fn find_by_url(conn: &impl Conn, url: &str) -> Result<Option<Post>> {
    Entity::find().filter(Column::Url.eq(url)).one(conn).await.map_err(failed("reading a post"))
}

/// The posts with these wire ids, in no order.
pub async fn list_by_uris(conn: &impl Conn, uris: &[&str]) -> Result<Vec<Post>> {
    if uris.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::Uri.is_in(uris.iter().copied()))
        .all(conn)
        .await
        .map_err(failed("reading posts by their uris"))
}

/// Those of the wire ids whose posts are here.
pub async fn list_uris(conn: &impl Conn, uris: &[&str]) -> Result<Vec<String>> {
    Entity::find()
        .select_only()
        .column(Column::Uri)
        .filter(Column::Uri.is_in(uris.iter().copied()))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("looking for posts"))
}

/// Those of the wire ids that replies wait for, see [`adopt`](super::thread::adopt).
pub async fn list_awaited(conn: &impl Conn, uris: &[&str]) -> Result<Vec<String>> {
    let waiting: Vec<Option<String>> = Entity::find()
        .select_only()
        .column(Column::InReplyToUri)
        .filter(Column::InReplyToUri.is_in(uris.iter().copied()))
        .filter(Column::InReplyToId.is_null())
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("looking for replies"))?;
    Ok(waiting.into_iter().flatten().collect())
}

/// The posts with these numbers, in no order; those that are gone are left out.
pub async fn list(conn: &impl Conn, ids: &[i64]) -> Result<Vec<Post>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(conn)
        .await
        .map_err(failed("reading posts"))
}

/// Released posts of one thread, oldest first.
pub async fn list_thread(conn: &impl Conn, root_id: i64) -> Result<Vec<Post>> {
    Entity::find()
        .filter(Column::RootId.eq(root_id))
        .filter(Column::State.eq(PostState::Published))
        .order_by(Column::Position, Order::Asc)
        .limit(THREAD_LIMIT)
        .all(conn)
        .await
        .map_err(failed("reading a thread"))
}

/// Posts that wait for review, oldest first: where somebody may be in danger (care level 3) before all others, then what
/// speaks of suicide. Replies that are held are another matter, and so are stories that wait for their time.
pub async fn list_held(conn: &impl Conn, limit: u64) -> Result<Vec<Post>> {
    let replies = Query::select().column(held_reply::Column::PostId).from(held_reply::Entity).to_owned();
    let timed = Query::select()
        .column(timed_release::Column::PostId)
        .from(timed_release::Entity)
        .and_where(timed_release::Column::RunAt.is_not_null())
        .to_owned();
    let urgency = Expr::case(Column::CareLevel.eq(3), 0).case(Column::CareLevel.gte(2), 1).finally(2);
    let urgency = Expr::Case(Box::new(urgency));
    Entity::find()
        .filter(Column::State.eq(PostState::Held))
        .filter(Column::Id.not_in_subquery(replies))
        .filter(Column::Id.not_in_subquery(timed))
        .order_by(urgency, Order::Asc)
        .order_by(Column::PublishedAt, Order::Asc)
        .order_by(Column::Id, Order::Asc)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("reading held posts"))
}

/// Whether its author told another story before this one.
pub async fn has_earlier_story(conn: &impl Conn, story: &Post) -> Result<bool> {
    let earlier = Column::PublishedAt.lt(story.published_at);
    let in_the_minute = Column::PublishedAt.eq(story.published_at).and(Column::Id.lt(story.id));
    let found = Entity::find()
        .filter(Column::AccountId.eq(story.account_id))
        .filter(Column::Kind.eq(PostKind::Story))
        .filter(earlier.or(in_the_minute))
        .limit(1)
        .one(conn)
        .await;
    Ok(found.map_err(failed("looking for an earlier story"))?.is_some())
}

/// What an account answered to the post with this wire id, whether that is still there or not.
pub async fn list_answers(conn: &impl Conn, uri: &str, account_id: i64) -> Result<Vec<Post>> {
    Entity::find()
        .filter(Column::InReplyToUri.eq(uri))
        .filter(Column::AccountId.eq(account_id))
        .all(conn)
        .await
        .map_err(failed("reading answers"))
}

/// Boosts of a post by accounts of this server.
pub async fn list_local_boosts(conn: &impl Conn, post_id: i64) -> Result<Vec<Post>> {
    Entity::find()
        .filter(Column::BoostOfId.eq(post_id))
        .filter(Column::Local.eq(true))
        .all(conn)
        .await
        .map_err(failed("reading boosts"))
}

/// Number and wire id of the posts above `after`, in order, at most `limit`: for going through all of them.
pub async fn list_addresses(conn: &impl Conn, after: i64, limit: u64) -> Result<Vec<(i64, String)>> {
    Entity::find()
        .select_only()
        .columns([Column::Id, Column::Uri])
        .filter(Column::Id.gt(after))
        .order_by(Column::Id, Order::Asc)
        .limit(limit)
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading the addresses of posts"))
}

/// Stories that stand in public lists above `after`, in the order of their numbers: for going through all of them.
pub async fn list_stories_after(conn: &impl Conn, after: i64, limit: u64) -> Result<Vec<Post>> {
    let standing = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .cond_where(account::standing())
        .to_owned();
    Entity::find()
        .filter(Column::Id.gt(after))
        .filter(Column::Kind.eq(PostKind::Story))
        .filter(Column::Listed.eq(true))
        .filter(Column::State.eq(PostState::Published))
        .filter(Column::AccountId.in_subquery(standing))
        .order_by(Column::Id, Order::Asc)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("going through stories"))
}

/// Changes one counter of a post by `by`.
pub async fn count(tx: &Tx, id: i64, counter: Counter, by: i32) -> Result<()> {
    let column = match counter {
        Counter::Replies => Column::ReplyCount,
        Counter::Boosts => Column::BoostCount,
        Counter::Favourites => Column::FavouriteCount,
    };
    let changed: SimpleExpr = ExprTrait::add(Expr::col(column), by);
    Entity::update_many()
        .col_expr(column, changed)
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("counting on a post"))?;
    Ok(())
}

/// Replies to a post that has another wire id from now on.
pub async fn readdress_replies(tx: &Tx, old: &str, new: &str) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::InReplyToUri, Expr::value(new))
        .filter(Column::InReplyToUri.eq(old))
        .exec(&**tx)
        .await
        .map_err(failed("readdressing replies"))?;
    Ok(())
}

/// Replies to a post that is gone keep its address but no longer its number.
pub async fn orphan_replies(tx: &Tx, parent_id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::InReplyToId, Expr::value(Option::<i64>::None))
        .filter(Column::InReplyToId.eq(parent_id))
        .exec(&**tx)
        .await
        .map_err(failed("orphaning replies"))?;
    Ok(())
}

/// The same for replies to anything by an account.
pub async fn orphan_replies_to(tx: &Tx, account_id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::InReplyToId, Expr::value(Option::<i64>::None))
        .filter(Column::InReplyToId.in_subquery(of_account(account_id)))
        .exec(&**tx)
        .await
        .map_err(failed("orphaning replies"))?;
    Ok(())
}

/// The numbers of everything by an account, as a subquery.
pub fn of_account(account_id: i64) -> SelectStatement {
    Query::select().column(Column::Id).from(Entity).and_where(Column::AccountId.eq(account_id)).to_owned()
}
