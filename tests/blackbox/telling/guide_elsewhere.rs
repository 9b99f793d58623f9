//! The guide and people of other servers.

use serde_json::{Value, json};

use super::said;
use crate::support::{Peer, Server, eventually};

/// A note of a person of the peer that mentions the guide, as Mastodon sends it.
fn note(peer: &Peer, server: &Server, who: &str, number: u32, text: &str) -> Value {
    let (id, guide) = (peer.url(&format!("/notes/{who}{number}")), server.url("/guide"));
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{id}/create"), "type": "Create", "actor": peer.person(who),
        "to": ["https://www.w3.org/ns/activitystreams#Public"], "cc": [guide],
        "object": {
            "id": id, "type": "Note", "attributedTo": peer.person(who), "url": id,
            "to": ["https://www.w3.org/ns/activitystreams#Public"], "cc": [guide],
            "content": text, "contentMap": {"ja": text},
            "tag": [{"type": "Mention", "href": guide, "name": format!("@guide@{}", server.domain)}],
        },
    })
}

fn notes(peer: &Peer) -> Vec<Value> {
    let received = peer.received().into_iter().map(|one| one.activity);
    received.filter(|activity| activity["type"] == "Create").collect()
}

#[tokio::test]
async fn a_mention_from_elsewhere_is_answered_once_in_private_and_never_taken_in() {
    let (server, peer) = (Server::start().await, Peer::start());
    server.cli(&["peer", "accept", &peer.domain]).expect_success();
    let text = "<p>薬：イソトレチノイン<br>症状：不眠<br>わたしの話です。</p>";
    let first = note(&peer, &server, "ann", 1, text);
    for _ in 0..2 {
        peer.send("ann", &server.url("/guide/inbox"), &first).await.expect(202);
    }
    let answer = peer.wait_for("Create").await;
    assert_eq!(answer.signed_by, Ok(format!("{}#main-key", server.url("/guide"))));
    let said_back = &answer.activity["object"];
    assert_eq!(said_back["to"], json!([peer.person("ann")]));
    assert_eq!((&said_back["cc"], &said_back["inReplyTo"]), (&json!([]), &json!(peer.url("/notes/ann1"))));
    assert_eq!(said_back.get("patientStory"), None);
    let content = said(&said_back["content"]);
    assert!(content.contains("/sign-up") && content.contains("プログラム"), "in their language: {content}");

    peer.send("ann", &server.url("/inbox"), &note(&peer, &server, "ann", 2, text)).await.expect(202);
    peer.send("ben", &server.url("/inbox"), &note(&peer, &server, "ben", 1, text)).await.expect(202);
    eventually("Ben is answered", async || {
        let found = notes(&peer).iter().any(|one| one["object"]["to"] == json!([peer.person("ben")]));
        if found { Ok(()) } else { Err(format!("{:?}", notes(&peer))) }
    })
    .await;
    assert_eq!(notes(&peer).len(), 2, "once each: {:#?}", notes(&peer));
    assert_eq!(server.database.tables_with("わたしの話").await, Vec::<String>::new());
    assert_eq!(server.client().get("/api/v1/timelines/public").await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn a_reply_to_its_answer_is_not_kept_either() {
    let (server, peer) = (Server::start().await, Peer::start());
    peer.send("ann", &server.url("/inbox"), &note(&peer, &server, "ann", 1, "<p>Hello</p>"))
        .await
        .expect(202);
    let answer = peer.wait_for("Create").await.activity["object"]["id"].clone();
    let mut thanks = note(&peer, &server, "ann", 2, "<p>Thank you kindly.</p>");
    thanks["object"]["inReplyTo"] = answer;
    peer.send("ann", &server.url("/inbox"), &thanks).await.expect(202);
    peer.send("ben", &server.url("/inbox"), &note(&peer, &server, "ben", 1, "<p>Hello</p>"))
        .await
        .expect(202);
    eventually("Ben is answered", async || {
        if notes(&peer).len() == 2 { Ok(()) } else { Err(format!("{:?}", notes(&peer))) }
    })
    .await;
    assert_eq!(server.database.tables_with("Thank you kindly").await, Vec::<String>::new());
}

#[tokio::test]
async fn programs_get_no_answer() {
    let (server, peer) = (Server::start().await, Peer::start());
    let id = peer.person("robot");
    peer.publish(
        "/users/robot",
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": id, "type": "Service", "preferredUsername": "robot", "inbox": format!("{id}/inbox"),
            "publicKey": {
                "id": format!("{id}#main-key"), "owner": id,
                "publicKeyPem": crate::support::keys::Key::shared().public_pem(),
            },
        }),
    );
    peer.send("robot", &server.url("/inbox"), &note(&peer, &server, "robot", 1, "<p>Beep</p>"))
        .await
        .expect(202);
    peer.send("ann", &server.url("/inbox"), &note(&peer, &server, "ann", 1, "<p>Hello</p>"))
        .await
        .expect(202);
    peer.wait_for("Create").await;
    assert_eq!(notes(&peer).len(), 1);
    assert_eq!(notes(&peer)[0]["object"]["to"], json!([peer.person("ann")]));
}

#[tokio::test]
async fn others_know_it_as_a_service_with_nothing_published() {
    let server = Server::start().await;
    let client = server.client();
    let finger = format!("/.well-known/webfinger?resource=acct:guide@{}", server.domain);
    let found = client.get(&finger).await.expect(200).json();
    assert!(found["links"].to_string().contains(&server.url("/guide")), "{found}");
    let ask =
        |path: &str| client.request(reqwest::Method::GET, path).header("accept", "application/activity+json");
    let actor = client.send(ask("/guide")).await.expect(200).json();
    assert_eq!((&actor["type"], &actor["preferredUsername"]), (&json!("Service"), &json!("guide")));
    assert_eq!(actor["inbox"], server.url("/guide/inbox"));
    let outbox = client.send(ask("/guide/outbox")).await.expect(200).json();
    assert_eq!(outbox["totalItems"], 0);
}
