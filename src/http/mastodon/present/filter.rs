//! Filters as clients see them, in both versions, and what they found in a post.

use serde::Serialize;

use super::time;
use crate::domain::filter::{self, Context, FilterAction, FilterPost, Match};

/// A filter without what is in it.
#[derive(Debug, Clone, Serialize)]
pub struct FilterHead {
    pub id: String,
    pub title: String,
    pub context: Vec<&'static str>,
    pub expires_at: Option<String>,
    pub filter_action: &'static str,
}

/// A filter with its words and posts.
#[derive(Debug, Clone, Serialize)]
pub struct Filter {
    #[serde(flatten)]
    pub head: FilterHead,
    pub keywords: Vec<Keyword>,
    pub statuses: Vec<FilterStatus>,
}

/// A word of a filter.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_field_names, reason = "the client API names it so")]
pub struct Keyword {
    pub id: String,
    pub keyword: String,
    pub whole_word: bool,
}

/// A post of a filter.
#[derive(Debug, Clone, Serialize)]
pub struct FilterStatus {
    pub id: String,
    pub status_id: String,
}

/// What the first version calls a filter: one word, with the rest of its filter.
#[derive(Debug, Clone, Serialize)]
pub struct FilterV1 {
    pub id: String,
    pub phrase: String,
    pub context: Vec<&'static str>,
    pub expires_at: Option<String>,
    pub irreversible: bool,
    pub whole_word: bool,
}

/// A filter that matches a post, and by what.
#[derive(Debug, Clone, Serialize)]
pub struct FilterResult {
    pub filter: FilterHead,
    pub keyword_matches: Option<Vec<String>>,
    pub status_matches: Option<Vec<String>>,
}

/// A filter in the second version's words.
pub fn filter(row: &filter::Filter) -> Filter {
    Filter {
        head: head(row),
        keywords: row.keywords.iter().map(keyword).collect(),
        statuses: row.posts.iter().map(post).collect(),
    }
}

/// A word of a filter.
pub fn keyword(row: &filter::Keyword) -> Keyword {
    Keyword { id: row.id.to_string(), keyword: row.keyword.clone(), whole_word: row.whole_word }
}

/// A post of a filter.
pub fn post(row: &FilterPost) -> FilterStatus {
    FilterStatus { id: row.id.to_string(), status_id: row.post_id.to_string() }
}

/// One word of a filter in the first version's words.
pub fn v1(row: &filter::Filter, keyword: &filter::Keyword) -> FilterV1 {
    let head = head(row);
    FilterV1 {
        id: keyword.id.to_string(),
        phrase: keyword.keyword.clone(),
        context: head.context,
        expires_at: head.expires_at,
        irreversible: row.action == FilterAction::Hide,
        whole_word: keyword.whole_word,
    }
}

/// What filters found in a post.
pub fn results(found: &[Match]) -> Vec<FilterResult> {
    found.iter().map(result).collect()
}

fn result(found: &Match) -> FilterResult {
    let posts: Vec<String> = found.posts.iter().map(ToString::to_string).collect();
    FilterResult {
        filter: head(&found.filter),
        keyword_matches: Some(found.keywords.clone()).filter(|words| !words.is_empty()),
        status_matches: Some(posts).filter(|posts| !posts.is_empty()),
    }
}

fn head(row: &filter::Filter) -> FilterHead {
    FilterHead {
        id: row.id.to_string(),
        title: row.title.clone(),
        context: row.contexts.iter().map(|context| Context::code(*context)).collect(),
        expires_at: row.expires_at.map(time::moment),
        filter_action: action(row.action),
    }
}

/// The client API's word for what is done.
pub fn action(action: FilterAction) -> &'static str {
    match action {
        FilterAction::Warn => "warn",
        FilterAction::Hide => "hide",
        FilterAction::Blur => "blur",
    }
}
