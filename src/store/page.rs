//! Pages of lists: where to begin, how many, and what to ask for next. Cursors are numbers that only grow.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{Condition, EntityTrait, Order, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select};

/// Most rows on one page, as clients expect it.
pub const MAX_LIMIT: u64 = 40;
/// Rows on a page when nobody says how many.
pub const DEFAULT_LIMIT: u64 = 20;

/// Which part of a list, newest first, is wanted. The words are the client API's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Only what is older than this.
    pub max: Option<i64>,
    /// Only what is newer than this; the newest of it.
    pub since: Option<i64>,
    /// Only what is newer than this; the oldest of it, so that a reader can page upwards without a gap.
    pub min: Option<i64>,
    /// At most so many; more than [`MAX_LIMIT`] counts as that.
    pub limit: u64,
}

impl Default for Page {
    fn default() -> Self {
        Self { max: None, since: None, min: None, limit: DEFAULT_LIMIT }
    }
}

/// One page of a list, newest first, with the cursors for the pages beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice<T> {
    /// What is on the page.
    pub items: Vec<T>,
    /// Cursor of the first item: `min` of the page with newer things.
    pub newest: Option<i64>,
    /// Cursor of the last item: `max` of the page with older things.
    pub oldest: Option<i64>,
    /// Whether there are older things.
    pub more: bool,
}

impl<T> Slice<T> {
    /// The page for whom there is nothing to see.
    pub fn empty() -> Self {
        Self { items: Vec::new(), newest: None, oldest: None, more: false }
    }

    /// Cursors of the first and the last item.
    pub fn ends(&self) -> Option<(i64, i64)> {
        self.newest.zip(self.oldest)
    }

    /// The same page with each item turned into another thing.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Slice<U> {
        Slice {
            items: self.items.into_iter().map(change).collect(),
            newest: self.newest,
            oldest: self.oldest,
            more: self.more,
        }
    }

    /// The same place in the list with other things on it: what belongs to the items, without what was left out.
    pub fn with<U>(&self, items: Vec<U>) -> Slice<U> {
        Slice { items, newest: self.newest, oldest: self.oldest, more: self.more }
    }
}

impl Page {
    /// The newest `limit` rows.
    pub fn first(limit: u64) -> Self {
        Self { limit, ..Self::default() }
    }

    /// How many rows the page holds at most.
    pub fn size(&self) -> u64 {
        self.limit.clamp(1, MAX_LIMIT)
    }

    /// [`Page::size`] as the length of a list.
    pub fn most(&self) -> usize {
        usize::try_from(self.size()).unwrap_or(usize::MAX)
    }

    /// What a row's cursor must fulfil to be on the page.
    pub fn bounds(&self, cursor: &Expr) -> Condition {
        Condition::all()
            .add_option(self.max.map(|max| ExprTrait::lt(cursor.clone(), max)))
            .add_option(self.since.map(|since| ExprTrait::gt(cursor.clone(), since)))
            .add_option(self.min.map(|min| ExprTrait::gt(cursor.clone(), min)))
    }

    /// From which end the rows are read; [`Page::slice`] puts them right.
    pub fn order(&self) -> Order {
        if self.min.is_some() { Order::Asc } else { Order::Desc }
    }

    /// Cuts the page out of a query whose rows are ordered by `cursor`. Reads one row more than the page holds, to
    /// know whether anything follows.
    pub fn cut<E: EntityTrait>(&self, select: Select<E>, cursor: &Expr) -> Select<E> {
        select
            .filter(self.bounds(cursor))
            .order_by(cursor.clone(), self.order())
            .limit(self.size().saturating_add(1))
    }

    /// Makes the page of the rows that [`Page::cut`] has read.
    pub fn slice<T>(&self, mut rows: Vec<T>, cursor: impl Fn(&T) -> i64) -> Slice<T> {
        let more = rows.len() > self.most();
        rows.truncate(self.most());
        if self.min.is_some() {
            rows.reverse();
        }
        // A page that was read upwards came from older rows, so there are older ones.
        let more = !rows.is_empty() && (more || self.min.is_some());
        Slice { newest: rows.first().map(&cursor), oldest: rows.last().map(&cursor), more, items: rows }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_to_its_size_and_stands_newest_first() {
        let down = Page { limit: 2, ..Page::default() };
        let slice = down.slice(vec![9, 8, 7], |number| *number);
        assert_eq!(slice, Slice { items: vec![9, 8], newest: Some(9), oldest: Some(8), more: true });
        let up = Page { min: Some(3), limit: 2, ..Page::default() };
        let slice = up.slice(vec![4, 5, 6], |number| *number);
        assert_eq!(slice, Slice { items: vec![5, 4], newest: Some(5), oldest: Some(4), more: true });
    }

    #[test]
    fn after_the_last_page_there_is_no_more() {
        assert!(!Page::default().slice(vec![3, 2], |number| *number).more);
        assert_eq!(Page { limit: 0, ..Page::default() }.size(), 1);
        assert_eq!(Page { limit: 4000, ..Page::default() }.size(), MAX_LIMIT);
    }
}
