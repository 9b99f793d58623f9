//! Announcements: what the operator tells all members, who may put them away or answer with an emoji.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::base::hub::Happening;
use crate::store::announcement_reaction::Reaction;
use crate::store::announcement_seen::Seen;
use crate::store::event::Event;
use crate::store::{announcement, announcement_reaction, announcement_seen};

pub use crate::store::announcement::Announcement;

/// Most characters of an announcement.
const WORDS_MOST: usize = 5000;
/// Most announcements that are shown at once.
const SHOWN_MOST: u64 = 20;
/// Most different emojis under one announcement; Mastodon's number.
const REACTIONS_MOST: usize = 8;
/// Longest emoji, in bytes: a family with skin tones.
const EMOJI_MOST: usize = 64;

/// An announcement as one member sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// The announcement.
    pub announcement: Announcement,
    /// Whether the member has put it away.
    pub seen: bool,
    /// Each emoji with how many answered so, and whether the member did.
    pub reactions: Vec<(String, usize, bool)>,
}

/// Publishes an announcement, for `days` or until it is withdrawn; for the command line.
///
/// # Errors
/// `Invalid` when it is empty or too long.
pub async fn publish(app: &App, words: &str, days: Option<u16>) -> Result<Announcement> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Error::invalid("text", "problem-required"));
    }
    if words.chars().count() > WORDS_MOST {
        let problem = Problem::new("text", "problem-too-long").with("most", WORDS_MOST);
        return Err(Error::Invalid(vec![problem]));
    }
    let tx = app.db.begin().await?;
    let row = Announcement {
        id: app.new_id(&tx).await?,
        words: words.to_owned(),
        published_at: app.minute(),
        ends_at: days.map(|days| app.minute().saturating_add(i64::from(days).saturating_mul(86_400))),
    };
    announcement::insert(&tx, row.clone()).await?;
    app.record(&tx, &Event::Announced { announcement: row.id }).await?;
    app.commit(tx).await?;
    Ok(row)
}

/// Withdraws an announcement; for the command line.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn withdraw(app: &App, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    announcement::find(&*tx, id).await?.ok_or(Error::NotFound("the announcement"))?;
    announcement::delete(&tx, id).await?;
    app.record(&tx, &Event::AnnouncementWithdrawn { announcement: id }).await?;
    app.commit(tx).await
}

/// The announcements of the present, the latest first; for the command line.
pub async fn list(app: &App) -> Result<Vec<Announcement>> {
    announcement::list_current(app.read(), app.now(), SHOWN_MOST).await
}

/// The announcements of the present as `me` sees them, the latest first; three queries.
pub async fn list_for(app: &App, me: i64) -> Result<Vec<Announced>> {
    let rows = list(app).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let seen: HashSet<i64> = announcement_seen::list_of(app.read(), me).await?.into_iter().collect();
    let answers = announcement_reaction::list(app.read(), &ids).await?;
    let announced = |announcement: Announcement| {
        let mut reactions: Vec<(String, usize, bool)> = Vec::new();
        for answer in answers.iter().filter(|answer| answer.announcement_id == announcement.id) {
            let is_mine = answer.account_id == me;
            match reactions.iter_mut().find(|(name, ..)| *name == answer.name) {
                Some((_, count, mine)) => {
                    *count = count.saturating_add(1);
                    *mine |= is_mine;
                }
                None => reactions.push((answer.name.clone(), 1, is_mine)),
            }
        }
        Announced { seen: seen.contains(&announcement.id), announcement, reactions }
    };
    Ok(rows.into_iter().map(announced).collect())
}

/// Puts an announcement away for `me`.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn dismiss(app: &App, me: i64, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    announcement::find(&*tx, id).await?.ok_or(Error::NotFound("the announcement"))?;
    announcement_seen::insert(&tx, Seen { announcement_id: id, account_id: me }).await?;
    app.commit(tx).await
}

/// Answers an announcement with an emoji.
///
/// # Errors
/// `NotFound` when there is no such announcement; `Invalid` for what is no emoji, or one more than there is room for.
pub async fn react(app: &App, me: i64, id: i64, name: &str) -> Result<()> {
    let wrong = || Error::invalid("name", "problem-choose-from-list");
    if !is_emoji(name) {
        return Err(wrong());
    }
    let tx = app.db.begin().await?;
    announcement::find(&*tx, id).await?.ok_or(Error::NotFound("the announcement"))?;
    let answers = announcement_reaction::list(&*tx, &[id]).await?;
    let names: HashSet<&str> = answers.iter().map(|answer| answer.name.as_str()).collect();
    if !names.contains(name) && names.len() >= REACTIONS_MOST {
        return Err(wrong());
    }
    let row = Reaction { announcement_id: id, account_id: me, name: name.to_owned() };
    announcement_reaction::insert(&tx, row).await?;
    app.commit(tx).await?;
    tell_answered(app, id, name).await;
    Ok(())
}

/// Takes an answer back.
pub async fn take_back(app: &App, me: i64, id: i64, name: &str) -> Result<()> {
    let tx = app.db.begin().await?;
    let row = Reaction { announcement_id: id, account_id: me, name: name.to_owned() };
    announcement_reaction::delete(&tx, row).await?;
    app.commit(tx).await?;
    tell_answered(app, id, name).await;
    Ok(())
}

/// An announcement of the present as nobody in particular sees it, for those who learn of it just now.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn load(app: &App, id: i64) -> Result<Announced> {
    let row = announcement::find(app.read(), id).await?.ok_or(Error::NotFound("the announcement"))?;
    Ok(Announced { announcement: row, seen: false, reactions: Vec::new() })
}

/// How many answered an announcement with this emoji.
pub async fn count_answers(app: &App, id: i64, name: &str) -> Result<usize> {
    let answers = announcement_reaction::list(app.read(), &[id]).await?;
    Ok(answers.iter().filter(|answer| answer.name == name).count())
}

async fn tell_answered(app: &App, announcement: i64, emoji: &str) {
    app.tell(Happening::AnnouncementAnswered { announcement, emoji: emoji.to_owned() }).await;
}

/// One sign beyond letters, digits and punctuation: nobody writes words into an answer.
fn is_emoji(name: &str) -> bool {
    let is_one = name.graphemes(true).count() == 1 && name.len() <= EMOJI_MOST;
    is_one
        && name.chars().any(|sign| {
            matches!(sign, '\u{203c}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}') && !sign.is_alphanumeric()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{fresh_on_each, local};

    #[test]
    fn an_answer_is_one_emoji_and_no_word() {
        for emoji in ["👍", "❤️", "🏳️‍🌈", "👩🏽‍⚕️", "🎉", "☕"] {
            assert!(is_emoji(emoji), "{emoji}");
        }
        for other in ["", "a", "7", "薬", "イ", "👍👍", "no", "!", ":)"] {
            assert!(!is_emoji(other), "{other}");
        }
    }

    #[tokio::test]
    async fn an_announcement_is_shown_until_it_ends_and_seen_by_each_for_themselves() {
        for app in fresh_on_each().await {
            let (me, other) = (local(&app, "fern").await, local(&app, "moss").await);
            let lasting = publish(&app, " Hello. ", None).await.unwrap();
            let short = publish(&app, "Only today.", Some(1)).await.unwrap();
            assert!(publish(&app, " ", None).await.is_err());
            dismiss(&app, me.id, lasting.id).await.unwrap();
            react(&app, me.id, short.id, "👍").await.unwrap();
            react(&app, me.id, short.id, "👍").await.unwrap();
            react(&app, other.id, short.id, "👍").await.unwrap();
            assert!(react(&app, me.id, short.id, "nice").await.is_err());
            assert!(react(&app, me.id, 7, "👍").await.is_err());
            let seen = list_for(&app, me.id).await.unwrap();
            assert_eq!(seen[0].reactions, [("👍".to_owned(), 2, true)]);
            assert_eq!((seen[0].seen, seen[1].seen), (false, true));
            assert_eq!(seen[1].announcement.words, "Hello.");
            take_back(&app, me.id, short.id, "👍").await.unwrap();
            assert_eq!(list_for(&app, me.id).await.unwrap()[0].reactions, [("👍".to_owned(), 1, false)]);
            assert!(list_for(&app, other.id).await.unwrap().iter().all(|announced| !announced.seen));
            app.pass(86_460);
            assert_eq!(list(&app).await.unwrap(), std::slice::from_ref(&lasting));
            withdraw(&app, lasting.id).await.unwrap();
            assert!(withdraw(&app, lasting.id).await.is_err());
            assert!(list(&app).await.unwrap().is_empty());
        }
    }
}
