//! Reports: a member, or another server, points the moderators at an account and some of its posts. What they do with it
//! is told in `docs/decisions/0046-reports-are-worked-on.md`.

mod work;

use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::Member;
use crate::domain::post::{self, Post, PostState, Visibility};
use crate::domain::transparency::numbers::{self, What};
use crate::store::event::Event;
use crate::store::{Tx, account, mine, peer, post as posts, report};

pub use crate::store::report::{Done, Report, Sought};
pub use work::{
    Reported, Seen, act, close, count, done_by, list, list_named, list_posts, load, put_back, recategorise,
    reopen, take, take_down,
};

/// Most characters of a comment; Mastodon's number.
pub const COMMENT_MOST: usize = 1000;
/// Most posts that one report names.
const POSTS_MOST: usize = 100;

/// What a report is about. The words are the client API's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Category {
    /// Unwanted advertising.
    Spam,
    /// Against the law.
    Legal,
    /// Against the community's rules.
    Violation,
    /// Something else.
    #[default]
    Other,
}

impl Category {
    /// Every category, in the order in which pages name them.
    pub const ALL: [Self; 4] = [Self::Violation, Self::Spam, Self::Legal, Self::Other];

    /// The category of this word; a word that we do not know is something else.
    pub fn parse(text: &str) -> Self {
        match text {
            "spam" => Self::Spam,
            "legal" => Self::Legal,
            "violation" => Self::Violation,
            _ => Self::Other,
        }
    }

    /// The word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Legal => "legal",
            Self::Violation => "violation",
            Self::Other => "other",
        }
    }
}

/// What a reader sends.
#[derive(Debug, Clone, Default)]
pub struct NewReport {
    /// Whose posts.
    pub target: i64,
    /// Which posts; those of others are left out.
    pub posts: Vec<i64>,
    /// What the reader says about them.
    pub comment: String,
    /// What it is about.
    pub category: Category,
    /// Which of the community's rules were broken, by number.
    pub rules: Vec<i64>,
    /// Whether the server of the account is to be told, without saying who told.
    pub forward: bool,
}

/// Files a member's report. Where the member wishes it, the server of the reported account is told, by the server itself:
/// nobody there learns who reported. Of posts only those are named that the member has been shown: who knows a number makes
/// nobody read what was meant for others.
pub async fn report(app: &App, me: &Member, new: NewReport) -> Result<Report> {
    let named: Vec<i64> = new.posts.iter().copied().take(POSTS_MOST).collect();
    let posts = list_shown(app, me.id(), &named).await?;
    let tx = app.db.begin().await?;
    let forward = new.forward && is_told_elsewhere(&tx, new.target).await?;
    let row = file(app, &tx, me.id(), NewReport { forward, posts, ..new }).await?;
    if row.forward {
        app.record(&tx, &Event::Reported { report: row.id }).await?;
    }
    app.commit(tx).await?;
    Ok(row)
}

/// Files a report that another server sent.
pub async fn receive(app: &App, tx: &Tx, from: i64, new: NewReport) -> Result<Report> {
    file(app, tx, from, NewReport { forward: false, ..new }).await
}

/// Those of the posts that the member may read, or could before somebody blocked somebody.
async fn list_shown(app: &App, reader: i64, named: &[i64]) -> Result<Vec<i64>> {
    let (open, guarded): (Vec<Post>, Vec<Post>) =
        posts::list(app.read(), named).await?.into_iter().partition(|post| {
            post.state == PostState::Published
                && matches!(post.visibility, Visibility::Public | Visibility::Unlisted)
        });
    let released: Vec<i64> =
        guarded.iter().filter(|post| post.state == PostState::Published).map(|post| post.id).collect();
    let mut shown = mine::list_mentioned(app.read(), reader, &released).await?;
    let readable = post::keep_visible(app, Some(reader), guarded).await?;
    shown.extend(open.iter().chain(&readable).map(|post| post.id));
    Ok(shown)
}

/// Whether the account is of another server, and we talk to that server.
async fn is_told_elsewhere(tx: &Tx, target: i64) -> Result<bool> {
    let Some(peer_id) = account::find(&**tx, target).await?.and_then(|account| account.peer_id) else {
        return Ok(false);
    };
    Ok(peer::find_by_id(&**tx, peer_id).await?.is_some_and(|peer| !peer.blocked))
}

async fn file(app: &App, tx: &Tx, from: i64, new: NewReport) -> Result<Report> {
    let comment = new.comment.trim().to_owned();
    if comment.chars().count() > COMMENT_MOST {
        let problem = Problem::new("comment", "problem-too-long").with("most", COMMENT_MOST);
        return Err(Error::Invalid(vec![problem]));
    }
    let named: Vec<i64> = new.posts.into_iter().take(POSTS_MOST).collect();
    let posts = report::written_by(&**tx, new.target, &named).await?;
    let row = Report {
        id: app.new_id(tx).await?,
        from_id: Some(from),
        target_id: new.target,
        post_ids: written(&posts)?,
        comment,
        category: new.category.code().to_owned(),
        forward: new.forward,
        closed: false,
        created_week: app.week(),
        rule_ids: written(&new.rules)?,
        assigned_id: None,
        closed_id: None,
        closed_day: None,
        done: None,
    };
    insert(tx, row.clone()).await?;
    numbers::count(tx, app.now(), What::Reported).await?;
    Ok(row)
}

/// An account that does not exist can't be reported.
async fn insert(tx: &Tx, row: Report) -> Result<()> {
    match report::insert(tx, row).await {
        Err(Error::NotFound(_)) => Err(Error::NotFound("account")),
        outcome => outcome,
    }
}

/// The posts that a report names.
pub fn posts_of(report: &Report) -> Vec<i64> {
    serde_json::from_str(&report.post_ids).unwrap_or_default()
}

/// The rules that a report names.
pub fn rules_of(report: &Report) -> Vec<i64> {
    serde_json::from_str(&report.rule_ids).unwrap_or_default()
}

/// Numbers as a row keeps them.
fn written(numbers: &[i64]) -> Result<String> {
    Ok(serde_json::to_string(numbers).map_err(anyhow::Error::from)?)
}
