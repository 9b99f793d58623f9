//! Push: telling a member's app of a notice while the app sleeps, through the service of whoever made the browser or
//! the telephone. Off until an app of the member asks for it.
//!
//! The service can't read what passes through it, but it sees that something came, when, and for which device.

mod seal;
mod send;
mod vapid;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use url::Url;

use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::oauth::Token;
use crate::jobs::{self, Job};
use crate::store::Tx;
use crate::store::kind::NoticeKind;
pub use crate::store::kind::PushPolicy;
use crate::store::notice::Notice;
use crate::store::push_subscription as store;
pub use crate::store::push_subscription::PushSubscription;

pub use send::deliver;
pub use vapid::public_key;

/// The longest address of an endpoint, in bytes. Those in use have a few hundred.
const MOST_BYTES: usize = 2048;

/// What an app asks for.
#[derive(Debug, Clone)]
pub struct NewSubscription {
    /// Where messages are sent.
    pub endpoint: String,
    /// The app's public key, base64url.
    pub p256dh: String,
    /// The secret that it shares with us, base64url.
    pub auth: String,
    /// Sealed as RFC 8291 says, and not as the draft before it.
    pub standard: bool,
    /// What it wants to be told.
    pub wishes: Wishes,
}

/// What an app wants to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// Of whose doings.
    pub policy: PushPolicy,
    /// Of which kinds of notices.
    pub alerts: Vec<NoticeKind>,
}

impl Wishes {
    /// What an app asked for.
    pub fn of(subscription: &PushSubscription) -> Self {
        let kinds = subscription.alerts.split_whitespace().filter_map(NoticeKind::parse);
        Self { policy: subscription.policy, alerts: kinds.collect() }
    }

    fn alerts_as_text(&self) -> String {
        let words: Vec<String> = self.alerts.iter().map(NoticeKind::word).collect();
        words.join(" ")
    }
}

/// Tells the app that holds the token from now on; a subscription that it had ends.
///
/// # Errors
/// `Invalid` where the address is none that this server would send to, or a key is none.
pub async fn subscribe(app: &App, token: &Token, new: NewSubscription) -> Result<PushSubscription> {
    let member = token.member.as_ref().ok_or(Error::Unauthenticated)?;
    let mut problems = Vec::new();
    if !may_be_sent_to(app, &new.endpoint) {
        problems.push(Problem::new("endpoint", "problem-push-endpoint"));
    }
    let (p256dh, auth) = (seal::key_in(&new.p256dh), seal::secret_in(&new.auth));
    let (Some(p256dh), Some(auth), true) = (p256dh, auth, problems.is_empty()) else {
        if problems.is_empty() {
            problems.push(Problem::new("keys", "problem-push-keys"));
        }
        return Err(Error::Invalid(problems));
    };
    let tx = app.db.begin().await?;
    let row = PushSubscription {
        id: app.new_id(&tx).await?,
        token_id: token.id,
        account_id: member.id(),
        endpoint: new.endpoint,
        p256dh: seal::as_text(&p256dh),
        auth: seal::as_text(&auth),
        standard: new.standard,
        policy: new.wishes.policy,
        alerts: new.wishes.alerts_as_text(),
        created_week: app.week(),
    };
    store::replace(&tx, row.clone()).await?;
    app.commit(tx).await?;
    Ok(row)
}

/// The subscription of a token.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn load(app: &App, token: &Token) -> Result<PushSubscription> {
    store::find_by_token(app.read(), token.id).await?.ok_or(Error::NotFound("the push subscription"))
}

/// Changes what the app that holds the token is told.
pub async fn change(app: &App, token: &Token, wishes: &Wishes) -> Result<PushSubscription> {
    let found = load(app, token).await?;
    let tx = app.db.begin().await?;
    store::change(&tx, found.id, wishes.policy, wishes.alerts_as_text()).await?;
    app.commit(tx).await?;
    load(app, token).await
}

/// Tells the app that holds the token no longer.
pub async fn end(app: &App, token: &Token) -> Result<()> {
    let tx = app.db.begin().await?;
    store::delete_of_token(&tx, token.id).await?;
    app.commit(tx).await
}

/// A member ends one of their subscriptions.
pub async fn end_by_id(app: &App, member: i64, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    store::delete(&tx, id, Some(member)).await?;
    app.commit(tx).await
}

/// All subscriptions of a member, the oldest first.
pub async fn list(app: &App, member: i64) -> Result<Vec<PushSubscription>> {
    store::list_of(app.read(), &[member]).await
}

/// Notes down, in the transaction that writes the notices, which apps are to be told of them. True if there are any.
pub(super) async fn plan(app: &App, tx: &Tx, notices: &[Notice]) -> Result<bool> {
    let members: Vec<i64> = notices.iter().map(|notice| notice.account_id).collect();
    let subscriptions = store::list_of(&**tx, &members).await?;
    let mut planned = HashSet::new();
    for subscription in &subscriptions {
        let wishes = Wishes::of(subscription);
        let of_member = notices.iter().filter(|notice| notice.account_id == subscription.account_id);
        for notice in of_member.filter(|notice| wishes.alerts.contains(&notice.kind)) {
            let job = Job::Push { subscription: subscription.id, notice: notice.id };
            jobs::enqueue(app, tx, &job, app.now()).await?;
            planned.insert(subscription.id);
        }
    }
    Ok(!planned.is_empty())
}

/// The rules for everything that this server fetches hold for where it pushes, too.
fn may_be_sent_to(app: &App, endpoint: &str) -> bool {
    let url = Url::parse(endpoint).ok().filter(|_| endpoint.len() <= MOST_BYTES);
    url.is_some_and(|url| app.fetch.refusal(&url).is_none())
}
