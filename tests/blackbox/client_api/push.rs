//! Push messages: subscribing, what reaches a device, and how it ends.

use axum::http::Method;
use serde_json::{Value, json};

use super::decoder::Kind::{Entity, Flag, Link, Small, Text};
use super::decoder::{Kind, check};
use super::streaming::follow;
use super::{own_account, tell, text};
use crate::support::device::Device;
use crate::support::{Client, Server, eventually};

/// A subscription as strict clients read it.
const PUSH_SUBSCRIPTION: Kind = Entity(|| {
    vec![
        ("id", Small),
        ("endpoint", Link),
        ("standard", Flag),
        ("policy", Text),
        ("alerts", Entity(|| ["mention", "reblog", "favourite", "follow"].map(|kind| (kind, Flag)).into())),
        ("server_key", Text),
    ]
});

const PATH: &str = "/api/v1/push/subscription";

/// A member whose app may push.
fn reachable(server: &Server, handle: &str) -> Client {
    server.cli(&["member", "create", handle]).expect_success();
    another_app(server, handle)
}

fn another_app(server: &Server, handle: &str) -> Client {
    let scopes = "read write follow push";
    let token = server.cli(&["token", "create", handle, "--scope", scopes]).expect_success();
    server.client().with_token(token.trim())
}

async fn subscribe(client: &Client, body: &Value) -> Value {
    let made = client.post_json(PATH, body).await.expect(200).json();
    check(PUSH_SUBSCRIPTION, &made);
    made
}

#[tokio::test]
async fn nothing_is_pushed_until_an_app_subscribes_and_it_may_change_its_mind() {
    let server = Server::start().await;
    let ann = reachable(&server, "quiet_fern_12");
    assert_eq!(ann.get(PATH).await.expect(404).json()["error"], "Record not found");
    ann.send(ann.request(Method::PUT, PATH).json(&json!({}))).await.expect(404);
    server.member("slow_river_7").get(PATH).await.expect(403);
    server.client().get(PATH).await.expect(401);

    let device = Device::start();
    let wanted = json!({ "alerts": { "mention": true, "admin.sign_up": true }, "policy": "followed" });
    let made = subscribe(&ann, &device.subscription(true, wanted)).await;
    assert_eq!((&made["standard"], &made["policy"]), (&json!(true), &json!("followed")));
    assert_eq!((&made["alerts"]["mention"], &made["alerts"]["reblog"]), (&json!(true), &json!(false)));
    assert_eq!(made["alerts"].get("admin.sign_up"), None);
    let instance = server.client().get("/api/v2/instance").await.expect(200).json();
    assert_eq!(made["server_key"], instance["configuration"]["vapid"]["public_key"]);
    let app = json!({ "client_name": "An app", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob" });
    let app = server.client().post_json("/api/v1/apps", &app).await.expect(200).json();
    assert_eq!(made["server_key"], app["vapid_key"]);
    assert_eq!(ann.get(PATH).await.expect(200).json(), made);
    assert_eq!(another_app(&server, "quiet_fern_12").get(PATH).await.status, 404, "one for each token");

    let form = [("data[alerts][reblog]", "1"), ("data[alerts][mention]", "false"), ("data[policy]", "none")];
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = ann.request(Method::PUT, PATH).header("content-type", "application/x-www-form-urlencoded");
    let changed = ann.send(request.body(body)).await.expect(200).json();
    assert_eq!((&changed["alerts"]["mention"], &changed["policy"]), (&json!(false), &json!("none")));
    assert_eq!(ann.delete(PATH).await.expect(200).json(), json!({}));
    ann.get(PATH).await.expect(404);
    ann.delete(PATH).await.expect(200);

    let mut inward = device.subscription(true, json!({}));
    inward["subscription"]["endpoint"] = json!("https://127.0.0.1/send");
    let refused = ann.post_json(PATH, &inward).await.expect(422).json();
    assert_eq!(refused["details"]["endpoint"][0]["error"], "ERR_INVALID");
    let policy = device.subscription(true, json!({ "policy": "everything" }));
    ann.post_json(PATH, &policy).await.expect(422);
}

#[tokio::test]
async fn a_device_is_told_in_sealed_messages_that_say_nothing_by_their_length() {
    let server = Server::start().await;
    let (ann, ben) = (reachable(&server, "quiet_fern_12"), server.member("slow_river_7"));
    let older_app = another_app(&server, "quiet_fern_12");
    let (device, older) = (Device::start(), Device::start());
    let wanted = json!({ "alerts": { "mention": true, "follow": true } });
    let made = subscribe(&ann, &device.subscription(true, wanted.clone())).await;
    subscribe(&older_app, &older.subscription(false, wanted)).await;
    let key = text(&made["server_key"]);

    follow(&ann, &ben).await;
    let words = "@quiet_fern_12 Thank you, I felt the same.";
    ben.post_json("/api/v1/statuses", &json!({ "status": words, "visibility": "direct" })).await.expect(200);
    let mention = device.open(0, key).await;
    assert_eq!(mention.encoding, "aes128gcm");
    assert_eq!(mention.message["notification_type"], "mention");
    assert_eq!(mention.message["title"], "slow_river_7 mentioned you");
    assert!(text(&mention.message["body"]).contains("I felt the same"), "{:?}", mention.message);
    check(Link, &mention.message["icon"]);
    assert_eq!(mention.message["access_token"], "");
    let id = mention.message["notification_id"].as_i64().unwrap();
    ann.get(&format!("/api/v1/notifications/{id}")).await.expect(200);
    let same = older.open(0, key).await;
    assert_eq!((same.encoding.as_str(), &same.message), ("aesgcm", &mention.message));

    let ann_id = text(&own_account(&ann).await["id"]).to_owned();
    ben.post(&format!("/api/v1/accounts/{ann_id}/follow")).await.expect(200);
    let follow = device.open(1, key).await;
    assert_eq!(follow.message["notification_type"], "follow");
    assert_eq!(follow.length, mention.length);
}

#[tokio::test]
async fn a_busy_service_is_tried_again_and_one_that_has_forgotten_the_device_is_forgotten() {
    let server = Server::start().await;
    let (ann, ben) = (reachable(&server, "quiet_fern_12"), server.member("slow_river_7"));
    let device = Device::start();
    let wanted = json!({ "alerts": { "favourite": true, "reblog": true } });
    let made = subscribe(&ann, &device.subscription(true, wanted)).await;
    let told = tell(&ann, "A note.").await;
    let path = format!("/api/v1/statuses/{}", text(&told["id"]));
    device.answer(503);
    ben.post(&format!("{path}/favourite")).await.expect(200);
    let waits = "SELECT payload FROM job WHERE attempts = 1 AND payload LIKE '%push%'";
    eventually("a job that waits for its second attempt", async || {
        let waiting = server.database.rows(waits).await;
        if waiting.len() == 1 { Ok(()) } else { Err(format!("{waiting:?}")) }
    })
    .await;
    ann.get(PATH).await.expect(200);
    device.answer(410);
    ben.post(&format!("{path}/reblog")).await.expect(200);
    eventually("the subscription is gone", async || match ann.get(PATH).await.status {
        404 => Ok(()),
        other => Err(other.to_string()),
    })
    .await;
    assert_eq!(device.open(1, text(&made["server_key"])).await.message["notification_type"], "reblog");
    assert_eq!(device.count(), 2);
}
