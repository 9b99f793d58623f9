//! Talks: threads of direct posts, each by its newest one.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait, Query, SelectStatement, UnionType};

use super::{Eyes, Reader, base, of, read_posts, select_id, unblocked};
use crate::base::error::Result;
use crate::store::kind::{PostState, Visibility};
use crate::store::page::{Page, Slice};
use crate::store::post::{self, Column, Post};
use crate::store::{Conn, conversation, mention, notice};

/// The last post of each thread of direct posts in which `me` takes part, or of the one with this first post, without
/// threads that were taken off the list since.
pub async fn last_of_threads(
    conn: &impl Conn,
    me: i64,
    now: i64,
    only: Option<i64>,
    page: Page,
) -> Result<Slice<Post>> {
    let eyes = Eyes::of(&Reader { id: Some(me), now });
    let this = |column: Column| Expr::col((post::Entity, column));
    let later = || Alias::new("later");
    let mut later_one = Query::select();
    later_one
        .expr(Expr::val(1))
        .from_as(post::Entity, later())
        .and_where(ExprTrait::eq(of(later(), Column::RootId), this(Column::RootId)))
        .and_where(ExprTrait::gt(of(later(), Column::Position), this(Column::Position)))
        .and_where(ExprTrait::eq(of(later(), Column::Visibility), Visibility::Direct))
        .and_where(ExprTrait::eq(of(later(), Column::State), PostState::Published))
        .and_where(ExprTrait::in_subquery(of(later(), Column::Id), concerning(me)))
        .cond_where(unblocked(&eyes, &of(later(), Column::AccountId)));
    let hidden = Query::select()
        .expr(Expr::val(1))
        .from(conversation::Entity)
        .and_where(ExprTrait::eq(of(conversation::Entity, conversation::Column::AccountId), me))
        .and_where(ExprTrait::eq(
            of(conversation::Entity, conversation::Column::RootId),
            this(Column::RootId),
        ))
        .and_where(ExprTrait::gte(
            of(conversation::Entity, conversation::Column::HiddenTo),
            this(Column::Position),
        ))
        .to_owned();
    let mut select = base(&eyes)
        .filter(Column::Visibility.eq(Visibility::Direct))
        .filter(ExprTrait::in_subquery(this(Column::Id), concerning(me)))
        .filter(Expr::not_exists(later_one))
        .filter(Expr::not_exists(hidden));
    if let Some(root_id) = only {
        select = select.filter(Column::RootId.eq(root_id));
    }
    read_posts(conn, select, this(Column::Position), page).await
}

/// Numbers of posts that `me` wrote for single persons, and of all that mention `me` without those of strangers that wait.
fn concerning(me: i64) -> SelectStatement {
    let mut own = select_id(post::Entity, Column::Id);
    own.and_where(ExprTrait::eq(of(post::Entity, Column::AccountId), me))
        .and_where(ExprTrait::eq(of(post::Entity, Column::Visibility), Visibility::Direct));
    let mut named = select_id(mention::Entity, mention::Column::PostId);
    named.and_where(ExprTrait::eq(of(mention::Entity, mention::Column::AccountId), me)).and_where(
        ExprTrait::not_in_subquery(of(mention::Entity, mention::Column::PostId), notice::untold_posts(me)),
    );
    own.union(UnionType::All, named).to_owned()
}
