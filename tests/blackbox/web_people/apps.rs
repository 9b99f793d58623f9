//! Letting apps in: by a code that the member carries over, by any scheme, and not at all.

use serde_json::{Value, json};

use super::{csrf, field, signed_in};
use crate::support::device::Device;
use crate::support::{Client, Server};

const OOB: &str = "urn:ietf:wg:oauth:2.0:oob";

pub(super) async fn register(server: &Server, redirect_uri: &str) -> Value {
    let body =
        json!({"client_name": "A client", "redirect_uris": redirect_uri, "scopes": "read write follow push"});
    server.client().post_json("/api/v1/apps", &body).await.expect(200).json()
}

pub(super) fn address(app: &Value, redirect_uri: &str, more: &[(&str, &str)]) -> String {
    let client_id = app["client_id"].as_str().unwrap();
    let fields = [
        ("response_type", "code"),
        ("client_id", client_id),
        ("redirect_uri", redirect_uri),
        ("scope", "read write follow"),
    ];
    let query =
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).extend_pairs(more).finish();
    // Some clients put a slash before the query.
    format!("/oauth/authorize/?{query}")
}

/// Opens the page at `address` and sends its form.
pub(super) async fn decide(
    browser: &Client,
    address: &str,
    more: &[(&str, &str)],
) -> crate::support::client::Answer {
    let page = browser.get(address).await.expect(200);
    let (token, mut sent) = (csrf(&page), Vec::new());
    for name in ["response_type", "client_id", "redirect_uri", "scope", "state", "force_login"] {
        if page.body.contains(&format!("name=\"{name}\" value=")) {
            sent.push((name, field(&page, name).replace("&#38;", "&").replace("&amp;", "&")));
        }
    }
    let mut fields = vec![("csrf", token.as_str())];
    fields.extend(sent.iter().map(|(name, value)| (*name, value.as_str())));
    fields.extend_from_slice(more);
    browser.post_form("/oauth/authorize", &fields).await
}

pub(super) async fn exchange(server: &Server, app: &Value, redirect_uri: &str, code: &str) -> Value {
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", app["client_id"].as_str().unwrap()),
        ("client_secret", app["client_secret"].as_str().unwrap()),
        ("redirect_uri", redirect_uri),
        ("code", code),
    ];
    server.client().post_form("/oauth/token", &fields).await.expect(200).json()
}

#[tokio::test]
async fn an_app_is_let_in_by_a_code_to_carry_over() {
    let server = Server::start().await;
    let app = register(&server, OOB).await;
    let printed = server.cli(&["member", "create", "calm_heron_31"]).expect_success();
    let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap();
    let browser = server.client();
    let address = address(&app, OOB, &[("state", "None"), ("lang", "None"), ("force_login", "False")]);
    let page = browser.get(&address).await.expect(200);
    assert!(page.body.contains("A client") && page.body.contains("name=\"passphrase\""));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("form-action"), "{policy}");
    assert!(!page.headers.contains_key("cross-origin-opener-policy"));
    assert!(!page.headers.contains_key("access-control-allow-origin"));
    let wrong = [("decision", "allow"), ("handle", "calm_heron_31"), ("passphrase", "this is not the one")];
    let wrong = decide(&browser, &address, &wrong).await.expect(422);
    assert!(
        wrong.body.contains("calm_heron_31")
            && !wrong.header("content-security-policy").contains("form-action")
    );
    let right = [("decision", "allow"), ("handle", "calm_heron_31"), ("passphrase", passphrase)];
    let shown = decide(&browser, &address, &right).await.expect(200);
    let code = shown.body.split("<code class=\"address\">").nth(1).unwrap().split('<').next().unwrap();
    let token = exchange(&server, &app, OOB, code).await;
    assert_eq!(token["scope"], "read write follow");
    let client = server.client().with_token(token["access_token"].as_str().unwrap());
    let me = client.get("/api/v1/accounts/verify_credentials").await.expect(200).json();
    assert_eq!(me["username"], "calm_heron_31");

    let page = browser.get("/settings").await.expect(200);
    assert!(page.body.contains("A client"));
    let sign_out = [("csrf", &*csrf(&page)), ("app", &*field(&page, "app"))];
    browser.post_form("/settings/apps", &sign_out).await.expect(303);
    client.get("/api/v1/accounts/verify_credentials").await.expect(401);
}

#[tokio::test]
async fn an_app_is_called_back_at_any_scheme() {
    let server = Server::start().await;
    let browser = signed_in(&server, "calm_heron_31", "member").await;
    for (uri, begins) in [
        ("icecubesapp://", "icecubesapp://?code="),
        ("com.tapbots.Ivory.10217:/request_token", "com.tapbots.Ivory.10217:/request_token?code="),
        ("https://client.example/?instance=a", "https://client.example/?instance=a&code="),
    ] {
        let app = register(&server, uri).await;
        let address = address(&app, uri, &[("state", "a b&é")]);
        let answer = decide(&browser, &address, &[("decision", "allow")]).await.expect(302);
        let to = answer.header("location");
        assert!(to.starts_with(begins) && to.ends_with("&state=a+b%26%C3%A9"), "{to}");
        let code = to.split("code=").nth(1).unwrap().split('&').next().unwrap();
        assert!(exchange(&server, &app, uri, code).await["access_token"].is_string());
        let answer = decide(&browser, &address, &[("decision", "deny")]).await.expect(302);
        let to = answer.header("location");
        assert!(to.contains("error=access_denied") && to.ends_with("&state=a+b%26%C3%A9"), "{to}");
    }
}

#[tokio::test]
async fn an_app_may_ask_for_another_sign_in() {
    let server = Server::start().await;
    let uri = "app://back";
    let app = register(&server, uri).await;
    let browser = signed_in(&server, "calm_heron_31", "member").await;
    let address = address(&app, uri, &[("force_login", "true")]);
    let page = browser.get(&address).await.expect(200);
    assert!(page.body.contains("name=\"passphrase\""));
    decide(&browser, &address, &[("decision", "allow")]).await.expect(422);
    let printed = server.cli(&["member", "create", "slow_lantern_8"]).expect_success();
    let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap();
    let fields = [("decision", "allow"), ("handle", "slow_lantern_8"), ("passphrase", passphrase)];
    let answer = decide(&browser, &address, &fields).await.expect(302);
    assert!(answer.header("location").starts_with("app://back?code="));
    assert!(browser.get("/settings").await.expect(200).body.contains("@slow_lantern_8"));
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_no_app_registered() {
    let server = Server::start().await;
    let browser = signed_in(&server, "calm_heron_31", "member").await;
    let app = register(&server, "https://client.example/back").await;
    for uri in ["https://evil.example/", "https://client.example/back/", "https://client.example/back?a"] {
        let answer = browser.get(&address(&app, uri, &[])).await.expect(400);
        assert!(!answer.headers.contains_key("location") && !answer.body.contains("evil.example"));
    }
    let unknown = json!({"client_id": "nobody"});
    let answer = browser.get(&address(&unknown, "https://client.example/back", &[])).await.expect(401);
    assert!(answer.body.starts_with("<!DOCTYPE html>"));
    let asked = address(&app, "https://client.example/back", &[("scope", "everything"), ("state", "s")]);
    let answer = browser.get(&asked).await.expect(302);
    let to = answer.header("location");
    assert!(
        to.starts_with("https://client.example/back?error=invalid_scope") && to.ends_with("&state=s"),
        "{to}"
    );
}

#[tokio::test]
async fn the_settings_say_who_learns_what_from_push_messages_and_end_them() {
    let server = Server::start().await;
    let browser = signed_in(&server, "calm_heron_31", "member").await;
    let before = browser.get("/settings").await.expect(200).body;
    assert!(!before.contains("Messages to your devices"), "nothing is pushed until an app asks for it");
    let token = server.cli(&["token", "create", "calm_heron_31", "--scope", "read push"]).expect_success();
    let app = server.client().with_token(token.trim());
    let path = "/api/v1/push/subscription";
    app.post_json(path, &Device::start().subscription(true, json!({}))).await.expect(200);
    let page = browser.get("/settings").await.expect(200);
    assert!(page.body.contains("the company cannot read it"), "{}", page.body);
    assert!(page.body.contains(".localhost"), "the service that messages go through: {}", page.body);
    let (csrf, push) = (csrf(&page), field(&page, "push"));
    browser.post_form("/settings/push", &[("csrf", &csrf), ("push", &push)]).await.expect(303);
    app.get(path).await.expect(404);
    let after = browser.get("/settings?saved=push").await.expect(200).body;
    assert!(after.contains("Nothing is sent to this device any more"));
    let ja = browser.get("/settings?lang=ja").await.expect(200).body;
    assert!(!ja.contains("端末への通知"));
}
