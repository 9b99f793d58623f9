//! Posts with what hangs on them: hashtags, mentions, pictures, a poll.

use std::collections::HashMap;
use std::sync::Arc;

use super::kind::PostKind;
use super::media::Media;
use super::poll::Poll;
use super::poll_option::PollOption;
use super::post::Post;
use super::post_tag::PostTag;
use super::{Conn, media, mention, poll, poll_option, post, post_tag};
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
    /// Its pictures, in its writer's order.
    pub media: Vec<Media>,
    /// What it asks, with what can be chosen, in its writer's order.
    pub poll: Option<(Poll, Vec<PollOption>)>,
}

impl Whole {
    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        let texts =
            [&self.post.source, &self.post.story].into_iter().flatten().map(String::len).sum::<usize>();
        let described = self.media.iter().map(|picture| picture.description.len() + 512).sum::<usize>();
        let asked = self.poll.iter().map(|(_, options)| 256 * options.len()).sum::<usize>();
        let many = 128 * self.tags.len() + described + asked;
        size_of::<Self>() + texts + self.post.html.len() + many + 512
    }
}

/// The posts with these numbers, in no order; those that are gone are left out. A few queries for any number of posts.
pub async fn list(conn: &impl Conn, ids: &[i64]) -> Result<Vec<(i64, Arc<Whole>)>> {
    let posts = post::list(conn, ids).await?;
    // Nothing hangs on a boost.
    let saying = posts.iter().filter(|post| post.kind != PostKind::Boost).map(|post| post.id);
    let ids: &[i64] = &saying.collect::<Vec<_>>();
    let mut tags: HashMap<i64, Vec<PostTag>> = HashMap::new();
    for tag in post_tag::list(conn, ids).await? {
        tags.entry(tag.post_id).or_default().push(tag);
    }
    let mut mentions: HashMap<i64, Vec<i64>> = HashMap::new();
    for mention in mention::list(conn, ids).await? {
        mentions.entry(mention.post_id).or_default().push(mention.account_id);
    }
    let mut pictures: HashMap<i64, Vec<Media>> = HashMap::new();
    for picture in media::list_of_posts(conn, ids).await? {
        pictures.entry(picture.post_id.unwrap_or_default()).or_default().push(picture);
    }
    let mut polls: HashMap<i64, (Poll, Vec<PollOption>)> =
        poll::list(conn, ids).await?.into_iter().map(|poll| (poll.post_id, (poll, Vec::new()))).collect();
    // Nearly no post has one.
    let asking: Vec<i64> = polls.keys().copied().collect();
    for option in poll_option::list(conn, &asking).await? {
        if let Some((_, options)) = polls.get_mut(&option.post_id) {
            options.push(option);
        }
    }
    let whole = |post: Post| {
        let id = post.id;
        let tags = tags.remove(&id).unwrap_or_default();
        let mentions = mentions.remove(&id).unwrap_or_default();
        let media = pictures.remove(&id).unwrap_or_default();
        (id, Arc::new(Whole { post, tags, mentions, media, poll: polls.remove(&id) }))
    };
    Ok(posts.into_iter().map(whole).collect())
}
