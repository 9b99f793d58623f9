//! What is said of pictures is looked through like every other text of a story.

use serde_json::{Value, json};

use super::review_desk::{read, signed_in};
use super::{PLAIN, hears, path, post, said};
use crate::client_api::pictures::send;
use crate::support::{Client, Server, pictures};

const CALLS: &str = "My hand. Call me on 07700 900412.";

async fn picture(writer: &Client, description: &str) -> Value {
    send(writer, &pictures::png(8, 8), &[("description", description)]).await["id"].clone()
}

async fn tell(writer: &Client, picture: &Value) -> Value {
    let body = json!({"status": PLAIN, "media_ids": [picture]});
    writer.post_json("/api/v1/statuses", &body).await.expect(200).json()
}

async fn seen(server: &Server, status: &Value) -> Value {
    server.client().get(&path(status)).await.expect(200).json()["media_attachments"].clone()
}

#[tokio::test]
async fn a_telephone_number_in_a_description_holds_the_story_until_it_is_replaced() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    // Said when it was sent, and said later.
    let first = picture(&writer, "My hand.").await;
    let change = json!({ "description": CALLS });
    writer.put_json(&format!("/api/v1/media/{}", said(&first)), &change).await.expect(200);
    let held = tell(&writer, &first).await;
    assert_eq!(held["story"]["state"], "held", "{held}");
    server.client().get(&path(&held)).await.expect(404);
    let refused = server.cli(&["story", "release", said(&held["id"])]);
    assert!(!refused.status.success(), "nobody lets contact data stand");

    let message = hears(&writer, "telephone number (1)").await;
    let reply = json!({"status": "@guide replace", "in_reply_to_id": message["id"], "visibility": "direct"});
    writer.post_json("/api/v1/statuses", &reply).await.expect(200);
    hears(&writer, "others can read your story now").await;
    let shown = seen(&server, &held).await;
    assert_eq!(shown[0]["description"], "My hand. Call me on [telephone number].", "{shown}");
    assert!(server.database.tables_with("900412").await.is_empty(), "it is kept nowhere");
}

#[tokio::test]
async fn a_name_in_a_description_waits_for_a_moderator_who_sees_it_at_the_desk() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let held = tell(&writer, &picture(&writer, "A letter by Dr. Whitfield").await).await;
    assert_eq!(held["story"]["state"], "held", "{held}");
    hears(&writer, "somebody’s name (1)").await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let desk = read(&moderator, "/desk").await;
    assert!(desk.contains("<mark>Dr. Whitfield</mark>"), "{desk}");
    server.cli(&["story", "release", said(&held["id"])]).expect_success();
    assert_eq!(seen(&server, &held).await[0]["description"], "A letter by Dr. Whitfield");
}

#[tokio::test]
async fn what_a_change_says_of_a_picture_is_looked_through_before_others_see_it() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let picture = picture(&writer, "My hand.").await;
    let told = tell(&writer, &picture).await;
    assert_eq!(told["story"]["state"], "published", "{told}");
    let described = |words: &str| json!({"status": PLAIN, "media_ids": [picture], "media_attributes": [{"id": picture, "description": words}]});
    let refused = writer.put_json(&path(&told), &described(CALLS)).await.expect(422);
    assert!(refused.body.contains("never published here"), "{}", refused.body);
    assert_eq!(seen(&server, &told).await[0]["description"], "My hand.");
    writer.put_json(&path(&told), &described("My left hand.")).await.expect(200);
    assert_eq!(seen(&server, &told).await[0]["description"], "My left hand.");
    // A note is small talk.
    let note = post(&writer, "Only a note about the weather.").await;
    assert!(note["story"].get("state").is_none() || note["story"]["state"] == "published", "{note}");
}
