//! Conversations: threads of direct posts, each by its last post. They are queries over posts like every list; only how
//! far a member has read is kept. A conversation has the number of its thread's first post.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::domain::post::thread::root_of;
use crate::domain::post::{self, Post, Shown};
use crate::store::conversation::{self, Conversation as Row};
use crate::store::page::{Page, Slice};
use crate::store::{mention, timeline};

/// A conversation as one of those sees it who take part.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// Its number.
    pub id: i64,
    /// Its last post, with everybody whom that names.
    pub last: Shown,
    /// Whether the last post is another's and was not read.
    pub unread: bool,
}

impl Conversation {
    /// The others who take part: who wrote the last post and whom it names, without `me`.
    pub fn others(&self, me: i64) -> Vec<&Account> {
        let all = std::iter::once(&self.last.author).chain(&self.last.mentions);
        all.filter(|account| account.id != me).collect()
    }
}

/// The conversations of `me`, the one with the latest post first. The cursor is that post's position; its number, which
/// clients know, is one too.
pub async fn conversations(app: &App, me: i64, page: Page) -> Result<Slice<Conversation>> {
    let page = timeline::place(app.read(), page).await?;
    let mut slice = Box::pin(timeline::last_of_threads(app.read(), me, app.now(), None, page)).await?;
    let posts = std::mem::take(&mut slice.items);
    Ok(slice.with(gather(app, me, posts).await?))
}

/// One conversation of `me`.
pub async fn conversation(app: &App, me: i64, id: i64) -> Result<Conversation> {
    let page = Page::first(1);
    let found = Box::pin(timeline::last_of_threads(app.read(), me, app.now(), Some(id), page)).await?;
    gather(app, me, found.items).await?.pop().ok_or(Error::NotFound("conversation"))
}

/// The conversation that a direct post has just come to or changed in, as each of these members sees it who takes part.
pub async fn conversations_with(
    app: &App,
    post: &Post,
    members: &BTreeSet<i64>,
) -> Result<Vec<(i64, Conversation)>> {
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let named = mention::list(app.read(), &[post.id]).await?;
    let named: HashSet<i64> = named.iter().map(|row| row.account_id).chain([post.account_id]).collect();
    let mut found = Vec::new();
    for member in members.iter().copied().filter(|member| named.contains(member)) {
        match conversation(app, member, root_of(post)).await {
            Ok(seen) => found.push((member, seen)),
            // The two block one another, or it was taken off the list.
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Says that `me` has read a conversation to its end. Gives it as it is then.
pub async fn read_conversation(app: &App, me: i64, id: i64) -> Result<Conversation> {
    let found = conversation(app, me, id).await?;
    change(app, me, id, |row| Row { read_to: position(&found.last.post), ..row }).await?;
    Ok(Conversation { unread: false, ..found })
}

/// Takes a conversation off the list of `me`, until somebody writes in it again. Nothing is erased.
pub async fn hide_conversation(app: &App, me: i64, id: i64) -> Result<()> {
    let found = conversation(app, me, id).await?;
    change(app, me, id, |row| Row { hidden_to: position(&found.last.post), ..row }).await
}

async fn change(app: &App, me: i64, id: i64, change: impl FnOnce(Row) -> Row) -> Result<()> {
    let tx = app.db.begin().await?;
    let known = conversation::list(&*tx, me, &[id]).await?.pop();
    let row = known.unwrap_or(Row { account_id: me, root_id: id, ..Row::default() });
    conversation::put(&tx, change(row)).await?;
    app.commit(tx).await
}

async fn gather(app: &App, me: i64, posts: Vec<Post>) -> Result<Vec<Conversation>> {
    let roots: Vec<i64> = posts.iter().map(root_of).collect();
    let known = conversation::list(app.read(), me, &roots).await?;
    let read: HashMap<i64, i64> = known.into_iter().map(|row| (row.root_id, row.read_to)).collect();
    let shown = post::show(app, Some(me), posts).await?;
    let conversation = |last: Shown| {
        let id = root_of(&last.post);
        let read_to = read.get(&id).copied().unwrap_or(0);
        let unread = last.author.id != me && position(&last.post) > read_to;
        Conversation { id, last, unread }
    };
    Ok(shown.into_iter().map(conversation).collect())
}

fn position(post: &Post) -> i64 {
    post.position.unwrap_or(post.id)
}
