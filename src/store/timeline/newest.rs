//! The newest posts under any of several keys, read from an index without reading all that stands under them.
//!
//! A database can walk an index in order under one key, but under several it reads everything and sorts. So each key
//! says where its own page would end, and only what is newer than that is read: at most `reach` entries under each.

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Func, Query, SelectStatement, UnionType};
use sea_orm::{Condition, JoinType, Order};

use crate::store::page::Page;

/// An index of posts by something they have: a table with a column for that, one for the post, and `position`.
#[derive(Debug, Clone, Copy)]
pub struct Index {
    pub table: &'static str,
    pub key: &'static str,
    pub post: &'static str,
}

/// Posts by who wrote them.
pub const AUTHORS: Index = Index { table: "post", key: "account_id", post: "id" };
/// Posts by their hashtags.
pub const TAGS: Index = Index { table: "post_tag", key: "tag", post: "post_id" };
/// Stories by the terms they state.
pub const TERMS: Index = Index { table: "post_term", key: "term", post: "post_id" };
/// Stories by their facets.
pub const FACETS: Index = Index { table: "post_facet", key: "facet", post: "post_id" };

/// Names that the statements give to their parts.
const SOURCE: &str = "source";
const KEY: &str = "source_key";
const PLACE: &str = "source_place";

impl Index {
    /// A column of the index table.
    pub fn column(self, name: &'static str) -> Expr {
        Expr::col((Alias::new(self.table), Alias::new(name)))
    }

    /// What the index is ordered by under each key.
    pub fn position(self) -> Expr {
        self.column("position")
    }

    /// Selects from the index what stands under one key and within the page's bounds.
    fn under(self, key: Expr, page: &Page) -> SelectStatement {
        Query::select()
            .from(Alias::new(self.table))
            .and_where(self.column(self.key).eq(key))
            .and_where(self.position().is_not_null())
            .cond_where(page.bounds(&self.position()))
            .to_owned()
    }

    /// Where the first post under a key stands, as seen from the page's beginning; behind everything if there is none.
    fn first_place(self, key: Expr, page: &Page) -> Expr {
        let place = self.position();
        let first = if upwards(page) { place.min() } else { place.max() };
        or_end(self.under(key, page).expr(first).to_owned(), page)
    }

    /// Where the post stands that is the last of `reach` under a key; the end of the list if there are fewer.
    fn last_place(self, key: Expr, page: &Page, reach: u64) -> Expr {
        let last = self
            .under(key, page)
            .expr(self.position())
            .order_by_expr(self.position(), page.order())
            .limit(1)
            .offset(reach.saturating_sub(1))
            .to_owned();
        or_end(last, page)
    }

    /// Selects the numbers of the first `reach` posts of the page that stand under any of the keys.
    pub fn first_of(self, sources: Sources, page: &Page, reach: u64) -> SelectStatement {
        let key = || Expr::col((Alias::new(SOURCE), Alias::new(KEY)));
        // Whoever has none of the first `reach` first posts has nothing among the first `reach` posts at all.
        let nearest = Query::select()
            .column(Alias::new(KEY))
            .from_subquery(sources.0, Alias::new("sources"))
            .order_by(Alias::new(PLACE), page.order())
            .limit(reach)
            .to_owned();
        let reached = up_to(self.position(), self.last_place(key(), page, reach), page);
        let order = if upwards(page) { self.position().min() } else { self.position().max() };
        Query::select()
            .expr(self.column(self.post))
            .from_subquery(nearest, Alias::new(SOURCE))
            .join(JoinType::InnerJoin, Alias::new(self.table), self.column(self.key).eq(key()))
            .and_where(reached)
            .cond_where(page.bounds(&self.position()))
            // A post that stands under several of the keys counts once.
            .add_group_by([self.column(self.post)])
            .order_by_expr(order, page.order())
            .limit(reach)
            .to_owned()
    }
}

/// Keys of an index, each with the place of its first post.
#[derive(Debug, Clone)]
pub struct Sources(SelectStatement);

impl Sources {
    /// The keys that `keys` selects from its table: `key` says which column.
    pub fn selected(mut keys: SelectStatement, key: Expr, index: Index, page: &Page) -> Self {
        keys.expr_as(key.clone(), Alias::new(KEY));
        keys.expr_as(index.first_place(key, page), Alias::new(PLACE));
        Self(keys)
    }

    /// One key.
    pub fn one(key: Expr, index: Index, page: &Page) -> Self {
        Self::selected(SelectStatement::new(), key, index, page)
    }

    /// Several values.
    pub fn values(values: &[String], index: Index, page: &Page) -> Self {
        let mut sources = values.iter().map(|value| Self::one(Expr::val(value.as_str()), index, page));
        let first = sources.next().unwrap_or_else(|| Self::one(Expr::val(""), index, page));
        sources.fold(first, Self::and)
    }

    /// These and others.
    pub fn and(mut self, others: Self) -> Self {
        self.0.union(UnionType::All, others.0);
        self
    }
}

/// Selects the numbers of the first `reach` posts of the page that are `wanted`, without looking at more than `most`.
pub fn first_among(most: u64, wanted: Condition, page: &Page, reach: u64) -> SelectStatement {
    let position = || AUTHORS.position();
    let all = Query::select()
        .from(Alias::new(AUTHORS.table))
        .and_where(position().is_not_null())
        .cond_where(page.bounds(&position()))
        .order_by_expr(position(), page.order())
        .to_owned();
    let last = all.clone().expr(position()).limit(1).offset(most.saturating_sub(1)).to_owned();
    all.clone()
        .expr(AUTHORS.column(AUTHORS.post))
        .and_where(up_to(position(), or_end(last, page), page))
        .cond_where(wanted)
        .limit(reach)
        .to_owned()
}

/// What a statement of one row finds; the end of the list where it finds nothing.
fn or_end(found: SelectStatement, page: &Page) -> Expr {
    let found = Expr::SubQuery(None, Box::new(found.into()));
    Expr::from(Func::coalesce([found, Expr::val(end(page))]))
}

/// A position is not beyond the last one, as seen from the page's beginning.
fn up_to(position: Expr, last: Expr, page: &Page) -> Expr {
    if upwards(page) { position.lte(last) } else { position.gte(last) }
}

fn upwards(page: &Page) -> bool {
    matches!(page.order(), Order::Asc)
}

/// Behind every post, as seen from the page's beginning.
fn end(page: &Page) -> i64 {
    if upwards(page) { i64::MAX } else { 0 }
}
