//! Hashtags that a member shows on the profile, with how much stands under them.

use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::base::text::fold_tag;
use crate::base::text::tag::MAX_TAG_CHARS;
use crate::store::featured_tag;
use crate::store::page::MAX_LIMIT;

pub use crate::store::featured_tag::FeaturedTag;

/// Most hashtags on one profile; Mastodon's number.
pub const MOST: usize = 10;

/// A hashtag on a profile, with how many public posts have it and when (seconds) the last one was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Featured {
    /// The hashtag.
    pub tag: FeaturedTag,
    /// How many.
    pub posts: i64,
    /// When.
    pub last_at: Option<i64>,
}

/// The hashtags that an account shows.
pub async fn list(app: &App, account: i64) -> Result<Vec<Featured>> {
    let rows = featured_tag::list_of(app.read(), account).await?;
    let tags: Vec<String> = rows.iter().map(|row| row.tag.clone()).collect();
    let used = featured_tag::list_used(app.read(), account, Some(&tags), MAX_LIMIT).await?;
    let featured = |tag: FeaturedTag| {
        let found = used.iter().find(|(name, ..)| *name == tag.tag);
        Featured {
            posts: found.map_or(0, |(_, posts, _)| *posts),
            last_at: found.map(|(.., last_at)| *last_at),
            tag,
        }
    };
    Ok(rows.into_iter().map(featured).collect())
}

/// Shows a hashtag on the profile of `me`.
///
/// # Errors
/// `Invalid` for what is no hashtag, or one more than there is room for; `Conflict` when it is shown already.
pub async fn add(app: &App, me: i64, name: &str) -> Result<Featured> {
    let name = name.trim().trim_start_matches(['#', '＃']);
    let tag = fold_tag(name);
    if tag.is_empty() || name.chars().count() > MAX_TAG_CHARS {
        return Err(Error::invalid("name", "problem-required"));
    }
    let tx = app.db.begin().await?;
    if featured_tag::list_of(&*tx, me).await?.len() >= MOST {
        return Err(Error::Invalid(vec![Problem::new("name", "problem-too-many").with("most", MOST)]));
    }
    let row = FeaturedTag { id: app.new_id(&tx).await?, account_id: me, tag, name: name.to_owned() };
    featured_tag::insert(&tx, row.clone()).await?;
    app.commit(tx).await?;
    let found = list(app, me).await?.into_iter().find(|featured| featured.tag.id == row.id);
    found.ok_or(Error::NotFound("the featured hashtag"))
}

/// Shows it no longer.
///
/// # Errors
/// `NotFound` when it was not shown.
pub async fn remove(app: &App, me: i64, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    if !featured_tag::delete(&tx, me, id).await? {
        return Err(Error::NotFound("the featured hashtag"));
    }
    app.commit(tx).await
}

/// Hashtags (folded) that `me` uses most and does not show yet.
pub async fn suggest(app: &App, me: i64) -> Result<Vec<String>> {
    let shown = featured_tag::list_of(app.read(), me).await?;
    let used = featured_tag::list_used(app.read(), me, None, MAX_LIMIT).await?;
    let names = used.into_iter().map(|(tag, ..)| tag);
    Ok(names.filter(|tag| shown.iter().all(|row| row.tag != *tag)).take(MOST).collect())
}
