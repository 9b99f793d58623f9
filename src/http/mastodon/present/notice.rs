//! Notices as clients see them: the client API's word is notification.

use serde::Serialize;

use super::account::{Account, account};
use super::status::{Status, status};
use super::time;
use crate::base::urls::Urls;
use crate::domain::notice::{NoticeKind, Told};

/// What happened that concerns the caller.
#[derive(Debug, Clone, Serialize)]
pub struct Notification {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub created_at: String,
    /// Notices are not grouped: each is its own group.
    pub group_key: String,
    pub account: Account,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

/// A notice as the member `me` sees it.
pub fn notification(urls: &Urls, me: i64, told: &Told) -> Notification {
    let id = told.notice.id.to_string();
    Notification {
        kind: word(told.notice.kind),
        created_at: time::moment(told.notice.created_at),
        group_key: format!("ungrouped-{id}"),
        account: account(urls, &told.from),
        status: told.post.as_ref().map(|shown| status(urls, Some(me), shown)),
        id,
    }
}

/// The kind that a client's word means.
pub fn kind_of(word_of_client: &str) -> Option<NoticeKind> {
    ALL.into_iter().find(|kind| word(*kind) == word_of_client)
}

const ALL: [NoticeKind; 7] = [
    NoticeKind::Mention,
    NoticeKind::Reblog,
    NoticeKind::Favourite,
    NoticeKind::Follow,
    NoticeKind::FollowRequest,
    NoticeKind::Status,
    NoticeKind::Update,
];

fn word(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Mention => "mention",
        NoticeKind::Reblog => "reblog",
        NoticeKind::Favourite => "favourite",
        NoticeKind::Follow => "follow",
        NoticeKind::FollowRequest => "follow_request",
        NoticeKind::Status => "status",
        NoticeKind::Update => "update",
    }
}
