//! What the server says of itself before anybody is signed in.

use axum::http::Method;
use serde_json::Value;

use super::decoder::{INSTANCE, INSTANCE_V1, check};
use crate::support::Server;

async fn instance(server: &Server) -> Value {
    server.client().get("/api/v2/instance").await.expect(200).json()
}

#[tokio::test]
async fn finding_11_the_version_begins_with_the_numbers_that_promise_grouped_notices_and_no_more() {
    let server = Server::start().await;
    let version = instance(&server).await["version"].as_str().unwrap().to_owned();
    assert!(version.starts_with("4.3.0 (compatible; Anamnesis "), "{version}");
}

#[tokio::test]
async fn finding_13_only_what_is_there_is_advertised() {
    let server = Server::start().await;
    let instance = instance(&server).await;
    assert_eq!(instance["api_versions"], serde_json::json!({"mastodon": 2, "stories": 1}));
    assert_eq!(instance["configuration"]["urls"].get("streaming"), None);
    assert_eq!(instance["configuration"]["translation"]["enabled"], false);
    assert_eq!(instance["configuration"]["statuses"]["max_media_attachments"], 0);
    assert_eq!(instance["configuration"]["statuses"]["max_characters"], 60_000);
}

#[tokio::test]
async fn finding_14_both_versions_are_complete() {
    let server = Server::at("a").env("ANAMNESIS_COMMUNITY_CONTACT", "care@example.org").start().await;
    let second = instance(&server).await;
    check(INSTANCE, &second);
    assert_eq!(
        (&second["domain"], &second["contact"]["email"]),
        (&server.domain.clone().into(), &"care@example.org".into())
    );
    let first = server.client().get("/api/v1/instance").await.expect(200).json();
    check(INSTANCE_V1, &first);
    assert_eq!(first["uri"], server.domain);
    let rules = server.client().get("/api/v1/instance/rules").await.expect(200).json();
    assert_eq!(rules, second["rules"]);
    assert!(!rules.as_array().unwrap().is_empty());
    server.client().get("/api/v1/instance/extended_description").await.expect(200);
}

#[tokio::test]
async fn finding_01_a_slash_at_the_end_does_no_harm() {
    let server = Server::start().await;
    server.client().get("/api/v2/instance/").await.expect(200);
    server.client().get("/api/v1/instance/").await.expect(200);
    server.client().get("/api/v1/timelines/public/?limit=1").await.expect(200);
}

#[tokio::test]
async fn finding_09_pages_of_other_sites_may_ask_with_a_token_and_read_the_headers_they_need() {
    let server = Server::start().await;
    let client = server.client();
    for path in
        ["/api/v1/timelines/home", "/api/v1/statuses", "/oauth/token", "/oauth/revoke", "/api/no/such"]
    {
        let question = client
            .request(Method::OPTIONS, path)
            .header("origin", "https://phanpy.example")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type,idempotency-key");
        let answer = client.send(question).await.expect(200);
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        for allowed in ["authorization", "content-type", "idempotency-key"] {
            assert!(answer.header("access-control-allow-headers").contains(allowed), "{path} {allowed}");
        }
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            assert!(answer.header("access-control-allow-methods").contains(method), "{path} {method}");
        }
        assert!(answer.header("access-control-max-age").parse::<u32>().unwrap() >= 600);
    }
    let refused =
        client.request(Method::GET, "/api/v1/timelines/home").header("origin", "https://phanpy.example");
    let refused = client.send(refused).await.expect(401);
    assert_eq!(refused.header("access-control-allow-origin"), "*", "errors need it too");
    let exposed = refused.header("access-control-expose-headers").to_lowercase();
    for header in ["link", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-request-id"]
    {
        assert!(exposed.contains(header), "{exposed}");
    }
}

#[tokio::test]
async fn requests_are_counted_in_all_three_headers_and_have_an_id_of_ours() {
    let server = Server::start().await;
    let client = server.client();
    let request = client.request(Method::GET, "/api/v1/timelines/public").header("x-request-id", "mine");
    let answer = client.send(request).await.expect(200);
    assert_eq!(answer.header("x-ratelimit-limit"), "300");
    let remaining: u32 = answer.header("x-ratelimit-remaining").parse().unwrap();
    assert!(remaining < 300);
    let reset = answer.header("x-ratelimit-reset");
    assert!(reset.len() == 24 && reset.contains('T'), "{reset}");
    assert_eq!(answer.header("x-request-id").len(), 22);
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back_and_preflights_do_not_count() {
    let server = Server::start().await;
    let client = server.client();
    let ask = async || client.get("/api/v1/custom_emojis").await;
    let mut answer = ask().await.expect(200);
    for _ in 0..320 {
        answer = ask().await;
        if answer.status == 429 {
            break;
        }
    }
    let refused = answer.expect(429);
    assert_eq!(refused.json()["error"], "Too many requests");
    assert!(refused.header("retry-after").parse::<u32>().unwrap() >= 1);
    assert_eq!((refused.header("x-ratelimit-limit"), refused.header("x-ratelimit-remaining")), ("300", "0"));
    assert_eq!(refused.header("x-ratelimit-reset").len(), 24);
    let question =
        client.request(Method::OPTIONS, "/api/v1/custom_emojis").header("origin", "https://a.example");
    client.send(question.header("access-control-request-method", "GET")).await.expect(200);
    // A member has a measure of their own.
    server.member("quiet_fern_12").get("/api/v1/timelines/home").await.expect(200);
}
