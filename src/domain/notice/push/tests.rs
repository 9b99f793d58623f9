//! Push on both databases: who is planned to be told, and what proves that it is us.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;
use crate::domain::auth::member::{NewMember, create};
use crate::domain::auth::oauth::{self, Scopes};
use crate::domain::notice::decide;
use crate::store::event::Event;
use crate::store::job;
use crate::store::testing::{Fresh, fresh, fresh_on_each, keep, local, note};

const KEY: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const SECRET: &str = "BTBZMqHH6r4Tts7J_aSIgg";

fn asked(alerts: &[NoticeKind]) -> NewSubscription {
    NewSubscription {
        endpoint: "https://push.example/abc".to_owned(),
        p256dh: KEY.to_owned(),
        auth: format!("{SECRET}=="),
        standard: true,
        wishes: Wishes { policy: PushPolicy::All, alerts: alerts.to_vec() },
    }
}

/// A member with a token of theirs.
async fn holder(app: &Fresh, handle: &str) -> Token {
    let made = create(app, NewMember::active(handle, "seven slow lanterns drift")).await.unwrap();
    let secret = oauth::create_for(app, &made.member, Scopes::parse("read push").unwrap()).await.unwrap();
    oauth::authenticate(app, &secret).await.unwrap()
}

async fn jobs(app: &Fresh) -> Vec<String> {
    job::list_due(app.read(), app.now(), 100).await.unwrap().into_iter().map(|row| row.payload).collect()
}

#[tokio::test]
async fn a_notice_is_planned_to_be_pushed_where_the_app_wants_its_kind_and_only_once() {
    for app in fresh_on_each().await {
        let token = holder(&app, "quiet_fern_12").await;
        let me = token.member.clone().unwrap().account;
        let other = local(&app, "moss").await;
        let post = keep(&app, note(&app, &me).await).await;
        let tx = app.db.begin().await.unwrap();
        let row = crate::store::favourite::Favourite {
            id: app.new_id(&tx).await.unwrap(),
            account_id: other.id,
            post_id: post.id,
            uri: "https://stories.example/activities/1".to_owned(),
        };
        crate::store::favourite::insert(&tx, row.clone()).await.unwrap();
        tx.commit().await.unwrap();
        let event = Event::Favourited { favourite: row.id };
        subscribe(&app, &token, asked(&[NoticeKind::Mention])).await.unwrap();
        decide(&app, &event, None).await.unwrap();
        assert_eq!(jobs(&app).await, [""; 0]);

        let wishes = Wishes { policy: PushPolicy::Follower, alerts: vec![NoticeKind::Favourite] };
        let changed = change(&app, &token, &wishes).await.unwrap();
        assert_eq!(Wishes::of(&changed), wishes);
        let tx = app.db.begin().await.unwrap();
        crate::store::notice::delete_by(&tx, other.id).await.unwrap();
        app.commit(tx).await.unwrap();
        decide(&app, &event, None).await.unwrap();
        let planned = jobs(&app).await;
        assert_eq!(planned.len(), 1, "{planned:?}");
        assert!(planned[0].contains("\"kind\":\"push\""), "{planned:?}");
        decide(&app, &event, None).await.unwrap();
        assert_eq!(jobs(&app).await, planned, "the notice stands already");
        // Not a follower, so nothing leaves; were it sent, the address would not answer.
        let Ok(Job::Push { subscription, notice }) = serde_json::from_str(&planned[0]) else { panic!() };
        deliver(&app, subscription, notice).await.unwrap();
        deliver(&app, subscription, 7).await.unwrap();
    }
}

#[tokio::test]
async fn a_subscription_belongs_to_its_token_and_ends_with_it() {
    for app in fresh_on_each().await {
        let (token, other) = (holder(&app, "quiet_fern_12").await, holder(&app, "slow_river_7").await);
        assert!(matches!(load(&app, &token).await, Err(Error::NotFound(_))));
        subscribe(&app, &token, asked(&[])).await.unwrap();
        let second = subscribe(&app, &token, asked(&[NoticeKind::Mention])).await.unwrap();
        let me = token.member.clone().unwrap();
        assert_eq!(list(&app, me.id()).await.unwrap(), std::slice::from_ref(&second));
        end_by_id(&app, other.member.clone().unwrap().id(), second.id).await.unwrap();
        assert_eq!(load(&app, &token).await.unwrap(), second, "another's is not theirs to end");
        oauth::revoke_by_id(&app, &me, token.id).await.unwrap();
        assert_eq!(list(&app, me.id()).await.unwrap(), []);
        subscribe(&app, &other, asked(&[])).await.unwrap();
        end(&app, &other).await.unwrap();
        assert!(load(&app, &other).await.is_err());
    }
}

#[tokio::test]
async fn addresses_that_this_server_does_not_send_to_and_keys_that_are_none_are_refused() {
    let app = fresh().await;
    let token = holder(&app, "quiet_fern_12").await;
    let long = format!("https://push.example/{}", "x".repeat(MOST_BYTES));
    for endpoint in ["", "http://push.example/", "https://127.0.0.1/", "https://localhost/", long.as_str()] {
        let new = NewSubscription { endpoint: endpoint.to_owned(), ..asked(&[]) };
        assert!(matches!(subscribe(&app, &token, new).await, Err(Error::Invalid(_))), "{endpoint}");
    }
    for (p256dh, auth) in [(SECRET, SECRET), (KEY, KEY), ("", "")] {
        let new = NewSubscription { p256dh: p256dh.to_owned(), auth: auth.to_owned(), ..asked(&[]) };
        assert!(matches!(subscribe(&app, &token, new).await, Err(Error::Invalid(_))));
    }
}

#[tokio::test]
async fn the_server_has_one_key_and_proves_to_each_service_by_itself_who_it_is() {
    for app in fresh_on_each().await {
        let key = public_key(&app).await.unwrap();
        assert_eq!(public_key(&app).await.unwrap(), key);
        let endpoint = Url::parse("https://push.example:443/send/abc?x=1").unwrap();
        let (proof, said_key) = vapid::proof(&app, &endpoint).await.unwrap();
        assert_eq!(said_key, key);
        let (said, signature) = proof.rsplit_once('.').unwrap();
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, bytes(&key))
            .verify(said.as_bytes(), &bytes(signature))
            .unwrap();
        let claims: serde_json::Value =
            serde_json::from_slice(&bytes(said.split_once('.').unwrap().1)).unwrap();
        assert_eq!(claims["aud"], "https://push.example");
        assert_eq!(claims["sub"], "https://stories.example/about");
        let left = claims["exp"].as_i64().unwrap() - app.now();
        assert!(left > 0 && left <= 24 * 3600, "{left}");
    }
}
