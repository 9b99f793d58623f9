//! The research export: a snapshot of the stories whose authors agree to research, read page by page.
//!
//! It is gone through three times: to count how many people state what, to count what is left, and to hand it out. So no more
//! than a page of stories is in memory at a time, beside counts whose number codes bound.

use super::crowd::Crowds;
use super::record::Record;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::consent::Scope;
use crate::domain::post::Post;
use crate::domain::story::summary::view_of;
use crate::domain::transparency::log::{self, Act, By};
use crate::store::data_use::{self, DataUse};
use crate::store::{Conn, account, post, setting};

/// Stories read at once.
const AT_ONCE: u64 = 100;
/// The key of the names of stories.
const KEY: &str = "research_key";

/// An export that is ready to be handed out.
pub struct Export<C> {
    snapshot: C,
    key: String,
    /// The account for what is told without one.
    told: Option<i64>,
    crowds: Crowds,
    stories: usize,
    after: i64,
}

/// Looks at all stories as they are now: those that everybody reads here, of this community and of those that it accepted,
/// whose authors agree to research.
///
/// # Errors
/// `Invalid` where fewer than `privacy.k` are left: nobody is hidden among so few.
pub async fn prepare(app: &App) -> Result<Export<impl Conn + use<>>> {
    let key = key(app).await?;
    let told = account::find_by_uri(app.read(), &app.urls.told_actor()).await?.map(|told| told.id);
    let snapshot = app.db.snapshot().await?;
    let least = usize::try_from(app.config.privacy.k).unwrap_or(usize::MAX);
    let crowds = Crowds::new(least);
    let mut export = Export { snapshot, key, told, crowds, stories: 0, after: 0 };
    while let Some(page) = export.page().await? {
        for (post, record) in page {
            // What was told without an account has one author for all: each is somebody else, as far as anybody knows.
            let person = if export.told == Some(post.account_id) { -post.id } else { post.account_id };
            record.traits().into_iter().for_each(|one| export.crowds.add(person, one));
        }
    }
    export.after = 0;
    while let Some(records) = export.next().await? {
        export.stories += records.len();
    }
    export.after = 0;
    if export.stories < least {
        return Err(Error::invalid("stories", "problem-export-few"));
    }
    Ok(export)
}

impl<C: Conn> Export<C> {
    /// How many stories are in it.
    pub const fn stories(&self) -> usize {
        self.stories
    }

    /// The next of them; none at the end. A page may be empty.
    pub async fn next(&mut self) -> Result<Option<Vec<Record>>> {
        let Some(page) = self.page().await? else { return Ok(None) };
        Ok(Some(page.into_iter().filter_map(|(_, record)| record.without_rare(&self.crowds)).collect()))
    }

    async fn page(&mut self) -> Result<Option<Vec<(Post, Record)>>> {
        let posts = post::list_stories_after(&self.snapshot, self.after, AT_ONCE).await?;
        let Some(last) = posts.last() else { return Ok(None) };
        self.after = last.id;
        let agreed = posts.into_iter().filter_map(|post| {
            let view = view_of(&post)?;
            let scope = Scope::Research.code();
            let record = Record::of(&post, &view, &self.key);
            (view.consents_to(scope) && !view.declines(scope)).then_some((post, record))
        });
        Ok(Some(agreed.collect()))
    }
}

/// Writes down, for everybody to read, to whom an export is given and what for; before it is handed out.
///
/// # Errors
/// `Invalid` where one of the two is empty.
pub async fn write_down<C>(app: &App, export: &Export<C>, recipient: &str, reason: &str) -> Result<()> {
    for (field, words) in [("to", recipient), ("for", reason)] {
        if words.trim().is_empty() {
            return Err(Error::invalid(field, "problem-export-why"));
        }
    }
    let row = DataUse {
        id: log::day_number(app),
        week: app.week(),
        stories: i64::try_from(export.stories).unwrap_or(i64::MAX),
        recipient: recipient.trim().to_owned(),
        reason: reason.trim().to_owned(),
    };
    let tx = app.db.begin().await?;
    log::write(app, &tx, By::Operator, Act::ResearchExported, row.id).await?;
    data_use::insert(&tx, row).await?;
    app.commit(tx).await
}

/// The key that makes the names of stories; made once, so that a story has one name in all exports.
async fn key(app: &App) -> Result<String> {
    if let Some(key) = setting::find(app.read(), KEY).await? {
        return Ok(key);
    }
    let tx = app.db.begin().await?;
    let key = match setting::find(&*tx, KEY).await? {
        Some(key) => key,
        None => app.random.secret(),
    };
    setting::put(&tx, KEY.to_owned(), key.clone()).await?;
    app.commit(tx).await?;
    Ok(key)
}

#[cfg(test)]
mod tests;
