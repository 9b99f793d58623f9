//! What belongs to a member, for whoever takes it along: all that was told here, and all that was set up for reading.

use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::Account;
use crate::domain::auth::Member;
use crate::domain::auth::agreement::{self, Agreement};
use crate::domain::filter::{self, Filter};
use crate::domain::media::{self, MediaPurpose};
use crate::domain::moderation::complaint::About;
use crate::domain::post::receipt::{self, Receipt};
use crate::domain::post::{self, Post, PostState, Shown};
use crate::domain::story::appeal::Appeal;
use crate::domain::story::schedule::{self, Scheduled};
use crate::domain::story::{self, Source};
use crate::domain::{reaction, relation};
use crate::store::page::{MAX_LIMIT, Page, Slice};
use crate::store::{appeal, complaint, leaving, sign_in};

/// How many posts are read at once.
const AT_ONCE: u64 = 25;
/// Appeals about stories that are gone: they are kept for a month, and nobody loses so many.
const MOST_APPEALS: u64 = 500;

/// A people list with those on it.
pub struct Named {
    /// What its owner calls it.
    pub title: String,
    /// Who is on it.
    pub accounts: Vec<Account>,
}

/// Everything beside what was told.
pub struct Belongings {
    /// What the member agreed to of the community's own texts.
    pub agreement: Agreement,
    /// The version of what sign-up asked.
    pub sign_up_version: i32,
    /// Whom the member follows.
    pub following: Vec<Account>,
    /// Who follows the member.
    pub followers: Vec<Account>,
    /// Whom the member blocks.
    pub blocked: Vec<Account>,
    /// Whom the member mutes.
    pub muted: Vec<Account>,
    /// Servers that the member blocks.
    pub blocked_hosts: Vec<String>,
    /// Hashtags that the member follows.
    pub tags: Vec<String>,
    /// People lists.
    pub lists: Vec<Named>,
    /// Filters.
    pub filters: Vec<Filter>,
    /// Posts of others or the member's own that the member marked as favourites.
    pub favourites: Vec<Post>,
    /// Posts that the member kept.
    pub bookmarks: Vec<Post>,
    /// Posts that are released later.
    pub planned: Vec<Scheduled>,
    /// What became of what the member took back lately.
    pub receipts: Vec<Receipt>,
    /// What the member said against decisions to take a story down.
    pub appeals: Vec<Appeal>,
}

/// One thing that the member wrote.
pub struct Written {
    /// The post, as its writer sees it.
    pub shown: Shown,
    /// What its writer wrote, with what was agreed to.
    pub source: Source,
    /// The text of a change that waits for a moderator.
    pub waiting: Option<String>,
    /// What its writer said against a decision not to let it through.
    pub appeal: Option<Appeal>,
    /// What its writer said to complaints about it. Of the complaint itself its kind alone: its words are somebody else's.
    pub answers: Vec<Answer>,
}

/// What an author said to a complaint.
pub struct Answer {
    /// What the complaint is about.
    pub about: About,
    /// What the author said.
    pub said: String,
}

/// Everything of a member beside what was told.
pub async fn load(app: &App, member: &Member) -> Result<Belongings> {
    let me = member.id();
    let mut lists = Vec::new();
    for list in relation::people_list::list(app, me).await? {
        let accounts = relation::people_list::list_all_accounts(app, me, list.id).await?;
        lists.push(Named { title: list.title, accounts });
    }
    let sign_up = sign_in::load(app.read(), member.row.sign_in_id).await?;
    Ok(Belongings {
        agreement: agreement::load(app, member).await?,
        sign_up_version: sign_up.consent_version,
        following: all(|page| relation::list_following(app, me, page)).await?,
        followers: all(|page| relation::list_followers(app, me, page)).await?,
        blocked: all(|page| relation::list_blocks(app, me, page)).await?,
        muted: all(|page| relation::list_mutes(app, me, page)).await?,
        blocked_hosts: all(|page| relation::list_blocked_hosts(app, me, page)).await?,
        tags: all(|page| relation::list_tags(app, me, page)).await?,
        lists,
        filters: filter::list(app, me).await?,
        favourites: all(|page| reaction::list_favourites(app, me, page)).await?,
        bookmarks: all(|page| reaction::list_bookmarks(app, me, page)).await?,
        receipts: receipt::list(app, me).await?,
        appeals: appeal::list_of_gone(app.read(), me, MOST_APPEALS).await?,
        planned: all(|page| schedule::list(app, me, page)).await?,
    })
}

/// The next posts that an author wrote, whatever became of them, the newest first; `before` is the number of the last one
/// seen. Empty at the end.
pub async fn next_written(app: &App, author: &Member, before: Option<i64>) -> Result<Vec<Written>> {
    let posts = leaving::list_written_before(app.read(), author.id(), before, AT_ONCE).await?;
    let mut written = Vec::with_capacity(posts.len());
    for post in posts {
        written.push(load_written(app, author, post).await?);
    }
    Ok(written)
}

/// Whether an author wrote something before the post with this number.
pub async fn has_written(app: &App, author: &Member, before: i64) -> Result<bool> {
    Ok(!leaving::list_written_before(app.read(), author.id(), Some(before), 1).await?.is_empty())
}

/// The files of the pictures of a member's profile.
pub async fn profile_pictures(app: &App, member: &Member) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for purpose in [MediaPurpose::Avatar, MediaPurpose::Header] {
        files.extend(media::file_of_profile(app, member.id(), purpose).await?);
    }
    Ok(files)
}

/// One post as its author wrote it.
pub async fn load_written(app: &App, author: &Member, post: Post) -> Result<Written> {
    let is_waiting = post.state == PostState::Published && story::review::is_waiting(app, &post).await?;
    let waiting = if is_waiting { Some(story::source(app, author, post.id).await?.1) } else { None };
    let source = Source::of(&post)?;
    let appeal = appeal::find(app.read(), post.id).await?.filter(|appeal| appeal.account_id == author.id());
    let complaints = complaint::list_answered_about(app.read(), post.id).await?;
    let answers = complaints.into_iter().map(|one| Answer { about: one.about, said: one.said }).collect();
    let shown = post::show_one(app, Some(author.id()), post).await?;
    Ok(Written { shown, source, waiting, appeal, answers })
}

/// A whole list, page by page.
async fn all<T, Found>(list: impl Fn(Page) -> Found) -> Result<Vec<T>>
where
    Found: Future<Output = Result<Slice<T>>>,
{
    let (mut found, mut max) = (Vec::new(), None);
    loop {
        let slice = list(Page { max, limit: MAX_LIMIT, ..Page::default() }).await?;
        let next = slice.oldest.filter(|_| slice.more);
        found.extend(slice.items);
        match next {
            Some(_) => max = next,
            None => return Ok(found),
        }
    }
}
