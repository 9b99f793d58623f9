//! Notices as clients see them: the client API's word is notification.

use serde::Serialize;

use super::account::{Account, account};
use super::status::{Status, status};
use super::time;
use crate::app::Kept;
use crate::base::urls::Urls;
use crate::domain::account::Account as Person;
use crate::domain::notice::{GroupKey, NoticeKind, Told, ToldGroup, is_gathered};
use crate::http::mastodon::id;

/// What happened that concerns the caller.
#[derive(Debug, Clone, Serialize)]
pub struct Notification {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub created_at: String,
    /// The group that it belongs to in the second version.
    pub group_key: String,
    pub account: Account,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

/// A notice as the member `me` sees it.
pub fn notification(urls: &Urls, kept: &Kept, me: i64, told: &Told) -> Notification {
    let id = told.notice.id.to_string();
    Notification {
        kind: word(told.notice.kind),
        created_at: time::moment(told.notice.created_at),
        group_key: group_key(GroupKey::of(&told.notice)),
        account: account(urls, &told.from),
        status: told.post.as_ref().map(|shown| status(urls, kept, Some(me), shown)),
        id,
    }
}

/// Several notices as one.
#[derive(Debug, Clone, Serialize)]
pub struct NotificationGroup {
    pub group_key: String,
    pub notifications_count: usize,
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The only id of the client API that is a number.
    pub most_recent_notification_id: i64,
    pub page_min_id: String,
    pub page_max_id: String,
    pub latest_page_notification_at: String,
    pub sample_account_ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_id: Option<String>,
}

/// As much of an account as its face needs.
#[derive(Debug, Clone, Serialize)]
pub struct PartialAccount {
    pub id: String,
    pub acct: String,
    pub locked: bool,
    pub bot: bool,
    pub url: String,
    pub avatar: String,
    pub avatar_static: String,
}

/// A group; there is none without a notice in it.
pub fn group(told: &ToldGroup) -> Option<NotificationGroup> {
    let notices = &told.group.notices;
    let (newest, oldest) = (notices.first()?, notices.last()?);
    Some(NotificationGroup {
        group_key: group_key(told.group.key),
        notifications_count: notices.len(),
        kind: word(newest.kind),
        most_recent_notification_id: newest.id,
        page_min_id: oldest.id.to_string(),
        page_max_id: newest.id.to_string(),
        latest_page_notification_at: time::moment(newest.created_at),
        sample_account_ids: told.from.iter().map(|row| row.id.to_string()).collect(),
        status_id: told.post.as_ref().map(|shown| shown.post.id.to_string()),
    })
}

/// The face of an account.
pub fn partial_account(urls: &Urls, row: &Person) -> PartialAccount {
    let whole = account(urls, row);
    PartialAccount {
        id: whole.id,
        acct: whole.acct,
        locked: whole.locked,
        bot: whole.bot,
        url: whole.url,
        avatar: whole.avatar,
        avatar_static: whole.avatar_static,
    }
}

/// A group's key as clients know it: `ungrouped-7`, `favourite-5-41557`, `follow-41557`.
pub fn group_key(key: GroupKey) -> String {
    match key {
        GroupKey::Alone(id) => format!("ungrouped-{id}"),
        GroupKey::Alike { kind, post: 0, span } => format!("{}-{span}", word(kind)),
        GroupKey::Alike { kind, post, span } => format!("{}-{post}-{span}", word(kind)),
    }
}

/// The key that a client names.
pub fn parse_group_key(text: &str) -> Option<GroupKey> {
    let mut parts = text.split('-');
    let first = parts.next()?;
    let numbers: Vec<i64> = parts.map(id::parse).collect::<Option<_>>()?;
    match (first, numbers.as_slice()) {
        ("ungrouped", [id]) => Some(GroupKey::Alone(*id)),
        (kind, [span]) => alike(kind, 0, *span),
        (kind, [post, span]) => alike(kind, *post, *span),
        _ => None,
    }
}

fn alike(word_of_client: &str, post: i64, span: i64) -> Option<GroupKey> {
    let kind = kind_of(word_of_client).filter(|kind| is_gathered(*kind))?;
    Some(GroupKey::Alike { kind, post, span })
}

/// The kind that a client's word means.
pub fn kind_of(word_of_client: &str) -> Option<NoticeKind> {
    ALL.into_iter().find(|kind| word(*kind) == word_of_client)
}

/// Every kind.
pub const ALL: [NoticeKind; 8] = [
    NoticeKind::Mention,
    NoticeKind::Reblog,
    NoticeKind::Favourite,
    NoticeKind::Follow,
    NoticeKind::FollowRequest,
    NoticeKind::Status,
    NoticeKind::Update,
    NoticeKind::Poll,
];

/// The client API's word for a kind.
pub fn word(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Mention => "mention",
        NoticeKind::Reblog => "reblog",
        NoticeKind::Favourite => "favourite",
        NoticeKind::Follow => "follow",
        NoticeKind::FollowRequest => "follow_request",
        NoticeKind::Status => "status",
        NoticeKind::Update => "update",
        NoticeKind::Poll => "poll",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_groups_key_is_read_as_it_is_written() {
        let favourites = GroupKey::Alike { kind: NoticeKind::Favourite, post: 5, span: 41_557 };
        let follows = GroupKey::Alike { kind: NoticeKind::Follow, post: 0, span: 41_557 };
        for (key, text) in [
            (GroupKey::Alone(7), "ungrouped-7"),
            (favourites, "favourite-5-41557"),
            (follows, "follow-41557"),
        ] {
            assert_eq!(group_key(key), text);
            assert_eq!(parse_group_key(text), Some(key));
        }
        for text in ["", "7", "ungrouped", "ungrouped-x", "mention-5-41557", "favourite--5-1", "no-5-1"] {
            assert_eq!(parse_group_key(text), None, "{text}");
        }
    }
}
