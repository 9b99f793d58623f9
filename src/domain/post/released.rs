//! Posts that several events released, read together with what following those events needs to know of them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::show::list_whole;
use crate::app::App;
use crate::base::error::Result;
use crate::store::kind::PostKind;
use crate::store::outside;
use crate::store::post::Post;
use crate::store::whole::Whole;

/// A post that an event released, as it was when the event was taken up. It may be gone since: what is written because
/// of it must bear that, and the event that tells of its end is still to come.
#[derive(Debug, Clone)]
pub struct Released {
    /// The post, with its hashtags and mentions.
    pub whole: Arc<Whole>,
    /// What it passes on, where it is a boost and that is still there.
    pub original: Option<Arc<Whole>>,
    /// Whether its author is an account of this server that speaks to other servers.
    pub speaks: bool,
    /// Whether it may be shown to who does not follow its author: that author speaks to other servers, and moderators did not
    /// limit them.
    pub may_be_shown: bool,
    /// Whether anybody elsewhere follows its author.
    pub is_followed_elsewhere: bool,
}

impl Released {
    /// Whether it is a story that was told here.
    pub fn is_own_story(&self) -> bool {
        self.post().local && self.post().kind == PostKind::Story
    }

    /// The post itself.
    pub fn post(&self) -> &Post {
        &self.whole.post
    }
}

/// The posts with these numbers, by number; those that are gone are left out. A constant number of queries.
pub async fn list_released(app: &App, ids: &[i64]) -> Result<HashMap<i64, Released>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let released = list_whole(app, ids).await?;
    let passed_on: Vec<i64> = released.iter().filter_map(|whole| whole.post.boost_of_id).collect();
    let originals = if passed_on.is_empty() { Vec::new() } else { list_whole(app, &passed_on).await? };
    let originals: HashMap<i64, Arc<Whole>> =
        originals.into_iter().map(|whole| (whole.post.id, whole)).collect();
    let mut authors: Vec<i64> =
        released.iter().filter(|whole| whole.post.local).map(|whole| whole.post.account_id).collect();
    authors.sort_unstable();
    authors.dedup();
    let (mut speaking, mut followed) = (HashMap::new(), HashSet::new());
    if !authors.is_empty() {
        let open = outside::list_open(app.read(), &authors).await?;
        speaking.extend(open.into_iter().map(|account| (account.id, account.hushed)));
        followed.extend(outside::list_followed(app.read(), &authors).await?);
    }
    let with_rest = |whole: Arc<Whole>| {
        let author = whole.post.account_id;
        let original = whole.post.boost_of_id.and_then(|id| originals.get(&id).cloned());
        let hushed = speaking.get(&author).copied();
        let (speaks, may_be_shown) = (hushed.is_some(), hushed == Some(false));
        let is_followed_elsewhere = followed.contains(&author);
        (whole.post.id, Released { whole, original, speaks, may_be_shown, is_followed_elsewhere })
    };
    Ok(released.into_iter().map(with_rest).collect())
}

/// What an event released, for what follows from it, as the database has it now.
#[cfg(test)]
pub async fn find_released(app: &App, event: &crate::store::event::Event) -> Option<Released> {
    app.kept.forget();
    let id = event.released()?;
    list_released(app, &[id]).await.unwrap().remove(&id)
}
