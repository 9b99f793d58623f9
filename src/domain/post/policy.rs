//! Policies: what the authors of posts elsewhere let people here do with them (GoToSocial's `interactionPolicy`).
//!
//! Whom an author lets do something only after a look of their own does it here like everybody: GoToSocial holds what
//! arrives until its author has looked, whether it was asked before or not.

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::store::kind::PermissionKind;
use crate::store::post::Post;
use crate::store::{follow, mention, post_policy};

/// Who may do what with a post of another server; `None` is everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Who may mark it as a favourite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<Circle>,
    /// Who may answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Circle>,
    /// Who may pass it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announce: Option<Circle>,
}

/// Some, as far as that concerns people here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circle {
    /// Whoever follows the author.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub followers: bool,
    /// Whoever the author follows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub following: bool,
    /// Wire ids of people here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
}

impl Policy {
    /// Whether it keeps nobody from anything.
    pub fn is_open(&self) -> bool {
        self.like.is_none() && self.reply.is_none() && self.announce.is_none()
    }
}

/// Refuses what the author of a post elsewhere does not let `me` do: it would be thrown away there, and stand here as if it
/// had been heard.
///
/// # Errors
/// `Invalid` with a sentence where it is not allowed.
pub async fn require(app: &App, me: &Account, post: &Post, kind: PermissionKind) -> Result<()> {
    if post.local {
        return Ok(());
    }
    let Some(row) = post_policy::find(app.read(), post.id).await? else { return Ok(()) };
    let policy: Policy = serde_json::from_str(&row.policy).map_err(anyhow::Error::from)?;
    let (circle, problem) = match kind {
        PermissionKind::Like => (policy.like, "problem-policy-like"),
        PermissionKind::Reply => (policy.reply, "problem-policy-reply"),
        PermissionKind::Announce => (policy.announce, "problem-policy-announce"),
        PermissionKind::Quote => return Ok(()),
    };
    let Some(circle) = circle else { return Ok(()) };
    // Whom a post speaks to can always answer, whatever it says (GoToSocial's implicit assumptions).
    let is_spoken_to = kind == PermissionKind::Reply
        && (post.in_reply_to_account_id == Some(me.id)
            || mention::list(app.read(), &[post.id]).await?.iter().any(|row| row.account_id == me.id));
    if is_spoken_to || holds(app, &circle, me, post.account_id).await? {
        Ok(())
    } else {
        Err(Error::invalid("status", problem))
    }
}

async fn holds(app: &App, circle: &Circle, me: &Account, author: i64) -> Result<bool> {
    if circle.people.contains(&me.uri) {
        return Ok(true);
    }
    let follows = async |follower: i64, target: i64| -> Result<bool> {
        Ok(follow::find_pair(app.read(), follower, target).await?.is_some_and(|follow| follow.accepted))
    };
    Ok((circle.followers && follows(me.id, author).await?)
        || (circle.following && follows(author, me.id).await?))
}
