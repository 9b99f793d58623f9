//! What moderators see: accounts and servers in Mastodon's shapes. What is not kept here (e-mails, addresses, when somebody was
//! last seen) is empty.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

use super::account::{self, RoleShown};
use super::status::Status;
use super::time;
use crate::base::clock;
use crate::base::digest::Running;
use crate::base::urls::Urls;
use crate::domain::account::Account as Row;
use crate::domain::auth::{MemberState, Role};
use crate::domain::moderation::limit::Seen;
use crate::domain::moderation::report;
use crate::domain::relation::limit::Severity;
use crate::domain::relation::{Peer, exchange};

/// An account as moderators see it.
#[derive(Debug, Clone, Serialize)]
pub struct SeenAccount {
    pub id: String,
    pub username: String,
    pub domain: Option<String>,
    pub created_at: String,
    pub email: &'static str,
    pub ip: Option<()>,
    pub ips: [(); 0],
    pub locale: Option<()>,
    pub invite_request: Option<String>,
    pub role: RoleShown,
    pub confirmed: bool,
    pub approved: bool,
    pub disabled: bool,
    pub silenced: bool,
    pub sensitized: bool,
    pub suspended: bool,
    pub account: account::Account,
}

/// A server that is limited.
#[derive(Debug, Clone, Serialize)]
pub struct LimitedHost {
    pub id: String,
    pub domain: String,
    pub digest: String,
    pub created_at: String,
    pub severity: &'static str,
    pub reject_media: bool,
    pub reject_reports: bool,
    pub private_comment: Option<String>,
    pub public_comment: Option<String>,
    pub obfuscate: bool,
}

/// A server that is allowed.
#[derive(Debug, Clone, Serialize)]
pub struct AllowedHost {
    pub id: String,
    pub domain: String,
    pub created_at: String,
}

/// A report, with everything that it names.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub id: String,
    pub action_taken: bool,
    pub action_taken_at: Option<String>,
    pub category: String,
    pub comment: String,
    pub forwarded: bool,
    pub created_at: String,
    pub updated_at: String,
    pub account: Option<SeenAccount>,
    pub target_account: SeenAccount,
    pub assigned_account: Option<SeenAccount>,
    pub action_taken_by_account: Option<SeenAccount>,
    pub statuses: Vec<Status>,
    pub rules: Vec<Value>,
}

/// What a report names, as it is shown.
#[derive(Debug)]
pub struct ReportWith<'a> {
    /// Everybody, by number; others too.
    pub accounts: &'a HashMap<i64, Seen>,
    /// The posts that are still there.
    pub posts: Vec<Status>,
    /// The rules.
    pub rules: Vec<Value>,
}

/// An account with what moderators may know of it.
pub fn account(urls: &Urls, seen: &Seen) -> SeenAccount {
    let Seen { account: row, member } = seen;
    let state = member.as_ref().map(|member| member.row.state);
    SeenAccount {
        id: row.id.to_string(),
        username: row.handle.clone(),
        domain: (!row.is_local()).then(|| row.host.clone()),
        created_at: time::first_of(&row.created_month),
        email: "",
        ip: None,
        ips: [],
        locale: None,
        invite_request: member.as_ref().and_then(|member| member.row.reason.clone()),
        role: account::role(member.as_ref().map_or(Role::Member, |member| member.row.role)),
        // There is no e-mail that could be confirmed.
        confirmed: true,
        approved: state != Some(MemberState::Pending),
        disabled: state == Some(MemberState::Frozen),
        silenced: row.silenced,
        sensitized: row.sensitized,
        suspended: row.suspended,
        account: account::account(urls, row),
    }
}

/// A server with what is decided about it.
pub fn limited_host(peer: &Peer) -> LimitedHost {
    let said = |comment: &str| (!comment.is_empty()).then(|| comment.to_owned());
    LimitedHost {
        id: peer.id.to_string(),
        domain: peer.host.clone(),
        digest: digest_of(&peer.host),
        created_at: decided(peer),
        severity: exchange::word(peer.severity.unwrap_or(Severity::Noop)),
        reject_media: peer.reject_media,
        reject_reports: peer.reject_reports,
        private_comment: said(&peer.private_comment),
        public_comment: said(&peer.public_comment),
        obfuscate: peer.obfuscate,
    }
}

/// A server that is allowed.
pub fn allowed_host(peer: &Peer) -> AllowedHost {
    AllowedHost { id: peer.id.to_string(), domain: peer.host.clone(), created_at: decided(peer) }
}

/// A report as moderators see it. Who has left since is nobody; the reported account has to be among those that are known.
pub fn report(urls: &Urls, seen: &report::Seen, with: ReportWith<'_>) -> Option<Report> {
    let row = &seen.report;
    let find = |account: Option<&Row>| Some(self::account(urls, with.accounts.get(&account?.id)?));
    let filed = clock::monday_of(&row.created_week).map(|monday| monday.to_string()).unwrap_or_default();
    let closed = row.closed_day.as_deref().filter(|_| row.closed);
    Some(Report {
        id: row.id.to_string(),
        action_taken: row.closed,
        action_taken_at: closed.map(time::start_of),
        category: row.category.clone(),
        comment: row.comment.clone(),
        forwarded: row.forward,
        created_at: time::start_of(&filed),
        updated_at: time::start_of(closed.unwrap_or(&filed)),
        account: find(seen.from.as_ref()),
        target_account: find(Some(&seen.target))?,
        assigned_account: find(seen.taken_by.as_ref()),
        action_taken_by_account: find(seen.closed_by.as_ref()),
        statuses: with.posts,
        rules: with.rules,
    })
}

/// The digest of a server's name, by which it can be compared where its name is not shown.
pub fn digest_of(host: &str) -> String {
    let mut digest = Running::default();
    digest.update(host.as_bytes());
    digest.finish()
}

/// The day of the decision is all that is known.
fn decided(peer: &Peer) -> String {
    time::start_of(peer.decided_day.as_deref().unwrap_or_default())
}
