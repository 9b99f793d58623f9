//! Somebody elsewhere moves, and takes those along who follow from here.

use serde_json::json;

use super::support::keys::Key;
use super::support::{Peer, Server, eventually};

#[tokio::test]
async fn followers_here_go_along_with_somebody_who_moves_and_whose_new_account_says_so() {
    let server = Server::start().await;
    let (reader, inbox) = (server.member("quiet_fern_12"), server.url("/inbox"));
    let (old, new) = (Peer::start(), Peer::start());
    let (ann, moved) = (old.person("ann"), new.person("ann"));
    let found = reader.get(&format!("/api/v2/search?resolve=true&q=@ann@{}", old.domain)).await.json();
    let id = found["accounts"][0]["id"].as_str().unwrap();
    reader.post(&format!("/api/v1/accounts/{id}/follow")).await.expect(200);
    let follow = old.wait_for("Follow").await.activity;
    let accept = json!({"id": old.url("/accept"), "type": "Accept", "actor": ann, "object": follow});
    old.send("ann", &inbox, &accept).await.expect(202);
    let moving = |number: u32, target: &str| json!({"id": old.url(&format!("/moves/{number}")), "type": "Move", "actor": ann, "object": ann, "target": target});
    // To somebody who knows nothing of it, by somebody else, and to somebody here.
    old.send("ann", &inbox, &moving(1, &new.person("stranger"))).await.expect(202);
    old.send("mallory", &inbox, &moving(2, &old.person("mallory"))).await.expect(202);
    let rows = server.database.rows("SELECT uri FROM account WHERE handle = 'quiet_fern_12'").await;
    old.send("ann", &inbox, &moving(3, rows[0]["uri"].as_str().unwrap())).await.expect(202);
    let mut shown = new.shown("ann", Key::shared());
    shown["alsoKnownAs"] = json!([ann]);
    new.publish("/users/ann", shown);
    for _ in 0..2 {
        old.send("ann", &inbox, &moving(4, &moved)).await.expect(202);
    }
    let followed = new.wait_for("Follow").await.activity;
    assert_eq!(followed["object"], moved);
    let undone = old.wait_for("Undo").await.activity;
    assert_eq!(undone["object"]["object"], ann);
    let follows = eventually("one follow", async || {
        let sql = "SELECT account.uri FROM follow JOIN account ON account.id = follow.target_id";
        let rows = server.database.rows(sql).await;
        if rows.len() == 1 { Ok(rows) } else { Err(format!("{rows:?}")) }
    })
    .await;
    assert_eq!(follows[0]["uri"], moved);
    assert_eq!(new.received().iter().filter(|item| item.activity["type"] == "Follow").count(), 1);
}
