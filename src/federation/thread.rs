//! Threads that live elsewhere: when a member opens a post of another server, what stands above and below it is read there,
//! so that nobody sees half of a conversation (FEP-f228, and Mastodon's "fetch all replies").
//!
//! Collections name posts, nothing more: each is read from its own server, and is kept only if it answers what stands in the
//! thread already. Everything has an end: `Left`.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tracing::debug;

use super::object::{read, remote_note};
use super::{fetch, resolve};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::limit::Deed;
use crate::domain::account;
use crate::domain::post::thread::root_of;
use crate::domain::post::{self, Post, PostKind};
use crate::store::thread;

/// A post that is younger (seconds) is not answered yet, or its answers are just arriving: Mastodon's number.
const SETTLED_AFTER: i64 = 5 * 60;
/// All of it ends after so long, whatever others answer.
const PATIENCE: Duration = Duration::from_mins(1);
/// So many posts above are read.
const MOST_ABOVE: usize = 20;

/// What one reading may still cost: this is one small machine, and so may be the one that is asked. Mastodon allows itself 500
/// posts and 1,000 pages.
#[derive(Debug)]
struct Left {
    /// Requests of any kind.
    requests: u32,
    /// Pages of collections among them.
    pages: u32,
    /// Posts that are new here.
    posts: u32,
    /// Bytes of what was read and is still needed.
    bytes: usize,
}

impl Default for Left {
    fn default() -> Self {
        Self { requests: 80, pages: 20, posts: 50, bytes: 4 * 1024 * 1024 }
    }
}

/// Has the thread around a post of another server read, if that was not done in the last quarter of an hour. Nobody waits
/// for it: what is found stands there the next time.
pub async fn refresh(app: &App, post: &Post) {
    let is_settled = app.now() - post.published_at >= SETTLED_AFTER;
    if post.local || post.kind == PostKind::Boost || !post.visibility.is_open() || !is_settled {
        return;
    }
    // As many at once as there are permits: who opens many threads reads the others another time.
    let Ok(permit) = Arc::clone(&app.threads).try_acquire_owned() else { return };
    let name = app.limits.name(&format!("thread {}", root_of(post)));
    if app.limits.check(Deed::Thread, name).is_err() {
        return;
    }
    let (app, post) = (app.clone(), post.clone());
    tokio::spawn(async move {
        let _permit = permit;
        let reading = Box::pin(read_around(&app, &post));
        match tokio::time::timeout(PATIENCE, reading).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => debug!(post.id = post.id, "reading the thread of post {}: {error:#}", post.id),
            Err(_) => debug!(post.id = post.id, "reading the thread of post {} took too long", post.id),
        }
    });
}

async fn read_around(app: &App, post: &Post) -> Result<()> {
    let mut reading = Reading { app, left: Left::default(), asked: HashSet::new(), thread: HashSet::new() };
    let top = Box::pin(reading.above(post)).await?;
    // What stands above may have given the post another root.
    let post = post::find_by_address(app, &post.uri).await?.ok_or(Error::Gone("post"))?;
    let known = thread::list(app.read(), root_of(&post)).await?;
    reading.thread.extend(known.into_iter().map(|place| place.uri));
    reading.thread.insert(post.uri.clone());
    let mut documents = VecDeque::new();
    documents.extend(reading.object(&post.uri).await?);
    documents.extend(top);
    let contexts: Vec<String> =
        documents.iter().filter_map(|document| read::text(document, "context").map(str::to_owned)).collect();
    for context in contexts {
        let listed = reading.listed(&Value::String(context.clone()), &context).await?;
        if !listed.is_empty() {
            return reading.take_in(listed, Known::Passed).await.map(drop);
        }
    }
    // Nobody lists the whole: from each post to its replies.
    while let Some(document) = documents.pop_front() {
        let (Some(uri), Some(replies)) = (read::text(&document, "id"), document.get("replies")) else {
            continue;
        };
        let listed = reading.listed(replies, uri).await?;
        documents.extend(reading.take_in(listed, Known::ReadAgain).await?);
    }
    Ok(())
}

/// What is done with posts of the thread that are here already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Nothing.
    Passed,
    /// They are read for what answers them.
    ReadAgain,
}

/// One reading of a thread.
struct Reading<'a> {
    app: &'a App,
    left: Left,
    /// What was asked for.
    asked: HashSet<String>,
    /// Wire ids of the posts that stand in the thread.
    thread: HashSet<String>,
}

impl Reading<'_> {
    /// Reads what stands above a post. Gives the first post of the thread as its server tells it, where that is another one.
    async fn above(&mut self, post: &Post) -> Result<Option<Value>> {
        let (mut highest, mut told) = (post.clone(), None);
        for _ in 0..MOST_ABOVE {
            let Some(uri) = highest.in_reply_to_uri.clone() else { break };
            let known = post::find_by_address(self.app, &uri).await?;
            told = match known {
                Some(_) => None,
                None => self.object(&uri).await?,
            };
            let parent = match &told {
                Some(document) => self.store(document).await?,
                None => known,
            };
            let Some(parent) = parent else { break };
            highest = parent;
        }
        match told {
            _ if highest.local || highest.id == post.id => Ok(None),
            Some(document) if read::text(&document, "id") == Some(&highest.uri) => Ok(Some(document)),
            Some(_) | None => self.object(&highest.uri).await,
        }
    }

    /// Takes in those of the listed posts that stand in this thread, and gives what they are. A post may be listed before the
    /// one it answers.
    async fn take_in(&mut self, listed: Vec<String>, known: Known) -> Result<Vec<Value>> {
        let (mut waiting, mut taken) = (Vec::new(), Vec::new());
        for uri in listed {
            if self.thread.contains(&uri) {
                if known == Known::ReadAgain {
                    taken.extend(self.object(&uri).await?);
                }
            } else if post::find_by_address(self.app, &uri).await?.is_none() {
                waiting.extend(self.object(&uri).await?);
            }
        }
        loop {
            let is_next = |document: &Value| {
                read::id(document.get("inReplyTo")).is_some_and(|parent| self.thread.contains(parent))
            };
            let (next, later): (Vec<Value>, Vec<Value>) = waiting.into_iter().partition(is_next);
            waiting = later;
            if next.is_empty() || self.left.posts == 0 {
                return Ok(taken);
            }
            for document in next {
                if self.left.posts == 0 {
                    break;
                }
                if let Some(stored) = self.store(&document).await? {
                    self.thread.insert(stored.uri);
                    taken.push(document);
                }
            }
        }
    }

    /// The wire ids that a collection lists, page after page. It is read on the server that it belongs to and nowhere else.
    async fn listed(&mut self, collection: &Value, owner: &str) -> Result<Vec<String>> {
        let mut listed = Vec::new();
        let mut page = self.page(collection, owner).await?;
        while let Some(here) = page {
            for name in ["items", "orderedItems"] {
                listed.extend(read::ids(here.get(name)).map(str::to_owned));
            }
            let further = here.get("first").or_else(|| here.get("next"));
            page = match further {
                Some(further) => self.page(further, owner).await?,
                None => None,
            };
        }
        Ok(listed)
    }

    /// A page: as it stands there, or read from its address.
    async fn page(&mut self, page: &Value, owner: &str) -> Result<Option<Value>> {
        let Value::String(address) = page else { return Ok(page.is_object().then(|| page.clone())) };
        if self.left.pages == 0 || !read::same_host(address, owner) {
            return Ok(None);
        }
        self.left.pages -= 1;
        self.object(address).await
    }

    /// Asks for something that was not asked for before; nothing where it can't be had.
    async fn object(&mut self, address: &str) -> Result<Option<Value>> {
        if self.left.requests == 0 || !self.asked.insert(address.to_owned()) {
            return Ok(None);
        }
        self.left.requests -= 1;
        let found = async {
            resolve::refuse_ours_and_blocked(self.app, address).await?;
            Box::pin(fetch::object(self.app, address)).await
        };
        let found = had(found.await)?;
        let bytes = found.as_ref().map_or(0, |found| found.to_string().len());
        match self.left.bytes.checked_sub(bytes) {
            Some(left) => self.left.bytes = left,
            None => self.left = Left { requests: 0, pages: 0, posts: 0, bytes: 0 },
        }
        Ok(found)
    }

    /// Keeps a post that everybody may read, if it is not here yet.
    async fn store(&mut self, document: &Value) -> Result<Option<Post>> {
        if !remote_note::visibility(document, None).is_open() || self.left.posts == 0 {
            return Ok(None);
        }
        let author = read::id(document.get("attributedTo")).unwrap_or_default();
        if account::find_by_uri(self.app, author).await?.is_none() {
            // Whoever wrote it is asked for too.
            let Some(left) = self.left.requests.checked_sub(1) else { return Ok(None) };
            self.left.requests = left;
        }
        self.left.posts -= 1;
        had(Box::pin(resolve::store_fetched(self.app, document)).await)
    }
}

/// What could be had. One post that is missing ends no thread; what fails here does.
fn had<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(
            Error::NotFound(_)
            | Error::Gone(_)
            | Error::Forbidden(_)
            | Error::Invalid(_)
            | Error::Unauthenticated
            | Error::Conflict(_)
            | Error::TooMany { .. }
            | Error::Remote { .. },
        ) => Ok(None),
        Err(error @ Error::Internal(_)) => Err(error),
    }
}
