//! What is for followers, asked for by others.

use serde_json::{Value, json};

use super::Here;
use crate::support::client::Answer;
use crate::support::keys::{Key, Way};
use crate::support::{Client, Peer, eventually};

/// Somebody of the peer follows the member, or asks to.
async fn ask_to_follow(here: &Here, peer: &Peer, name: &str) -> Value {
    let actor = peer.person(name);
    let follow =
        json!({"id": format!("{actor}/follow"), "type": "Follow", "actor": actor, "object": here.person});
    for _ in 0..2 {
        peer.send(name, &here.inbox(), &follow).await.expect(202);
    }
    follow
}

async fn say(member: &Client, visibility: &str) -> String {
    let body = json!({"status": "Only for some: a corncrake.", "visibility": visibility});
    let said = member.post_json("/api/v1/statuses", &body).await.expect(200).json();
    said["uri"].as_str().unwrap().to_owned()
}

/// Everything of an answer that could tell one from the other.
fn seen(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let told = |name: &str| !["date", "x-request-id"].contains(&name);
    let headers = answer.headers.iter().filter(|(name, _)| told(name.as_str()));
    let mut headers: Vec<_> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    headers.sort();
    (answer.status, headers, answer.body.clone())
}

#[tokio::test]
async fn class_13_what_is_for_followers_is_not_there_for_anybody_else() {
    let (here, friend, stranger) = (Here::start().await, Peer::start(), Peer::start());
    let follow = ask_to_follow(&here, &friend, "zoe").await;
    friend.wait_for("Accept").await;
    let (quiet, direct) = (say(&here.member, "private").await, say(&here.member, "direct").await);
    let nothing = here.server.url("/stories/AAAAAAAAAAAAAAAAAAAAAA");
    for path in ["", "/activity"] {
        // Nobody says who they are; a stranger; somebody with a wrong key who claims to be of the follower's server.
        let absent = format!("{nothing}{path}");
        for there in [format!("{quiet}{path}"), format!("{direct}{path}")] {
            let unsigned = async |address: &str| {
                let path = address.split_once(&here.server.domain).unwrap().1;
                let request = here.server.client().request(reqwest::Method::GET, path);
                here.server.client().send(request.header("accept", "application/activity+json")).await
            };
            assert_eq!(seen(&unsigned(&there).await), seen(&unsigned(&absent).await), "{there}");
            for way in [Way::Cavage, Way::Message] {
                let (found, expected) =
                    (stranger.fetch(way, "eve", &there).await, stranger.fetch(way, "eve", &absent).await);
                assert_eq!(found.status, 404);
                assert_eq!(seen(&found), seen(&expected), "{there}");
                let liar = Key::fresh();
                let found = friend.fetch_signed(way, &liar, "zoe", &there).await;
                let expected = friend.fetch_signed(way, &liar, "zoe", &absent).await;
                assert_eq!(found.status, 404);
                assert_eq!(seen(&found), seen(&expected), "{there}");
            }
        }
        let answer = friend.fetch(Way::Cavage, "reader", &format!("{quiet}{path}")).await.expect(200);
        assert!(answer.body.contains("corncrake"), "a server with a follower reads it");
        assert!(answer.header("vary").contains("Signature"), "{:?}", answer.headers);
        assert_eq!(answer.header("cache-control"), "private, max-age=60");
        friend.fetch(Way::Cavage, "zoe", &format!("{direct}{path}")).await.expect(404);
    }
    for collection in ["replies", "likes", "shares"] {
        friend.fetch(Way::Cavage, "zoe", &format!("{quiet}/{collection}")).await.expect(404);
    }
    // Not even by what we ask elsewhere: a key is looked at for what is not there, too.
    let newcomer = Peer::start();
    newcomer.fetch(Way::Cavage, "max", &nothing).await.expect(404);
    assert_eq!(newcomer.asked("/users/max"), 1);

    let undo = json!({"id": format!("{}/undo", friend.person("zoe")), "type": "Undo", "actor": friend.person("zoe"), "object": follow});
    friend.send("zoe", &here.inbox(), &undo).await.expect(202);
    eventually("who follows no longer reads no longer", async || {
        let answer = friend.fetch(Way::Cavage, "zoe", &quiet).await;
        if answer.status == 404 { Ok(()) } else { Err(answer.body) }
    })
    .await;
}

#[tokio::test]
async fn class_13_a_follow_that_was_not_accepted_opens_nothing() {
    let (here, waiting) = (Here::start().await, Peer::start());
    let lock = here.member.request(reqwest::Method::PATCH, "/api/v1/accounts/update_credentials");
    here.member.send(lock.json(&json!({"locked": true}))).await.expect(200);
    ask_to_follow(&here, &waiting, "max").await;
    eventually("the request is there", async || {
        let requests = here.member.get("/api/v1/follow_requests").await.expect(200).json();
        if requests.as_array().is_some_and(|all| all.len() == 1) { Ok(()) } else { Err(requests.to_string()) }
    })
    .await;
    let quiet = say(&here.member, "private").await;
    waiting.fetch(Way::Cavage, "max", &quiet).await.expect(404);
    here.settle(&waiting).await;
    let rows = "SELECT delivery.activity FROM delivery JOIN delivery_to ON delivery_id = delivery.id";
    let rows = here.server.database.rows(rows).await;
    assert!(rows.iter().all(|row| !row["activity"].as_str().unwrap().contains("create")), "{rows:?}");

    let requests = here.member.get("/api/v1/follow_requests").await.expect(200).json();
    let path = format!("/api/v1/follow_requests/{}/authorize", requests[0]["id"].as_str().unwrap());
    here.member.post(&path).await.expect(200);
    waiting.fetch(Way::Cavage, "max", &quiet).await.expect(200);
}
