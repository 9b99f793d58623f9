//! Registering an application and getting a token, as the client libraries do it.

use axum::http::Method;
use serde_json::{Value, json};

use super::decoder::{APPLICATION, TOKEN, check};
use super::text;
use crate::support::{Client, Server};

const OOB: &str = "urn:ietf:wg:oauth:2.0:oob";

async fn register(client: &Client, redirect_uri: &str, scopes: &str) -> Value {
    let body = json!({"client_name": "A client", "redirect_uris": redirect_uri, "scopes": scopes, "website": "https://client.example"});
    let app = client.post_json("/api/v1/apps", &body).await.expect(200).json();
    check(APPLICATION, &app);
    app
}

#[tokio::test]
async fn finding_02_an_application_registers_in_any_encoding() {
    let server = Server::start().await;
    let client = server.client();
    let fields = [("client_name", "A client"), ("redirect_uris", OOB), ("scopes", "read write follow push")];
    let query = "/api/v1/apps?client_name=A+client&redirect_uris=urn:ietf:wg:oauth:2.0:oob&scopes=read%20write%20follow%20push";
    let json = json!({"client_name": "A client", "redirect_uris": [OOB], "scopes": "read write follow push"});
    let answers = [
        client.post_form("/api/v1/apps", &fields).await,
        client.post_multipart("/api/v1/apps", &fields).await,
        client.post_json("/api/v1/apps", &json).await,
        client.post(query).await,
    ];
    for answer in answers {
        let app = answer.expect(200).json();
        check(APPLICATION, &app);
        assert_eq!(
            (&app["redirect_uri"], &app["scopes"]),
            (&json!(OOB), &json!(["read", "write", "follow", "push"]))
        );
    }
    let refused = client.post_json("/api/v1/apps", &json!({"client_name": "", "redirect_uris": OOB})).await;
    assert_eq!(refused.expect(422).json()["details"]["client_name"][0]["error"], "ERR_BLANK");
}

#[tokio::test]
async fn finding_08_an_application_may_be_returned_to_at_any_scheme() {
    let server = Server::start().await;
    for uri in [
        OOB,
        "icecubesapp://",
        "com.tapbots.Ivory.10217:/request_token",
        "org.joinmastodon.android-auth://callback",
        "http://127.0.0.1:63546/callback",
        "https://phanpy.example/",
    ] {
        let app = register(&server.client(), uri, "read").await;
        assert_eq!((&app["redirect_uri"], &app["redirect_uris"]), (&json!(uri), &json!([uri])));
    }
}

#[tokio::test]
async fn an_application_may_speak_for_itself_and_end_its_token() {
    let server = Server::start().await;
    let client = server.client();
    let app = register(&client, OOB, "read write").await;
    let asked = json!({
        "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "scope": "read", "redirect_uri": OOB,
    });
    let token = client.post_json("/oauth/token", &asked).await.expect(200);
    assert_eq!(token.header("cache-control"), "no-store");
    let token = token.json();
    check(TOKEN, &token);
    assert_eq!((&token["scope"], &token["token_type"]), (&json!("read"), &json!("Bearer")));
    let bearer = server.client().with_token(text(&token["access_token"]));
    assert_eq!(bearer.get("/api/v1/apps/verify_credentials").await.expect(200).json()["name"], "A client");
    bearer.get("/api/v1/timelines/public").await.expect(200);
    bearer.get("/api/v1/timelines/home").await.expect(401);

    let pair = format!("{}:{}", text(&app["client_id"]), text(&app["client_secret"]));
    let basic = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, pair);
    let revoke =
        client.request(Method::POST, "/oauth/revoke").header("authorization", format!("Basic {basic}"));
    let revoke = revoke.json(&json!({"token": token["access_token"]}));
    assert_eq!(client.send(revoke).await.expect(200).json(), json!({}));
    bearer.get("/api/v1/apps/verify_credentials").await.expect(401);
}

#[tokio::test]
async fn what_is_wrong_with_a_token_request_is_said_in_oauths_words() {
    let server = Server::start().await;
    let client = server.client();
    let app = register(&client, OOB, "read").await;
    let ask = async |change: Value| {
        let mut body = json!({
            "grant_type": "authorization_code", "client_id": app["client_id"],
            "client_secret": app["client_secret"], "redirect_uri": OOB, "code": "wrong",
        });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let answer = client.post_json("/oauth/token", &body).await;
        (answer.status, text(&answer.json()["error"]).to_owned())
    };
    assert_eq!(ask(json!({})).await, (400, "invalid_grant".to_owned()));
    assert_eq!(
        ask(json!({"client_id": "unknown"})).await,
        (401, "invalid_client".to_owned()),
        "Elk then registers anew"
    );
    assert_eq!(ask(json!({"client_secret": "wrong"})).await, (401, "invalid_client".to_owned()));
    assert_eq!(ask(json!({"grant_type": "password"})).await, (400, "unsupported_grant_type".to_owned()));
    let more = json!({"grant_type": "client_credentials", "scope": "write"});
    assert_eq!(ask(more).await, (400, "invalid_scope".to_owned()));
    client.get("/oauth/token").await.expect(405);
}

#[tokio::test]
async fn the_authorization_server_describes_itself() {
    let server = Server::start().await;
    let described = server.client().get("/.well-known/oauth-authorization-server").await.expect(200);
    assert_eq!(described.header("access-control-allow-origin"), "*");
    let described = described.json();
    assert_eq!(described["authorization_endpoint"], server.url("/oauth/authorize"));
    assert_eq!(described["code_challenge_methods_supported"], json!(["S256"]));
    let member = server.member("quiet_fern_12");
    assert_eq!(member.get("/oauth/userinfo").await.expect(200).json()["preferred_username"], "quiet_fern_12");
}
