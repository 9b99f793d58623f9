//! Everything that is shown with posts, gathered with a constant number of queries for any number of posts.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::{self, Account};
use crate::domain::filter::{Context, Filters, Match};
use crate::domain::media::Media;
use crate::domain::post::read::keep_visible;
use crate::domain::post::thread::root_of;
use crate::domain::post::timed::list_times;
use crate::store::kind::PostState;
use crate::store::mine::{self, Did};
use crate::store::poll::Poll;
use crate::store::poll_option::PollOption;
use crate::store::poll_vote;
use crate::store::post::Post;
use crate::store::post_tag::PostTag;
use crate::store::review::{self, Review};
use crate::store::whole::{self, Whole};

/// A post with all that a reader sees of it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The post.
    pub post: Post,
    /// Who wrote or boosted it.
    pub author: Account,
    /// What it passes on, where it is a boost.
    pub boosted: Option<Box<Shown>>,
    /// Whom it mentions.
    pub mentions: Vec<Account>,
    /// Its hashtags, in the order of their names.
    pub tags: Vec<PostTag>,
    /// What it asks, where it has a poll.
    pub poll: Option<ShownPoll>,
    /// Its pictures, in its writer's order.
    pub media: Vec<Media>,
    /// What the viewer did with it.
    pub mine: Mine,
    /// Which of the viewer's filters match it.
    pub filtered: Vec<Match>,
    /// What a moderator said about it, or has still to read of it; for its writer only.
    pub review: Option<Review>,
    /// When it is released by itself, in seconds, while it waits for that; for its writer only.
    pub release_at: Option<i64>,
}

impl Shown {
    /// Whether its pictures are to be covered: its writer says so, or moderators do of all that this account shows.
    pub fn is_sensitive(&self) -> bool {
        self.post.sensitive || self.author.sensitized
    }

    /// Whether the viewer wants it left out in this context.
    pub fn is_hidden(&self, context: Context) -> bool {
        self.filtered.iter().any(|found| found.hides(context))
    }
}

/// A poll as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPoll {
    /// The poll.
    pub poll: Poll,
    /// What can be chosen, in the writer's order.
    pub options: Vec<PollOption>,
    /// Whether nobody can vote any more.
    pub has_ended: bool,
    /// The places that the viewer chose.
    pub chosen: Vec<i32>,
}

impl ShownPoll {
    /// Whether readers may see how many chose what.
    pub fn shows_counts(&self) -> bool {
        self.has_ended || !self.poll.hides_counts
    }
}

/// What a viewer did with a post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mine {
    /// Marked it as a favourite.
    pub favourited: bool,
    /// Passed it on.
    pub boosted: bool,
    /// Keeps it.
    pub bookmarked: bool,
    /// Wants no notices of its thread.
    pub muted: bool,
    /// Shows it first on the own page.
    pub pinned: bool,
}

/// Gathers what is shown with the posts, in their order. Boosts of what `viewer` may not read are left out.
pub async fn show(app: &App, viewer: Option<i64>, posts: Vec<Post>) -> Result<Vec<Shown>> {
    let boosted_ids: Vec<i64> = posts.iter().filter_map(|post| post.boost_of_id).collect();
    let boosted = list_whole(app, &boosted_ids).await?.iter().map(|whole| whole.post.clone()).collect();
    let boosted = keep_visible(app, viewer, boosted).await?;
    let mut gathered = Gathered::load(app, viewer, &posts, &boosted).await?;
    let boosted: HashMap<i64, Post> = boosted.into_iter().map(|post| (post.id, post)).collect();
    let mut shown = Vec::with_capacity(posts.len());
    for post in posts {
        let inner = match post.boost_of_id {
            None => None,
            Some(id) => match boosted.get(&id).and_then(|inner| gathered.put_together(inner.clone(), None)) {
                Some(inner) => Some(Box::new(inner)),
                None => continue,
            },
        };
        shown.extend(gathered.put_together(post, inner));
    }
    Ok(shown)
}

/// As [`show`], without what `viewer` wants left out in this context.
pub async fn show_in(
    app: &App,
    viewer: Option<i64>,
    context: Context,
    posts: Vec<Post>,
) -> Result<Vec<Shown>> {
    let mut shown = show(app, viewer, posts).await?;
    shown.retain(|shown| !shown.is_hidden(context));
    Ok(shown)
}

/// The posts with these numbers, in the order of the numbers, with what hangs on them; those that are gone are left out.
/// What was read since the last change is not read again.
pub async fn list_whole(app: &App, ids: &[i64]) -> Result<Vec<Arc<Whole>>> {
    let read = async |missing: Vec<i64>| whole::list(app.read(), &missing).await;
    let kept = app.kept.posts.list_or(ids, read).await?;
    let (mut posts, held): (Vec<_>, Vec<_>) =
        kept.into_iter().partition(|whole| whole.post.state == PostState::Published);
    if !held.is_empty() {
        // Another process may release one at any moment, and nobody else reads it before.
        let ids: Vec<i64> = held.iter().map(|whole| whole.post.id).collect();
        posts.extend(whole::list(app.read(), &ids).await?.into_iter().map(|(_, whole)| whole));
    }
    posts.sort_by_key(|whole| ids.iter().position(|id| *id == whole.post.id));
    Ok(posts)
}

/// One post, as [`show`] gives it.
pub async fn show_one(app: &App, viewer: Option<i64>, post: Post) -> Result<Shown> {
    let shown = show(app, viewer, vec![post]).await?.pop();
    shown.ok_or(crate::base::error::Error::NotFound("post"))
}

/// What was read for a list of posts, by post.
struct Gathered {
    accounts: HashMap<i64, Account>,
    wholes: HashMap<i64, Arc<Whole>>,
    chosen: HashMap<i64, Vec<i32>>,
    favourited: HashSet<i64>,
    boosted: HashSet<i64>,
    bookmarked: HashSet<i64>,
    muted_roots: HashSet<i64>,
    pinned: HashSet<i64>,
    viewer: Option<i64>,
    filters: Filters,
    reviews: HashMap<i64, Review>,
    release_times: HashMap<i64, i64>,
    now: i64,
}

impl Gathered {
    async fn load(app: &App, viewer: Option<i64>, posts: &[Post], boosted: &[Post]) -> Result<Self> {
        let all = || posts.iter().chain(boosted);
        let post_ids: Vec<i64> = all().map(|post| post.id).collect();
        let mut account_ids: Vec<i64> = all().map(|post| post.account_id).collect();
        let wholes = list_whole(app, &post_ids).await?;
        account_ids.extend(wholes.iter().flat_map(|whole| &whole.mentions));
        let accounts = account::list(app, &account_ids).await?;
        let mut gathered = Self {
            accounts: accounts.into_iter().map(|account| (account.id, account)).collect(),
            wholes: wholes.into_iter().map(|whole| (whole.post.id, whole)).collect(),
            chosen: HashMap::new(),
            favourited: HashSet::new(),
            boosted: HashSet::new(),
            bookmarked: HashSet::new(),
            muted_roots: HashSet::new(),
            pinned: HashSet::new(),
            viewer,
            filters: Filters::default(),
            reviews: HashMap::new(),
            release_times: HashMap::new(),
            now: app.now(),
        };
        if let Some(viewer) = viewer {
            gathered.load_of(app, viewer, posts, boosted).await?;
        }
        Ok(gathered)
    }

    /// What `viewer` did with the posts.
    async fn load_of(&mut self, app: &App, viewer: i64, posts: &[Post], boosted: &[Post]) -> Result<()> {
        let all = || posts.iter().chain(boosted);
        let post_ids: Vec<i64> = all().map(|post| post.id).collect();
        let root_ids: Vec<i64> = all().map(root_of).collect();
        self.filters = Filters::of(app, viewer).await?;
        for (did, id) in mine::list_done(app.read(), viewer, &post_ids, &root_ids).await? {
            let ids = match did {
                Did::Favourite => &mut self.favourited,
                Did::Boost => &mut self.boosted,
                Did::Bookmark => &mut self.bookmarked,
                Did::Pin => &mut self.pinned,
                Did::Mute => &mut self.muted_roots,
            };
            ids.insert(id);
        }
        let own: Vec<i64> =
            all().filter(|post| post.account_id == viewer && post.local).map(|post| post.id).collect();
        let reviews = review::list(app.read(), &own).await?;
        self.reviews = reviews.into_iter().map(|review| (review.post_id, review)).collect();
        self.release_times = list_times(app.read(), all().filter(|post| post.account_id == viewer)).await?;
        let asking: Vec<i64> =
            self.wholes.values().filter(|whole| whole.poll.is_some()).map(|whole| whole.post.id).collect();
        for vote in poll_vote::list_of(app.read(), viewer, &asking).await? {
            self.chosen.entry(vote.post_id).or_default().push(vote.place);
        }
        Ok(())
    }

    fn poll_of(&self, whole: &Whole) -> Option<ShownPoll> {
        let (poll, options) = whole.poll.clone()?;
        let has_ended = poll.has_ended(self.now);
        let chosen = self.chosen.get(&whole.post.id).cloned().unwrap_or_default();
        Some(ShownPoll { poll, options, has_ended, chosen })
    }

    /// A post with what was gathered for it; `None` where its author vanished in the meantime.
    fn put_together(&mut self, post: Post, boosted: Option<Box<Shown>>) -> Option<Shown> {
        let author = self.accounts.get(&post.account_id)?.clone();
        let whole = self.wholes.get(&post.id).cloned();
        let whole = whole.as_deref();
        let mentions = whole.iter().flat_map(|whole| &whole.mentions);
        let mentions = mentions.filter_map(|id| self.accounts.get(id).cloned()).collect();
        let tags = whole.map(|whole| whole.tags.clone()).unwrap_or_default();
        let poll = whole.and_then(|whole| self.poll_of(whole));
        let media = whole.map(|whole| whole.media.clone()).unwrap_or_default();
        let mine = Mine {
            favourited: self.favourited.contains(&post.id),
            boosted: self.boosted.contains(&post.id),
            bookmarked: self.bookmarked.contains(&post.id),
            muted: self.muted_roots.contains(&root_of(&post)),
            pinned: self.pinned.contains(&post.id),
        };
        let inner = boosted.as_deref().map(|shown| &shown.post);
        let is_own = self.viewer == Some(inner.unwrap_or(&post).account_id);
        let (asked, seen) = match boosted.as_deref() {
            Some(shown) => (shown.poll.as_ref(), &shown.media),
            None => (poll.as_ref(), &media),
        };
        let options = asked.into_iter().flat_map(|shown| &shown.options).map(|option| option.title.as_str());
        let beside: Vec<&str> =
            options.chain(seen.iter().map(|picture| picture.description.as_str())).collect();
        let filtered = if is_own { Vec::new() } else { self.filters.matching(&post, inner, &beside) };
        let review = self.reviews.remove(&post.id);
        let release_at = self.release_times.remove(&post.id);
        Some(Shown { post, author, boosted, mentions, tags, poll, media, mine, filtered, review, release_at })
    }
}
