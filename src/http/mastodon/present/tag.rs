//! Hashtags as clients see them.

use serde::Serialize;

use super::time;
use crate::base::text::fold_tag;
use crate::base::urls::Urls;
use crate::domain::stats::lately::DayCount;
use crate::domain::timeline::featured_tag::Featured;

/// A hashtag with how often it was used, and what the caller does with it.
#[derive(Debug, Clone, Serialize)]
pub struct TagShown {
    pub id: String,
    pub name: String,
    pub url: String,
    pub history: Vec<History>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub following: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub featuring: Option<bool>,
}

/// One day; the client API writes all numbers as text.
#[derive(Debug, Clone, Serialize)]
pub struct History {
    pub day: String,
    pub uses: String,
    pub accounts: String,
}

/// A hashtag on a profile.
#[derive(Debug, Clone, Serialize)]
pub struct FeaturedTag {
    pub id: String,
    pub name: String,
    pub url: String,
    pub statuses_count: String,
    pub last_status_at: Option<String>,
}

/// A hashtag. Its id is its folded form: hashtags have no numbers here.
pub fn tag(urls: &Urls, name: &str, days: &[DayCount]) -> TagShown {
    let folded = fold_tag(name);
    let history = days.iter().map(|day| History {
        day: day.day.to_string(),
        uses: day.posts.to_string(),
        accounts: day.people.to_string(),
    });
    TagShown {
        url: urls.tag_page(&folded),
        id: folded,
        name: name.to_owned(),
        history: history.collect(),
        following: None,
        featuring: None,
    }
}

/// A hashtag on a profile.
pub fn featured(urls: &Urls, featured: &Featured) -> FeaturedTag {
    FeaturedTag {
        id: featured.tag.id.to_string(),
        name: featured.tag.name.clone(),
        url: urls.tag_page(&featured.tag.tag),
        statuses_count: featured.posts.to_string(),
        last_status_at: featured.last_at.map(time::day),
    }
}
