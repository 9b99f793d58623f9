//! What was told lately, as far as it may be counted in public: small numbers could show who is ill.

use std::collections::HashMap;

use crate::app::App;
use crate::base::error::Result;
use crate::domain::vocabulary::{TermId, vocabulary};
use crate::store::{lately, number};

/// Fewer than this are not counted in public: health authorities' usual measure (CMS cell size, EMA policy 0070).
const LEAST: i64 = 11;
/// Larger counts are given in steps, so that two of them do not tell of the one person between.
const STEP: i64 = 5;
/// How far back "lately" reaches, in days.
const SPAN_DAYS: i64 = 28;
/// Days of a history; the client API's number.
const HISTORY_DAYS: i64 = 7;
const DAY: i64 = 86_400;
/// Terms that are read before those that need care are left out.
const READ_MOST: u64 = 200;

/// How often something was told on one day, as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// Midnight at its beginning, in seconds.
    pub day: i64,
    /// In how many posts; 0 for few.
    pub posts: i64,
    /// By how many people; 0 for few.
    pub people: i64,
}

/// A count as it may be shown: 0 for few, others in steps.
pub fn shown(count: i64) -> i64 {
    if count < LEAST { 0 } else { count / STEP * STEP }
}

/// The terms that most people told of lately, at most `limit`. Terms that need care are left out, and so is every term
/// that few told of.
pub async fn terms(app: &App, limit: usize) -> Result<Vec<TermId>> {
    let since = app.now().saturating_sub(SPAN_DAYS.saturating_mul(DAY));
    let found = lately::list_terms(app.read(), number::floor(since), LEAST, READ_MOST).await?;
    let ids = found.into_iter().filter_map(|(term, ..)| term.parse::<TermId>().ok());
    let harmless = |id: &TermId| vocabulary().term(*id).is_some_and(|term| term.care_level() == 0);
    Ok(ids.filter(harmless).take(limit).collect())
}

/// How often posts with these hashtags (folded) were told on each of the last days, the latest first.
pub async fn history(app: &App, tags: &[String]) -> Result<HashMap<String, Vec<DayCount>>> {
    let today = app.now().div_euclid(DAY);
    let first = today.saturating_sub(HISTORY_DAYS - 1);
    let since = number::floor(first.saturating_mul(DAY));
    let found = lately::list_days_of_tags(app.read(), tags, since).await?;
    let of_tag = |tag: &String| {
        let days = (first..=today).rev().map(|day| {
            let told = found.iter().find(|told| told.day == day && told.what == *tag);
            // Few people can write many posts: both counts show only where there are enough people.
            let is_shown = told.is_some_and(|told| told.people >= LEAST);
            let count = |count: i64| if is_shown { shown(count) } else { 0 };
            DayCount {
                day: day.saturating_mul(DAY),
                posts: told.map_or(0, |told| count(told.posts)),
                people: told.map_or(0, |told| count(told.people)),
            }
        });
        (tag.clone(), days.collect())
    };
    Ok(tags.iter().map(of_tag).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::kind::PostKind;
    use crate::store::post::Post;
    use crate::store::post_tag::{self, PostTag};
    use crate::store::post_term::{self, PostTerm};
    use crate::store::testing::{Fresh, fresh_on_each, keep, local, note};

    /// Lets so many people tell a story with a term and a hashtag.
    async fn told(app: &Fresh, term: &str, people: usize) {
        for number in 0..people {
            let author = local(app, &format!("{}_{number}", term.replace('/', "_"))).await;
            let row = Post { kind: PostKind::Story, ..note(app, &author).await };
            let post = keep(app, row).await;
            let tx = app.db.begin().await.unwrap();
            let (post_id, position) = (post.id, post.position);
            let row = PostTerm { post_id, term: term.to_owned(), rank: 0, position };
            post_term::replace(&tx, post_id, vec![row]).await.unwrap();
            let tag = term.replace('/', "");
            let row = PostTag { post_id, name: tag.clone(), tag, position };
            post_tag::replace(&tx, post_id, vec![row]).await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    #[test]
    fn few_are_none_and_more_are_given_in_steps() {
        assert_eq!([0, 1, 10, 11, 14, 15, 99].map(shown), [0, 0, 0, 10, 10, 15, 95]);
    }

    #[tokio::test]
    async fn a_term_is_told_of_lately_when_enough_people_tell_it_and_it_needs_no_care() {
        for app in fresh_on_each().await {
            let all = vocabulary().terms();
            let plain: Vec<TermId> =
                all.iter().filter(|term| term.care_level() == 0).map(|term| term.id()).take(3).collect();
            let grave = all.iter().find(|term| term.care_level() > 0).unwrap().id();
            for (term, people) in [(plain[0], 11), (plain[1], 12), (plain[2], 10), (grave, 13)] {
                told(&app, &term.to_string(), people).await;
            }
            assert_eq!(terms(&app, 10).await.unwrap(), [plain[1], plain[0]]);
            let tags = [plain[1], plain[2]].map(|term| term.to_string().replace('/', ""));
            let days = history(&app, &tags).await.unwrap();
            assert_eq!(days[&tags[0]].len(), 7);
            assert_eq!((days[&tags[0]][0].posts, days[&tags[0]][0].people), (10, 10));
            assert_eq!((days[&tags[1]][0].posts, days[&tags[1]][0].people), (0, 0), "too few");
            app.pass(29 * DAY);
            assert!(terms(&app, 10).await.unwrap().is_empty());
        }
    }
}
