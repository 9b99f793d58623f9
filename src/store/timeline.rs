//! Timelines: queries over posts, never copies. Each is one query, whatever the page holds.
//!
//! Nothing here shows a post that is not released, is by somebody suspended or of a blocked peer, or whose author and
//! the reader block one another.

mod people_list;
mod talks;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait, Func, IntoColumnRef, Query, SelectStatement};
use sea_orm::{Condition, JoinType, QuerySelect as _, QueryTrait as _, RelationDef, Select};

use super::kind::{AccountKind, PostKind, PostState, Visibility};
use super::page::{Page, Slice};
use super::post::{self, Column, Post};
use super::tx::failed;
use super::{Conn, account, block, follow, host_block, member, mention, mute, post_tag, post_term, search};
use crate::base::error::Result;
use crate::base::text::words::Asked;

pub use people_list::people_list;
pub use talks::last_of_threads;

/// Who reads, and when (seconds): mutes may end.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// The reader's account; nothing for somebody who is not signed in.
    pub id: Option<i64>,
    /// The present moment.
    pub now: i64,
}

/// [`Reader`] in a query: one account, or each of the members of an outer query.
pub(super) struct Eyes {
    me: Option<Expr>,
    now: i64,
}

impl Eyes {
    pub(super) fn of(reader: &Reader) -> Self {
        Self { me: reader.id.map(Expr::value), now: reader.now }
    }

    /// For [`who_among`].
    fn of_each_member(now: i64) -> Self {
        Self { me: Some(Expr::col((member::Entity, member::Column::AccountId))), now }
    }
}

/// Which posts of an account are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfAccount {
    /// With replies to others.
    pub replies: bool,
    /// With boosts.
    pub boosts: bool,
    /// Only with this hashtag, folded.
    pub tagged: Option<String>,
}

/// Which of the listed posts are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// Only stories, with replies to others none, or every kind.
    pub stories_only: bool,
    /// Only written here (true) or elsewhere (false).
    pub local: Option<bool>,
    /// Only with all of these words.
    pub words: Vec<Asked>,
    /// Only written in this language, or with an edition in it.
    pub language: Option<String>,
    /// Only those whose facts hold these words exactly as they stand in the stored JSON.
    pub fact: Option<String>,
    /// Only with one of these terms.
    pub terms: Vec<String>,
    /// And with one of these.
    pub other_terms: Vec<String>,
    /// Only with one of these hashtags, folded.
    pub tags: Vec<String>,
    /// And with all of these.
    pub all_tags: Vec<String>,
    /// But with none of these.
    pub no_tags: Vec<String>,
}

/// Turns cursors that are numbers of posts into their positions; others stay the numbers they are.
pub async fn place(conn: &impl Conn, page: Page) -> Result<Page> {
    let given: Vec<i64> = [page.max, page.since, page.min].into_iter().flatten().collect();
    if given.is_empty() {
        return Ok(page);
    }
    let known: Vec<(i64, Option<i64>)> = post::Entity::find()
        .select_only()
        .column(Column::Id)
        .column(Column::Position)
        .filter(Column::Id.is_in(given))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("placing a cursor"))?;
    let placed = |cursor: i64| {
        known.iter().find(|(id, _)| *id == cursor).and_then(|(_, position)| *position).unwrap_or(cursor)
    };
    Ok(Page { max: page.max.map(placed), since: page.since.map(placed), min: page.min.map(placed), ..page })
}

/// What `me` follows: own posts, those of followed accounts with their boosts, and messages to `me` among them.
pub async fn home(conn: &impl Conn, me: i64, now: i64, page: Page) -> Result<Slice<Post>> {
    let eyes = Eyes::of(&Reader { id: Some(me), now });
    read(conn, at_home(&eyes), Expr::col((post::Entity, Column::Position)), page).await
}

/// Those of the members in whose home timeline the post stands: one query, however many.
pub async fn list_with_at_home(conn: &impl Conn, post: i64, members: &[i64], now: i64) -> Result<Vec<i64>> {
    who_among(conn, members, post, at_home(&Eyes::of_each_member(now))).await
}

/// Those of the members who find the post in a public list: one query, however many.
pub async fn list_with_in_list(
    conn: &impl Conn,
    post: i64,
    wanted: &Listed,
    members: &[i64],
    now: i64,
) -> Result<Vec<i64>> {
    let (select, _) = in_list(conn, &Eyes::of_each_member(now), wanted);
    who_among(conn, members, post, select).await
}

/// Those of the members for whom `select`, read with the eyes of each of them, finds the post.
async fn who_among(
    conn: &impl Conn,
    members: &[i64],
    post: i64,
    select: Select<post::Entity>,
) -> Result<Vec<i64>> {
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let found = select.filter(Column::Id.eq(post)).into_query();
    member::Entity::find()
        .select_only()
        .column(member::Column::AccountId)
        .filter(member::Column::AccountId.is_in(members.iter().copied()))
        .filter(Expr::exists(found))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading who sees a post"))
}

/// What the home timeline of somebody who is signed in holds.
fn at_home(eyes: &Eyes) -> Select<post::Entity> {
    let me = || eyes.me.clone().unwrap_or(Expr::value(0));
    let author = || Expr::col((post::Entity, Column::AccountId));
    let followed = |only: Option<follow::Column>| -> SelectStatement {
        let mut select = select_id(follow::Entity, follow::Column::TargetId);
        select
            .and_where(ExprTrait::eq(of(follow::Entity, follow::Column::FollowerId), me()))
            .and_where(ExprTrait::eq(of(follow::Entity, follow::Column::Accepted), true));
        if let Some(wish) = only {
            select.and_where(ExprTrait::eq(of(follow::Entity, wish), false));
        }
        select
    };
    let near = |account: Expr| {
        Condition::any()
            .add(ExprTrait::eq(account.clone(), me()))
            .add(ExprTrait::in_subquery(account, followed(None)))
    };
    let replied = || Expr::col((post::Entity, Column::InReplyToAccountId));
    // A reply to somebody whom one does not follow is half a conversation.
    let whole = Condition::any()
        .add(ExprTrait::is_null(replied()))
        .add(ExprTrait::eq(replied(), author()))
        .add(near(replied()));
    let wanted_boost = Condition::any()
        .add(Column::BoostOfId.is_null())
        .add(ExprTrait::not_in_subquery(author(), followed(Some(follow::Column::ShowsBoosts))));
    let readable = Condition::any()
        .add(ExprTrait::eq(author(), me()))
        .add(Column::Visibility.ne(Visibility::Direct))
        .add(mentions(me()));
    base(eyes)
        .filter(near(author()))
        .filter(whole)
        .filter(wanted_boost)
        .filter(readable)
        .filter(unmuted(eyes, &author()))
        .filter(boost_is_seen(eyes))
        .filter(is_no_echo(near(of(Alias::new("original"), Column::AccountId))))
}

/// Released posts that stand in public lists, without boosts and without replies to others.
pub async fn listed(conn: &impl Conn, reader: &Reader, wanted: &Listed, page: Page) -> Result<Slice<Post>> {
    let (select, cursor) = in_list(conn, &Eyes::of(reader), wanted);
    read(conn, select, cursor, page).await
}

/// What [`listed`] reads, and what it is ordered by.
fn in_list(conn: &impl Conn, eyes: &Eyes, wanted: &Listed) -> (Select<post::Entity>, Expr) {
    let author = Expr::col((post::Entity, Column::AccountId));
    let mut select = base(eyes).filter(Column::Listed.eq(true)).filter(unmuted(eyes, &author));
    if wanted.stories_only {
        select = select.filter(Column::Kind.eq(PostKind::Story));
    } else {
        let top = Condition::any()
            .add(Condition::all().add(Column::InReplyToId.is_null()).add(Column::InReplyToUri.is_null()))
            .add(ExprTrait::eq(Expr::col((post::Entity, Column::InReplyToAccountId)), author));
        select = select.filter(Column::Kind.ne(PostKind::Boost));
        if wanted.tags.is_empty() {
            select = select.filter(top);
        }
    }
    if let Some(local) = wanted.local {
        select = select.filter(Column::Local.eq(local));
    }
    if let Some(language) = &wanted.language {
        let edition = format!("\"language\":\"{language}\"");
        let readable =
            Condition::any().add(Column::Language.eq(language.as_str())).add(Column::Story.contains(edition));
        select = select.filter(readable);
    }
    if !wanted.words.is_empty() {
        select = select.filter(search::matches(conn, &wanted.words));
    }
    if let Some(fact) = &wanted.fact {
        select = select.filter(Column::Story.contains(fact.as_str()));
    }
    for tag in &wanted.all_tags {
        select = select.filter(Expr::exists(states(TAGS, std::slice::from_ref(tag))));
    }
    if !wanted.no_tags.is_empty() {
        select = select.filter(Expr::not_exists(states(TAGS, &wanted.no_tags)));
    }
    if !wanted.other_terms.is_empty() {
        select = select.filter(Expr::exists(states(TERMS, &wanted.other_terms)));
    }
    // The index table leads, so that a rare term costs no walk through all posts.
    if !wanted.tags.is_empty() {
        let to = post::Entity::belongs_to(post_tag::Entity).from(Column::Id).to(post_tag::Column::PostId);
        select = led(select, to.into(), TAGS, &wanted.tags);
        return (select, of(post_tag::Entity, post_tag::Column::Position));
    }
    if !wanted.terms.is_empty() {
        let to = post::Entity::belongs_to(post_term::Entity).from(Column::Id).to(post_term::Column::PostId);
        select = led(select, to.into(), TERMS, &wanted.terms);
        return (select, of(post_term::Entity, post_term::Column::Position));
    }
    (select, Expr::col((post::Entity, Column::Position)))
}

/// What an account wrote and boosted, as far as the reader may see it.
pub async fn of_account(
    conn: &impl Conn,
    account: i64,
    reader: &Reader,
    wanted: &OfAccount,
    page: Page,
) -> Result<Slice<Post>> {
    let eyes = Eyes::of(reader);
    let mut select = base(&eyes).filter(Column::AccountId.eq(account)).filter(boost_is_seen(&eyes));
    if reader.id != Some(account) {
        select = select.filter(may_read(&eyes));
    }
    if !wanted.boosts {
        select = select.filter(Column::Kind.ne(PostKind::Boost));
    }
    if !wanted.replies {
        select = select.filter(
            Condition::any()
                .add(Condition::all().add(Column::InReplyToId.is_null()).add(Column::InReplyToUri.is_null()))
                .add(Column::InReplyToAccountId.eq(account)),
        );
    }
    if let Some(tag) = &wanted.tagged {
        select = select.filter(Expr::exists(states(TAGS, std::slice::from_ref(tag))));
    }
    read(conn, select, Expr::col((post::Entity, Column::Position)), page).await
}

/// Reads one page of `select`, ordered by `cursor`. Every post that it finds has a position.
async fn read(
    conn: &impl Conn,
    select: Select<post::Entity>,
    cursor: Expr,
    page: Page,
) -> Result<Slice<Post>> {
    let rows = page.cut(select, &cursor).all(conn).await.map_err(failed("reading a timeline"))?;
    Ok(page.slice(rows, |row| row.position.unwrap_or(row.id)))
}

/// What is true of every list: released, by an author in good standing, and no block between author and reader.
pub(super) fn base(eyes: &Eyes) -> Select<post::Entity> {
    let author: RelationDef =
        post::Entity::belongs_to(account::Entity).from(Column::AccountId).to(account::Column::Id).into();
    post::Entity::find()
        .join(JoinType::InnerJoin, author)
        // Compared as an expression, so that no planner takes the index of states: nearly all posts have this one.
        .filter(ExprTrait::eq(
            Expr::from(Func::lower(Expr::col((post::Entity, Column::State)))),
            PostState::Published,
        ))
        .filter(Column::Position.is_not_null())
        .filter(account::standing())
        .filter(unblocked(eyes, &Expr::col((post::Entity, Column::AccountId))))
}

/// No block stands between the reader and `account`.
fn unblocked(eyes: &Eyes, account: &Expr) -> Condition {
    let Some(me) = &eyes.me else { return Condition::all() };
    let side = |found: block::Column, mine: block::Column| {
        let mut select = select_id(block::Entity, found);
        select.and_where(ExprTrait::eq(of(block::Entity, mine), me.clone()));
        ExprTrait::not_in_subquery(account.clone(), select)
    };
    Condition::all()
        .add(side(block::Column::TargetId, block::Column::AccountId))
        .add(side(block::Column::AccountId, block::Column::TargetId))
}

/// The reader does not mute `account`, nor block the server that it lives on.
fn unmuted(eyes: &Eyes, account: &Expr) -> Condition {
    let Some(me) = &eyes.me else { return Condition::all() };
    let mut select = select_id(mute::Entity, mute::Column::TargetId);
    select
        .and_where(ExprTrait::eq(of(mute::Entity, mute::Column::AccountId), me.clone()))
        .cond_where(mute::stands(eyes.now));
    let resident = || Alias::new("resident");
    let far = Query::select()
        .expr(of(resident(), account::Column::Id))
        .from_as(account::Entity, resident())
        .and_where(ExprTrait::in_subquery(
            of(resident(), account::Column::Host),
            host_block::hosts_of(me.clone()),
        ))
        .to_owned();
    Condition::all()
        .add(ExprTrait::not_in_subquery(account.clone(), select))
        .add(ExprTrait::not_in_subquery(account.clone(), far))
}

/// The post mentions `me`.
pub(super) fn mentions(me: Expr) -> Expr {
    let mut select = select_id(mention::Entity, mention::Column::PostId);
    select
        .and_where(ExprTrait::eq(
            of(mention::Entity, mention::Column::PostId),
            Expr::col((post::Entity, Column::Id)),
        ))
        .and_where(ExprTrait::eq(of(mention::Entity, mention::Column::AccountId), me));
    Expr::exists(select)
}

/// Somebody else's post is for the reader: open, to followers of whom the reader is one, or to the reader.
fn may_read(eyes: &Eyes) -> Condition {
    let open = Column::Visibility.is_in([Visibility::Public, Visibility::Unlisted]);
    let Some(me) = &eyes.me else { return Condition::all().add(open) };
    let mut followed = select_id(follow::Entity, follow::Column::TargetId);
    followed
        .and_where(ExprTrait::eq(of(follow::Entity, follow::Column::FollowerId), me.clone()))
        .and_where(ExprTrait::eq(of(follow::Entity, follow::Column::Accepted), true));
    let private = Condition::all()
        .add(Column::Visibility.eq(Visibility::Private))
        .add(ExprTrait::in_subquery(Expr::col((post::Entity, Column::AccountId)), followed));
    Condition::any().add(open).add(private).add(mentions(me.clone()))
}

/// Not a boost, or one of a post that the reader sees: released, open (or the booster's own), by an author in good
/// standing whom the reader neither blocks nor mutes and who does not block the reader.
fn boost_is_seen(eyes: &Eyes) -> Condition {
    let author = of(original(), Column::AccountId);
    let mut select = select_original();
    select
        .join(
            JoinType::InnerJoin,
            account::Entity,
            ExprTrait::eq(of(account::Entity, account::Column::Id), author.clone()),
        )
        .and_where(ExprTrait::eq(of(original(), Column::State), PostState::Published))
        .cond_where(account::standing())
        .cond_where(unblocked(eyes, &author))
        .cond_where(unmuted(eyes, &author))
        .cond_where(
            Condition::any()
                .add(ExprTrait::is_in(
                    of(original(), Column::Visibility),
                    [Visibility::Public, Visibility::Unlisted],
                ))
                .add(
                    Condition::all()
                        .add(ExprTrait::eq(of(original(), Column::Visibility), Visibility::Private))
                        .add(ExprTrait::eq(author, Expr::col((post::Entity, Column::AccountId)))),
                ),
        );
    Condition::any().add(Column::BoostOfId.is_null()).add(Expr::exists(select))
}

/// A feed repeats what its authors wrote: who follows an author and the feed sees a story once. `near` says that the
/// author of the original is followed.
fn is_no_echo(near: Condition) -> Condition {
    let mut select = select_original();
    select.cond_where(near);
    Condition::any()
        .add(Column::BoostOfId.is_null())
        .add(ExprTrait::ne(of(account::Entity, account::Column::Kind), AccountKind::Group))
        .add(Expr::not_exists(select))
}

fn original() -> Alias {
    Alias::new("original")
}

/// Selects what the post of the outer query passes on.
fn select_original() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from_as(post::Entity, original())
        .and_where(ExprTrait::eq(of(original(), Column::Id), Expr::col((post::Entity, Column::BoostOfId))))
        .to_owned()
}

/// An index table of posts, with the column of what it indexes.
type Index = (&'static str, &'static str);
const TAGS: Index = ("post_tag", "tag");
const TERMS: Index = ("post_term", "term");

/// Selects whether the post of the outer query has one of the values.
fn states((table, key): Index, values: &[String]) -> SelectStatement {
    let row = || Alias::new("stated");
    Query::select()
        .expr(Expr::val(1))
        .from_as(Alias::new(table), row())
        .and_where(ExprTrait::eq(of(row(), Alias::new("post_id")), Expr::col((post::Entity, Column::Id))))
        .and_where(ExprTrait::is_in(of(row(), Alias::new(key)), values.iter().map(String::as_str)))
        .to_owned()
}

/// Lets the index table lead the query. A post with several of the values counts by the first of them only.
fn led(
    select: Select<post::Entity>,
    to: RelationDef,
    index: Index,
    values: &[String],
) -> Select<post::Entity> {
    let (table, key) = index;
    let value = || of(Alias::new(table), Alias::new(key));
    let select = select
        .join(JoinType::InnerJoin, to)
        .filter(ExprTrait::is_in(value(), values.iter().map(String::as_str)));
    if values.len() < 2 {
        return select;
    }
    let mut earlier = states(index, values);
    earlier.and_where(ExprTrait::lt(of(Alias::new("stated"), Alias::new(key)), value()));
    select.filter(Expr::not_exists(earlier))
}

/// Selects one column of a table.
fn select_id<E: EntityTrait>(table: E, column: E::Column) -> SelectStatement {
    Query::select().expr(of(table, column)).from(table).to_owned()
}

/// A column of a table, by both names.
fn of<T, C>(table: T, column: C) -> Expr
where
    (T, C): IntoColumnRef,
{
    Expr::col((table, column))
}
