//! The timeline of a people list: what those on it wrote and passed on.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, SelectStatement};
use sea_orm::{Condition, Select};

use super::newest::{AUTHORS, Sources};
use super::{Eyes, Reader, among, base, boost_is_seen, of, select_id, unmuted};
use crate::base::error::Result;
use crate::store::kind::{ListReplies, Visibility};
use crate::store::page::{Page, Slice};
use crate::store::people_list::PeopleList;
use crate::store::post::{self, Column};
use crate::store::{Conn, follow, people_list_entry};

/// A page of what those on a list wrote and passed on, as its owner should see it.
pub async fn people_list(conn: &impl Conn, list: &PeopleList, now: i64, page: Page) -> Result<Slice<i64>> {
    let reader = Reader { id: Some(list.account_id), now };
    let candidates = |reach| {
        let entry = || of(people_list_entry::Entity, people_list_entry::Column::AccountId);
        let mut entries = SelectStatement::new();
        entries.from(people_list_entry::Entity).and_where(ExprTrait::eq(
            of(people_list_entry::Entity, people_list_entry::Column::ListId),
            list.id,
        ));
        AUTHORS.first_of(Sources::selected(entries, entry(), AUTHORS, &page), &page, reach)
    };
    among(conn, &on_list(&Eyes::of(&reader), list), page, candidates).await
}

/// What the timeline of a list holds.
fn on_list(eyes: &Eyes, list: &PeopleList) -> Select<post::Entity> {
    let me = list.account_id;
    let author = || Expr::col((post::Entity, Column::AccountId));
    let replied = || Expr::col((post::Entity, Column::InReplyToAccountId));
    let whole = Condition::any()
        .add(Condition::all().add(Column::InReplyToId.is_null()).add(Column::InReplyToUri.is_null()))
        .add(ExprTrait::eq(replied(), author()))
        .add(ExprTrait::eq(replied(), me));
    let whole = match list.replies {
        ListReplies::Followed => whole.add(ExprTrait::in_subquery(replied(), followed(me))),
        ListReplies::List => whole.add(ExprTrait::in_subquery(replied(), entries(list.id))),
        ListReplies::None => whole,
    };
    let near =
        Condition::any().add(ExprTrait::eq(author(), me)).add(ExprTrait::in_subquery(author(), followed(me)));
    let readable = Condition::any()
        .add(Column::Visibility.is_in([Visibility::Public, Visibility::Unlisted]))
        .add(Condition::all().add(Column::Visibility.eq(Visibility::Private)).add(near));
    let mut quiet = followed(me);
    quiet.and_where(ExprTrait::eq(of(follow::Entity, follow::Column::ShowsBoosts), false));
    let wanted_boost =
        Condition::any().add(Column::BoostOfId.is_null()).add(ExprTrait::not_in_subquery(author(), quiet));
    base(eyes)
        .filter(ExprTrait::in_subquery(author(), entries(list.id)))
        .filter(whole)
        .filter(readable)
        .filter(wanted_boost)
        .filter(unmuted(eyes, &author()))
        .filter(boost_is_seen(eyes))
}

/// Selects who is on a list.
fn entries(list_id: i64) -> SelectStatement {
    let mut select = select_id(people_list_entry::Entity, people_list_entry::Column::AccountId);
    select
        .and_where(ExprTrait::eq(of(people_list_entry::Entity, people_list_entry::Column::ListId), list_id));
    select
}

/// Selects whom an account follows.
fn followed(me: i64) -> SelectStatement {
    let mut select = select_id(follow::Entity, follow::Column::TargetId);
    select
        .and_where(ExprTrait::eq(of(follow::Entity, follow::Column::FollowerId), me))
        .and_where(ExprTrait::eq(of(follow::Entity, follow::Column::Accepted), true));
    select
}
