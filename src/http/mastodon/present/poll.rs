//! Polls as clients see them.

use serde::Serialize;

use super::time;
use crate::domain::post::ShownPoll;

/// A poll. Its id is its post's.
#[derive(Debug, Clone, Serialize)]
pub struct Poll {
    pub id: String,
    pub expires_at: Option<String>,
    pub expired: bool,
    pub multiple: bool,
    pub votes_count: i32,
    pub voters_count: Option<i32>,
    pub options: Vec<Choice>,
    pub emojis: [(); 0],
    #[serde(flatten)]
    pub mine: Option<Mine>,
}

/// What can be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub title: String,
    /// Null as long as nobody may see it.
    pub votes_count: Option<i32>,
}

/// What the reader chose; only there when somebody is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct Mine {
    /// The writer counts as somebody who voted: clients show results instead of buttons then.
    pub voted: bool,
    pub own_votes: Vec<i32>,
}

/// A poll of `author` as `viewer` sees it.
pub fn poll(viewer: Option<i64>, author: i64, shown: &ShownPoll) -> Poll {
    let row = &shown.poll;
    let shows_counts = shown.shows_counts();
    Poll {
        id: row.post_id.to_string(),
        expires_at: row.ends_at.map(time::moment),
        expired: shown.has_ended,
        multiple: row.multiple,
        votes_count: shown.options.iter().map(|option| option.vote_count.max(0)).sum(),
        voters_count: row.voter_count.map(|count| count.max(0)),
        options: shown
            .options
            .iter()
            .map(|option| Choice {
                title: option.title.clone(),
                votes_count: shows_counts.then_some(option.vote_count.max(0)),
            })
            .collect(),
        emojis: [],
        mine: viewer.map(|viewer| Mine {
            voted: viewer == author || !shown.chosen.is_empty(),
            own_votes: shown.chosen.clone(),
        }),
    }
}
