//! Posts that are written now and released later.

use axum::http::Method;
use serde_json::{Value, json};

use super::decoder::{Kind, SCHEDULED, check};
use super::{ids, text};
use crate::support::{Client, Server, eventually};

/// Far ahead, and not at a whole minute.
const LATER: &str = "2096-11-22T10:14:30Z";

async fn plan(writer: &Client, body: &Value) -> Value {
    let planned = writer.post_json("/api/v1/statuses", body).await.expect(200).json();
    check(SCHEDULED, &planned);
    planned
}

/// Lets the time of a scheduled post come.
async fn pass(server: &mut Server, planned: &Value) {
    server.stop();
    let id = text(&planned["id"]);
    let past = format!("UPDATE scheduled_post SET run_at = 60 WHERE id = {id} RETURNING id");
    assert_eq!(server.database.rows(&past).await.len(), 1);
    let payload = format!("{{\"kind\":\"release\",\"scheduled\":{id},\"at\":60}}");
    let due =
        format!("UPDATE job SET run_at = 60, payload = '{payload}' WHERE payload LIKE '%{id}%' RETURNING id");
    assert_eq!(server.database.rows(&due).await.len(), 1);
    server.start_again().await;
}

#[tokio::test]
async fn a_post_with_a_time_waits_for_it_and_is_then_a_post_like_any_other() {
    let mut server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let body = json!({"status": "A zeppelin of a question.", "visibility": "public", "language": "en", "scheduled_at": LATER,
        "spoiler_text": "long", "poll": {"options": ["Yes", "No"], "expires_in": 600}});
    let planned = plan(&writer, &body).await;
    assert_eq!(planned["scheduled_at"], "2096-11-22T10:15:00.000Z", "a whole minute, and not earlier");
    assert_eq!(
        (&planned["params"]["text"], &planned["params"]["spoiler_text"]),
        (&body["status"], &json!("long"))
    );
    assert_eq!(planned["params"]["poll"]["options"], json!(["Yes", "No"]));

    let path = format!("/api/v1/scheduled_statuses/{}", text(&planned["id"]));
    let list = writer.get("/api/v1/scheduled_statuses").await.expect(200).json();
    check(Kind::Each(&SCHEDULED), &list);
    assert_eq!(ids(&list), [text(&planned["id"])]);
    assert_eq!(other.get("/api/v1/scheduled_statuses").await.expect(200).json(), json!([]));
    for answer in
        [other.get(&path).await, other.delete(&path).await, server.client().get("/api/v1/statuses/1").await]
    {
        answer.expect(404);
    }
    assert_eq!(super::own_account(&writer).await["statuses_count"], 0);

    pass(&mut server, &planned).await;
    let own = text(&super::own_account(&writer).await["id"]).to_owned();
    let seen = eventually("it is released", async || {
        let posts = other.get(&format!("/api/v1/accounts/{own}/statuses")).await.expect(200).json();
        if ids(&posts).is_empty() { Err(posts.to_string()) } else { Ok(posts[0].clone()) }
    })
    .await;
    check(super::decoder::STATUS, &seen);
    assert!(text(&seen["content"]).contains("zeppelin"));
    assert_eq!((&seen["spoiler_text"], &seen["poll"]["expired"]), (&json!("long"), &json!(false)));
    assert_eq!(writer.get("/api/v1/scheduled_statuses").await.expect(200).json(), json!([]));
    writer.get(&path).await.expect(404);
    let tables = server.database.tables_with("zeppelin").await;
    assert!(!tables.contains(&"scheduled_post".to_owned()), "{tables:?}");
}

#[tokio::test]
async fn a_scheduled_post_can_be_given_another_time_or_called_off_and_then_nothing_is_left() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let planned = plan(&writer, &json!({"status": "A zeppelin.", "scheduled_at": LATER})).await;
    let path = format!("/api/v1/scheduled_statuses/{}", text(&planned["id"]));
    let moved =
        writer.put_json(&path, &json!({"scheduled_at": "2097-01-01T00:00:00.000Z"})).await.expect(200).json();
    check(SCHEDULED, &moved);
    assert_eq!(moved["scheduled_at"], "2097-01-01T00:00:00.000Z");
    for when in [json!("2020-01-01T00:00:00Z"), json!("soon"), json!("")] {
        writer.put_json(&path, &json!({ "scheduled_at": when })).await.expect(422);
    }
    assert_eq!(writer.get(&path).await.expect(200).json(), moved);
    writer.delete(&path).await.expect(200);
    writer.get(&path).await.expect(404);
    writer.delete(&path).await.expect(404);
    assert!(server.database.tables_with("zeppelin").await.is_empty());
}

#[tokio::test]
async fn what_could_not_be_posted_now_can_not_be_scheduled_either() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    for (body, status) in [
        (json!({"status": "Too soon.", "scheduled_at": "2020-01-01T00:00:00Z"}), 422),
        (json!({"status": "Never.", "scheduled_at": "next week"}), 422),
        (json!({"status": "", "scheduled_at": LATER}), 422),
        (json!({"status": "No such parent.", "in_reply_to_id": "1", "scheduled_at": LATER}), 404),
        (
            json!({"status": "One.", "poll": {"options": ["one"], "expires_in": 300}, "scheduled_at": LATER}),
            422,
        ),
    ] {
        writer.post_json("/api/v1/statuses", &body).await.expect(status);
    }
    assert_eq!(writer.get("/api/v1/scheduled_statuses").await.expect(200).json(), json!([]));
    let key = async || {
        let request = writer.request(Method::POST, "/api/v1/statuses").header("idempotency-key", "one");
        writer.send(request.json(&json!({"status": "Once.", "scheduled_at": LATER}))).await.expect(200).json()
    };
    assert_eq!(key().await["id"], key().await["id"]);
    assert_eq!(ids(&writer.get("/api/v1/scheduled_statuses").await.json()).len(), 1);
}

#[tokio::test]
async fn what_can_not_be_released_stays_with_its_writer() {
    let mut server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let parent = super::tell(&other, "A question.").await;
    let planned = plan(
        &writer,
        &json!({"status": "An answer.", "in_reply_to_id": parent["id"], "scheduled_at": LATER}),
    )
    .await;
    other.delete(&format!("/api/v1/statuses/{}", text(&parent["id"]))).await.expect(200);
    pass(&mut server, &planned).await;
    eventually("the job is given up", async || {
        let jobs = server.database.rows("SELECT payload FROM job WHERE payload LIKE '%release%'").await;
        if jobs.is_empty() { Ok(()) } else { Err(format!("{jobs:?}")) }
    })
    .await;
    assert_eq!(
        ids(&writer.get("/api/v1/scheduled_statuses").await.expect(200).json()),
        [text(&planned["id"])]
    );
    assert_eq!(super::own_account(&writer).await["statuses_count"], 0);
}
