//! The harness itself: what every other test here relies on.

use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method};
use serde_json::json;

use super::support::keys::Key;
use super::support::process::STOP;
use super::support::{Behaviour, Client, Peer, Server};

#[tokio::test]
async fn a_server_starts_stops_on_sigterm_and_starts_again_on_its_database() {
    let mut server = Server::start().await;
    assert!(server.stop() < STOP);
    server.start_again().await;
    server.kill();
    server.start_again().await;
    assert_eq!(server.client().get("/no-such-page").await.status, 404);
    assert!(server.url("/").starts_with("http://a.localhost:"), "{}", server.url("/"));
    assert!(server.process_id() > 1);
}

#[tokio::test]
async fn a_setting_that_does_not_exist_stops_a_command_with_its_name() {
    let server = Server::at("b").env("ANAMNESIS_COMMUNITY_NAME", "B").start().await;
    assert_eq!(server.cli(&["migrate"]).expect_success().lines().count(), 1);
    let refused = server.cli(&["--config", "/no/such/file.toml", "migrate"]);
    assert!(!refused.status.success());
    assert!(refused.stderr.contains("/no/such/file.toml"), "{}", refused.stderr);
}

#[tokio::test]
async fn the_database_can_be_looked_into() {
    let server = Server::start().await;
    let rows = server.database.rows("SELECT 'bitter pill' AS word").await;
    assert_eq!(rows, [json!({"word": "bitter pill"})]);
    // The history of migrations is stored by name.
    assert_eq!(server.database.tables_with("m0001").await.len(), 1);
    assert_eq!(server.database.tables_with("no such text").await, Vec::<String>::new());
}

#[tokio::test]
async fn the_client_sends_each_kind_of_body_and_keeps_cookies() {
    let echo = Router::new().fallback(async |method: Method, headers: HeaderMap, body: Bytes| {
        let cookie = headers.get("cookie").map_or("", |value| value.to_str().unwrap());
        let token = headers.get("authorization").map_or("", |value| value.to_str().unwrap());
        let kind = headers.get("content-type").map_or("", |value| value.to_str().unwrap());
        let kind = kind.split(';').next().unwrap();
        let body = String::from_utf8_lossy(&body).replace("\r\n", " ");
        ([("set-cookie", "night=day; Path=/")], format!("{method}|{token}|{cookie}|{kind}|{body}"))
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, echo).await });

    let client = Client::new(&format!("c.localhost:{port}")).with_token("t");
    let first = client.get("/").await.expect(200);
    assert_eq!((first.body.as_str(), first.header("set-cookie")), ("GET|Bearer t|||", "night=day; Path=/"));
    assert_eq!(client.post("/").await.body, "POST|Bearer t|night=day||");
    assert_eq!(client.delete("/").await.body, "DELETE|Bearer t|night=day||");
    let json = client.post_json("/", &json!({"a": 1})).await;
    assert_eq!(json.body, "POST|Bearer t|night=day|application/json|{\"a\":1}");
    assert!(client.put_json("/", &json!({})).await.body.starts_with("PUT|"));
    let form = client.post_form("/", &[("id[]", "1"), ("id[]", "い")]).await;
    assert!(
        form.body.ends_with("|application/x-www-form-urlencoded|id%5B%5D=1&id%5B%5D=%E3%81%84"),
        "{}",
        form.body
    );
    let multipart = client.post_multipart("/", &[("status", "痛い")]).await;
    assert!(multipart.body.contains("|multipart/form-data|"), "{}", multipart.body);
    assert!(multipart.body.contains("name=\"status\"  痛い"), "{}", multipart.body);
}

#[tokio::test]
async fn a_peer_knows_its_people_and_keeps_signed_deliveries_in_order() {
    let (peer, other) = (Peer::start(), Peer::start());
    let client = Client::new(&peer.domain);
    let found = client.get(&format!("/.well-known/webfinger?resource=acct:ann@{}", peer.domain)).await;
    assert_eq!(found.expect(200).json()["links"][0]["href"], peer.person("ann"));
    peer.publish("/notes/1", json!({"type": "Note"}));
    assert_eq!(client.get("/notes/1").await.expect(200).json(), json!({"type": "Note"}));

    let inbox = peer.url("/inbox");
    for kind in ["Follow", "Undo"] {
        other.send("bob", &inbox, &json!({"type": kind})).await.expect(202);
    }
    let follow = peer.wait_for("Follow").await;
    assert_eq!(follow.signed_by, Ok(format!("{}#main-key", other.person("bob"))));
    assert_eq!(follow.path, "/inbox");
    let kinds: Vec<_> = peer.received().iter().map(|item| item.activity["type"].clone()).collect();
    assert_eq!(kinds, ["Follow", "Undo"]);
}

#[tokio::test]
async fn a_peer_sees_through_a_wrong_signature() {
    let (peer, other) = (Peer::start(), Peer::start());
    let key_id = format!("{}#main-key", other.person("bob"));
    other
        .send_signed(&Key::fresh(), &key_id, &peer.url("/inbox"), &json!({"type": "Like"}))
        .await
        .expect(202);
    assert_eq!(peer.wait_for("Like").await.signed_by, Err("the signature does not fit".to_owned()));
}

#[tokio::test]
async fn a_peer_refuses_and_holds_as_it_is_told() {
    let (peer, other) = (Peer::start(), Peer::start());
    let inbox = peer.url("/users/ann/inbox");
    peer.behave(Behaviour::Refuse(503));
    other.send("bob", &inbox, &json!({"type": "Like"})).await.expect(503);
    assert_eq!((peer.attempts(), peer.received().len()), (1, 0));

    peer.behave(Behaviour::Hold);
    let like = json!({"type": "Like"});
    let held = other.send("bob", &inbox, &like);
    let held = tokio::time::timeout(Duration::from_millis(200), held).await;
    assert!(held.is_err(), "a held delivery gets no answer");
    peer.behave(Behaviour::Accept);
    other.send("bob", &inbox, &like).await.expect(202);
    assert_eq!(peer.wait_for("Like").await.path, "/users/ann/inbox");
}
