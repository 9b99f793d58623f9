//! The home timeline: what `me` follows. A bounded walk, however much was written and however many are followed.
//!
//! First come the numbers of candidates from an index, then those of them that `me` should see. Who follows few accounts
//! is served from these accounts' own posts; who follows many, from the newest posts of all, most of which are then by
//! somebody followed.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait, SelectStatement};
use sea_orm::{Condition, JoinType, Select};

use super::newest::{self, AUTHORS, Sources, TAGS};
use super::{
    Eyes, Reader, among, base, boost_is_seen, candidates_of, first_reach, follows, is_full, is_no_echo,
    mentions, of, read_among, select_one, unmuted,
};
use crate::base::error::Result;
use crate::store::kind::Visibility;
use crate::store::page::{Page, Slice};
use crate::store::post::{self, Column};
use crate::store::{Conn, follow, people_list, people_list_entry, post_tag, tag_follow, tag_key};

/// Who follows no more is served from these accounts' posts: asking each for its newest costs less than a walk.
const FEW: i32 = 64;
/// So many of all posts are looked at for who follows more; if that fills no page, each account is asked after all.
const WALKED: u64 = 1000;

/// What `me`, who follows `following` accounts, should see: own posts, those of followed accounts with their boosts, and
/// messages to `me` among them; and public posts with a hashtag that `me` follows.
pub async fn home(conn: &impl Conn, me: i64, following: i32, now: i64, page: Page) -> Result<Slice<i64>> {
    let eyes = Eyes::of(&Reader { id: Some(me), now });
    let has_tags = tag_follow::count_of(conn, me).await? > 0;
    let wanted = || at_home(&eyes, has_tags);
    if following > FEW {
        let mut near = near(&Expr::value(me), &author());
        if has_tags {
            near = Condition::any().add(near).add(tagged(&Expr::value(me)));
        }
        let newest = newest::first_among(WALKED, near, &page, first_reach(&page));
        let slice = read_among(conn, wanted(), &candidates_of(conn, newest).await?, page).await?;
        if is_full(&slice, &page) {
            return Ok(slice);
        }
    }
    let candidates = |reach| {
        let by_author = candidates(me, &page, reach);
        if has_tags { with_tagged(me, by_author, &page, reach) } else { by_author }
    };
    among(conn, wanted, page, candidates).await
}

/// The newest posts by `me` and by those whom `me` follows.
fn candidates(me: i64, page: &Page, reach: u64) -> SelectStatement {
    let target = || of(follow::Entity, follow::Column::TargetId);
    let followed = SelectStatement::new()
        .from(follow::Entity)
        .and_where(ExprTrait::eq(of(follow::Entity, follow::Column::FollowerId), me))
        .and_where(ExprTrait::eq(of(follow::Entity, follow::Column::Accepted), true))
        .to_owned();
    let sources = Sources::selected(followed, target(), AUTHORS, page);
    let sources = sources.and(Sources::one(Expr::val(me), AUTHORS, page));
    AUTHORS.first_of(sources, page, reach)
}

/// The first of both together: what is by somebody followed, and what has a hashtag that `me` follows.
fn with_tagged(me: i64, by_author: SelectStatement, page: &Page, reach: u64) -> SelectStatement {
    let keys = SelectStatement::new()
        .from(tag_follow::Entity)
        .join(JoinType::InnerJoin, tag_key::Entity, same_key())
        .and_where(ExprTrait::eq(of(tag_follow::Entity, tag_follow::Column::AccountId), me))
        .to_owned();
    let tag = of(tag_key::Entity, tag_key::Column::Tag);
    let by_tag = TAGS.first_of(Sources::selected(keys, tag, TAGS, page), page, reach);
    let id = || of(post::Entity, Column::Id);
    let either = Condition::any()
        .add(ExprTrait::in_subquery(id(), by_author))
        .add(ExprTrait::in_subquery(id(), by_tag));
    SelectStatement::new()
        .expr(id())
        .from(post::Entity)
        .cond_where(either)
        .order_by_expr(of(post::Entity, Column::Position), page.order())
        .limit(reach)
        .to_owned()
}

/// What the home timeline of somebody who is signed in holds.
pub(super) fn at_home(eyes: &Eyes, has_tags: bool) -> Select<post::Entity> {
    let me = eyes.me.clone().unwrap_or(Expr::value(0));
    // A reply to somebody whom one does not follow is half a conversation.
    let whole = Condition::any()
        .add(ExprTrait::is_null(replied()))
        .add(ExprTrait::eq(replied(), author()))
        .add(near(&me, &replied()));
    let elsewhere = Expr::exists(on_exclusive_list(&me));
    let followed = Condition::all()
        .add(near(&me, &author()))
        .add(whole)
        .add(wished(&me))
        .add(Condition::any().add(ExprTrait::eq(author(), me.clone())).add(elsewhere.not()));
    let shown = if has_tags { Condition::any().add(followed).add(tagged(&me)) } else { followed };
    let readable = Condition::any()
        .add(ExprTrait::eq(author(), me.clone()))
        .add(Column::Visibility.ne(Visibility::Direct))
        .add(mentions(me.clone()));
    base(eyes)
        .filter(shown)
        .filter(readable)
        .filter(unmuted(eyes, &author()))
        .filter(boost_is_seen(eyes))
        .filter(is_no_echo(near(&me, &of(Alias::new("original"), Column::AccountId))))
}

/// No boost by somebody whose boosts `me` does not want, and nothing in a language in which `me` does not want to read
/// its author.
pub(super) fn wished(me: &Expr) -> Condition {
    let boosts = Condition::all()
        .add(Column::BoostOfId.is_not_null())
        .add(ExprTrait::eq(of(follow::Entity, follow::Column::ShowsBoosts), false));
    // A code stands between spaces, so that `en` is not found in another word.
    let other_language =
        Expr::cust(r#"' ' || "follow"."languages" || ' ' NOT LIKE '% ' || "post"."language" || ' %'"#);
    let languages = Condition::all()
        .add(ExprTrait::ne(of(follow::Entity, follow::Column::Languages), ""))
        .add(Column::Language.is_not_null())
        .add(other_language);
    let mut unwanted = follows(me, &author());
    unwanted.cond_where(Condition::any().add(boosts).add(languages));
    Condition::all().add(Expr::not_exists(unwanted))
}

/// A public post with a hashtag that `me` follows.
fn tagged(me: &Expr) -> Condition {
    let mut select = select_one(post_tag::Entity);
    let tag =
        ExprTrait::eq(of(tag_key::Entity, tag_key::Column::Tag), of(post_tag::Entity, post_tag::Column::Tag));
    select
        .join(JoinType::InnerJoin, tag_key::Entity, tag)
        .join(JoinType::InnerJoin, tag_follow::Entity, same_key())
        .and_where(ExprTrait::eq(
            of(post_tag::Entity, post_tag::Column::PostId),
            of(post::Entity, Column::Id),
        ))
        .and_where(ExprTrait::eq(of(tag_follow::Entity, tag_follow::Column::AccountId), me.clone()));
    Condition::all().add(Column::Listed.eq(true)).add(Expr::exists(select))
}

/// A followed key is the one of the hashtag.
fn same_key() -> Expr {
    ExprTrait::eq(of(tag_key::Entity, tag_key::Column::Key), of(tag_follow::Entity, tag_follow::Column::Key))
}

/// Selects whether the author stands on a list of `me` that is read in place of the home timeline.
fn on_exclusive_list(me: &Expr) -> SelectStatement {
    let list = ExprTrait::eq(
        of(people_list::Entity, people_list::Column::Id),
        of(people_list_entry::Entity, people_list_entry::Column::ListId),
    );
    let mut select = select_one(people_list_entry::Entity);
    select
        .join(JoinType::InnerJoin, people_list::Entity, list)
        .and_where(ExprTrait::eq(
            of(people_list_entry::Entity, people_list_entry::Column::AccountId),
            author(),
        ))
        .and_where(ExprTrait::eq(of(people_list::Entity, people_list::Column::AccountId), me.clone()))
        .and_where(ExprTrait::eq(of(people_list::Entity, people_list::Column::Exclusive), true));
    select
}

/// `account` is `me` or followed by `me`.
fn near(me: &Expr, account: &Expr) -> Condition {
    let followed = Expr::exists(follows(me, account));
    Condition::any().add(ExprTrait::eq(account.clone(), me.clone())).add(followed)
}

/// Whom a post answers.
pub(super) fn replied() -> Expr {
    Expr::col((post::Entity, Column::InReplyToAccountId))
}

/// Who wrote a post.
pub(super) fn author() -> Expr {
    Expr::col((post::Entity, Column::AccountId))
}
