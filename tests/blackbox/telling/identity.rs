//! What a story says of who somebody is: held, explained by the guide, replaced, or let stand by a moderator.

use serde_json::{Value, json};

use super::{hears, path, post, said};
use crate::support::{Client, Server};

/// A story with this sentence that states everything that the guide would ask about.
fn with(sentence: &str) -> String {
    format!(
        "Eleven years\n\nMedication: tramadol\nSymptoms: dizziness\nAge: 41\nDuration of use: 11 years\n\
         Current status: No, have stopped\n\nIt was never examined. {sentence}"
    )
}

async fn state(client: &Client, status: &Value) -> Value {
    client.get(&path(status)).await.expect(200).json()["story"]["state"].clone()
}

async fn reply(member: &Client, message: &Value, text: &str) {
    let body =
        json!({"status": format!("@guide {text}"), "in_reply_to_id": message["id"], "visibility": "direct"});
    member.post_json("/api/v1/statuses", &body).await.expect(200);
}

#[tokio::test]
async fn contact_data_is_held_and_published_once_it_is_replaced() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let held = post(&writer, &with("Write to me at quiet.fern@example.org or call 07700 900412.")).await;
    assert_eq!((&held["visibility"], &held["story"]["state"]), (&json!("private"), &json!("held")));
    other.get(&path(&held)).await.expect(404);
    let message = hears(&writer, "e-mail address").await;
    let content = said(&message["content"]);
    assert_eq!(message["visibility"], "direct");
    assert!(content.contains("telephone number") && content.contains("never published"), "{content}");
    assert!(
        !content.contains("900412") && !content.contains("example.org"),
        "no word of the story: {content}"
    );

    let refused = server.cli(&["story", "release", said(&held["id"])]);
    assert!(!refused.status.success(), "nobody lets contact data stand");
    reply(&writer, &message, "as it is").await;
    let answer = hears(&writer, "I cannot ask for that").await;
    assert_eq!(state(&writer, &held).await, "held");
    reply(&writer, &answer, "replace").await;
    hears(&writer, "others can read your story now").await;
    let told = other.get(&path(&held)).await.expect(200).json();
    let content = said(&told["content"]);
    assert!(content.contains("Write to me at [e-mail address] or call [telephone number]."), "{content}");
    assert!(server.database.tables_with("quiet.fern@").await.is_empty(), "it is kept nowhere");
}

#[tokio::test]
async fn the_words_of_the_facts_are_looked_through_like_the_text() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let text = "Eleven years\n\nMedication: tramadol\nSymptoms: dizziness, a hum like 07700 900412\nAge: 41\n\n\
                It was never examined.";
    let held = post(&writer, text).await;
    assert_eq!(held["story"]["state"], "held", "{held}");
    let message = hears(&writer, "telephone number").await;
    reply(&writer, &message, "replace").await;
    hears(&writer, "others can read your story now").await;
    let told = other.get(&path(&held)).await.expect(200).json();
    let symptoms = &told["story"]["symptoms"];
    assert_eq!(symptoms[1]["name"], "a hum like [telephone number]", "{symptoms}");
    assert!(server.database.tables_with("900412").await.is_empty(), "it is kept nowhere");
}

#[tokio::test]
async fn names_wait_for_a_moderator_who_may_let_them_stand() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    server.database.rows("UPDATE member SET language = 'ja' RETURNING account_id").await;
    let held = post(&writer, &with("高円寺皮膚科の田中先生に言われました。")).await;
    assert_eq!(held["story"]["state"], "held");
    let message = hears(&writer, "人の名前").await;
    reply(&writer, &message, "そのまま").await;
    hears(&writer, "名前を載せてよいかどうか").await;
    // A change that leaves nothing to find does not take the decision out of the moderator's hands.
    writer.put_json(&path(&held), &json!({"status": with("先生に言われました。")})).await.expect(200);
    assert_eq!(state(&writer, &held).await, "held");
    writer.put_json(&path(&held), &json!({"status": with("田中先生に言われました。")})).await.expect(200);
    server.cli(&["story", "release", said(&held["id"])]).expect_success();
    let told = server.client().get(&path(&held)).await.expect(200).json();
    assert!(said(&told["content"]).contains("田中先生"), "{told}");
    assert_eq!(state(&writer, &held).await, "published");

    // What stands once stands, and what is new waits.
    writer
        .put_json(&path(&held), &json!({"status": with("田中先生に、そう言われました。")}))
        .await
        .expect(200);
    let told = writer.get(&path(&held)).await.json();
    assert!(said(&told["content"]).contains("そう言われ") && told["story"].get("change").is_none(), "{told}");
    writer
        .put_json(&path(&held), &json!({"status": with("田中先生と鈴木先生に言われました。")}))
        .await
        .expect(200);
    let told = writer.get(&path(&held)).await.json();
    assert!(!said(&told["content"]).contains("鈴木") && told["story"]["change"]["state"] == "held", "{told}");
}

#[tokio::test]
async fn a_change_that_takes_out_what_was_found_releases_the_story() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let held = post(&writer, &with("Dr. Whitfield laughed.")).await;
    assert_eq!(held["story"]["state"], "held");
    writer.put_json(&path(&held), &json!({"status": with("Dr. Okafor laughed.")})).await.expect(200);
    assert_eq!(state(&writer, &held).await, "held");
    let changed = writer
        .put_json(&path(&held), &json!({"status": with("My doctor laughed.")}))
        .await
        .expect(200)
        .json();
    assert_eq!((&changed["visibility"], &changed["story"]["state"]), (&json!("public"), &json!("published")));
    assert_eq!(changed["edited_at"], Value::Null, "nobody saw what was there before");
    other.get(&path(&held)).await.expect(200);
    let listed = other.get("/api/v1/timelines/public").await.expect(200).json();
    assert_eq!(listed[0]["id"], held["id"]);
}

#[tokio::test]
async fn places_dates_and_ages_are_the_writers_own_affair() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let text = with(
        "I was 34, it was 5 April 2023, and I lived in Leeds. See https://www.fda.gov/drugs and ask @guide.",
    );
    assert_eq!(post(&writer, &text).await["story"]["state"], "published");
    let advice = hears(&writer, "exact age (1)").await;
    assert!(
        said(&advice["content"]).contains("date (1)") && !said(&advice["content"]).contains("Leeds"),
        "{advice}"
    );
    let note = json!({"status": "Small talk with Dr. Whitfield, quiet@example.org"});
    let note = writer.post_json("/api/v1/statuses", &note).await.expect(200).json();
    assert_eq!(note["visibility"], "public", "only stories wait");

    // What is taken out of a story may be kept elsewhere, and its writer learns how to get it deleted.
    let told = post(&writer, &text).await;
    writer.put_json(&path(&told), &json!({"status": with("I lived in a town.")})).await.expect(200);
    let advice = hears(&writer, "took something out").await;
    assert!(said(&advice["content"]).contains("/take-back"), "{advice}");
}

#[tokio::test]
async fn an_operator_may_let_the_scan_advise_only_or_not_look_at_all() {
    for mode in ["advise", "off"] {
        let server = Server::at("a").env("ANAMNESIS_REVIEW_SCAN", mode).start().await;
        let writer = server.member("quiet_fern_12");
        let told = post(&writer, &with("Dr. Whitfield at quiet@example.org laughed.")).await;
        assert_eq!(told["story"]["state"], "published", "{mode}");
    }
}
