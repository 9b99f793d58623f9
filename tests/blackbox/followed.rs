//! What those learn who follow a member from elsewhere: polls with their votes, and what is pinned.

use serde_json::{Value, json};

use crate::support::{Client, Peer, Server, eventually};

/// A member here whom a person of a peer follows.
struct Asking {
    server: Server,
    member: Client,
    peer: Peer,
}

impl Asking {
    async fn start() -> Self {
        let (server, peer) = (Server::start().await, Peer::start());
        let member = server.member("quiet_fern_12");
        let finger = format!("/.well-known/webfinger?resource=acct:quiet_fern_12@{}", server.domain);
        let finger = member.get(&finger).await.expect(200).json();
        let links = finger["links"].as_array().unwrap();
        let person =
            links.iter().find(|link| link["rel"] == "self").unwrap()["href"].as_str().unwrap().to_owned();
        let follow = json!({"id": peer.url("/follows/1"), "type": "Follow", "actor": peer.person("zoe"), "object": person});
        peer.send("zoe", &server.url("/inbox"), &follow).await.expect(202);
        peer.wait_for("Accept").await;
        Self { server, member, peer }
    }

    async fn ask(&self) -> Value {
        let poll = json!({"options": ["Eye drops", "Time"], "expires_in": 3600});
        let body = json!({"status": "Which of these helped you?", "visibility": "public", "poll": poll});
        self.member.post_json("/api/v1/statuses", &body).await.expect(200).json()
    }

    /// Somebody of the peer votes; the same vote is sent twice, as happens.
    async fn vote(&self, name: &str, uri: &str, chosen: &str) {
        let (person, id) =
            (self.peer.person(name), self.peer.url(&format!("/votes/{name}/{chosen}").replace(' ', "-")));
        let vote = json!({"@context": "https://www.w3.org/ns/activitystreams", "id": format!("{id}/activity"),
            "type": "Create", "actor": person, "to": uri, "object": {"id": id, "type": "Note", "name": chosen,
            "attributedTo": person, "inReplyTo": uri, "to": uri}});
        for _ in 0..2 {
            self.peer.send(name, &self.server.url("/inbox"), &vote).await.expect(202);
        }
    }

    async fn featured(&self, activity: &Value) -> Value {
        let address = activity["target"].as_str().unwrap();
        let path = address.split_once(&self.server.domain).unwrap().1;
        self.server.client().get(path).await.expect(200).json()["orderedItems"].clone()
    }

    async fn counts(&self, asked: &Value, expected: [i64; 2]) {
        let path = format!("/api/v1/polls/{}", asked["id"].as_str().unwrap());
        eventually(&format!("the counts are {expected:?}"), async || {
            let poll = self.member.get(&path).await.json();
            let seen = [0, 1].map(|at| poll["options"][at]["votes_count"].as_i64().unwrap_or(-1));
            if seen == expected { Ok(()) } else { Err(poll.to_string()) }
        })
        .await;
    }
}

#[tokio::test]
async fn a_poll_travels_as_a_question_and_votes_from_elsewhere_count_once_and_are_no_posts() {
    let mut asking = Asking::start().await;
    let asked = asking.ask().await;
    let question = asking.peer.wait_for("Create").await.activity["object"].clone();
    assert_eq!(question["type"], "Question");
    assert_eq!(
        question["oneOf"][1],
        json!({"type": "Note", "name": "Time", "replies": {"type": "Collection", "totalItems": 0}})
    );
    assert_eq!((&question["votersCount"], question.get("closed")), (&json!(0), None));
    assert!(question["endTime"].as_str().unwrap().ends_with(":00Z"));

    let uri = asked["uri"].as_str().unwrap();
    asking.vote("zoe", uri, "Time").await;
    asking.counts(&asked, [0, 1]).await;
    asking.vote("zoe", uri, "Eye drops").await;
    asking.vote("ann", uri, "Nothing at all").await;
    asking.vote("bob", uri, "Time").await;
    asking.counts(&asked, [0, 2]).await;
    let path = format!("/api/v1/statuses/{}", asked["id"].as_str().unwrap());
    let context = asking.member.get(&format!("{path}/context")).await.expect(200).json();
    assert_eq!(context["descendants"], json!([]));
    assert_eq!(asking.member.get(&path).await.expect(200).json()["replies_count"], 0);
    let notices = asking.member.get("/api/v1/notifications?exclude_types[]=follow").await.expect(200).json();
    assert_eq!(notices, json!([]), "a vote is no mention");

    // What is told later, as if its time had come.
    asking.server.stop();
    let due = "UPDATE job SET run_at = 0 WHERE payload LIKE '%tell-counts%' RETURNING id";
    assert_eq!(asking.server.database.rows(due).await.len(), 1);
    asking.server.start_again().await;
    let update = asking.peer.wait_for("Update").await.activity;
    let object = &update["object"];
    assert_eq!(
        (&object["type"], &object["oneOf"][1]["replies"]["totalItems"]),
        (&json!("Question"), &json!(2))
    );
    assert_eq!((&object["votersCount"], object.get("updated")), (&json!(2), None));
}

#[tokio::test]
async fn a_question_from_elsewhere_is_shown_as_a_poll_and_can_be_voted_in() {
    let asking = Asking::start().await;
    let (peer, member) = (&asking.peer, &asking.member);
    let found =
        member.get(&format!("/api/v2/search?resolve=true&q=@zoe@{}", peer.domain)).await.expect(200).json();
    let zoe = found["accounts"][0]["id"].as_str().unwrap().to_owned();
    member.post(&format!("/api/v1/accounts/{zoe}/follow")).await.expect(200);
    let follow = peer.wait_for("Follow").await.activity;
    let accept = json!({"id": peer.url("/accepts/1"), "type": "Accept", "actor": peer.person("zoe"), "object": follow["id"]});
    peer.send("zoe", &asking.server.url("/inbox"), &accept).await.expect(202);

    let id = peer.url("/questions/1");
    let option = |name: &str, count: i64| json!({"type": "Note", "name": name, "replies": {"type": "Collection", "totalItems": count}});
    let question = |votes: [i64; 2]| {
        json!({"id": id, "type": "Question", "attributedTo": peer.person("zoe"),
            "to": "https://www.w3.org/ns/activitystreams#Public", "cc": [], "content": "<p>Which one?</p>",
            "published": "2026-11-20T09:00:00Z", "endTime": "2036-11-20T09:00:00Z", "votersCount": votes[0] + votes[1],
            "anyOf": [option("This & that", votes[0]), option("Neither", votes[1])]})
    };
    let send = async |kind: &str, number: u8, votes: [i64; 2]| {
        let activity = json!({"id": format!("{id}#{number}"), "type": kind, "actor": peer.person("zoe"), "object": question(votes)});
        peer.send("zoe", &asking.server.url("/inbox"), &activity).await.expect(202);
    };
    send("Create", 1, [3, 4]).await;
    let seen = eventually("the question is here", async || {
        let home = member.get("/api/v1/timelines/home").await.json();
        let seen = home.as_array().into_iter().flatten().find(|post| post["uri"] == id.as_str()).cloned();
        seen.ok_or_else(|| home.to_string())
    })
    .await;
    assert_eq!((&seen["poll"]["multiple"], &seen["poll"]["voters_count"]), (&json!(true), &json!(7)));
    assert_eq!(seen["poll"]["options"][0], json!({"title": "This & that", "votes_count": 3}));

    let path = format!("/api/v1/polls/{}/votes", seen["poll"]["id"].as_str().unwrap());
    let voted = member.post_json(&path, &json!({"choices": [0]})).await.expect(200).json();
    assert_eq!((&voted["own_votes"], &voted["options"][0]["votes_count"]), (&json!([0]), &json!(4)));
    let vote = peer.wait_for("Create").await.activity;
    assert_eq!(vote["object"]["name"], "This & that");
    assert_eq!((vote["object"].get("content"), &vote["object"]["inReplyTo"]), (None, &json!(id)));
    assert_eq!(vote["to"], json!([peer.person("zoe")]));
    send("Update", 2, [5, 9]).await;
    asking.counts(&seen, [5, 9]).await;
    let mine =
        member.get(&format!("/api/v1/statuses/{}", seen["id"].as_str().unwrap())).await.expect(200).json();
    assert_eq!((&mine["poll"]["own_votes"], &mine["edited_at"]), (&json!([0]), &json!(null)));
}

#[tokio::test]
async fn what_is_pinned_stands_in_the_featured_collection_and_followers_elsewhere_are_told() {
    let asking = Asking::start().await;
    let post = json!({"status": "Read this first.", "visibility": "public"});
    let post = asking.member.post_json("/api/v1/statuses", &post).await.expect(200).json();
    let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
    asking.member.post(&format!("{path}/pin")).await.expect(200);
    let added = asking.peer.wait_for("Add").await.activity;
    assert_eq!(added["object"], post["uri"]);
    assert_eq!(asking.featured(&added).await, json!([post["uri"]]));
    asking.member.post(&format!("{path}/unpin")).await.expect(200);
    let removed = asking.peer.wait_for("Remove").await.activity;
    assert_eq!((&removed["object"], &removed["target"]), (&post["uri"], &added["target"]));
    assert_eq!(asking.featured(&removed).await, json!([]));
    // For followers only: not for a collection that everybody reads.
    let private = json!({"status": "For followers.", "visibility": "private"});
    let private = asking.member.post_json("/api/v1/statuses", &private).await.expect(200).json();
    asking
        .member
        .post(&format!("/api/v1/statuses/{}/pin", private["id"].as_str().unwrap()))
        .await
        .expect(200);
    assert_eq!(asking.featured(&removed).await, json!([]));
}
