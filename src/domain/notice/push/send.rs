//! One message to one app: worded in the member's language, sealed, and handed to the push service. A durable job.

use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde_json::json;
use tracing::{info, warn};
use unicode_segmentation::UnicodeSegmentation as _;
use url::Url;

use super::super::list::{Told, load, show};
use super::{PushPolicy, PushSubscription, Wishes, seal, vapid};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::fetch::FetchFailure;
use crate::base::i18n;
use crate::base::text::html;
use crate::domain::auth::{self, Member};
use crate::store::follow;
use crate::store::kind::NoticeKind;
use crate::store::notice::Notice;
use crate::store::push_subscription as store;

/// How long a service keeps a message for a device that is off, in seconds; Mastodon's two days.
const TTL: HeaderValue = HeaderValue::from_static("172800");
/// As much of a text as fits on a locked screen, in characters; Mastodon's number.
const EXCERPT: usize = 140;

/// Tells an app of a notice. Nothing happens where one of the two is gone, or the member no longer wants it.
///
/// # Errors
/// `Remote` where the service does not answer or is busy: the job tries again later.
pub async fn deliver(app: &App, subscription: i64, notice: i64) -> Result<()> {
    let Some(subscription) = store::find(app.read(), subscription).await? else { return Ok(()) };
    let found = match load(app, subscription.account_id, notice).await {
        Err(Error::NotFound(_)) => return Ok(()),
        found => found?,
    };
    if !is_wanted(app, &subscription, &found).await? {
        return Ok(());
    }
    let Some(told) = show(app, subscription.account_id, vec![found]).await?.pop() else { return Ok(()) };
    let member = auth::load(app, subscription.account_id).await?;
    let text = message(app, &member, &told).to_string();
    send(app, &subscription, text.as_bytes()).await
}

/// Whether the member wants to hear of such doings of this account.
async fn is_wanted(app: &App, subscription: &PushSubscription, notice: &Notice) -> Result<bool> {
    let wishes = Wishes::of(subscription);
    if !wishes.alerts.contains(&notice.kind) {
        return Ok(false);
    }
    let (me, from) = (subscription.account_id, notice.from_id);
    let follows = async |follower: i64, target: i64| {
        let found = follow::find_pair(app.read(), follower, target).await?;
        Ok::<bool, Error>(found.is_some_and(|row| row.accepted))
    };
    match wishes.policy {
        PushPolicy::All => Ok(true),
        PushPolicy::Followed => follows(me, from).await,
        PushPolicy::Follower => follows(from, me).await,
        PushPolicy::None => Ok(false),
    }
}

/// What Mastodon's apps read. They know whose message it is without the token, which we could not give: we keep none.
/// But Ice Cubes reads nothing where the key is missing, and no id that is not a number.
fn message(app: &App, member: &Member, told: &Told) -> serde_json::Value {
    let from = &told.from;
    let name = if from.display_name.is_empty() { &from.handle } else { &from.display_name };
    let text = match &told.post {
        Some(shown) if !shown.post.warning.is_empty() => shown.post.warning.clone(),
        Some(shown) => html::plain(&shown.post.html),
        None => html::plain(&from.summary),
    };
    json!({
        "access_token": "",
        "preferred_locale": member.language().code(),
        "notification_id": told.notice.id,
        "notification_type": told.notice.kind.word(),
        "icon": app.urls.absolute("/assets/avatar.png"),
        "title": i18n::text(member.language(), title(told.notice.kind), &[("name", excerpt(name))]),
        "body": excerpt(&text),
    })
}

fn title(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Mention => "push-mention",
        NoticeKind::Reblog => "push-reblog",
        NoticeKind::Favourite => "push-favourite",
        NoticeKind::Follow => "push-follow",
        NoticeKind::FollowRequest => "push-follow-request",
        NoticeKind::Status => "push-status",
        NoticeKind::Update => "push-update",
        NoticeKind::Poll => "push-poll",
    }
}

fn excerpt(text: &str) -> String {
    if text.graphemes(true).nth(EXCERPT).is_none() {
        return text.to_owned();
    }
    text.graphemes(true).take(EXCERPT - 1).chain(["…"]).collect()
}

async fn send(app: &App, subscription: &PushSubscription, text: &[u8]) -> Result<()> {
    let recipient = seal::key_in(&subscription.p256dh).zip(seal::secret_in(&subscription.auth));
    let (Some((key, secret)), Ok(url)) = (recipient, Url::parse(&subscription.endpoint)) else {
        return forget(app, subscription, "has no usable address or key").await;
    };
    let recipient = seal::Recipient { key, secret };
    let (proof, own_key) = vapid::proof(app, &url).await?;
    let salt = app.random.bytes();
    let sealed = if subscription.standard {
        seal::standard(&recipient, salt, text)
    } else {
        seal::draft(&recipient, salt, text)
    };
    let Ok(sealed) = sealed else { return forget(app, subscription, "has a key that is none").await };
    let mut headers = HeaderMap::new();
    headers.insert(HeaderName::from_static("ttl"), TTL);
    headers.insert(HeaderName::from_static("urgency"), HeaderValue::from_static("normal"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let (encoding, said) = if subscription.standard {
        ("aes128gcm", vec![(AUTHORIZATION, format!("vapid t={proof}, k={own_key}"))])
    } else {
        let keys = format!("dh={};p256ecdsa={own_key}", seal::as_text(&sealed.key));
        let said = vec![
            (AUTHORIZATION, format!("WebPush {proof}")),
            (HeaderName::from_static("crypto-key"), keys),
            (HeaderName::from_static("encryption"), format!("salt={}", seal::as_text(&sealed.salt))),
        ];
        ("aesgcm", said)
    };
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    for (name, value) in said {
        headers.insert(name, HeaderValue::from_str(&value).map_err(anyhow::Error::from)?);
    }
    match app.fetch.post(&url, headers, sealed.body).await {
        Ok(answer) => heed(app, subscription, &url, answer.status).await,
        Err(error) if matches!(FetchFailure::of(&error), Some(FetchFailure::Refused(_))) => {
            forget(app, subscription, "leads where this server does not send").await
        }
        Err(error) => Err(error),
    }
}

/// RFC 8030: any 2xx is taken; 404 and 410 say that the subscription is over; 429 and 5xx may pass.
async fn heed(app: &App, subscription: &PushSubscription, url: &Url, status: StatusCode) -> Result<()> {
    let id = subscription.id;
    if status.is_success() {
        return Ok(());
    }
    if [StatusCode::NOT_FOUND, StatusCode::GONE].contains(&status) {
        return forget(app, subscription, "is over").await;
    }
    let may_pass = [StatusCode::TOO_MANY_REQUESTS, StatusCode::REQUEST_TIMEOUT].contains(&status);
    if may_pass || status.is_server_error() {
        let host = url.host_str().unwrap_or_default().to_owned();
        return Err(Error::Remote { host, cause: anyhow::anyhow!("the push service answered {status}") });
    }
    // Trying again would be answered in the same way.
    warn!(push_subscription.id = id, "a message to push subscription {id} was refused with {status}");
    Ok(())
}

async fn forget(app: &App, subscription: &PushSubscription, why: &str) -> Result<()> {
    let id = subscription.id;
    info!(push_subscription.id = id, "push subscription {id} {why} and is removed");
    let tx = app.db.begin().await?;
    store::delete(&tx, id, None).await?;
    app.commit(tx).await
}

#[cfg(test)]
mod excerpts {
    use super::*;

    #[test]
    fn an_excerpt_is_cut_between_characters_and_says_so() {
        assert_eq!(excerpt("short"), "short");
        let long = "痛".repeat(200);
        assert_eq!(excerpt(&long), format!("{}…", "痛".repeat(139)));
        assert_eq!(excerpt(&"x".repeat(140)), "x".repeat(140));
    }
}
