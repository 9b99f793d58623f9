//! Servers that only show themselves to those who say who they are.

use serde_json::{Value, json};

use crate::between_servers::follow;
use crate::support::client::Answer;
use crate::support::keys::{Key, Way};
use crate::support::{Peer, Server, eventually};

const SETTING: &str = "ANAMNESIS_FEDERATION_AUTHORIZED_FETCH";

async fn as_activity(server: &Server, address: &str) -> Answer {
    let path = address.split_once(&server.domain).map_or(address, |(_, path)| path);
    let request = server.client().request(reqwest::Method::GET, path);
    server.client().send(request.header("accept", "application/activity+json")).await
}

fn members(document: &Value) -> Vec<&String> {
    let mut names: Vec<&String> = document.as_object().unwrap().keys().collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn where_the_operator_wants_it_nothing_is_shown_without_a_signature_but_keys_and_pages() {
    let server = Server::at("a").env(SETTING, "true").start().await;
    let member = server.member("quiet_fern_12");
    let (peer, blocked) = (Peer::start(), Peer::start());
    let body = json!({"status": "Who else hears a ringing?", "language": "en"});
    let said = member.post_json("/api/v1/statuses", &body).await.expect(200).json();
    member.post(&format!("/api/v1/statuses/{}/reblog", said["id"].as_str().unwrap())).await.expect(200);
    let rows = server.database.rows("SELECT uri FROM account WHERE handle = 'quiet_fern_12'").await;
    let person = rows[0]["uri"].as_str().unwrap().to_owned();
    let boost = server.database.rows("SELECT uri FROM post WHERE kind = 'boost'").await;
    let boost = boost[0]["uri"].as_str().unwrap().to_owned();
    let uri = said["uri"].as_str().unwrap().to_owned();
    server.cli(&["peer", "block", &blocked.domain]).expect_success();

    let mut guarded = vec![uri.clone(), boost, server.url("/feed/outbox")];
    guarded.extend(["activity", "replies", "likes", "shares"].map(|name| format!("{uri}/{name}")));
    guarded.extend(
        ["outbox", "outbox?page=true", "followers", "following", "featured"]
            .map(|name| format!("{person}/{name}")),
    );
    for address in &guarded {
        let answer = as_activity(&server, address).await.expect(401);
        assert_eq!(answer.body, "", "{address}");
        assert_eq!(answer.header("vary"), "Accept, Signature", "{address}");
        peer.fetch_signed(Way::Cavage, &Key::fresh(), "liar", address).await.expect(401);
        for way in [Way::Cavage, Way::Message] {
            peer.fetch(way, "reader", address).await.expect(200);
            blocked.fetch(way, "reader", address).await.expect(403);
        }
    }
    // Whoever gets something signed must be able to check it, or two such servers would wait for each other for ever.
    for actor in [person.clone(), server.url("/feed"), server.url("/guide"), server.url("/told")] {
        let stub = as_activity(&server, &actor).await.expect(200).json();
        assert_eq!(
            members(&stub),
            ["@context", "assertionMethod", "id", "inbox", "preferredUsername", "publicKey", "type"]
        );
        let whole = peer.fetch(Way::Cavage, "reader", &actor).await.expect(200).json();
        assert!(whole["outbox"].is_string(), "{whole}");
        for name in ["publicKey", "assertionMethod", "inbox", "type"] {
            assert_eq!(whole[name], stub[name], "{name}");
        }
    }
    let application = as_activity(&server, "/actor").await.expect(200).json();
    assert!(application["outbox"].is_string(), "{application}");
    let finger = format!("/.well-known/webfinger?resource=acct:quiet_fern_12@{}", server.domain);
    for address in [finger.as_str(), "/.well-known/nodeinfo", "/nodeinfo/2.1"] {
        server.client().get(address).await.expect(200);
    }
    // People read as before.
    let page = said["url"].as_str().unwrap().split_once(&server.domain).unwrap().1;
    server.client().get(page).await.expect(200);
    let shown = server.client().get(uri.split_once(&server.domain).unwrap().1).await.expect(302);
    assert_eq!(shown.header("location"), said["url"]);
    // There is no story here, and that is told only to who may ask.
    as_activity(&server, "/stories/AAAAAAAAAAAAAAAAAAAAAA").await.expect(401);
    peer.fetch(Way::Cavage, "reader", &server.url("/stories/AAAAAAAAAAAAAAAAAAAAAA")).await.expect(404);
}

#[tokio::test]
async fn two_servers_that_both_want_signatures_understand_each_other() {
    let reading = Server::at("a").env(SETTING, "true").start().await;
    let telling = Server::at("b").env(SETTING, "true").start().await;
    let (reader, author) = (reading.member("quiet_fern_12"), telling.member("shizuka_kaze_58"));
    follow(&reader, &format!("shizuka_kaze_58@{}", telling.domain)).await;
    let arrives = async |text: &str, visibility: &str| {
        let body = json!({"status": text, "visibility": visibility});
        let said = author.post_json("/api/v1/statuses", &body).await.expect(200).json();
        eventually("it arrives", async || {
            let home = reader.get("/api/v1/timelines/home").await.json();
            let found = home.as_array().into_iter().flatten().find(|status| status["uri"] == said["uri"]);
            found.map(|found| found["account"]["acct"].clone()).ok_or_else(|| home.to_string())
        })
        .await
    };
    assert_eq!(arrives("Said to all.", "public").await, format!("shizuka_kaze_58@{}", telling.domain));
    arrives("Said to followers.", "private").await;
    // And what nobody was sent can be looked up.
    let earlier = telling.member("mild_river_48");
    let said =
        earlier.post_json("/api/v1/statuses", &json!({"status": "Said before."})).await.expect(200).json();
    let found = reader
        .get(&format!("/api/v2/search?resolve=true&q={}", said["uri"].as_str().unwrap()))
        .await
        .expect(200)
        .json();
    assert_eq!(found["statuses"][0]["uri"], said["uri"]);
}
