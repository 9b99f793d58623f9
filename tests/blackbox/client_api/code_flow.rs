//! From an application's question over a person's consent to a token, as clients and browsers do it together.

use serde_json::{Value, json};

use super::decoder::{TOKEN, check};
use super::text;
use crate::support::client::Answer;
use crate::support::{Client, Server};

const OOB: &str = "urn:ietf:wg:oauth:2.0:oob";
/// The pair of RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A member with the passphrase.
fn member(server: &Server) -> (String, String) {
    let printed = server.cli(&["member", "create", "quiet_fern_12"]).expect_success();
    let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap();
    ("quiet_fern_12".to_owned(), passphrase.to_owned())
}

async fn register(server: &Server, redirect_uri: &str) -> Value {
    let body =
        json!({"client_name": "A client", "redirect_uris": redirect_uri, "scopes": "read write follow"});
    server.client().post_json("/api/v1/apps", &body).await.expect(200).json()
}

/// Opens the consent page and answers it as a browser does: hidden fields back as they were.
async fn consent(browser: &Client, question: &[(&str, &str)], answers: &[(&str, &str)]) -> Answer {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(question).finish();
    // With a slash, as toot writes it.
    let page = browser.get(&format!("/oauth/authorize/?{query}")).await.expect(200);
    let policy = page.header("content-security-policy");
    assert!(!policy.contains("form-action 'self';"), "finding 7: it would stop the way back: {policy}");
    assert_eq!(page.header("access-control-allow-origin"), "", "finding 9: no script may read this page");
    let hidden: Vec<(String, String)> = page
        .body
        .split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|rest| {
            let mut parts = rest.split('"');
            let name = parts.next().unwrap();
            let value = parts.nth(1).unwrap().replace("&#38;", "&").replace("&amp;", "&");
            (name.to_owned(), value)
        })
        .collect();
    let mut fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(answers);
    browser.post_form("/oauth/authorize", &fields).await
}

async fn exchange(server: &Server, app: &Value, more: Value) -> Answer {
    let mut body = json!({
        "grant_type": "authorization_code", "client_id": app["client_id"], "client_secret": app["client_secret"],
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    server.client().post_json("/oauth/token", &body).await
}

#[tokio::test]
async fn a_code_that_is_shown_becomes_a_token_once() {
    let server = Server::start().await;
    let (handle, passphrase) = member(&server);
    let app = register(&server, OOB).await;
    let question = [
        ("response_type", "code"),
        ("client_id", text(&app["client_id"])),
        ("redirect_uri", OOB),
        ("scope", "read write follow"),
        // What Mastodon.py sends where it has nothing to say.
        ("state", "None"),
        ("lang", "None"),
        ("force_login", "False"),
    ];
    let answers = [("handle", handle.as_str()), ("passphrase", &passphrase), ("decision", "allow")];
    let page = consent(&server.client(), &question, &answers).await.expect(200);
    let code = page.body.split("<code").nth(1).unwrap().split('>').nth(1).unwrap().split('<').next().unwrap();
    let wanted = json!({"code": code, "redirect_uri": OOB, "scope": "read write follow"});
    let token = exchange(&server, &app, wanted.clone()).await.expect(200).json();
    check(TOKEN, &token);
    assert_eq!(token["scope"], "read write follow", "all that was asked for, or Mastodon.py refuses it");
    let client = server.client().with_token(text(&token["access_token"]));
    assert_eq!(super::own_account(&client).await["acct"], "quiet_fern_12");
    assert_eq!(exchange(&server, &app, wanted).await.expect(400).json()["error"], "invalid_grant");

    let posted = super::tell(&client, "A note.").await;
    assert_eq!(posted["application"]["name"], "A client");
    let revoke = json!({"client_id": app["client_id"], "client_secret": app["client_secret"], "token": token["access_token"]});
    server.client().post_json("/oauth/revoke", &revoke).await.expect(200);
    client.get("/api/v1/accounts/verify_credentials").await.expect(401);
}

#[tokio::test]
async fn finding_07_and_08_the_way_back_leads_to_any_scheme_and_a_challenge_is_checked() {
    let server = Server::start().await;
    let (handle, passphrase) = member(&server);
    let browser = server.client();
    for uri in ["icecubesapp://", "com.tapbots.Ivory.10217:/request_token", "http://127.0.0.1:63546/callback"]
    {
        let app = register(&server, uri).await;
        let question = [
            ("response_type", "code"),
            ("client_id", text(&app["client_id"])),
            ("redirect_uri", uri),
            ("scope", "read"),
            ("state", "a b&c"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("force_login", "true"),
        ];
        let answers = [("handle", handle.as_str()), ("passphrase", &passphrase), ("decision", "allow")];
        let led = consent(&browser, &question, &answers).await;
        assert!((300..400).contains(&led.status), "{} {}", led.status, led.body);
        let location = led.header("location").to_owned();
        assert!(location.starts_with(uri), "{location}");
        let answer: Vec<(String, String)> =
            url::form_urlencoded::parse(location.split('?').nth(1).unwrap().as_bytes())
                .into_owned()
                .collect();
        let value = |name: &str| answer.iter().find(|(known, _)| known == name).unwrap().1.clone();
        assert_eq!(value("state"), "a b&c");
        let proof = json!({"code": value("code"), "redirect_uri": uri, "code_verifier": VERIFIER});
        exchange(&server, &app, proof).await.expect(200);
    }
    let app = register(&server, OOB).await;
    let question = [
        ("response_type", "code"),
        ("client_id", text(&app["client_id"])),
        ("redirect_uri", "https://elsewhere.example/"),
    ];
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(question).finish();
    let refused = browser.get(&format!("/oauth/authorize?{query}")).await;
    assert!((400..500).contains(&refused.status) && refused.header("location").is_empty());
}
