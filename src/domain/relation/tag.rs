//! Following hashtags. A hashtag that names a term of the vocabulary is followed as the term: who follows #Accutane
//! also finds what stands under #イソトレチノイン.

use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::base::text::fold_tag;
use crate::base::text::tag::MAX_TAG_CHARS;
use crate::domain::vocabulary::{TermId, vocabulary};
use crate::store::page::{Page, Slice};
use crate::store::tag_follow::{self, TagFollow};
use crate::store::tag_key;

/// Most hashtags that one member follows: each is looked up for every page of the home timeline.
const MOST: u64 = 100;

/// Follows a hashtag. Following it again, also by another word for the same, changes nothing.
///
/// # Errors
/// `Invalid` for what is no hashtag, or when `me` follows too many.
pub async fn follow_tag(app: &App, me: i64, name: &str) -> Result<()> {
    let (name, key) = checked(name)?;
    let tx = app.db.begin().await?;
    if !tag_follow::list_among(&*tx, me, std::slice::from_ref(&key)).await?.is_empty() {
        return Ok(());
    }
    if tag_follow::count_of(&*tx, me).await? >= MOST {
        return Err(Error::Invalid(vec![Problem::new("name", "problem-too-many").with("most", MOST)]));
    }
    if tag_key::list(&*tx, &key).await?.is_empty() {
        tag_key::replace(&tx, &key, &tags_of(&key)).await?;
    }
    let id = app.new_id(&tx).await?;
    tag_follow::insert(&tx, TagFollow { id, account_id: me, key, name }).await?;
    app.commit(tx).await
}

/// Follows a hashtag no longer, by whatever word for it.
///
/// # Errors
/// `Invalid` for what is no hashtag.
pub async fn unfollow_tag(app: &App, me: i64, name: &str) -> Result<()> {
    let (_, key) = checked(name)?;
    let tx = app.db.begin().await?;
    tag_follow::delete(&tx, me, &key).await?;
    app.commit(tx).await
}

/// The hashtags that `me` follows, as they were called when `me` began to, the latest first.
pub async fn list_tags(app: &App, me: i64, page: Page) -> Result<Slice<String>> {
    Ok(tag_follow::list_of(app.read(), me, page).await?.map(|row| row.name))
}

/// Whether `me` follows a hashtag, by whatever word for it.
pub async fn follows_tag(app: &App, me: i64, name: &str) -> Result<bool> {
    let key = key_of(name);
    Ok(!tag_follow::list_among(app.read(), me, &[key]).await?.is_empty())
}

/// Makes anew under which hashtags the followed terms go: a release may bring new words for them. Running it again
/// changes nothing.
pub async fn renew_tags(app: &App) -> Result<()> {
    for key in tag_follow::list_keys(app.read()).await? {
        let (mut known, tags) = (tag_key::list(app.read(), &key).await?, tags_of(&key));
        known.sort_unstable();
        if known != tags {
            let tx = app.db.begin().await?;
            tag_key::replace(&tx, &key, &tags).await?;
            app.commit(tx).await?;
        }
    }
    Ok(())
}

/// A hashtag without its sign, as it was written, and its key.
fn checked(name: &str) -> Result<(String, String)> {
    let name = name.trim().trim_start_matches(['#', '＃']);
    let is_tag = name.chars().any(char::is_alphabetic) && name.chars().count() <= MAX_TAG_CHARS;
    if !is_tag || fold_tag(name).is_empty() {
        return Err(Error::invalid("name", "problem-required"));
    }
    Ok((name.to_owned(), key_of(name)))
}

fn key_of(name: &str) -> String {
    let term = vocabulary().term_of_hashtag(name.trim_start_matches(['#', '＃']));
    term.map_or_else(|| format!("#{}", fold_tag(name)), |id| id.to_string())
}

/// Under which hashtags the posts of a key stand, sorted. A key whose term is gone has none.
fn tags_of(key: &str) -> Vec<String> {
    match key.strip_prefix('#') {
        Some(tag) => vec![tag.to_owned()],
        None => key.parse::<TermId>().map(|id| vocabulary().hashtags_of(id)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{fresh_on_each, local};

    #[tokio::test]
    async fn a_hashtag_is_followed_once_by_all_the_words_for_it() {
        for app in fresh_on_each().await {
            let (me, other) = (local(&app, "fern").await, local(&app, "moss").await);
            for name in ["#Accutane", "イソトレチノイン", "Gardening", "gardening"] {
                follow_tag(&app, me.id, name).await.unwrap();
            }
            let followed = list_tags(&app, me.id, Page::default()).await.unwrap().items;
            assert_eq!(followed, ["Gardening", "Accutane"]);
            for (name, follows) in [("ISOTRETINOIN", true), ("#GARDENING", true), ("Fluoxetine", false)] {
                assert_eq!(follows_tag(&app, me.id, name).await.unwrap(), follows, "{name}");
                assert!(!follows_tag(&app, other.id, name).await.unwrap());
            }
            unfollow_tag(&app, me.id, "roaccutane").await.unwrap();
            assert_eq!(list_tags(&app, me.id, Page::default()).await.unwrap().items, ["Gardening"]);
            for wrong in ["", "#", "77", "!"] {
                assert!(follow_tag(&app, me.id, wrong).await.is_err(), "{wrong:?}");
            }
        }
    }

    #[tokio::test]
    async fn new_words_for_a_followed_term_are_found_after_a_start() {
        for app in fresh_on_each().await {
            let me = local(&app, "fern").await;
            follow_tag(&app, me.id, "Accutane").await.unwrap();
            let key = key_of("Accutane");
            let all = tag_key::list(app.read(), &key).await.unwrap();
            let tx = app.db.begin().await.unwrap();
            tag_key::replace(&tx, &key, &["accutane".to_owned()]).await.unwrap();
            tx.commit().await.unwrap();
            renew_tags(&app).await.unwrap();
            let renewed = tag_key::list(app.read(), &key).await.unwrap();
            assert!(renewed.len() > 5 && renewed.len() == all.len());
        }
    }
}
