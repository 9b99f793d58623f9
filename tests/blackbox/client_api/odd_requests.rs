//! Requests that are broken, rude or from the future: each gets its documented answer, none an error of ours.

use axum::http::Method;
use serde_json::json;

use super::decoder::{FAILURE, check};
use super::tell;
use crate::support::Server;
use crate::support::client::Answer;

/// The answer has this status and says why in JSON.
fn refused(answer: Answer, status: u16, reason: &str) {
    let answer = answer.expect(status);
    assert!(answer.header("content-type").starts_with("application/json"), "{}", answer.asked);
    check(FAILURE, &answer.json());
    let said = answer.json()["error"].as_str().unwrap().to_owned();
    assert!(said.contains(reason), "{}: {said}", answer.asked);
}

#[tokio::test]
async fn finding_19_what_is_not_there_says_so_in_json() {
    let server = Server::start().await;
    let client = server.client();
    for path in ["/api/v1/no/such/thing", "/api/v9", "/api", "/api/v1/streaming/of/no/kind"] {
        refused(client.get(path).await, 404, "Not found");
    }
    for path in [
        "/api/v1/statuses/1",
        "/api/v1/statuses/not-an-id",
        "/api/v1/statuses/99999999999999999999",
        "/api/v1/accounts/1",
        "/api/v1/accounts/lookup?acct=nobody",
        "/api/v1/statuses/%FF",
    ] {
        refused(client.get(path).await, 404, "Record not found");
    }
    server.cli(&["member", "create", "quiet_fern_12"]).expect_success();
    let token = server.cli(&["token", "create", "quiet_fern_12", "--scope", "push"]).expect_success();
    let pushed = client.get("/api/v1/push/subscription").await;
    refused(pushed, 401, "The access token is invalid");
    let member = server.client().with_token(token.trim());
    refused(member.get("/api/v1/push/subscription").await, 404, "Record not found");
    refused(client.delete("/api/v1/timelines/public").await, 405, "Method not allowed");
}

#[tokio::test]
async fn a_wrong_token_and_none_are_told_apart_from_a_scope_that_is_too_small() {
    let server = Server::start().await;
    server.cli(&["member", "create", "quiet_fern_12"]).expect_success();
    let reads =
        server.cli(&["token", "create", "quiet_fern_12", "--scope", "read:statuses"]).expect_success();
    let reader = server.client().with_token(reads.trim());
    let stranger = server.client().with_token("wrong");
    refused(stranger.get("/api/v1/timelines/home").await, 401, "The access token is invalid");
    refused(stranger.get("/api/v1/timelines/public").await, 401, "The access token is invalid");
    refused(server.client().get("/api/v1/timelines/home").await, 401, "The access token is invalid");
    reader.get("/api/v1/timelines/home").await.expect(200);
    let outside = "This action is outside the authorized scopes";
    refused(reader.get("/api/v1/notifications").await, 403, outside);
    refused(reader.post_json("/api/v1/statuses", &json!({"status": "a"})).await, 403, outside);
    server.client().with_token("wrong").get("/api/v2/instance").await.expect(200);
}

#[tokio::test]
async fn who_waits_for_approval_or_is_suspended_is_told_so() {
    let server = Server::start().await;
    for (state, reason) in [("pending", "A moderator has not let you in yet"), ("suspended", "suspended")] {
        let member = server.member(&format!("is_{state}"));
        let change = format!(
            "UPDATE member SET state = '{state}' WHERE account_id = (SELECT id FROM account WHERE handle = 'is_{state}') RETURNING account_id"
        );
        assert_eq!(server.database.rows(&change).await.len(), 1);
        refused(member.get("/api/v1/timelines/home").await, 403, reason);
        refused(member.post_json("/api/v1/statuses", &json!({"status": "a"})).await, 403, reason);
    }
}

#[tokio::test]
async fn a_failure_is_worded_in_the_readers_language() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    let request = member.request(Method::POST, "/api/v1/statuses").header("accept-language", "ja");
    let answer = member.send(request.json(&json!({"status": ""}))).await.expect(422).json();
    assert!(answer["error"].as_str().unwrap().contains("ください"), "{answer}");
}

#[tokio::test]
async fn broken_bodies_are_refused_with_their_reason() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    let send = async |kind: &str, body: Vec<u8>| {
        let request = member.request(Method::POST, "/api/v1/statuses").header("content-type", kind);
        member.send(request.body(body)).await
    };
    refused(send("application/json", b"{\"status\": ".to_vec()).await, 400, "Content-Type");
    refused(send("application/json", b"[]".to_vec()).await, 400, "Content-Type");
    refused(send("application/json", b"{\"status\": \"\xff\"}".to_vec()).await, 400, "UTF-8");
    refused(send("application/x-www-form-urlencoded", b"status=%ff".to_vec()).await, 400, "UTF-8");
    refused(send("multipart/form-data", b"x".to_vec()).await, 400, "Content-Type");
    refused(member.get("/api/v1/timelines/home?max_id=%ff").await, 400, "UTF-8");
    let large = format!("{{\"status\": \"{}\"}}", "a".repeat(2 * 1024 * 1024));
    refused(send("application/json", large.into_bytes()).await, 413, "too large");
    let large = format!("status={}", "a".repeat(2 * 1024 * 1024));
    refused(send("application/x-www-form-urlencoded", large.into_bytes()).await, 413, "too large");
    refused(
        member.post_json("/api/v1/statuses", &json!({"status": {"a": 1}})).await,
        422,
        "status must be text",
    );
    refused(member.post_json("/api/v1/statuses", &json!({"status": ""})).await, 422, "Validation failed");
    refused(member.post_json("/api/v1/statuses", &json!({})).await, 422, "Validation failed");
    let long = "a".repeat(60_001);
    refused(member.post_json("/api/v1/statuses", &json!({"status": long})).await, 422, "Validation failed");
}

#[tokio::test]
async fn what_this_server_does_not_take_is_refused_in_words_and_at_its_field() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    let with = async |more: serde_json::Value| {
        let mut body = json!({"status": "A note."});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        member.post_json("/api/v1/statuses", &body).await
    };
    refused(with(json!({"media_ids": ["1"]})).await, 422, "One of the pictures is not there");
    let answer = with(json!({"visibility": "everybody"})).await.expect(422).json();
    assert_eq!(answer["details"]["visibility"][0]["error"], "ERR_INCLUSION");
    for path in ["/api/v1/media", "/api/v2/media"] {
        refused(member.post_multipart(path, &[("file", "words")]).await, 422, "Please fill this in");
    }
    let request = member.request(Method::PATCH, "/api/v1/accounts/update_credentials");
    let body =
        "--b\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"a.png\"\r\n\r\nx\r\n--b--\r\n";
    let request = request.header("content-type", "multipart/form-data; boundary=b").body(body);
    refused(member.send(request).await, 422, "not a picture");
    // Nothing of all this was posted.
    assert_eq!(member.get("/api/v1/timelines/home").await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn cursors_from_the_future_and_from_nowhere_are_no_errors_of_ours() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    tell(&member, "One.").await;
    for path in
        ["/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/notifications", "/api/v1/bookmarks"]
    {
        let ask = async |query: &str| member.get(&format!("{path}?{query}")).await;
        ask("max_id=9223372036854775807").await.expect(200);
        ask("max_id=99999999999999999999999999").await.expect(200);
        ask("min_id=99999999999999999999999999").await.expect(200);
        ask("since_id=0&limit=100000").await.expect(200);
        ask("max_id=&limit=").await.expect(200);
        ask("limit=-5").await.expect(200);
        refused(ask("max_id=newest").await, 422, "max_id must be an id");
    }
}

#[tokio::test]
async fn what_is_not_had_here_is_answered_with_nothing() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    for path in [
        "/api/v1/custom_emojis",
        "/api/v1/lists",
        "/api/v1/filters",
        "/api/v2/filters",
        "/api/v1/announcements",
        "/api/v1/followed_tags",
        "/api/v1/trends",
        "/api/v1/trends/tags",
        "/api/v1/trends/statuses",
        "/api/v1/trends/links",
        "/api/v1/conversations",
        "/api/v1/scheduled_statuses",
        "/api/v1/suggestions",
        "/api/v2/suggestions",
        "/api/v1/domain_blocks",
        "/api/v1/blocks",
        "/api/v1/mutes",
        "/api/v1/follow_requests",
        "/api/v1/favourites",
        "/api/v1/bookmarks",
        "/api/v1/notifications",
        "/api/v1/timelines/home",
    ] {
        assert_eq!(member.get(path).await.expect(200).json(), json!([]), "{path}");
    }
    assert_eq!(server.client().get("/api/v1/custom_emojis").await.expect(200).json(), json!([]));
}
