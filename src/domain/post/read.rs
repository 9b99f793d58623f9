//! Who may read a post: the one place that decides it.

use std::collections::{HashMap, HashSet};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::domain::post::timed::list_times;
use crate::store::kind::{MemberState, PostState, Role, Visibility};
use crate::store::member::{self, Member};
use crate::store::post::{self, Post};
use crate::store::{Conn, account, mine, tombstone};

/// The post, if `viewer` may read it. A post that may not be read answers as one that does not exist; one that was
/// public here and taken back is [`Error::Gone`].
pub async fn load_visible(app: &App, viewer: Option<i64>, id: i64) -> Result<Post> {
    match find_visible(app, viewer, id).await? {
        Some(post) => Ok(post),
        None => Err(load_gone(app, id).await?),
    }
}

/// What a post that can't be shown answers: gone where it was public here once, else not found.
pub async fn load_gone(app: &App, id: i64) -> Result<Error> {
    let stone = tombstone::find_by_post(app.read(), id).await?;
    Ok(if stone.is_some_and(|stone| stone.was_public) {
        Error::Gone("post")
    } else {
        Error::NotFound("post")
    })
}

/// The post, if it is there and `viewer` may read it.
pub async fn find_visible(app: &App, viewer: Option<i64>, id: i64) -> Result<Option<Post>> {
    let Some(post) = post::find(app.read(), id).await? else { return Ok(None) };
    Ok(keep_visible(app, viewer, vec![post]).await?.pop())
}

/// Those of the posts with these numbers that `viewer` may read, in the order of the numbers.
pub async fn list_visible(app: &App, viewer: Option<i64>, ids: &[i64]) -> Result<Vec<Post>> {
    let mut posts = keep_visible(app, viewer, post::list(app.read(), ids).await?).await?;
    posts.sort_by_key(|post| ids.iter().position(|id| *id == post.id));
    Ok(posts)
}

/// The post with this wire id or this page, whoever may read it.
pub async fn find_by_address(app: &App, address: &str) -> Result<Option<Post>> {
    find_by_address_in(app.read(), address).await
}

/// [`find_by_address`] as an open transaction sees it.
pub async fn find_by_address_in(conn: &impl Conn, address: &str) -> Result<Option<Post>> {
    match post::find_by_uri(conn, address).await? {
        Some(post) => Ok(Some(post)),
        None => post::find_by_url(conn, address).await,
    }
}

/// Those of the posts that `viewer` may read, in their order. A constant number of queries for any number of posts.
pub async fn keep_visible(app: &App, viewer: Option<i64>, posts: Vec<Post>) -> Result<Vec<Post>> {
    let author_ids: Vec<i64> = posts.iter().map(|post| post.account_id).collect();
    let hidden: HashSet<i64> = account::list_hidden(app.read(), &author_ids).await?.into_iter().collect();
    let relations = match viewer {
        Some(viewer) => Relations::load(app, viewer, &posts, &author_ids).await?,
        None => Relations::default(),
    };
    let may_read = |post: &Post| !hidden.contains(&post.account_id) && relations.may_read(post);
    Ok(posts.into_iter().filter(may_read).collect())
}

/// What stands between a viewer and several posts.
#[derive(Default)]
struct Relations {
    viewer: Option<i64>,
    followed: HashSet<i64>,
    mentioned: HashSet<i64>,
    blocked: HashSet<i64>,
    /// Whether the viewer reviews stories.
    reviews: bool,
    /// What waits for its time: until then it is its writer's alone.
    timed: HashMap<i64, i64>,
}

impl Relations {
    async fn load(app: &App, viewer: i64, posts: &[Post], author_ids: &[i64]) -> Result<Self> {
        let any_held = posts.iter().any(|post| post.state == PostState::Held);
        let reviewer = if any_held { member::find(app.read(), viewer).await? } else { None };
        let reviews = reviewer.is_some_and(|(row, _)| may_review(&row));
        let timed = if reviews { list_times(app.read(), posts.iter()).await? } else { HashMap::new() };
        let guarded: Vec<i64> = posts.iter().filter(|post| is_guarded(post)).map(|post| post.id).collect();
        let (followed, mentioned) = if guarded.is_empty() {
            (Vec::new(), Vec::new())
        } else {
            (
                mine::list_followed(app.read(), viewer, author_ids).await?,
                mine::list_mentioned(app.read(), viewer, &guarded).await?,
            )
        };
        let blocked = mine::list_blocked_either_way(app.read(), viewer, author_ids).await?;
        Ok(Self {
            viewer: Some(viewer),
            followed: followed.into_iter().collect(),
            mentioned: mentioned.into_iter().collect(),
            blocked: blocked.into_iter().collect(),
            reviews,
            timed,
        })
    }

    fn may_read(&self, post: &Post) -> bool {
        if self.viewer == Some(post.account_id) {
            return true;
        }
        match post.state {
            PostState::Published if self.blocked.contains(&post.account_id) => return false,
            PostState::Published => {}
            PostState::Held if self.timed.contains_key(&post.id) => return false,
            // A message to single persons that is held is for one of them to decide about.
            PostState::Held => return self.reviews && post.visibility != Visibility::Direct,
            PostState::Refused => return false,
        }
        match post.visibility {
            Visibility::Public | Visibility::Unlisted => true,
            Visibility::Private => {
                self.followed.contains(&post.account_id) || self.mentioned.contains(&post.id)
            }
            Visibility::Direct => self.mentioned.contains(&post.id),
        }
    }
}

fn may_review(member: &Member) -> bool {
    member.role >= Role::Moderator && member.state == MemberState::Active
}

fn is_guarded(post: &Post) -> bool {
    matches!(post.visibility, Visibility::Private | Visibility::Direct)
}

/// What stands above a post (the first one first) and below it (in order of arrival), as far as `viewer` may read.
pub async fn context(app: &App, viewer: Option<i64>, post: &Post) -> Result<(Vec<Post>, Vec<Post>)> {
    let Some(root_id) = post.root_id else { return Ok((Vec::new(), Vec::new())) };
    let thread = keep_visible(app, viewer, post::list_thread(app.read(), root_id).await?).await?;
    let mut above = Vec::new();
    let mut parent = post.in_reply_to_id;
    while let Some(found) = parent.and_then(|id| thread.iter().find(|post| post.id == id)) {
        if above.iter().any(|known: &Post| known.id == found.id) {
            break;
        }
        above.push(found.clone());
        parent = found.in_reply_to_id;
    }
    above.reverse();
    let below = hanging_on(post.id, thread, |reply| (reply.id, reply.in_reply_to_id));
    Ok((above, below))
}

/// Those of `thread` that answer `top`, or what answers it, and so on: in their order, but nothing before what it answers, for
/// posts from elsewhere are only put in order by the minute. `place` tells the number of a post, and of what it answers.
pub fn hanging_on<T>(top: i64, thread: Vec<T>, place: impl Fn(&T) -> (i64, Option<i64>)) -> Vec<T> {
    let mut known = HashSet::from([top]);
    let (mut below, mut waiting) = (Vec::new(), thread);
    loop {
        let before = below.len();
        let mut later = Vec::new();
        for reply in waiting {
            let (id, parent) = place(&reply);
            if parent.is_some_and(|parent| known.contains(&parent)) && known.insert(id) {
                below.push(reply);
            } else {
                later.push(reply);
            }
        }
        if below.len() == before {
            return below;
        }
        waiting = later;
    }
}

/// Nobody answers or reacts to what waits for review or was not let through: to all but its writer and the moderators
/// it does not exist, and a reaction would show it.
pub fn require_released(post: &Post) -> Result<()> {
    match post.state {
        PostState::Published => Ok(()),
        PostState::Held | PostState::Refused => Err(Error::NotFound("post")),
    }
}

/// Whether `author` wrote the post: what only its writer may do is refused to others as if it did not exist.
pub fn require_author(post: &Post, author: &Account) -> Result<()> {
    if post.account_id == author.id { Ok(()) } else { Err(Error::NotFound("post")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_on_a_post_comes_after_what_it_answers_and_nothing_else_does() {
        let thread = vec![
            (1, None),
            (5, Some(4)),
            (4, Some(2)),
            (2, Some(1)),
            (7, Some(6)),
            (3, Some(2)),
            (9, Some(9)),
        ];
        assert_eq!(hanging_on(2, thread.clone(), |post| *post), [(4, Some(2)), (3, Some(2)), (5, Some(4))]);
        assert_eq!(hanging_on(7, thread, |post| *post), []);
    }
}
