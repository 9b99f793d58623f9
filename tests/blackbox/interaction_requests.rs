//! Requests to like, answer and pass on, as GoToSocial makes them where it is not sure; and what somebody does who may not.

use serde_json::{Value, json};

use crate::quotes::{PUBLIC, answered};
use crate::support::{Here, Peer};

/// A request with the thing itself in it.
fn request(peer: &Peer, name: &str, kind: &str, object: &Value, instrument: &Value) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://gotosocial.org/ns"],
        "id": peer.url(&format!("/requests/{kind}/{name}")), "type": format!("{kind}Request"),
        "actor": peer.person(name), "to": [peer.person("whoever")], "object": object, "instrument": instrument,
    })
}

fn like(peer: &Peer, name: &str, object: &Value) -> Value {
    let id = peer.url(&format!("/likes/{name}"));
    json!({"id": id, "type": "Like", "actor": peer.person(name), "attributedTo": peer.person(name), "object": object})
}

fn announce(peer: &Peer, name: &str, object: &Value) -> Value {
    let id = peer.url(&format!("/boosts/{name}"));
    json!({"id": id, "type": "Announce", "actor": peer.person(name), "to": [PUBLIC], "object": object})
}

fn reply(peer: &Peer, name: &str, object: &Value) -> Value {
    let id = peer.url(&format!("/replies/{name}"));
    json!({"id": id, "type": "Note", "attributedTo": peer.person(name), "inReplyTo": object, "to": [PUBLIC],
        "cc": [], "content": "<p>I hear it as well.</p>", "published": "2026-11-20T09:00:00Z"})
}

impl Here {
    async fn counts(&self, post: &Value) -> [i64; 3] {
        let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
        let post = self.member.get(&path).await.expect(200).json();
        ["favourites_count", "replies_count", "reblogs_count"].map(|name| post[name].as_i64().unwrap())
    }
}

#[tokio::test]
async fn who_asks_to_like_answer_or_pass_on_what_they_may_read_is_let_and_it_is_done_once() {
    let (here, peer) = (Here::start().await, Peer::start());
    let uri = &here.post["uri"];
    for (kind, instrument) in [
        ("Like", like(&peer, "ann", uri)),
        ("Reply", reply(&peer, "ann", uri)),
        ("Announce", announce(&peer, "ann", uri)),
    ] {
        let asked = request(&peer, "ann", kind, uri, &instrument);
        here.ask(&peer, "ann", &asked).await;
        let accept = answered(&peer, "Accept", &asked["id"]).await;
        let told_again = json!({"id": asked["id"], "type": format!("{kind}Request"), "actor": peer.person("ann"),
            "object": uri, "instrument": instrument["id"]});
        assert_eq!(accept["object"], told_again);
        let stamp = accept["result"].as_str().unwrap();
        let read = here.read(stamp).await.expect(200).json();
        let expected = json!({"id": stamp, "type": format!("{kind}Authorization"), "attributedTo": here.person,
            "interactingObject": instrument["id"], "interactionTarget": uri});
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(&read[name], value, "{read}");
        }
    }
    assert_eq!(here.counts(&here.post).await, [1, 1, 1]);
    // Then it comes with the permission in it, as if it had not been here: nothing changes.
    let mut note = reply(&peer, "ann", uri);
    note["replyAuthorization"] = json!("https://elsewhere.example/stamps/1");
    let create =
        json!({"id": peer.url("/creates/1"), "type": "Create", "actor": peer.person("ann"), "object": note});
    for activity in [create, like(&peer, "ann", uri), announce(&peer, "ann", uri)] {
        here.ask(&peer, "ann", &activity).await;
    }
    here.settle(&peer).await;
    // The like by which we know that all has arrived counts too.
    assert_eq!(here.counts(&here.post).await, [2, 1, 1]);
}

#[tokio::test]
async fn what_is_for_followers_is_liked_and_answered_by_them_and_passed_on_by_nobody() {
    let (here, peer) = (Here::start().await, Peer::start());
    here.let_follow(&peer, "ann").await;
    let body = json!({"status": "For followers.", "visibility": "private"});
    let post = here.member.post_json("/api/v1/statuses", &body).await.expect(200).json();
    let told = peer.wait_for("Create").await.activity;
    let policy = &told["object"]["interactionPolicy"];
    for (name, who) in
        [("canLike", PUBLIC), ("canReply", PUBLIC), ("canAnnounce", &here.person), ("canQuote", &here.person)]
    {
        assert_eq!(policy[name], json!({"automaticApproval": [who], "manualApproval": []}), "{name}");
    }
    let uri = &post["uri"];
    let asked = request(&peer, "ann", "Announce", uri, &announce(&peer, "ann", uri));
    here.ask(&peer, "ann", &asked).await;
    answered(&peer, "Reject", &asked["id"]).await;
    let asked = request(&peer, "ann", "Like", uri, &like(&peer, "ann", uri));
    here.ask(&peer, "ann", &asked).await;
    let accept = answered(&peer, "Accept", &asked["id"]).await;
    // What a stranger may not know of, a permission does not tell.
    here.read(accept["result"].as_str().unwrap()).await.expect(404);
    // Who does not ask first gets no further: a stranger, and a follower who passes it on.
    here.ask(&peer, "bob", &like(&peer, "bob", uri)).await;
    here.ask(&peer, "bob", &announce(&peer, "bob", uri)).await;
    here.ask(&peer, "ann", &announce(&peer, "ann", uri)).await;
    here.settle(&peer).await;
    assert_eq!(here.counts(&post).await, [1, 0, 0]);
}

#[tokio::test]
async fn whom_the_author_blocked_reacts_to_nothing() {
    let (here, peer) = (Here::start().await, Peer::start());
    here.let_follow(&peer, "mallory").await;
    let found = here.search(&peer.person("mallory")).await["accounts"][0]["id"].clone();
    here.member.post(&format!("/api/v1/accounts/{}/block", found.as_str().unwrap())).await.expect(200);
    let uri = &here.post["uri"];
    here.ask(&peer, "mallory", &like(&peer, "mallory", uri)).await;
    here.ask(&peer, "mallory", &announce(&peer, "mallory", uri)).await;
    here.settle(&peer).await;
    assert_eq!(here.counts(&here.post).await, [1, 0, 0]);
    let notices = here.member.get("/api/v1/notifications").await.expect(200).body;
    assert!(!notices.contains("mallory\""), "{notices}");
}

#[tokio::test]
async fn a_request_that_holds_something_else_than_it_says_is_refused() {
    let (here, peer) = (Here::start().await, Peer::start());
    let (uri, other) = (&here.post["uri"], here.quotable("nobody").await["uri"].clone());
    for (number, (kind, instrument)) in [
        ("Like", like(&peer, "ann", &other)),
        ("Like", announce(&peer, "ann", uri)),
        ("Reply", reply(&peer, "ann", &other)),
        ("Announce", like(&peer, "ann", uri)),
    ]
    .into_iter()
    .enumerate()
    {
        let mut asked = request(&peer, "ann", kind, uri, &instrument);
        asked["id"] = json!(peer.url(&format!("/requests/{number}")));
        here.ask(&peer, "ann", &asked).await;
        answered(&peer, "Reject", &asked["id"]).await;
    }
    assert_eq!(here.counts(&here.post).await, [0, 0, 0]);
}
