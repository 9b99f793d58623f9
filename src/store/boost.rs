//! Boosts: posts of kind boost, by what they pass on.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;

use super::Conn;
use super::kind::PostKind;
use super::page::{Page, Slice};
use super::post::{Column, Entity, Post};
use super::tx::failed;
use crate::base::error::Result;

/// The boost of a post by an account.
pub async fn find_pair(conn: &impl Conn, account: i64, post: i64) -> Result<Option<Post>> {
    Entity::find()
        .filter(Column::BoostOfId.eq(post))
        .filter(Column::AccountId.eq(account))
        .one(conn)
        .await
        .map_err(failed("reading a boost"))
}

/// The boosts of a post, newest first. The cursor is the boost's number.
pub async fn list_to(conn: &impl Conn, post: i64, page: Page) -> Result<Slice<Post>> {
    let boosts = Entity::find()
        .filter(ExprTrait::eq(Expr::col((Entity, Column::BoostOfId)), post))
        .filter(Column::Kind.eq(PostKind::Boost));
    let rows = page
        .cut(boosts, &Expr::col((Entity, Column::Id)))
        .all(conn)
        .await
        .map_err(failed("reading boosts"))?;
    Ok(page.slice(rows, |row| row.id))
}
