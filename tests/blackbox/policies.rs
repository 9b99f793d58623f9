//! What the authors of posts elsewhere let people here do with them, and what people here are told.

use serde_json::{Value, json};

use crate::quotes::PUBLIC;
use crate::support::client::Answer;
use crate::support::{Client, Here, Peer, eventually};

impl Here {
    /// A post of the peer's author that says this about who may do what.
    async fn restricted(&self, peer: &Peer, number: usize, policy: Value, mentioned: &[&str]) -> String {
        let id = peer.url(&format!("/notes/{number}"));
        let tags: Vec<Value> = mentioned
            .iter()
            .map(|person| json!({"type": "Mention", "href": person, "name": "@somebody"}))
            .collect();
        let note = json!({"id": id, "type": "Note", "attributedTo": peer.person("ann"), "to": [PUBLIC], "cc": [],
            "content": format!("<p>Number {number}.</p>"), "published": "2026-11-20T09:00:00Z", "tag": tags,
            "interactionPolicy": policy});
        peer.publish(&format!("/notes/{number}"), note);
        self.search(&id).await["statuses"][0]["id"].as_str().unwrap().to_owned()
    }
}

/// Likes, passes on and answers a post, in this order.
async fn try_all(member: &Client, id: &str) -> [Answer; 3] {
    let path = format!("/api/v1/statuses/{id}");
    let reply = json!({"status": "I hear it too.", "in_reply_to_id": id});
    [
        member.post(&format!("{path}/favourite")).await,
        member.post(&format!("{path}/reblog")).await,
        member.post_json("/api/v1/statuses", &reply).await,
    ]
}

fn statuses(answers: &[Answer; 3]) -> [u16; 3] {
    [answers[0].status, answers[1].status, answers[2].status]
}

#[tokio::test]
async fn what_an_author_elsewhere_lets_nobody_do_is_refused_with_a_sentence_and_never_sent() {
    let (here, peer) = (Here::start().await, Peer::start());
    let own = json!({"automaticApproval": [peer.person("ann")], "manualApproval": []});
    let closed = json!({"canLike": own, "canReply": own, "canAnnounce": own});
    let id = here.restricted(&peer, 1, closed.clone(), &[]).await;
    let answers = try_all(&here.member, &id).await;
    assert_eq!(statuses(&answers), [422; 3]);
    for answer in &answers {
        let error = answer.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains("author of this post"), "{error}");
    }
    let path = format!("/api/v1/statuses/{id}/favourite");
    let request = here.member.request(reqwest::Method::POST, &path).header("accept-language", "ja");
    let error = here.member.send(request).await.expect(422).json()["error"].clone();
    assert!(error.as_str().unwrap().contains("書いた方が認めた人"), "{error}");
    // It can still be kept for oneself, and whom it speaks to can answer.
    here.member.post(&format!("/api/v1/statuses/{id}/bookmark")).await.expect(200);
    let to_me = here.restricted(&peer, 2, closed, &[&here.person]).await;
    assert_eq!(statuses(&try_all(&here.member, &to_me).await), [422, 422, 200]);
    let told = peer.wait_for("Create").await.activity;
    assert_eq!(told["object"]["inReplyTo"], json!(peer.url("/notes/2")));
    assert!(peer.received().iter().all(|received| received.activity["type"] == "Create"));
}

#[tokio::test]
async fn whom_an_author_elsewhere_lets_reacts_as_everywhere_also_where_the_author_looks_first() {
    let (here, peer) = (Here::start().await, Peer::start());
    let followers = format!("{}/followers", peer.person("ann"));
    let all = |rule: Value| json!({"canLike": rule, "canReply": rule, "canAnnounce": rule});
    for (number, policy) in [
        json!(null),
        json!({}),
        json!({"canLike": {"automaticApproval": [PUBLIC]}}),
        all(json!({"automaticApproval": [peer.person("ann")], "manualApproval": [PUBLIC]})),
        all(json!({"always": PUBLIC, "approvalRequired": []})),
        all(json!({"automaticApproval": [here.person]})),
    ]
    .into_iter()
    .enumerate()
    {
        let id = here.restricted(&peer, number, policy.clone(), &[]).await;
        assert_eq!(statuses(&try_all(&here.member, &id).await), [200; 3], "{policy}");
    }
    // A list of followers is for those who follow.
    let id = here.restricted(&peer, 90, all(json!({"automaticApproval": [followers]})), &[]).await;
    assert_eq!(statuses(&try_all(&here.member, &id).await), [422; 3]);
    let ann = here.search(&peer.person("ann")).await["accounts"][0]["id"].as_str().unwrap().to_owned();
    here.member.post(&format!("/api/v1/accounts/{ann}/follow")).await.expect(200);
    let follow = peer.wait_for("Follow").await.activity;
    let accept = json!({"id": peer.url("/accepts/1"), "type": "Accept", "actor": peer.person("ann"), "object": follow});
    here.ask(&peer, "ann", &accept).await;
    eventually("the follow is accepted", async || {
        let answers = try_all(&here.member, &id).await;
        if statuses(&answers) == [200; 3] { Ok(()) } else { Err(format!("{answers:?}")) }
    })
    .await;
}

#[tokio::test]
async fn an_update_changes_what_is_allowed_and_what_is_rejected_afterwards_is_taken_back() {
    let (here, peer, evil) = (Here::start().await, Peer::start(), Peer::start());
    let looks_first = json!({"automaticApproval": [], "manualApproval": [PUBLIC]});
    let id =
        here.restricted(&peer, 1, json!({"canLike": looks_first, "canAnnounce": looks_first}), &[]).await;
    let path = format!("/api/v1/statuses/{id}");
    here.member.post(&format!("{path}/favourite")).await.expect(200);
    here.member.post(&format!("{path}/reblog")).await.expect(200);
    let (like, boost) = (peer.wait_for("Like").await.activity, peer.wait_for("Announce").await.activity);
    let reject = |peer: &Peer, name: &str, number: usize, object: &Value| {
        json!({"id": peer.url(&format!("/rejects/{name}/{number}")), "type": "Reject",
            "actor": peer.person(name), "object": object["id"]})
    };
    // Only by whom it is about.
    for (who, name) in [(&evil, "eve"), (&peer, "bob")] {
        for (number, object) in [&like, &boost].into_iter().enumerate() {
            here.ask(who, name, &reject(who, name, number, object)).await;
        }
    }
    here.settle(&peer).await;
    let marked = here.member.get(&path).await.expect(200).json();
    assert_eq!((&marked["favourited"], &marked["reblogged"]), (&json!(true), &json!(true)));
    for (number, object) in [&like, &boost].into_iter().enumerate() {
        here.ask(&peer, "ann", &reject(&peer, "ann", number, object)).await;
    }
    eventually("both are taken back", async || {
        let now = here.member.get(&path).await.expect(200).json();
        if (&now["favourited"], &now["reblogged"]) == (&json!(false), &json!(false)) {
            Ok(())
        } else {
            Err(now.to_string())
        }
    })
    .await;
    let own = json!({"automaticApproval": [peer.person("ann")]});
    let note = json!({"id": peer.url("/notes/1"), "type": "Note", "attributedTo": peer.person("ann"), "to": [PUBLIC],
        "cc": [], "content": "<p>Number 1.</p>", "published": "2026-11-20T09:00:00Z",
        "updated": "2026-11-20T10:00:00Z", "interactionPolicy": {"canLike": own}});
    let update = json!({"id": peer.url("/updates/1"), "type": "Update", "actor": peer.person("ann"), "to": [PUBLIC],
        "object": note});
    here.ask(&peer, "ann", &update).await;
    here.settle(&peer).await;
    here.member.post(&format!("{path}/favourite")).await.expect(422);
    here.member.post(&format!("{path}/reblog")).await.expect(200);
}
