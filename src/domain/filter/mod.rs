//! Filters: what a member does not want to read, by words or by post. A filter says where it holds and what is done:
//! clients veil what it matches, or it is left out.
//!
//! Filters are applied here, on the server, so that every client shows the same: `apply` is asked once for a whole
//! list of posts.

mod apply;
mod keep;
mod words;

#[cfg(test)]
mod tests;

use crate::store::filter::FilterRow;

pub use crate::store::filter_keyword::Keyword;
pub use crate::store::filter_post::FilterPost;
pub use crate::store::kind::FilterAction;

pub use apply::{Filters, Match};
pub use keep::{
    Changed, KeywordChange, New, add_keyword, add_post, change, change_keyword, create, list, load,
    load_keyword, load_post, remove, remove_keyword, remove_post,
};

/// Where a filter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// The home timeline and people lists.
    Home,
    /// Notices.
    Notices,
    /// Public timelines, also those of hashtags.
    Public,
    /// What stands above and below a post.
    Thread,
    /// What one account wrote.
    Account,
}

impl Context {
    /// Every context.
    pub const ALL: [Self; 5] = [Self::Home, Self::Notices, Self::Public, Self::Thread, Self::Account];

    /// The client API's word, which is also how it is kept.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Notices => "notifications",
            Self::Public => "public",
            Self::Thread => "thread",
            Self::Account => "account",
        }
    }

    /// The context of this word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.code() == text)
    }
}

/// A filter with everything that is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Its number.
    pub id: i64,
    /// What its owner calls it.
    pub title: String,
    /// Where it holds.
    pub contexts: Vec<Context>,
    /// What is done with what it matches.
    pub action: FilterAction,
    /// Until when it holds (seconds); for ever when not given.
    pub expires_at: Option<i64>,
    /// Its words.
    pub keywords: Vec<Keyword>,
    /// Its posts.
    pub posts: Vec<FilterPost>,
}

impl Filter {
    fn of(row: FilterRow, keywords: &[Keyword], posts: &[FilterPost]) -> Self {
        Self {
            id: row.id,
            contexts: row.contexts.split(' ').filter_map(Context::parse).collect(),
            title: row.title,
            action: row.action,
            expires_at: row.expires_at,
            keywords: keywords.iter().filter(|keyword| keyword.filter_id == row.id).cloned().collect(),
            posts: posts.iter().filter(|post| post.filter_id == row.id).cloned().collect(),
        }
    }

    /// Whether it holds at `now` (seconds).
    fn holds(&self, now: i64) -> bool {
        self.expires_at.is_none_or(|end| end > now)
    }
}
