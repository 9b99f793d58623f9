//! Posts to come as clients see them.

use serde::Serialize;
use serde_json::{Value, json};

use super::{time, visibility};
use crate::domain::story::schedule::Scheduled;

/// A post that is released later.
#[derive(Debug, Clone, Serialize)]
pub struct ScheduledStatus {
    pub id: String,
    pub scheduled_at: String,
    /// What the client had sent.
    pub params: Value,
    pub media_attachments: [(); 0],
}

/// A scheduled post as its writer sees it.
pub fn scheduled(found: &Scheduled) -> ScheduledStatus {
    let post = &found.post;
    let poll = post.poll.as_ref().map(|poll| {
        json!({
            "options": poll.options(),
            "expires_in": poll.seconds(),
            "multiple": poll.is_multiple(),
            "hide_totals": poll.hides_counts(),
        })
    });
    ScheduledStatus {
        id: found.id.to_string(),
        scheduled_at: time::moment(found.at),
        params: json!({
            "text": post.text,
            "spoiler_text": post.warning.clone().unwrap_or_default(),
            "sensitive": post.sensitive,
            "visibility": post.visibility.map(visibility),
            "language": post.language,
            "in_reply_to_id": post.in_reply_to.map(|id| id.to_string()),
            "poll": poll,
            "media_ids": (!post.media.is_empty()).then(|| ids(&post.media)),
            "idempotency": null,
            "application_id": null,
            "scheduled_at": null,
            "with_rate_limit": false,
        }),
        media_attachments: [],
    }
}

fn ids(numbers: &[i64]) -> Vec<String> {
    numbers.iter().map(ToString::to_string).collect()
}
