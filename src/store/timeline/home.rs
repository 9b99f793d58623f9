//! The home timeline: what `me` follows. A bounded walk, however much was written and however many are followed.
//!
//! First come the numbers of candidates from an index, then those of them that `me` should see. Who follows few accounts
//! is served from these accounts' own posts; who follows many, from the newest posts of all, most of which are then by
//! somebody followed.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait, SelectStatement};
use sea_orm::{Condition, Select};

use super::newest::{self, AUTHORS, Sources};
use super::{
    Eyes, Reader, among, base, boost_is_seen, first_reach, follows, is_full, is_no_echo, mentions, of,
    unmuted,
};
use crate::base::error::Result;
use crate::store::kind::Visibility;
use crate::store::page::{Page, Slice};
use crate::store::post::{self, Column};
use crate::store::{Conn, follow};

/// Who follows no more is served from these accounts' posts: asking each for its newest costs less than a walk.
const FEW: i32 = 64;
/// So many of all posts are looked at for who follows more; if that fills no page, each account is asked after all.
const WALKED: u64 = 1000;

/// What `me`, who follows `following` accounts, should see: own posts, those of followed accounts with their boosts, and
/// messages to `me` among them.
pub async fn home(conn: &impl Conn, me: i64, following: i32, now: i64, page: Page) -> Result<Slice<i64>> {
    let eyes = Eyes::of(&Reader { id: Some(me), now });
    let wanted = at_home(&eyes);
    if following > FEW {
        let near = near(&Expr::value(me), &author());
        let newest = newest::first_among(WALKED, near, &page, first_reach(&page));
        let walked = wanted.clone().filter(Column::Id.in_subquery(newest));
        let slice = super::read(conn, walked, Expr::col((post::Entity, Column::Position)), page).await?;
        if is_full(&slice, &page) {
            return Ok(slice);
        }
    }
    among(conn, &wanted, page, |reach| candidates(me, &page, reach)).await
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

/// What the home timeline of somebody who is signed in holds.
pub(super) fn at_home(eyes: &Eyes) -> Select<post::Entity> {
    let me = eyes.me.clone().unwrap_or(Expr::value(0));
    let replied = || Expr::col((post::Entity, Column::InReplyToAccountId));
    // A reply to somebody whom one does not follow is half a conversation.
    let whole = Condition::any()
        .add(ExprTrait::is_null(replied()))
        .add(ExprTrait::eq(replied(), author()))
        .add(near(&me, &replied()));
    let mut unwanted = follows(&me, &author());
    unwanted.and_where(ExprTrait::eq(of(follow::Entity, follow::Column::ShowsBoosts), false));
    let wanted_boost = Condition::any().add(Column::BoostOfId.is_null()).add(Expr::not_exists(unwanted));
    let readable = Condition::any()
        .add(ExprTrait::eq(author(), me.clone()))
        .add(Column::Visibility.ne(Visibility::Direct))
        .add(mentions(me.clone()));
    base(eyes)
        .filter(near(&me, &author()))
        .filter(whole)
        .filter(wanted_boost)
        .filter(readable)
        .filter(unmuted(eyes, &author()))
        .filter(boost_is_seen(eyes))
        .filter(is_no_echo(near(&me, &of(Alias::new("original"), Column::AccountId))))
}

/// `account` is `me` or followed by `me`.
fn near(me: &Expr, account: &Expr) -> Condition {
    let followed = Expr::exists(follows(me, account));
    Condition::any().add(ExprTrait::eq(account.clone(), me.clone())).add(followed)
}

fn author() -> Expr {
    Expr::col((post::Entity, Column::AccountId))
}
