//! What is done with notices that strangers cause: told, kept waiting until the member lets them in, or dropped. As
//! delivered, messages of people whom a member neither follows nor wrote to wait, and what accounts cause that moderators
//! limited; everything else is told.
//!
//! The rules and their words are Mastodon's (`NotificationPolicy`), so that its apps can show and change them. Never
//! kept waiting are the server's own accounts and its moderators: who is in danger must hear from them.

use std::collections::{HashMap, HashSet};

use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::Account;
use crate::domain::auth::Role;
use crate::store::kind::{NoticeKind, NoticeStanding, Visibility};
use crate::store::post::Post;
use crate::store::{follow, member, mention, notice_policy, number, welcome};

pub use crate::store::kind::Admission;
pub use crate::store::notice_policy::NoticePolicy;

/// An account is new while this server has known it for less than so long, in seconds; Mastodon's thirty days.
const NEW: i64 = 30 * 24 * 60 * 60;

/// What changes of a member's policy; `None` stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct PolicyChange {
    /// For those whom the member does not follow.
    pub not_following: Option<Admission>,
    /// For those who do not follow the member.
    pub not_followers: Option<Admission>,
    /// For accounts that are new here.
    pub new_accounts: Option<Admission>,
    /// For messages of those whom the member neither follows nor wrote to.
    pub private_mentions: Option<Admission>,
    /// For accounts that moderators limited.
    pub limited_accounts: Option<Admission>,
}

/// What `me` wants done.
pub async fn policy(app: &App, me: i64) -> Result<NoticePolicy> {
    let chosen = notice_policy::list(app.read(), &[me]).await?.pop();
    Ok(chosen.unwrap_or_else(|| NoticePolicy::as_delivered(me)))
}

/// Changes what `me` wants done from now on; what waits already goes on waiting.
pub async fn change_policy(app: &App, me: i64, change: PolicyChange) -> Result<NoticePolicy> {
    let tx = app.db.begin().await?;
    let chosen = notice_policy::list(&*tx, &[me]).await?.pop();
    let before = chosen.unwrap_or_else(|| NoticePolicy::as_delivered(me));
    let row = NoticePolicy {
        account_id: me,
        not_following: change.not_following.unwrap_or(before.not_following),
        not_followers: change.not_followers.unwrap_or(before.not_followers),
        new_accounts: change.new_accounts.unwrap_or(before.new_accounts),
        private_mentions: change.private_mentions.unwrap_or(before.private_mentions),
        limited_accounts: change.limited_accounts.unwrap_or(before.limited_accounts),
    };
    notice_policy::put(&tx, row.clone()).await?;
    app.commit(tx).await?;
    Ok(row)
}

/// Where a notice of this kind from `from` about `post` stands for each of the members; those who are not in the answer
/// are told.
pub(super) async fn standings(
    app: &App,
    kind: NoticeKind,
    from: &Account,
    post: Option<&Post>,
    to: &[i64],
) -> Result<HashMap<i64, NoticeStanding>> {
    let is_message = post.is_some_and(|post| post.visibility == Visibility::Direct);
    if !is_governed(kind) {
        return Ok(HashMap::new());
    }
    let mut chosen: HashMap<i64, NoticePolicy> = notice_policy::list(app.read(), to)
        .await?
        .into_iter()
        .map(|policy| (policy.account_id, policy))
        .collect();
    let mut policies: Vec<NoticePolicy> = to
        .iter()
        .map(|id| chosen.remove(id).unwrap_or_else(|| NoticePolicy::as_delivered(*id)))
        .filter(|policy| is_strict(policy, is_message, from.hushed))
        .collect();
    if policies.is_empty() || is_of_the_house(app, from).await? {
        return Ok(HashMap::new());
    }
    let members: Vec<i64> = policies.iter().map(|policy| policy.account_id).collect();
    let let_in: HashSet<i64> = welcome::list_by(app.read(), &members, from.id).await?.into_iter().collect();
    policies.retain(|policy| !let_in.contains(&policy.account_id));
    let pairs = follow::list_between(app.read(), from.id, &members).await?;
    let written: HashSet<i64> = if is_message {
        mention::list_authors_naming(app.read(), from.id, &members).await?.into_iter().collect()
    } else {
        HashSet::new()
    };
    let is_new = from.id >= number::floor(app.now().saturating_sub(NEW));
    let standing = |policy: &NoticePolicy| {
        let me = policy.account_id;
        let follows = |follower, target| {
            pairs.iter().any(|row| row.accepted && row.follower_id == follower && row.target_id == target)
        };
        let follows_them = follows(me, from.id);
        let rules = [
            (!follows_them, policy.not_following),
            (!follows(from.id, me) && !follows_them, policy.not_followers),
            (is_new && !follows_them, policy.new_accounts),
            (is_message && !follows_them && !written.contains(&me), policy.private_mentions),
            (from.hushed && !follows_them, policy.limited_accounts),
        ];
        let strictest = rules.into_iter().filter(|(holds, _)| *holds).map(|(_, admission)| admission).max();
        match strictest {
            None | Some(Admission::Accept) => NoticeStanding::Told,
            Some(Admission::Filter) => NoticeStanding::Waits,
            Some(Admission::Drop) => NoticeStanding::Dropped,
        }
    };
    Ok(policies.iter().map(|policy| (policy.account_id, standing(policy))).collect())
}

/// Whether notices of this kind can wait. A member asked for the others, or took part in what they are about.
fn is_governed(kind: NoticeKind) -> bool {
    match kind {
        NoticeKind::Mention
        | NoticeKind::Reblog
        | NoticeKind::Favourite
        | NoticeKind::Follow
        | NoticeKind::FollowRequest => true,
        NoticeKind::Status | NoticeKind::Update | NoticeKind::Poll => false,
    }
}

/// Whether anything of a stranger could wait.
fn is_strict(policy: &NoticePolicy, is_message: bool, is_limited: bool) -> bool {
    let for_all = [policy.not_following, policy.not_followers, policy.new_accounts];
    let for_messages = is_message.then_some(policy.private_mentions);
    let for_limited = is_limited.then_some(policy.limited_accounts);
    for_all.into_iter().chain(for_messages).chain(for_limited).any(|admission| admission != Admission::Accept)
}

/// Whether the account speaks for this server: one of its own, or a moderator.
async fn is_of_the_house(app: &App, from: &Account) -> Result<bool> {
    if !from.is_local() {
        return Ok(false);
    }
    let member = member::find(app.read(), from.id).await?;
    Ok(member.is_none_or(|(member, _)| member.role >= Role::Moderator))
}
