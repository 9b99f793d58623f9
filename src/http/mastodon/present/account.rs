//! Accounts as clients see them. Every key that a client declares as required is always there.

use serde::Serialize;

use super::{pictures, time};
use crate::base::urls::Urls;
use crate::domain::account::{self, AccountKind};
use crate::domain::auth::{Member, Role};

/// Anybody's account.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    pub id: String,
    pub username: String,
    pub acct: String,
    pub display_name: String,
    pub locked: bool,
    pub bot: bool,
    pub group: bool,
    pub discoverable: bool,
    pub indexable: bool,
    pub noindex: bool,
    pub created_at: String,
    pub note: String,
    pub url: String,
    pub uri: String,
    pub avatar: String,
    pub avatar_static: String,
    pub avatar_description: String,
    pub header: String,
    pub header_static: String,
    pub followers_count: i32,
    pub following_count: i32,
    pub statuses_count: i32,
    pub last_status_at: Option<String>,
    pub hide_collections: bool,
    pub emojis: [(); 0],
    pub fields: Vec<Field>,
    pub roles: [(); 0],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub suspended: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub limited: bool,
}

/// One line of a profile.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    pub name: String,
    pub value: String,
    pub verified_at: Option<String>,
}

/// One's own account, with what only oneself sees.
#[derive(Debug, Clone, Serialize)]
pub struct CredentialAccount {
    #[serde(flatten)]
    pub account: Account,
    pub source: Source,
    pub role: RoleShown,
}

/// What the owner wrote, before it became HTML, and the usual settings of new posts.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    pub privacy: &'static str,
    pub sensitive: bool,
    pub language: String,
    pub note: String,
    pub fields: Vec<Field>,
    pub follow_requests_count: u64,
    pub hide_collections: bool,
    pub discoverable: bool,
    pub indexable: bool,
}

/// What one may do here.
#[derive(Debug, Clone, Serialize)]
pub struct RoleShown {
    pub id: &'static str,
    pub name: &'static str,
    pub color: &'static str,
    pub permissions: &'static str,
    pub highlighted: bool,
}

/// An account as others see it.
pub fn account(urls: &Urls, row: &account::Account) -> Account {
    let fields = account::fields_as_html(row).into_iter().map(field);
    Account {
        id: row.id.to_string(),
        username: row.handle.clone(),
        acct: address(row),
        display_name: row.display_name.clone(),
        locked: row.locked,
        bot: match row.kind {
            AccountKind::Person | AccountKind::Organization => false,
            AccountKind::Application | AccountKind::Group | AccountKind::Service => true,
        },
        group: row.kind == AccountKind::Group,
        discoverable: row.discoverable,
        indexable: row.indexable,
        noindex: !row.indexable,
        created_at: time::first_of(&row.created_month),
        note: account::summary_as_html(row),
        url: row.url.clone(),
        uri: row.uri.clone(),
        avatar: pictures::avatar(urls, row),
        avatar_static: pictures::avatar(urls, row),
        avatar_description: String::new(),
        header: pictures::header(urls, row),
        header_static: pictures::header(urls, row),
        followers_count: row.follower_count,
        following_count: row.following_count,
        statuses_count: row.post_count,
        last_status_at: row.last_post_at.map(time::day),
        // Who follows whom would show who is ill.
        hide_collections: true,
        emojis: [],
        fields: fields.collect(),
        roles: [],
        suspended: row.suspended,
        limited: row.hushed,
    }
}

/// One's own account.
pub fn credentials(urls: &Urls, member: &Member, follow_requests: u64) -> CredentialAccount {
    let (row, settings) = (&member.account, &member.row);
    CredentialAccount {
        account: account(urls, row),
        source: Source {
            privacy: super::visibility(settings.default_visibility),
            sensitive: settings.default_sensitive,
            language: settings.language.clone(),
            note: row.summary.clone(),
            fields: account::fields_as_written(row).into_iter().map(field).collect(),
            follow_requests_count: follow_requests,
            hide_collections: true,
            discoverable: row.discoverable,
            indexable: row.indexable,
        },
        role: role(settings.role),
    }
}

/// The address without the host for accounts of this server, as clients expect it.
pub fn address(row: &account::Account) -> String {
    if row.host.is_empty() { row.handle.clone() } else { format!("{}@{}", row.handle, row.host) }
}

/// One line of a profile.
pub fn field(line: account::Field) -> Field {
    Field { name: line.name, value: line.value, verified_at: None }
}

/// What the admin API lets moderators do, in Mastodon's bits: reports (1 << 4), servers (1 << 5), users (1 << 10). No other
/// bit: clients would offer screens that are not there.
const MODERATES: &str = "1072";

/// Every role with its number in the client API and its name.
const ROLES: [(Role, &str, &str); 3] =
    [(Role::Member, "-99", ""), (Role::Moderator, "1", "Moderator"), (Role::Operator, "2", "Operator")];

/// A role with what it lets a member do.
pub fn role(role: Role) -> RoleShown {
    let (id, name) =
        ROLES.into_iter().find(|(known, ..)| *known == role).map_or(("", ""), |(_, id, name)| (id, name));
    let is_staff = role >= Role::Moderator;
    RoleShown {
        id,
        name,
        color: "",
        permissions: if is_staff { MODERATES } else { "0" },
        highlighted: is_staff,
    }
}

/// The role with this number.
pub fn role_of(id: &str) -> Option<Role> {
    ROLES.into_iter().find(|(_, known, _)| *known == id.trim()).map(|(role, ..)| role)
}
