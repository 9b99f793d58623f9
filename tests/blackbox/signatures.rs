//! Who vouches for what: both ways of signing, both kinds of keys, keys that change, and proofs.

use serde_json::{Value, json};

use super::support::keys::{self, Key, Way};
use super::support::{Here, Peer, eventually};

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

impl Here {
    async fn likes(&self, number: u64) {
        eventually(&format!("{number} favourites"), async || {
            let path = format!("/api/v1/statuses/{}", self.post["id"].as_str().unwrap());
            let post = self.member.get(&path).await.json();
            if post["favourites_count"] == number {
                Ok(())
            } else {
                Err(post["favourites_count"].to_string())
            }
        })
        .await;
    }

    /// A person of the peer follows the member; the peer has the Accept then.
    async fn followed_by(&self, peer: &Peer, name: &str) {
        let actor = peer.person(name);
        let follow =
            json!({"id": format!("{actor}/follow"), "type": "Follow", "actor": actor, "object": self.person});
        peer.send(name, &self.server.url("/inbox"), &follow).await.expect(202);
        peer.wait_for("Accept").await;
    }

    async fn change_profile(&self, note: &str) {
        let path = "/api/v1/accounts/update_credentials";
        let request = self.member.request(reqwest::Method::PATCH, path).json(&json!({"note": note}));
        self.member.send(request).await.expect(200);
    }

    /// The member as other servers see it.
    async fn actor(&self) -> Value {
        let client = self.server.client();
        let path = self.person.split_once(&self.server.domain).unwrap().1;
        let request =
            client.request(reqwest::Method::GET, path).header("accept", "application/activity+json");
        client.send(request).await.expect(200).json()
    }
}

/// Waits for so many activities of a kind.
async fn arrived(peer: &Peer, kind: &str, count: usize) -> Vec<super::support::peer::Received> {
    eventually(&format!("{count} {kind} at {}", peer.domain), async || {
        let found: Vec<_> =
            peer.received().into_iter().filter(|item| item.activity["type"] == kind).collect();
        if found.len() >= count { Ok(found) } else { Err(format!("{} of {}", found.len(), peer.attempts())) }
    })
    .await
}

#[tokio::test]
async fn what_is_signed_in_either_way_with_either_kind_of_key_is_taken() {
    let (here, peer) = (Here::start().await, Peer::start());
    let inbox = here.server.url("/inbox");
    let short = Key::fresh_ed25519();
    let id = |name: &str, key: &str| format!("{}{key}", peer.person(name));
    let mut shown = peer.shown("edda", Key::shared());
    shown["assertionMethod"] = json!([short.multikey(&id("edda", "#ed25519-key"), &peer.person("edda"))]);
    peer.publish("/users/edda", shown);
    // As GoToSocial: the key has a path of its own, which answers with a stub of its owner.
    let mut shown = peer.shown("gota", Key::shared());
    shown["publicKey"]["id"] = json!(id("gota", "/main-key"));
    let stub = json!({"id": id("gota", "/main-key"), "publicKey": shown["publicKey"]});
    peer.publish("/users/gota", shown);
    peer.publish("/users/gota/main-key", stub);
    let table = [
        ("ann", Way::Cavage, Key::shared(), "#main-key"),
        ("bob", Way::Message, Key::shared(), "#main-key"),
        ("edda", Way::Message, &short, "#ed25519-key"),
        ("gota", Way::Cavage, Key::shared(), "/main-key"),
    ];
    for (number, (name, way, key, key_id)) in table.into_iter().enumerate() {
        let like = here.like(&peer, name, number);
        for _ in 0..2 {
            peer.send_in(way, key, &id(name, key_id), &inbox, &like).await.expect(202);
        }
        here.likes(u64::try_from(number).unwrap() + 1).await;
    }
    // One person's further key is not another's.
    let like = here.like(&peer, "ann", 9);
    peer.send_in(Way::Message, &short, &id("edda", "#ed25519-key"), &inbox, &like).await.expect(202);
    let stranger = Key::fresh_ed25519();
    peer.send_in(Way::Message, &stranger, &id("edda", "#ed25519-key"), &inbox, &here.like(&peer, "edda", 8))
        .await
        .expect(401);
    here.likes(4).await;
}

#[tokio::test]
async fn a_key_that_was_replaced_is_read_anew_and_a_wrong_one_does_not_make_us_ask_again_and_again() {
    let (here, peer) = (Here::start().await, Peer::start());
    let (inbox, key_id) = (here.server.url("/inbox"), format!("{}#main-key", peer.person("ann")));
    peer.send("ann", &inbox, &here.like(&peer, "ann", 1)).await.expect(202);
    here.likes(1).await;
    let renewed = Key::fresh();
    peer.publish("/users/ann", peer.shown("ann", &renewed));
    let undo = json!({"id": format!("{}/undo", peer.person("ann")), "type": "Undo", "actor": peer.person("ann"),
        "object": here.like(&peer, "ann", 1)});
    peer.send_in(Way::Cavage, &renewed, &key_id, &inbox, &undo).await.expect(202);
    here.likes(0).await;
    let asked = peer.asked("/users/ann");
    for number in 2..8 {
        peer.send_signed(&Key::fresh_ed25519(), &key_id, &inbox, &here.like(&peer, "ann", number))
            .await
            .expect(401);
    }
    assert_eq!(peer.asked("/users/ann"), asked + 1);
    // Whoever has the right key is not held up by that.
    peer.send_in(Way::Message, &renewed, &key_id, &inbox, &here.like(&peer, "ann", 9)).await.expect(202);
    here.likes(1).await;
    // And a key that is not there is asked for once.
    let nobody = peer.url("/users/ann/nothing#key");
    for number in 10..13 {
        peer.send_signed(&renewed, &nobody, &inbox, &here.like(&peer, "ann", number)).await.expect(401);
    }
    assert_eq!(peer.asked("/users/ann/nothing"), 1);
}

#[tokio::test]
async fn a_peer_that_takes_one_way_of_signing_only_is_found_out_once() {
    for (way, implements) in
        [(Way::Message, None), (Way::Cavage, Some("https://datatracker.ietf.org/doc/html/rfc9421"))]
    {
        let (here, peer) = (Here::start().await, Peer::start());
        if let Some(implements) = implements {
            let mut shown = peer.shown("ann", Key::shared());
            shown["generator"] = json!({"type": "Application", "implements": [{"href": implements}]});
            peer.publish("/users/ann", shown);
        }
        peer.understand_only(way);
        here.followed_by(&peer, "ann").await;
        assert_eq!(peer.attempts(), 2, "{way:?}");
        for number in 1..4 {
            here.change_profile(&format!("Change {number}.")).await;
        }
        let updates = arrived(&peer, "Update", 3).await;
        assert_eq!(peer.attempts(), 5, "{way:?}");
        for update in updates {
            assert_eq!((update.way, update.signed_by), (way, Ok(format!("{}#main-key", here.person))));
        }
    }
}

#[tokio::test]
async fn a_peer_is_spoken_to_as_it_says_or_speaks_itself() {
    let here = Here::start().await;
    let (says, speaks) = (Peer::start(), Peer::start());
    let mut shown = says.shown("ann", Key::shared());
    let ed25519 = "https://datatracker.ietf.org/doc/html/rfc9421#name-eddsa-using-curve-edwards25";
    shown["generator"] = json!({"type": "Application", "implements": [{"href": ed25519, "name": "Ed25519"}]});
    says.publish("/users/ann", shown);
    here.followed_by(&says, "ann").await;
    let accept = says.wait_for("Accept").await;
    assert_eq!((accept.way, accept.signed_by), (Way::Message, Ok(format!("{}#ed25519-key", here.person))));

    let bob = speaks.person("bob");
    let follow =
        json!({"id": format!("{bob}/follow"), "type": "Follow", "actor": bob, "object": here.person});
    let inbox = here.server.url("/inbox");
    speaks
        .send_in(Way::Message, Key::shared(), &format!("{bob}#main-key"), &inbox, &follow)
        .await
        .expect(202);
    speaks.wait_for("Accept").await;
    here.change_profile("Changed.").await;
    let update = speaks.wait_for("Update").await;
    assert_eq!((update.way, update.signed_by), (Way::Message, Ok(format!("{}#main-key", here.person))));
}

#[tokio::test]
async fn keys_are_replaced_and_the_old_ones_shown_for_a_while() {
    let (here, peer) = (Here::start().await, Peer::start());
    here.followed_by(&peer, "ann").await;
    let before = here.actor().await;
    assert_eq!(before["assertionMethod"].as_array().unwrap().len(), 1);
    here.server.cli(&["keys", "rotate", "--member", "quiet_fern_12"]).expect_success();
    let update = peer.wait_for("Update").await;
    let new_id = update.activity["object"]["publicKey"]["id"].as_str().unwrap();
    assert_ne!(new_id, before["publicKey"]["id"]);
    assert_eq!(update.signed_by, Ok(new_id.to_owned()));
    let after = eventually("the new keys are shown", async || {
        let actor = here.actor().await;
        if actor["publicKey"]["id"] == new_id { Ok(actor) } else { Err(actor["publicKey"].to_string()) }
    })
    .await;
    let shown: Vec<&Value> =
        after["assertionMethod"].as_array().unwrap().iter().map(|key| &key["id"]).collect();
    assert_eq!(shown.len(), 3);
    assert!(
        shown.contains(&&before["publicKey"]["id"]) && shown.contains(&&before["assertionMethod"][0]["id"])
    );
    let proving = update.activity["proof"]["verificationMethod"].as_str().unwrap();
    let key = after["assertionMethod"].as_array().unwrap().iter().find(|key| key["id"] == proving).unwrap();
    assert!(keys::is_proved(&update.activity, key) && key["id"] != before["assertionMethod"][0]["id"]);
    let rows =
        here.server.database.rows("SELECT private_key FROM signing_key WHERE retired_at IS NOT NULL").await;
    assert_eq!(rows, [json!({"private_key": null}), json!({"private_key": null})]);
    // The server's own accounts too, with which it asks others.
    let rotated = here.server.cli(&["keys", "rotate"]).expect_success();
    assert_eq!(rotated.lines().count(), 3, "{rotated}");
    here.server.cli(&["doctor"]).expect_success();
    let other = Peer::start();
    other.send("bob", &here.server.url("/inbox"), &here.like(&other, "bob", 1)).await.expect(202);
    here.likes(1).await;
}

#[tokio::test]
async fn what_takes_back_carries_a_proof_and_what_somebody_wrote_does_not() {
    let (here, peer) = (Here::start().await, Peer::start());
    here.followed_by(&peer, "ann").await;
    let post = json!({"status": "Not for long.", "language": "en"});
    let post = here.member.post_json("/api/v1/statuses", &post).await.expect(200).json();
    let create = peer.wait_for("Create").await;
    assert!(create.activity.get("proof").is_none() && create.activity["object"].get("proof").is_none());
    here.member.delete(&format!("/api/v1/statuses/{}", post["id"].as_str().unwrap())).await.expect(200);
    let delete = peer.wait_for("Delete").await.activity;
    let actor = here.actor().await;
    assert_eq!(delete["proof"]["verificationMethod"], actor["assertionMethod"][0]["id"]);
    assert!(keys::is_proved(&delete, &actor["assertionMethod"][0]), "{delete}");
    let mut changed = delete.clone();
    changed["object"]["id"] = json!("https://other.example/1");
    assert!(!keys::is_proved(&changed, &actor["assertionMethod"][0]));
}

#[tokio::test]
async fn what_another_server_passes_on_is_believed_with_a_proof_of_its_actor_only() {
    let here = Here::start().await;
    let (author, relay) = (Peer::start(), Peer::start());
    let inbox = here.server.url("/inbox");
    let (ann, key) = (author.person("ann"), Key::fresh_ed25519());
    let key_id = format!("{ann}#ed25519-key");
    let mut shown = author.shown("ann", Key::shared());
    shown["assertionMethod"] = json!([key.multikey(&key_id, &ann)]);
    author.publish("/users/ann", shown);
    let note = author.url("/notes/1");
    let create = json!({"id": format!("{note}/create"), "type": "Create", "actor": ann, "to": [PUBLIC], "object": {
        "id": note, "type": "Note", "attributedTo": ann, "to": [PUBLIC], "cc": [here.person],
        "content": "<p>Soon gone.</p>", "tag": [{"type": "Mention", "href": here.person}],
    }});
    author.send("ann", &inbox, &create).await.expect(202);
    let is_there = async || {
        let rows = here.server.database.rows(&format!("SELECT id FROM post WHERE uri = '{note}'")).await;
        !rows.is_empty()
    };
    eventually("the note is there", async || if is_there().await { Ok(()) } else { Err("no".to_owned()) })
        .await;
    let delete = |number: u32| {
        json!({"id": format!("{note}/delete/{number}"), "type": "Delete", "actor": ann, "to": [PUBLIC],
            "object": {"id": note, "type": "Tombstone"}})
    };
    let relays = Key::fresh_ed25519();
    let relayed_id = format!("{}#ed25519-key", relay.person("relay"));
    let mut tampered = key.prove(&key_id, &delete(3));
    tampered["object"]["id"] = json!(format!("{note}/other"));
    for (what, activity) in [
        ("none", delete(1)),
        ("of another key with the right id", relays.prove(&key_id, &delete(2))),
        ("of the relay", relays.prove(&relayed_id, &delete(4))),
        ("of something else", tampered),
    ] {
        let answer = relay.send("relay", &inbox, &activity).await;
        assert_eq!(answer.status, 202, "{what}");
    }
    // Taken in order: when this one is applied, so are those before.
    relay.send("relay", &inbox, &here.like(&relay, "relay", 1)).await.expect(202);
    here.likes(1).await;
    assert!(is_there().await);
    relay.send("relay", &inbox, &key.prove(&key_id, &delete(5))).await.expect(202);
    eventually(
        "the note is gone",
        async || if is_there().await { Err("still there".to_owned()) } else { Ok(()) },
    )
    .await;
}
