//! What every page keeps to: headers, no cookie for readers, forms that are ours, failures as pages.

use axum::http::Method;

use super::{csrf, signed_in};
use crate::support::Server;
use crate::support::client::Answer;

const READ_BY_ALL: [&str; 11] = [
    "/sign-in",
    "/sign-up",
    "/recover",
    "/about",
    "/rules",
    "/privacy",
    "/transparency",
    "/complain",
    "/complaint",
    "/helplines?help=JP",
    "/nowhere",
];

fn check_headers(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    for part in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{}: {policy}", answer.asked);
    }
    assert_eq!(policy.contains("form-action 'self'"), !answer.asked.contains("/oauth/authorize"), "{policy}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{}", answer.asked);
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{}", answer.asked);
    assert!(answer.header("vary").contains("Accept-Language"), "{}", answer.asked);
}

#[tokio::test]
async fn every_page_carries_the_headers_that_protect_its_reader_and_sets_no_cookie() {
    let server = Server::start().await;
    for path in READ_BY_ALL {
        let answer = server.client().get(path).await;
        let expected = if path == "/nowhere" { 404 } else { 200 };
        let answer = answer.expect(expected);
        check_headers(&answer);
        assert!(!answer.headers.contains_key("set-cookie"), "{path}");
        assert!(answer.body.starts_with("<!DOCTYPE html>"), "{path}");
        let findable = matches!(path, "/about" | "/rules" | "/privacy" | "/transparency");
        assert_eq!(answer.headers.contains_key("x-robots-tag"), !findable, "{path}");
    }
    let member = signed_in(&server, "calm_heron_31", "operator").await;
    for path in ["/settings", "/settings/leave", "/desk", "/desk/log", "/about"] {
        let answer = member.get(path).await.expect(200);
        check_headers(&answer);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn a_form_that_is_not_ours_is_refused_with_a_page() {
    let server = Server::start().await;
    let browser = server.client();
    let forms = [
        "/sign-in",
        "/sign-up",
        "/recover",
        "/sign-out",
        "/oauth/authorize",
        "/settings/leave",
        "/desk/people",
    ];
    for path in forms {
        for token in ["", "00", "made up"] {
            let answer = browser.post_form(path, &[("csrf", token), ("handle", "x")]).await.expect(403);
            check_headers_of_refusal(&answer);
        }
    }
    let token = csrf(&browser.get("/sign-in").await.expect(200));
    let elsewhere = browser
        .request(Method::POST, "/sign-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(format!("csrf={token}&handle=x&passphrase=y"));
    browser.send(elsewhere).await.expect(403);
    let member = signed_in(&server, "calm_heron_31", "member").await;
    // The token of readers is none for who is signed in.
    member.post_form("/sign-out", &[("csrf", &token)]).await.expect(403);
    member.get("/settings").await.expect(200);
}

fn check_headers_of_refusal(answer: &Answer) {
    assert!(answer.body.starts_with("<!DOCTYPE html>"), "{}", answer.asked);
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{}", answer.asked);
}

#[tokio::test]
async fn failures_are_pages_in_the_readers_language_and_json_stays_json() {
    let server = Server::start().await;
    let client = server.client();
    let page =
        client.send(client.request(Method::GET, "/nowhere").header("accept-language", "ja,en;q=0.5")).await;
    assert!(page.expect(404).body.contains("lang=\"ja\""));
    let english =
        client.send(client.request(Method::GET, "/nowhere?lang=en").header("accept-language", "ja")).await;
    assert!(english.expect(404).body.contains("href=\"/about?lang=en\""));
    client.get("/settings").await.expect(401);
    client.get("/desk").await.expect(401);
    let member = signed_in(&server, "calm_heron_31", "member").await;
    member.get("/desk").await.expect(403);
    assert_eq!(client.get("/api/v1/nowhere").await.expect(404).json()["error"], "Not found");
}

#[tokio::test]
async fn files_are_kept_for_long_and_pages_are_found_with_a_slash_at_the_end() {
    let server = Server::start().await;
    let client = server.client();
    let page = client.get("/about/").await.expect(200);
    let style = page.body.split("href=\"/assets/style").nth(1).unwrap().split('"').next().unwrap();
    let style = client.get(&format!("/assets/style{style}")).await.expect(200);
    assert!(style.header("content-type").starts_with("text/css"));
    assert!(style.header("cache-control").contains("immutable"));
    assert!(
        !client.get("/assets/avatar.png").await.expect(200).header("cache-control").contains("immutable")
    );
    client.get("/favicon.ico").await.expect(200);
    client.get("/assets/nothing.css").await.expect(404);
    assert!(client.get("/robots.txt").await.expect(200).body.starts_with("User-agent: *"));
}

#[tokio::test]
async fn pages_have_the_colour_that_the_community_chose() {
    let server = Server::at("a").env("ANAMNESIS_COMMUNITY_ACCENT", "#3b1d5e").start().await;
    let client = server.client();
    let page = client.get("/about").await.expect(200);
    let path = page.body.split("href=\"/assets/accent-").nth(1).unwrap().split('"').next().unwrap();
    let style = client.get(&format!("/assets/accent-{path}")).await.expect(200);
    assert!(
        style.header("content-type").starts_with("text/css") && style.body.contains("#3b1d5e"),
        "{}",
        style.body
    );
    let without = Server::at("b").start().await;
    assert!(!without.client().get("/about").await.expect(200).body.contains("/assets/accent-"));
}
