//! How things stand between two accounts, as clients see it.

use serde::Serialize;

use super::time;
use crate::domain::relation;

/// How things stand between the caller and another account.
#[derive(Debug, Clone, Serialize)]
pub struct Relationship {
    pub id: String,
    pub following: bool,
    pub showing_reblogs: bool,
    pub notifying: bool,
    pub languages: Option<Vec<String>>,
    pub followed_by: bool,
    pub blocking: bool,
    pub blocked_by: bool,
    pub muting: bool,
    pub muting_notifications: bool,
    pub muting_expires_at: Option<String>,
    pub requested: bool,
    pub requested_by: bool,
    pub domain_blocking: bool,
    pub endorsed: bool,
    pub note: String,
}

/// How things stand, in the client API's words.
pub fn relationship(stands: &relation::Relationship) -> Relationship {
    Relationship {
        id: stands.id.to_string(),
        following: stands.following,
        showing_reblogs: stands.shows_boosts,
        notifying: stands.notifies,
        languages: Some(stands.languages.clone()).filter(|languages| !languages.is_empty()),
        followed_by: stands.followed_by,
        blocking: stands.blocking,
        blocked_by: stands.blocked_by,
        muting: stands.muting,
        muting_notifications: stands.muting_notices,
        muting_expires_at: stands.muted_until.map(time::moment),
        requested: stands.requested,
        requested_by: stands.requested_by,
        domain_blocking: stands.blocking_host,
        endorsed: stands.endorsed,
        note: stands.note.clone(),
    }
}
