//! How things stand between a member and others: six queries, however many others.

use crate::app::App;
use crate::base::error::Result;
use crate::store::{account_note, block, endorsement, follow, host_block, mute};

/// How things stand between a member and one other account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relationship {
    /// The other account.
    pub id: i64,
    /// The member follows it.
    pub following: bool,
    /// The member asked to follow it and waits.
    pub requested: bool,
    /// In which of its languages the member reads it; in all where there is none.
    pub languages: Vec<String>,
    /// The member sees nothing of the server that it lives on.
    pub blocking_host: bool,
    /// The member keeps it at hand.
    pub endorsed: bool,
    /// What the member noted about it.
    pub note: String,
    /// What it boosts stands in the member's home timeline.
    pub shows_boosts: bool,
    /// The member is told when it writes.
    pub notifies: bool,
    /// It follows the member.
    pub followed_by: bool,
    /// It asked to follow the member and waits.
    pub requested_by: bool,
    /// The member blocks it.
    pub blocking: bool,
    /// It blocks the member.
    pub blocked_by: bool,
    /// The member does not see it.
    pub muting: bool,
    /// Nor notices about it.
    pub muting_notices: bool,
    /// Until when (seconds); for ever when not given.
    pub muted_until: Option<i64>,
}

/// How things stand between the member `me` and each of the others, in their order; a number that no account has
/// stands in no relation.
pub async fn relationship(app: &App, me: i64, others: &[i64]) -> Result<Vec<Relationship>> {
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let follows = follow::list_between(app.read(), me, others).await?;
    let blocks = block::list_between(app.read(), me, others).await?;
    let mutes = mute::list_over(app.read(), me, others, app.now()).await?;
    let far = host_block::list_over(app.read(), me, others).await?;
    let endorsed = endorsement::list_over(app.read(), me, others).await?;
    let notes = account_note::list_over(app.read(), me, others).await?;
    let stands = |id: i64| {
        let mut found = Relationship { id, ..Relationship::default() };
        for row in &follows {
            if row.follower_id == me && row.target_id == id {
                found.following = row.accepted;
                found.requested = !row.accepted;
                found.shows_boosts = row.shows_boosts;
                found.notifies = row.notifies;
                found.languages = row.languages.split_whitespace().map(str::to_owned).collect();
            }
            if row.target_id == me && row.follower_id == id {
                found.followed_by = row.accepted;
                found.requested_by = !row.accepted;
            }
        }
        found.blocking_host = far.contains(&id);
        found.endorsed = endorsed.contains(&id);
        if let Some(row) = notes.iter().find(|row| row.target_id == id) {
            found.note.clone_from(&row.words);
        }
        for row in &blocks {
            found.blocking |= row.account_id == me && row.target_id == id;
            found.blocked_by |= row.account_id == id && row.target_id == me;
        }
        if let Some(row) = mutes.iter().find(|row| row.target_id == id) {
            found.muting = true;
            found.muting_notices = row.notices;
            found.muted_until = row.until_at;
        }
        found
    };
    Ok(others.iter().map(|id| stands(*id)).collect())
}
