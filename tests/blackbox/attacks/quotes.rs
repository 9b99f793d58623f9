//! Quotes that nobody allowed, permissions that nobody gave, and questions about what is not there.

use serde_json::{Value, json};

use super::{Here, PUBLIC};
use crate::quotes::{answered, quoting, request};
use crate::support::{Peer, eventually};

impl Here {
    /// Waits until everything that was asked before is answered: a request that is always refused is.
    async fn nothing_more(&self, peer: &Peer, number: usize) -> Vec<Value> {
        let note = quoting(peer, "last", number, &self.post);
        let asked = request(peer, "last", number, &self.post, &note);
        self.ask(peer, "last", &asked).await;
        answered(peer, "Reject", &asked["id"]).await;
        let received = peer.received().into_iter().map(|received| received.activity);
        received.filter(|activity| activity["object"]["id"] != asked["id"]).collect()
    }
}

#[tokio::test]
async fn class_14_nobody_may_quote_by_default_and_a_permission_that_nobody_gave_is_none() {
    let (here, peer) = (Here::start().await, Peer::start());
    let note = here.note(&peer, "ann", 1, "<p>Look at this.</p>");
    let asked = request(&peer, "ann", 1, &here.post, &note);
    here.ask(&peer, "ann", &asked).await;
    let reject = answered(&peer, "Reject", &asked["id"]).await;
    assert_eq!(reject["actor"], json!(here.person));
    assert_eq!(reject["object"]["instrument"], note["id"]);
    assert!(reject["result"].is_null() && !reject.to_string().contains("Look at this"), "{reject}");
    // A permission that the author never gave, of the quoting server's own making.
    let stamp = json!({"id": peer.url("/stamps/1"), "type": "QuoteAuthorization", "attributedTo": here.person,
        "interactingObject": note["id"], "interactionTarget": here.post["uri"]});
    let accept = json!({"id": peer.url("/accepts/1"), "type": "Accept", "actor": peer.person("ann"),
        "object": asked, "result": stamp});
    here.ask(&peer, "ann", &accept).await;
    here.settle(&peer).await;
    assert_eq!(here.stored(note["id"].as_str().unwrap()).await, None, "a request is no post");
    let shown = here.wire(&here.post).await;
    assert_eq!(shown["interactionPolicy"]["canQuote"]["automaticApproval"], json!([here.person]));
    assert_eq!(shown["to"], json!([PUBLIC]));
    assert!(here.server.database.rows("SELECT id FROM permission").await.is_empty());
}

#[tokio::test]
async fn class_14_a_post_that_quotes_with_a_forged_permission_shows_no_quote() {
    let (here, peer, evil) = (Here::start().await, Peer::start(), Peer::start());
    let stamp = evil.url("/stamps/1");
    let mut note = here.note(&evil, "eve", 1, "<p>Look at this.</p>");
    for name in ["quote", "quoteUri", "quoteUrl", "_misskey_quote"] {
        note[name] = here.post["uri"].clone();
    }
    note["quoteAuthorization"] = json!(stamp);
    let forged = json!({"@context": "https://www.w3.org/ns/activitystreams", "id": stamp,
        "type": "QuoteAuthorization", "attributedTo": here.person, "interactingObject": note["id"],
        "interactionTarget": here.post["uri"]});
    evil.publish("/stamps/1", forged);
    assert_eq!(here.send(&evil, "eve", "Create", "/creates/1", note.clone()).await, 202);
    here.settle(&peer).await;
    let uri = note["id"].as_str().unwrap();
    assert_eq!(here.stored(uri).await.as_deref(), Some("<p>Look at this.</p>"));
    let seen = here.search(uri).await["statuses"][0].clone();
    assert!(seen["quote"].is_null() && seen["card"].is_null(), "{seen}");
    let quotes = format!("/api/v1/statuses/{}/quotes", here.post["id"].as_str().unwrap());
    assert_eq!(here.member.get(&quotes).await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn class_14_who_asks_with_what_is_another_s_gets_no_answer_and_no_text_is_believed() {
    let (here, peer, evil) = (Here::start().await, Peer::start(), Peer::start());
    let post = here.quotable("public").await;
    let true_note = quoting(&peer, "ann", 1, &post);
    let mut forged = true_note.clone();
    forged["content"] = json!("<p>Forged words.</p>");
    let mut own_id = forged.clone();
    own_id["id"] = json!(evil.url("/notes/1"));
    // Another's note, whole or by its id; and one of an own id that another is said to have written.
    for (number, instrument) in [(1, forged.clone()), (2, true_note["id"].clone()), (3, own_id)] {
        here.ask(&evil, "eve", &request(&evil, "eve", number, &post, &instrument)).await;
    }
    // Of the same server, but not who wrote it.
    here.ask(&peer, "bob", &request(&peer, "bob", 4, &post, &forged)).await;
    assert!(here.nothing_more(&evil, 9).await.is_empty(), "{:?}", evil.received());
    assert!(here.nothing_more(&peer, 9).await.is_empty(), "{:?}", peer.received());
    for uri in [&true_note["id"], &json!(evil.url("/notes/1"))] {
        assert_eq!(here.stored(uri.as_str().unwrap()).await, None);
    }
    // What does not say itself that it quotes the post, and what another wrote under this id, is refused.
    let mut silent = quoting(&peer, "ann", 5, &here.post);
    silent["content"] = json!("<p>Quotes something else.</p>");
    let asked = request(&peer, "ann", 5, &post, &silent);
    here.ask(&peer, "ann", &asked).await;
    answered(&peer, "Reject", &asked["id"]).await;
    let asked = request(&peer, "bob", 6, &post, &true_note["id"]);
    here.ask(&peer, "bob", &asked).await;
    answered(&peer, "Reject", &asked["id"]).await;
    assert!(here.server.database.rows("SELECT id FROM permission").await.is_empty());
}

#[tokio::test]
async fn class_14_what_was_taken_back_is_not_given_again_however_it_asks() {
    let (here, peer) = (Here::start().await, Peer::start());
    let post = here.quotable("public").await;
    let note = quoting(&peer, "ann", 1, &post);
    let asked = request(&peer, "ann", 1, &post, &note);
    here.ask(&peer, "ann", &asked).await;
    let stamp = answered(&peer, "Accept", &asked["id"]).await["result"].as_str().unwrap().to_owned();
    let id = post["id"].as_str().unwrap();
    let listed = here.member.get(&format!("/api/v1/statuses/{id}/quotes")).await.expect(200).json();
    let quote = listed[0]["id"].as_str().unwrap();
    here.member.post(&format!("/api/v1/statuses/{id}/quotes/{quote}/revoke")).await.expect(200);
    // The same request is known, and another one is refused.
    here.ask(&peer, "ann", &asked).await;
    let again = request(&peer, "ann", 2, &post, &note["id"]);
    here.ask(&peer, "ann", &again).await;
    answered(&peer, "Reject", &again["id"]).await;
    answered(&peer, "Accept", &asked["id"]).await;
    here.read(&stamp).await.expect(410);
}

#[tokio::test]
async fn class_14_a_permission_goes_with_its_post_and_two_who_ask_at_once_get_one() {
    let (here, peer) = (Here::start().await, Peer::start());
    let post = here.quotable("public").await;
    let note = quoting(&peer, "ann", 1, &post);
    let (one, two) = (request(&peer, "ann", 1, &post, &note), request(&peer, "ann", 2, &post, &note["id"]));
    tokio::join!(here.ask(&peer, "ann", &one), here.ask(&peer, "ann", &two));
    let stamp = answered(&peer, "Accept", &one["id"]).await["result"].as_str().unwrap().to_owned();
    assert_eq!(answered(&peer, "Accept", &two["id"]).await["result"], json!(stamp));
    here.read(&stamp).await.expect(200);
    here.member.delete(&format!("/api/v1/statuses/{}", post["id"].as_str().unwrap())).await.expect(200);
    here.read(&stamp).await.expect(410);
    // Who quotes has the post, so it hears that it is gone.
    eventually("the post is deleted at the peer", async || {
        let gone = peer.received().into_iter().any(|received| {
            received.activity["type"] == "Delete" && received.activity["object"]["id"] == post["uri"]
        });
        if gone { Ok(()) } else { Err(format!("{:?}", peer.received())) }
    })
    .await;
}

#[tokio::test]
async fn class_14_what_is_gone_or_not_for_the_asker_is_not_there_for_any_request() {
    let (here, peer) = (Here::start().await, Peer::start());
    let gone = here.quotable("public").await;
    here.member.delete(&format!("/api/v1/statuses/{}", gone["id"].as_str().unwrap())).await.expect(200);
    let body =
        json!({"status": "For followers.", "visibility": "private", "quote_approval_policy": "public"});
    let private = here.member.post_json("/api/v1/statuses", &body).await.expect(200).json();
    let never = json!({"uri": here.server.url("/stories/AAAAAAAAAAAAAAAAAAAAAA")});
    let open = here.quotable("public").await;
    // Known here, so that it can be blocked.
    here.settle(&peer).await;
    assert_eq!(here.send(&peer, "mallory", "Like", "/likes/mallory", here.post["uri"].clone()).await, 202);
    here.settle(&peer).await;
    let found = here.search(&peer.person("mallory")).await["accounts"][0]["id"].clone();
    here.member.post(&format!("/api/v1/accounts/{}/block", found.as_str().unwrap())).await.expect(200);
    peer.wait_for("Block").await;
    let before = peer.received().len();
    let mut number = 10;
    for kind in ["QuoteRequest", "LikeRequest", "ReplyRequest", "AnnounceRequest"] {
        for (name, post) in [("ann", &gone), ("ann", &private), ("ann", &never), ("mallory", &open)] {
            let mut asked = request(&peer, name, number, post, &quoting(&peer, name, number, post));
            asked["type"] = json!(kind);
            here.ask(&peer, name, &asked).await;
            number += 1;
        }
    }
    let answers = here.nothing_more(&peer, 99).await;
    assert_eq!(answers.len(), before, "{answers:#?}");
    assert!(here.server.database.rows("SELECT id FROM permission").await.is_empty());
}
