//! The timeline of a people list: what those on it wrote and passed on.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, SelectStatement};
use sea_orm::{Condition, Select};

use super::home::{author, replied, wished};
use super::newest::{AUTHORS, Sources};
use super::{Eyes, Reader, among, base, boost_is_seen, follows, of, select_one, unmuted};
use crate::base::error::Result;
use crate::store::kind::{ListReplies, Visibility};
use crate::store::page::{Page, Slice};
use crate::store::people_list::PeopleList;
use crate::store::post::{self, Column};
use crate::store::tx::failed;
use crate::store::{Conn, people_list_entry};

/// A page of what those on a list wrote and passed on, as its owner should see it.
pub async fn people_list(conn: &impl Conn, list: &PeopleList, now: i64, page: Page) -> Result<Slice<i64>> {
    let eyes = Eyes::of(&Reader { id: Some(list.account_id), now });
    among(conn, || on_list(&eyes, list), page, |reach| candidates(list.id, &page, reach)).await
}

/// The newest posts by those on the list.
fn candidates(list_id: i64, page: &Page, reach: u64) -> SelectStatement {
    let entries = SelectStatement::new()
        .from(people_list_entry::Entity)
        .and_where(ExprTrait::eq(of(people_list_entry::Entity, people_list_entry::Column::ListId), list_id))
        .to_owned();
    let account = of(people_list_entry::Entity, people_list_entry::Column::AccountId);
    AUTHORS.first_of(Sources::selected(entries, account, AUTHORS, page), page, reach)
}

/// Whether a post stands in the timeline of a list.
pub async fn stands_on_list(conn: &impl Conn, post: i64, list: &PeopleList, now: i64) -> Result<bool> {
    let eyes = Eyes::of(&Reader { id: Some(list.account_id), now });
    let found = on_list(&eyes, list).filter(Column::Id.eq(post)).count(conn).await;
    Ok(found.map_err(failed("reading whether a post stands on a list"))? > 0)
}

/// What the timeline of a list holds.
fn on_list(eyes: &Eyes, list: &PeopleList) -> Select<post::Entity> {
    let me = Expr::value(list.account_id);
    let whole = Condition::any()
        .add(Condition::all().add(Column::InReplyToId.is_null()).add(Column::InReplyToUri.is_null()))
        .add(ExprTrait::eq(replied(), author()))
        .add(ExprTrait::eq(replied(), me.clone()));
    let whole = match list.replies {
        ListReplies::Followed => whole.add(Expr::exists(follows(&me, &replied()))),
        ListReplies::List => whole.add(Expr::exists(is_on(list.id, &replied()))),
        ListReplies::None => whole,
    };
    let readable =
        Condition::any().add(Column::Visibility.is_in([Visibility::Public, Visibility::Unlisted])).add(
            Condition::all().add(Column::Visibility.eq(Visibility::Private)).add(
                Condition::any()
                    .add(ExprTrait::eq(author(), me.clone()))
                    .add(Expr::exists(follows(&me, &author()))),
            ),
        );
    base(eyes)
        .filter(whole)
        .filter(readable)
        .filter(wished(&me))
        .filter(unmuted(eyes, &author()))
        .filter(boost_is_seen(eyes))
}

/// Selects whether `account` is on the list.
fn is_on(list_id: i64, account: &Expr) -> SelectStatement {
    let mut select = select_one(people_list_entry::Entity);
    select
        .and_where(ExprTrait::eq(of(people_list_entry::Entity, people_list_entry::Column::ListId), list_id))
        .and_where(ExprTrait::eq(
            of(people_list_entry::Entity, people_list_entry::Column::AccountId),
            account.clone(),
        ));
    select
}
