//! Timelines: what a reader finds where. They are queries, not copies, so what is withdrawn is gone from all of them
//! at once. each costs one query or two, one more when it begins at a cursor, and a few more where much is left out.
//!
//! Cursors are ids of posts, as clients know them, or positions, as a [`Slice`] hands them out: a held post is
//! released long after it got its id, and must be found by who pages on from an older one. An id that names no
//! post (any more) counts as the number it is, so one in the future simply gives the newest posts.

pub mod conversation;
pub mod featured_tag;

#[cfg(test)]
mod cost_tests;
#[cfg(test)]
mod tests;
mod watch;
#[cfg(test)]
mod watch_tests;

use crate::app::App;
use crate::base::error::Result;
use crate::base::text::words;
use crate::domain::account::Account;
use crate::domain::post;
use crate::domain::relation::people_list::PeopleList;
use crate::domain::story::codes::CurrentStatus;
use crate::domain::story::facets;
pub use crate::store::page::{DEFAULT_LIMIT, MAX_LIMIT, Page, Slice};
use crate::store::post::Post;
use crate::store::timeline::{self, Listed, OfAccount, Reader};
pub use conversation::{
    Conversation, conversation, conversations, conversations_with, hide_conversation, read_conversation,
};
pub use watch::{Place, Watch, is_news, where_gone, where_own, where_seen};

/// Where posts come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// From here and from accepted peers.
    #[default]
    All,
    /// Only from here.
    Local,
    /// Only from accepted peers.
    Remote,
}

impl Scope {
    /// As the two switches of the client API say it; who sets both gets everything.
    pub fn of(local: bool, remote: bool) -> Self {
        match (local, remote) {
            (true, false) => Self::Local,
            (false, true) => Self::Remote,
            (true, true) | (false, false) => Self::All,
        }
    }

    fn local(self) -> Option<bool> {
        match self {
            Self::All => None,
            Self::Local => Some(true),
            Self::Remote => Some(false),
        }
    }
}

/// Which public posts are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PublicFilter {
    /// From where.
    pub scope: Scope,
    /// Only with pictures.
    pub pictures_only: bool,
}

impl From<Scope> for PublicFilter {
    fn from(scope: Scope) -> Self {
        Self { scope, pictures_only: false }
    }
}

/// Which hashtags posts must have; all folded, as a post's own are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tagged {
    /// One of these.
    pub any: Vec<String>,
    /// And all of these.
    pub all: Vec<String>,
    /// But none of these.
    pub none: Vec<String>,
    /// From where.
    pub scope: Scope,
    /// Only with pictures.
    pub pictures_only: bool,
}

/// Which posts of an account are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Only pinned ones, the one pinned last first. They are a few: there is one page of them.
    pub pinned: bool,
    /// With replies to others.
    pub replies: bool,
    /// With boosts.
    pub boosts: bool,
    /// Only with this hashtag, folded.
    pub tagged: Option<String>,
    /// Only with pictures.
    pub pictures_only: bool,
}

/// Which stories are wanted; what is not given does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryFilter {
    /// With all of these words, as somebody types them; empty: whatever their words.
    pub words: String,
    /// About one of these terms: a medication and what is narrower.
    pub medication: Vec<String>,
    /// With one of these terms: a symptom and what is narrower.
    pub symptom: Vec<String>,
    /// In this language.
    pub language: Option<String>,
    /// By somebody who still takes the medication, or stopped.
    pub status: Option<CurrentStatus>,
    /// Only from here.
    pub this_community: bool,
}

/// What a member follows. A bounded walk, and seldom a page shorter than it could be: who reads on misses nothing.
pub async fn home(app: &App, me: &Account, page: Page) -> Result<Slice<Post>> {
    let page = timeline::place(app.read(), page).await?;
    let found = Box::pin(timeline::home(app.read(), me.id, me.following_count, app.now(), page)).await?;
    load(app, found).await
}

/// What those on a people list wrote and passed on, as its owner wants to read them.
pub async fn people_list(app: &App, list: &PeopleList, page: Page) -> Result<Slice<Post>> {
    let page = timeline::place(app.read(), page).await?;
    let found = Box::pin(timeline::people_list(app.read(), list, app.now(), page)).await?;
    load(app, found).await
}

/// Public posts of all kinds, without boosts and replies to others.
pub async fn public(
    app: &App,
    filter: impl Into<PublicFilter>,
    viewer: Option<i64>,
    page: Page,
) -> Result<Slice<Post>> {
    let PublicFilter { scope, pictures_only } = filter.into();
    let wanted = Listed { local: scope.local(), pictures_only, ..Listed::default() };
    list(app, &wanted, viewer, page).await
}

/// Public posts with hashtags.
pub async fn tag(app: &App, tagged: &Tagged, viewer: Option<i64>, page: Page) -> Result<Slice<Post>> {
    if tagged.any.is_empty() {
        return Ok(Slice::empty());
    }
    let wanted = Listed {
        local: tagged.scope.local(),
        tags: tagged.any.clone(),
        all_tags: tagged.all.clone(),
        no_tags: tagged.none.clone(),
        pictures_only: tagged.pictures_only,
        ..Listed::default()
    };
    list(app, &wanted, viewer, page).await
}

/// Stories that state one of the terms: a term and what is narrower.
pub async fn by_term(app: &App, terms: &[String], viewer: Option<i64>, page: Page) -> Result<Slice<Post>> {
    if terms.is_empty() {
        return Ok(Slice::empty());
    }
    let wanted = Listed { stories_only: true, terms: terms.to_vec(), ..Listed::default() };
    list(app, &wanted, viewer, page).await
}

/// All stories.
pub async fn stories(
    app: &App,
    filter: &StoryFilter,
    viewer: Option<i64>,
    page: Page,
) -> Result<Slice<Post>> {
    let words = words::ask(&filter.words);
    if words.is_empty() && !filter.words.trim().is_empty() {
        return Ok(Slice::empty());
    }
    let mut terms = vec![filter.medication.clone(), filter.symptom.clone()];
    terms.retain(|terms| !terms.is_empty());
    let mut terms = terms.into_iter();
    let language = filter.language.iter().map(|tag| facets::language(tag));
    let wanted = Listed {
        stories_only: true,
        words,
        local: filter.this_community.then_some(true),
        facets: language.chain(filter.status.map(facets::status)).collect(),
        terms: terms.next().unwrap_or_default(),
        other_terms: terms.next().unwrap_or_default(),
        ..Listed::default()
    };
    list(app, &wanted, viewer, page).await
}

/// What an account wrote and boosted, as far as `viewer` may see it: nothing where one of the two blocks the other.
pub async fn of_account(
    app: &App,
    account: &Account,
    viewer: Option<i64>,
    filter: &AccountFilter,
    page: Page,
) -> Result<Slice<Post>> {
    if filter.pinned {
        let is_first = page.max.is_none() && page.min.is_none();
        let items = if is_first { post::list_pinned(app, viewer, account.id).await? } else { Vec::new() };
        return Ok(Slice { items, ..Slice::empty() });
    }
    let page = timeline::place(app.read(), page).await?;
    let wanted = OfAccount {
        replies: filter.replies,
        boosts: filter.boosts,
        tagged: filter.tagged.clone(),
        pictures_only: filter.pictures_only,
    };
    let reader = reader(app, viewer);
    let found = Box::pin(timeline::of_account(app.read(), account.id, &reader, &wanted, page)).await?;
    load(app, found).await
}

async fn list(app: &App, wanted: &Listed, viewer: Option<i64>, page: Page) -> Result<Slice<Post>> {
    let page = timeline::place(app.read(), page).await?;
    let found = Box::pin(timeline::listed(app.read(), &reader(app, viewer), wanted, page)).await?;
    load(app, found).await
}

/// The posts on a page, most of which somebody else has read a moment ago.
async fn load(app: &App, found: Slice<i64>) -> Result<Slice<Post>> {
    let posts = post::list_whole(app, &found.items).await?;
    Ok(found.with(posts.iter().map(|whole| whole.post.clone()).collect()))
}

fn reader(app: &App, viewer: Option<i64>) -> Reader {
    Reader { id: viewer, now: app.now() }
}
