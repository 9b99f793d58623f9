//! What is said about somebody else's objects, and objects that are not what they seem.

use serde_json::json;

use super::{Here, is_nothing};
use crate::support::{Peer, eventually};

#[tokio::test]
async fn class_4_nobody_speaks_for_the_objects_of_others() {
    let here = Here::start().await;
    let (peer, evil) = (Peer::start(), Peer::start());
    let note = here.note(&peer, "ann", 1, "<p>The true words.</p>");
    let uri = note["id"].as_str().unwrap();
    assert_eq!(here.send(&peer, "ann", "Create", "/creates/1", note.clone()).await, 202);
    assert_eq!(here.send(&peer, "bob", "Like", "/likes/bob", here.post["uri"].clone()).await, 202);
    here.settle(&peer).await;
    let mut forged = note.clone();
    forged["content"] = json!("<p>Forged.</p>");
    forged["updated"] = json!("2026-11-21T09:00:00Z");
    let mut as_eve = forged.clone();
    as_eve["attributedTo"] = json!(evil.person("eve"));
    let mut unseen = forged.clone();
    unseen["id"] = json!(peer.url("/notes/2"));
    let bobs_like = json!({"id": peer.url("/likes/bob"), "type": "Like", "actor": peer.person("bob"), "object": here.post["uri"]});
    let tombstone = json!({"id": uri, "type": "Tombstone"});
    for (number, (kind, object)) in [
        ("Create", forged.clone()),
        ("Create", unseen.clone()),
        ("Create", as_eve.clone()),
        ("Update", forged.clone()),
        ("Update", as_eve),
        (
            "Update",
            json!({"id": peer.person("ann"), "type": "Person", "name": "Forged", "preferredUsername": "ann"}),
        ),
        ("Delete", tombstone.clone()),
        ("Delete", json!(peer.person("ann"))),
        ("Undo", bobs_like.clone()),
        ("Undo", json!(peer.url("/likes/bob"))),
        ("Announce", unseen.clone()),
        (
            "Announce",
            json!({"id": peer.url("/c"), "type": "Create", "actor": peer.person("ann"), "object": unseen}),
        ),
        ("Accept", json!({"type": "Follow", "actor": here.person, "object": peer.person("ann")})),
    ]
    .into_iter()
    .enumerate()
    {
        let status = here.send(&evil, "eve", kind, &format!("/deeds/{number}"), object).await;
        assert_eq!(status, 202, "{kind}");
    }
    // And one of the same host for another.
    for (number, (kind, object)) in
        [("Update", forged.clone()), ("Delete", tombstone), ("Undo", bobs_like)].into_iter().enumerate()
    {
        let status = here.send(&peer, "mallory", kind, &format!("/deeds/{number}"), object).await;
        assert_eq!(status, 202, "{kind}");
    }
    here.settle(&peer).await;
    assert_eq!(here.stored(uri).await.as_deref(), Some("<p>The true words.</p>"));
    assert_eq!(here.stored(&peer.url("/notes/2")).await, None);
    // Bob's, and one of each time that we waited.
    assert_eq!(here.favourites().await, 3);

    // Somebody whom our member follows passes on a post, with other words: it is read where it lives.
    let found = here.search(&format!("@eve@{}", evil.domain)).await;
    let id = found["accounts"][0]["id"].as_str().unwrap();
    here.member.post(&format!("/api/v1/accounts/{id}/follow")).await.expect(200);
    let follow = evil.wait_for("Follow").await.activity;
    assert_eq!(here.send(&evil, "eve", "Accept", "/accept", follow).await, 202);
    let truth = here.note(&peer, "ann", 3, "<p>As it was written.</p>");
    peer.publish("/notes/3", truth.clone());
    let mut told = truth.clone();
    told["content"] = json!("<p>Forged.</p>");
    here.settle(&peer).await;
    assert_eq!(here.send(&evil, "eve", "Announce", "/boosts/3", told).await, 202);
    let stored = eventually("the boosted post", async || {
        here.stored(&peer.url("/notes/3")).await.ok_or_else(|| "not there".to_owned())
    })
    .await;
    assert_eq!(stored, "<p>As it was written.</p>");
}

#[tokio::test]
async fn class_5_a_file_that_somebody_uploaded_is_no_object() {
    let (here, peer) = (Here::start().await, Peer::start());
    let note = here.note(&peer, "ann", 1, "<p>Words.</p>");
    let uri = note["id"].as_str().unwrap();
    for kind in [
        "application/json",
        "text/plain",
        "text/html",
        "image/png",
        "application/ld+json",
        "application/ld+json; profile=\"https://evil.example/ns\"",
        "application/activity+jsonp",
        "",
    ] {
        peer.answer("/notes/1", kind, &note.to_string());
        assert!(is_nothing(&here.search(uri).await), "{kind}");
    }
    for (what, id) in
        [("another host", "http://evil.example/notes/1"), ("none", ""), ("another", "/notes/other")]
    {
        let mut other = note.clone();
        other["id"] = if id.starts_with('/') { json!(peer.url(id)) } else { json!(id) };
        peer.answer("/notes/1", "application/activity+json", &other.to_string());
        assert!(is_nothing(&here.search(uri).await), "{what}");
    }
    let kind = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
    peer.answer("/notes/1", kind, &note.to_string());
    assert_eq!(here.search(uri).await["statuses"][0]["uri"], uri);
    // And what is served here says what it is.
    let answer = here.server.client().get("/assets/avatar.png").await.expect(200);
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn class_10_documents_that_only_some_readers_would_understand_are_read_by_none_of_ours() {
    let (here, peer) = (Here::start().await, Peer::start());
    let (ann, eve, note) =
        (peer.person("ann"), peer.person("eve"), here.note(&peer, "ann", 1, "<p>Words.</p>"));
    let text =
        |words: &str| words.replace("ANN", &ann).replace("EVE", &eve).replace("NOTE", &note.to_string());
    for body in [
        r#"{"@id": "ANN/1", "@type": "Create", "as:actor": "ANN", "as:object": NOTE}"#,
        r#"{"id": "ANN/1", "@type": "Create", "actor": "ANN", "object": NOTE}"#,
        r#"{"@graph": [{"id": "ANN/1", "type": "Create", "actor": "ANN", "object": NOTE}]}"#,
        r#"[{"id": "ANN/1", "type": "Create", "actor": "ANN", "object": NOTE}]"#,
        r#"{"id": "ANN/1", "type": "Create", "actor": "EVE", "object": NOTE, "actor": "ANN"}"#,
        r#"{"id": "ANN/1", "type": "Create", "actor": "ANN", "object": {"id": "ANN/x"}, "object": NOTE}"#,
        r#"{"id": "ANN/1", "type": "Create", "actor": "ANN", "object": NOTE, "\u0074ype": "Delete"}"#,
    ] {
        peer.send_bytes("ann", &here.inbox(), text(body).into_bytes()).await.expect(400);
    }
    for body in [
        r#"{"id": "ANN/2", "type": "as:Create", "actor": "ANN", "object": NOTE}"#,
        r#"{"id": "ANN/3", "type": "https://www.w3.org/ns/activitystreams#Create", "actor": "ANN", "object": NOTE}"#,
        r#"{"id": "ANN/4", "type": "Create", "actor": "ANN", "@included": [NOTE], "object": {"@id": "ANN/x", "@type": "Note"}}"#,
        r#"{"id": "ANN/5", "type": "Create", "actor": "ANN", "@reverse": {"object": NOTE}, "as:object": NOTE}"#,
        r#"{"@context": "http://evil.example/context", "id": "ANN/6", "type": "Levitate", "actor": "ANN", "object": NOTE}"#,
    ] {
        peer.send_bytes("ann", &here.inbox(), text(body).into_bytes()).await.expect(202);
    }
    here.settle(&peer).await;
    assert_eq!(here.stored(note["id"].as_str().unwrap()).await, None);
}
