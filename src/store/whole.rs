//! Posts with what hangs on them: hashtags and mentions.

use std::collections::HashMap;
use std::sync::Arc;

use super::post::Post;
use super::post_tag::PostTag;
use super::{Conn, mention, post, post_tag};
use crate::base::error::Result;

/// A post with what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The post.
    pub post: Post,
    /// Its hashtags, in the order of their names.
    pub tags: Vec<PostTag>,
    /// Numbers of the accounts it mentions.
    pub mentions: Vec<i64>,
}

impl Whole {
    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        let texts =
            [&self.post.source, &self.post.story].into_iter().flatten().map(String::len).sum::<usize>();
        size_of::<Self>() + texts + self.post.html.len() + 128 * self.tags.len() + 512
    }
}

/// The posts with these numbers, in no order; those that are gone are left out. Three queries for any number.
pub async fn list(conn: &impl Conn, ids: &[i64]) -> Result<Vec<(i64, Arc<Whole>)>> {
    let mut tags: HashMap<i64, Vec<PostTag>> = HashMap::new();
    for tag in post_tag::list(conn, ids).await? {
        tags.entry(tag.post_id).or_default().push(tag);
    }
    let mut mentions: HashMap<i64, Vec<i64>> = HashMap::new();
    for mention in mention::list(conn, ids).await? {
        mentions.entry(mention.post_id).or_default().push(mention.account_id);
    }
    let whole = |post: Post| {
        let tags = tags.remove(&post.id).unwrap_or_default();
        let mentions = mentions.remove(&post.id).unwrap_or_default();
        (post.id, Arc::new(Whole { post, tags, mentions }))
    };
    Ok(post::list(conn, ids).await?.into_iter().map(whole).collect())
}
