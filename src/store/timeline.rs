//! Timelines: queries over posts, never copies. Each is one query, whatever the page holds.
//!
//! Nothing here shows a post that is not released, is by somebody suspended or of a blocked peer, or whose author and
//! the reader block one another.

mod home;
mod listed;
mod newest;
mod people_list;
mod talks;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait, IntoColumnRef, Query, SelectStatement};
use sea_orm::{Condition, Iterable as _, JoinType, QuerySelect as _, QueryTrait as _, RelationDef, Select};

use super::kind::{AccountKind, PostKind, PostState, Visibility};
use super::page::{Page, Slice};
use super::post::{self, Column, Post};
use super::tx::failed;
use super::{Conn, account, block, follow, host_block, media, member, mention, mute};
use crate::base::error::Result;

use home::at_home;
use listed::fitting;
use newest::{AUTHORS, Index, Sources, TAGS};

pub use home::home;
pub use listed::{Listed, listed};
pub use people_list::{people_list, stands_on_list};
pub use talks::last_of_threads;

/// How often more candidates are looked at to fill a page, and how many times as many each time.
const ROUNDS: u32 = 3;
const ROUND_GROWTH: u64 = 16;

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
    /// Only with pictures.
    pub pictures_only: bool,
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

/// Those of the members in whose home timeline the post stands: one query, however many.
pub async fn list_with_at_home(conn: &impl Conn, post: i64, members: &[i64], now: i64) -> Result<Vec<i64>> {
    who_among(conn, members, post, at_home(&Eyes::of_each_member(now), true)).await
}

/// Those of the members who find the post in a public list: one query, however many.
pub async fn list_with_in_list(
    conn: &impl Conn,
    post: i64,
    wanted: &Listed,
    members: &[i64],
    now: i64,
) -> Result<Vec<i64>> {
    who_among(conn, members, post, fitting(conn, &Eyes::of_each_member(now), wanted)).await
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

/// What an account wrote and boosted, as far as the reader may see it.
pub async fn of_account(
    conn: &impl Conn,
    account: i64,
    reader: &Reader,
    wanted: &OfAccount,
    page: Page,
) -> Result<Slice<i64>> {
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
        select = select.filter(Expr::exists(select_states(TAGS, std::slice::from_ref(tag))));
    }
    if wanted.pictures_only {
        let candidates =
            |reach| AUTHORS.first_of(Sources::one(Expr::value(account), AUTHORS, &page), &page, reach);
        let select = select.filter(has_pictures());
        return among(conn, || select.clone(), page, candidates).await;
    }
    read(conn, select, Expr::col((post::Entity, Column::Position)), page).await
}

/// The post has pictures.
pub(super) fn has_pictures() -> Expr {
    let mut select = select_one(media::Entity);
    select.and_where(ExprTrait::eq(
        of(media::Entity, media::Column::PostId),
        Expr::col((post::Entity, Column::Id)),
    ));
    Expr::exists(select)
}

/// Reads the posts on one page of `select`, ordered by `cursor`. Every post that it finds has a position.
async fn read_posts(
    conn: &impl Conn,
    select: Select<post::Entity>,
    cursor: Expr,
    page: Page,
) -> Result<Slice<Post>> {
    let rows = page.cut(select, &cursor).all(conn).await.map_err(failed("reading a timeline"))?;
    Ok(page.slice(rows, |row| row.position.unwrap_or(row.id)))
}

/// Reads the numbers of the posts on one page of `select`, ordered by `cursor`. Every post that it finds has a position.
async fn read(
    conn: &impl Conn,
    select: Select<post::Entity>,
    cursor: Expr,
    page: Page,
) -> Result<Slice<i64>> {
    let select = select.select_only().column(Column::Id).column(Column::Position);
    let rows: Vec<(i64, i64)> =
        page.cut(select, &cursor).into_tuple().all(conn).await.map_err(failed("reading a timeline"))?;
    Ok(page.slice(rows, |(_, position)| *position).map(|(id, _)| id))
}

/// Reads one page of those candidates that are `wanted`, a statement that is made anew for each look, since to copy one costs
/// as much as to make it. `candidates` selects the numbers of the first so many posts.
/// Where what is left out leaves a page unfilled, more of them are looked at; in the end the page stays short, and
/// whoever reads on goes on from the last one that was looked at.
async fn among(
    conn: &impl Conn,
    wanted: impl Fn() -> Select<post::Entity>,
    page: Page,
    candidates: impl Fn(u64) -> SelectStatement,
) -> Result<Slice<i64>> {
    let mut slice = Slice::empty();
    let mut reach = first_reach(&page);
    for _ in 0..ROUNDS {
        let looked_at = candidates_of(conn, candidates(reach)).await?;
        slice = read_among(conn, wanted(), &looked_at, page).await?;
        if is_full(&slice, &page) || u64::try_from(looked_at.len()).is_ok_and(|length| length < reach) {
            return Ok(slice);
        }
        let edge = position_of(conn, looked_at.last().copied()).await?;
        slice.more = true;
        if page.min.is_some() {
            slice.newest = edge;
        } else {
            slice.oldest = edge;
        }
        reach = reach.saturating_mul(ROUND_GROWTH);
    }
    Ok(slice)
}

/// The numbers of the candidates that a statement selects, in the page's order. They are read before anything is asked about them: in one
/// statement with all the questions, Postgres puts them last, and goes through all posts.
async fn candidates_of(conn: &impl Conn, selected: SelectStatement) -> Result<Vec<i64>> {
    let rows = conn.query_all(&selected).await.map_err(failed("reading what a timeline may hold"))?;
    rows.iter()
        .map(|row| row.try_get_by_index(0).map_err(failed("reading what a timeline may hold")))
        .collect()
}

/// Where the last one stands of those that were looked at.
async fn position_of(conn: &impl Conn, id: Option<i64>) -> Result<Option<i64>> {
    let Some(id) = id else { return Ok(None) };
    let found: Option<Option<i64>> = post::Entity::find_by_id(id)
        .select_only()
        .column(Column::Position)
        .into_tuple()
        .one(conn)
        .await
        .map_err(failed("reading how far a timeline reaches"))?;
    Ok(found.flatten())
}

/// Reads one page of those candidates that are `wanted`.
async fn read_among(
    conn: &impl Conn,
    wanted: Select<post::Entity>,
    candidates: &[i64],
    page: Page,
) -> Result<Slice<i64>> {
    let select = wanted.filter(Column::Id.is_in(candidates.iter().copied()));
    // As a sum, so that no planner walks the index of all positions to sort a few.
    let position = ExprTrait::add(Expr::col((post::Entity, Column::Position)), 0);
    read(conn, select, position, page).await
}

/// Whether a page is as long as it can be, and another follows.
fn is_full(slice: &Slice<i64>, page: &Page) -> bool {
    slice.items.len() == page.most() && slice.more
}

/// How many candidates are looked at first: what is left out, such as replies to strangers, must leave a full page.
fn first_reach(page: &Page) -> u64 {
    page.size().saturating_mul(3) / 2 + 2
}

/// What is true of every list: released, by an author in good standing, and no block between author and reader.
pub(super) fn base(eyes: &Eyes) -> Select<post::Entity> {
    let author: RelationDef =
        post::Entity::belongs_to(account::Entity).from(Column::AccountId).to(account::Column::Id).into();
    post::Entity::find()
        .join(JoinType::InnerJoin, author)
        // By what it is not, so that no planner takes the index of states: nearly all posts have this one.
        .filter(Column::State.is_not_in(PostState::iter().filter(|state| *state != PostState::Published)))
        .filter(Column::Position.is_not_null())
        .filter(account::standing())
        .filter(unblocked(eyes, &Expr::col((post::Entity, Column::AccountId))))
}

/// No block stands between the reader and `account`.
fn unblocked(eyes: &Eyes, account: &Expr) -> Condition {
    let Some(me) = &eyes.me else { return Condition::all() };
    // One look-up for each post, and not the whole list for each page.
    let side = |other: block::Column, mine: block::Column| {
        let mut select = select_one(block::Entity);
        select
            .and_where(ExprTrait::eq(of(block::Entity, mine), me.clone()))
            .and_where(ExprTrait::eq(of(block::Entity, other), account.clone()));
        Expr::not_exists(select)
    };
    Condition::all()
        .add(side(block::Column::TargetId, block::Column::AccountId))
        .add(side(block::Column::AccountId, block::Column::TargetId))
}

/// The reader does not mute `account`, nor block the server that it lives on: the account that the query has joined.
fn unmuted(eyes: &Eyes, account: &Expr) -> Condition {
    let Some(me) = &eyes.me else { return Condition::all() };
    let mut select = select_one(mute::Entity);
    select
        .and_where(ExprTrait::eq(of(mute::Entity, mute::Column::AccountId), me.clone()))
        .and_where(ExprTrait::eq(of(mute::Entity, mute::Column::TargetId), account.clone()))
        .cond_where(mute::stands(eyes.now));
    let far =
        ExprTrait::in_subquery(of(account::Entity, account::Column::Host), host_block::hosts_of(me.clone()));
    Condition::all().add(Expr::not_exists(select)).add(ExprTrait::not(far))
}

/// The post mentions `me`.
pub(super) fn mentions(me: Expr) -> Expr {
    let mut select = select_one(mention::Entity);
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
    let followed = follows(me, &Expr::col((post::Entity, Column::AccountId)));
    let private =
        Condition::all().add(Column::Visibility.eq(Visibility::Private)).add(Expr::exists(followed));
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

/// Selects whether the post of the outer query has one of the values.
fn select_states(index: Index, values: &[String]) -> SelectStatement {
    let row = || Alias::new("stated");
    Query::select()
        .expr(Expr::val(1))
        .from_as(Alias::new(index.table), row())
        .and_where(ExprTrait::eq(of(row(), Alias::new(index.post)), Expr::col((post::Entity, Column::Id))))
        .and_where(ExprTrait::is_in(of(row(), Alias::new(index.key)), values.iter().map(String::as_str)))
        .to_owned()
}

/// Selects whether `me` follows `account`, with its consent.
fn follows(me: &Expr, account: &Expr) -> SelectStatement {
    let mut select = select_one(follow::Entity);
    select
        .and_where(ExprTrait::eq(of(follow::Entity, follow::Column::FollowerId), me.clone()))
        .and_where(ExprTrait::eq(of(follow::Entity, follow::Column::TargetId), account.clone()))
        .and_where(ExprTrait::eq(of(follow::Entity, follow::Column::Accepted), true));
    select
}

/// Selects whether there is a row in a table.
fn select_one<E: EntityTrait>(table: E) -> SelectStatement {
    Query::select().expr(Expr::val(1)).from(table).to_owned()
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
