//! Who follows whom, in the books of two servers (FEP-8fcf).

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Value, json};

use crate::attacks::PUBLIC;
use crate::support::keys::Way;
use crate::support::{Client, Here, Peer, eventually};

fn digest_of(ids: &[&str]) -> String {
    let mut whole = [0_u8; 32];
    for id in ids {
        for (to, from) in whole.iter_mut().zip(digest(&SHA256, id.as_bytes()).as_ref()) {
            *to ^= from;
        }
    }
    whole.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn follows(here: &Here, peer: &Peer, name: &str) {
    let actor = peer.person(name);
    let follow =
        json!({"id": format!("{actor}/follow"), "type": "Follow", "actor": actor, "object": here.person});
    peer.send(name, &here.inbox(), &follow).await.expect(202);
    eventually("the follow is accepted", async || {
        let accepted = |item: &Value| item["type"] == "Accept" && item["object"]["actor"] == actor.as_str();
        if peer.received().iter().any(|item| accepted(&item.activity)) { Ok(()) } else { Err(actor.clone()) }
    })
    .await;
}

async fn say(member: &Client, visibility: &str) {
    let body = json!({"status": format!("This is {visibility}."), "visibility": visibility});
    member.post_json("/api/v1/statuses", &body).await.expect(200);
}

#[tokio::test]
async fn what_is_for_followers_tells_each_server_who_of_it_follows_and_no_other() {
    let (here, peer, other, stranger) = (Here::start().await, Peer::start(), Peer::start(), Peer::start());
    for name in ["zoe", "max"] {
        follows(&here, &peer, name).await;
    }
    follows(&here, &other, "ann").await;
    for visibility in ["public", "private"] {
        say(&here.member, visibility).await;
    }
    let url = format!("{}/followers_synchronization", here.person);
    let (zoe, max, ann) = (peer.person("zoe"), peer.person("max"), other.person("ann"));
    for (peer, name, ids) in
        [(&peer, "zoe", vec![max.as_str(), zoe.as_str()]), (&other, "ann", vec![ann.as_str()])]
    {
        let said = eventually("both posts are there", async || {
            let said: Vec<_> =
                peer.received().into_iter().filter(|item| item.activity["type"] == "Create").collect();
            if said.len() == 2 { Ok(said) } else { Err(format!("{}", said.len())) }
        })
        .await;
        let header = format!(
            "collectionId=\"{}/followers\", url=\"{url}\", digest=\"{}\"",
            here.person,
            digest_of(&ids)
        );
        for item in said {
            let is_private = !item.activity["to"].to_string().contains(PUBLIC);
            assert_eq!(item.synchronization, if is_private { header.as_str() } else { "" });
            assert!(item.signed_by.is_ok(), "{item:?}");
        }
        for way in [Way::Cavage, Way::Message] {
            let list = peer.fetch(way, name, &url).await.expect(200).json();
            assert_eq!((&list["id"], &list["type"]), (&json!(url), &json!("OrderedCollection")));
            assert_eq!(list["orderedItems"], json!(ids));
        }
    }
    assert_eq!(stranger.fetch(Way::Cavage, "eve", &url).await.expect(200).json()["orderedItems"], json!([]));
    here.server.client().get(url.split_once(&here.server.domain).unwrap().1).await.expect(401);
}

/// Members here who follow people of a peer, by the books of both.
struct Following {
    here: Here,
    peer: Peer,
    other: Client,
    /// The other member's wire id.
    other_person: String,
}

impl Following {
    async fn start() -> Self {
        let (here, peer) = (Here::start().await, Peer::start());
        let other = here.server.member("mild_river_48");
        let rows = here.server.database.rows("SELECT uri FROM account WHERE handle = 'mild_river_48'").await;
        let other_person = rows[0]["uri"].as_str().unwrap().to_owned();
        Self { here, peer, other, other_person }
    }

    /// Both members follow somebody of the peer, who lets them in.
    async fn both_follow(&self, name: &str) {
        let before = self.peer.received().len();
        for member in [&self.here.member, &self.other] {
            let address = format!("@{name}@{}", self.peer.domain);
            let found =
                member.get(&format!("/api/v2/search?resolve=true&q={address}")).await.expect(200).json();
            let id = found["accounts"][0]["id"].as_str().unwrap().to_owned();
            member.post(&format!("/api/v1/accounts/{id}/follow")).await.expect(200);
        }
        let follows = eventually("both ask", async || {
            let follows: Vec<Value> = self.peer.received()[before..]
                .iter()
                .filter(|item| item.activity["type"] == "Follow")
                .map(|item| item.activity["id"].clone())
                .collect();
            if follows.len() == 2 { Ok(follows) } else { Err(format!("{follows:?}")) }
        })
        .await;
        for (number, follow) in follows.iter().enumerate() {
            let actor = self.peer.person(name);
            let accept = json!({"id": format!("{actor}/accepts/{number}"), "type": "Accept", "actor": actor, "object": follow});
            self.peer.send(name, &self.here.inbox(), &accept).await.expect(202);
        }
        self.are_followers(name, &[&self.here.person, &self.other_person]).await;
    }

    /// Waits until these follow somebody of the peer, by our books.
    async fn are_followers(&self, name: &str, expected: &[&str]) {
        let rows = format!(
            "SELECT follower.uri FROM follow JOIN account follower ON follower.id = follower_id
             JOIN account target ON target.id = target_id WHERE accepted AND target.uri = '{}' ORDER BY follow.id",
            self.peer.person(name)
        );
        eventually(&format!("{expected:?} follow {name}"), async || {
            let rows = self.here.server.database.rows(&rows).await;
            let seen: Vec<&str> = rows.iter().map(|row| row["uri"].as_str().unwrap()).collect();
            if seen == expected { Ok(()) } else { Err(format!("{seen:?}")) }
        })
        .await;
    }

    /// Somebody says something to followers, and with it who they are.
    async fn say(&self, name: &str, number: usize, collection: &str, url: &str, ids: &[&str]) {
        let actor = self.peer.person(name);
        let note = json!({"id": self.peer.url(&format!("/notes/{name}/{number}")), "type": "Note", "attributedTo": actor,
            "to": [format!("{actor}/followers")], "content": "<p>Quiet.</p>", "published": "2026-11-20T09:00:00Z"});
        let create = json!({"id": format!("{}/activity", note["id"].as_str().unwrap()), "type": "Create", "actor": actor,
            "to": note["to"], "object": note});
        let value = format!("collectionId=\"{collection}\", digest=\"{}\", url=\"{url}\"", digest_of(ids));
        let header = ("collection-synchronization", value.as_str());
        for _ in 0..2 {
            self.peer.send_with(header, name, &self.here.inbox(), &create).await.expect(202);
        }
        self.here.settle(&self.peer).await;
    }

    /// Publishes a list on two pages.
    fn list(&self, path: &str, ids: &[&str]) -> String {
        let url = self.peer.url(path);
        let page = json!({"id": format!("{url}/2"), "type": "OrderedCollectionPage", "orderedItems": ids});
        self.peer.publish(&format!("{path}/2"), page);
        let first = json!({"type": "OrderedCollectionPage", "orderedItems": [], "next": format!("{url}/2")});
        self.peer.publish(path, json!({"id": url, "type": "OrderedCollection", "first": first}));
        url
    }

    fn followers(&self, name: &str) -> String {
        format!("{}/followers", self.peer.person(name))
    }
}

#[tokio::test]
async fn a_follow_that_the_other_server_does_not_know_of_ends_here() {
    let both = Following::start().await;
    both.both_follow("zoe").await;
    let member = both.here.person.as_str();
    // Somebody stands there who does not follow by our books: nobody begins to follow for that.
    let third = both.here.server.url("/people/unknown");
    let ids = [member, third.as_str()];
    let url = both.list("/lists/zoe", &ids);
    let before = both.peer.received().len();
    both.say("zoe", 1, &both.followers("zoe"), &url, &ids).await;
    both.are_followers("zoe", &[member]).await;
    let told: Vec<_> = both.peer.received().split_off(before);
    assert!(told.iter().all(|item| item.activity["type"] != "Undo"), "it knows: {told:?}");
    assert_eq!(both.peer.asked("/lists/zoe"), 1);
}

#[tokio::test]
async fn nothing_ends_where_the_books_agree_or_the_list_is_not_what_was_told() {
    let both = Following::start().await;
    let (member, other) = (both.here.person.clone(), both.other_person.clone());
    let elsewhere = Peer::start();
    for name in ["ann", "bob", "max", "kim", "lou"] {
        both.both_follow(name).await;
    }
    // Both agree: nobody is asked.
    let url = both.list("/lists/ann", &[&member]);
    both.say("ann", 1, &both.followers("ann"), &url, &[&other, &member]).await;
    assert_eq!(both.peer.asked("/lists/ann"), 0);
    // Somebody else's followers; a list on another server.
    let url = both.list("/lists/bob", &[&member]);
    both.say("bob", 1, &both.followers("zoe"), &url, &[&member]).await;
    both.say("max", 1, &both.followers("max"), &elsewhere.url("/lists/max"), &[&member]).await;
    assert_eq!((both.peer.asked("/lists/bob"), elsewhere.asked("/lists/max")), (0, 0));
    // The list changed since, or goes on elsewhere.
    let url = both.list("/lists/kim", &[]);
    both.say("kim", 1, &both.followers("kim"), &url, &[&member]).await;
    let away = json!({"id": both.peer.url("/lists/lou"), "type": "Collection", "items": [member], "next": elsewhere.url("/lists/2")});
    both.peer.publish("/lists/lou", away);
    both.say("lou", 1, &both.followers("lou"), &both.peer.url("/lists/lou"), &[&member]).await;
    eventually("both lists were read", async || {
        let asked = [both.peer.asked("/lists/kim"), both.peer.asked("/lists/lou")];
        if asked == [1, 1] { Ok(()) } else { Err(format!("{asked:?}")) }
    })
    .await;
    eventually("nothing waits", async || {
        let jobs =
            both.here.server.database.rows("SELECT id FROM job WHERE payload LIKE '%synchronize%'").await;
        if jobs.is_empty() { Ok(()) } else { Err(format!("{jobs:?}")) }
    })
    .await;
    for name in ["ann", "bob", "max", "kim", "lou"] {
        both.are_followers(name, &[&member, &other]).await;
    }
    assert_eq!(elsewhere.asked("/lists/2"), 0);
}
