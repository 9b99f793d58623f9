//! Watching: which of those who watch a list right now get a post that has just come, or learn that one has gone.
//!
//! The rules are those of the lists themselves, the same queries asked the other way round: not what is in a member's
//! list, but in which members' lists a post is.

use std::collections::{BTreeMap, HashSet};

use super::Scope;
use crate::app::App;
use crate::base::error::Result;
use crate::base::hub::SeenBy;
use crate::store::post::{self, Post};
use crate::store::timeline::{self, Listed};
use crate::store::{follow, people_list, people_list_entry, post_tag};

/// So many members are asked about in one query.
const AT_ONCE: usize = 1000;

/// What was published longer ago, in seconds, is no news when it arrives from elsewhere: Mastodon's six hours. It stands
/// further down in the lists.
const NEWS: i64 = 6 * 3600;

/// A list that can be watched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// What the member follows.
    Home,
    /// Public posts.
    Public(Scope),
    /// Public posts with pictures.
    Pictures(Scope),
    /// What those on this people list of the member wrote and passed on.
    PeopleList(i64),
    /// Public posts with this hashtag, folded.
    Tagged(String, Scope),
}

impl Place {
    fn people_list(&self) -> Option<i64> {
        match self {
            Self::PeopleList(list) => Some(*list),
            Self::Home | Self::Public(_) | Self::Pictures(_) | Self::Tagged(..) => None,
        }
    }

    /// Whether it holds more for its reader than what is open to everybody.
    fn is_of_one(&self) -> bool {
        match self {
            Self::Home | Self::PeopleList(_) => true,
            Self::Public(_) | Self::Pictures(_) | Self::Tagged(..) => false,
        }
    }
}

/// A member who watches a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Watch {
    /// Who.
    pub member: i64,
    /// What.
    pub place: Place,
}

/// The post, and those of the watched lists that it stands in. One query for each different list, and one more for
/// every thousand members who watch the same one.
pub async fn where_seen(app: &App, post: i64, watched: Vec<Watch>) -> Result<Option<(Post, Vec<Watch>)>> {
    let Some(post) = post::find(app.read(), post).await? else { return Ok(None) };
    let tags: HashSet<String> =
        post_tag::list(app.read(), &[post.id]).await?.into_iter().map(|tag| tag.tag).collect();
    let lists: Vec<i64> = watched.iter().filter_map(|watch| watch.place.people_list()).collect();
    let holding: HashSet<i64> = people_list_entry::list_holding_among(app.read(), post.account_id, &lists)
        .await?
        .into_iter()
        .collect();
    let mut by_place: BTreeMap<Place, Vec<i64>> = BTreeMap::new();
    for watch in watched.into_iter().filter(|watch| may_hold(&watch.place, &post, &tags, &holding)) {
        by_place.entry(watch.place).or_default().push(watch.member);
    }
    let mut seen = Vec::new();
    for (place, members) in by_place {
        for members in members.chunks(AT_ONCE) {
            let found = of_these(app, post.id, &place, members).await?;
            seen.extend(found.into_iter().map(|member| Watch { member, place: place.clone() }));
        }
    }
    Ok(Some((post, seen)))
}

/// The post, and those of the watched lists in which its author has it, whatever a review said.
pub async fn where_own(app: &App, post: i64, watched: Vec<Watch>) -> Result<Option<(Post, Vec<Watch>)>> {
    let Some(post) = post::find(app.read(), post).await? else { return Ok(None) };
    let own = |watch: &Watch| watch.place == Place::Home && watch.member == post.account_id;
    let watched = watched.into_iter().filter(own).collect();
    Ok(Some((post, watched)))
}

/// Whether a post that has just come is news, and not an older one that was fetched.
pub fn is_news(app: &App, post: &Post) -> bool {
    post.local || post.published_at > app.now() - NEWS
}

/// Those of the watched lists that what `author` took back may have stood in. What was not open to everybody was in
/// no public list, and that it is gone tells nothing to who could not read it.
pub async fn where_gone(app: &App, author: i64, seen_by: &SeenBy, watched: Vec<Watch>) -> Result<Vec<Watch>> {
    let (others, followers) = match seen_by {
        SeenBy::Everybody => return Ok(watched),
        SeenBy::Nobody => (&[][..], false),
        SeenBy::Only(others) => (others.as_slice(), false),
        SeenBy::Followers(others) => (others.as_slice(), true),
    };
    let mut saw: HashSet<i64> = others.iter().copied().chain([author]).collect();
    let own: Vec<Watch> = watched.into_iter().filter(|watch| watch.place.is_of_one()).collect();
    if followers {
        let members: Vec<i64> = own.iter().map(|watch| watch.member).collect();
        for members in members.chunks(AT_ONCE) {
            saw.extend(follow::list_followers_among(app.read(), author, members).await?);
        }
    }
    Ok(own.into_iter().filter(|watch| saw.contains(&watch.member)).collect())
}

/// What can be said without a query for each list. `holding` are the people lists with the author on them.
fn may_hold(place: &Place, post: &Post, tags: &HashSet<String>, holding: &HashSet<i64>) -> bool {
    match place {
        Place::Home => true,
        Place::PeopleList(list) => holding.contains(list),
        Place::Public(scope) | Place::Pictures(scope) => {
            post.listed && scope.local().is_none_or(|local| local == post.local)
        }
        Place::Tagged(tag, scope) => {
            post.listed && tags.contains(tag) && scope.local().is_none_or(|local| local == post.local)
        }
    }
}

async fn of_these(app: &App, post: i64, place: &Place, members: &[i64]) -> Result<Vec<i64>> {
    let wanted = match place {
        Place::Home => {
            return Box::pin(timeline::list_with_at_home(app.read(), post, members, app.now())).await;
        }
        Place::PeopleList(list) => return on_list(app, post, *list, members).await,
        Place::Public(scope) => Listed { local: scope.local(), ..Listed::default() },
        Place::Pictures(scope) => Listed { local: scope.local(), pictures_only: true, ..Listed::default() },
        Place::Tagged(tag, scope) => {
            Listed { local: scope.local(), tags: vec![tag.clone()], ..Listed::default() }
        }
    };
    Box::pin(timeline::list_with_in_list(app.read(), post, &wanted, members, app.now())).await
}

/// Those of the members whose list it is and who find the post in it: one of them, or nobody.
async fn on_list(app: &App, post: i64, list: i64, members: &[i64]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for member in members {
        if let Some(row) = people_list::find_of(app.read(), *member, list).await?
            && Box::pin(timeline::stands_on_list(app.read(), post, &row, app.now())).await?
        {
            found.push(*member);
        }
    }
    Ok(found)
}
