//! Conversations over several servers: what is told of ours, and what is read of others'.

use serde_json::{Value, json};

use crate::attacks::PUBLIC;
use crate::support::{Client, Here, Peer, eventually};

async fn document(here: &Here, address: &str) -> Value {
    let path = address.split_once(&here.server.domain).unwrap().1;
    let request = here.server.client().request(reqwest::Method::GET, path);
    here.server.client().send(request.header("accept", "application/activity+json")).await.expect(200).json()
}

async fn say(member: &Client, text: &str, visibility: &str, in_reply_to: &Value) -> Value {
    let body = json!({"status": text, "visibility": visibility, "in_reply_to_id": in_reply_to["id"]});
    member.post_json("/api/v1/statuses", &body).await.expect(200).json()
}

/// A note of the peer with this number, in reply to something or not. All were written long ago.
pub fn note(peer: &Peer, number: usize, in_reply_to: Option<&str>) -> Value {
    let name = "ann";
    let mut note = json!({
        "id": peer.url(&format!("/notes/{number}")), "type": "Note", "attributedTo": peer.person(name),
        "to": [PUBLIC], "cc": [], "content": format!("<p>Number {number}.</p>"),
        "published": format!("2026-11-20T09:{:02}:00Z", number % 60),
    });
    if let Some(parent) = in_reply_to {
        note["inReplyTo"] = json!(parent);
    }
    note
}

pub fn publish(peer: &Peer, note: &Value) {
    let path = note["id"].as_str().unwrap().split_once(&peer.domain).unwrap().1.to_owned();
    peer.publish(&path, note.clone());
}

/// The member looks up a post of the peer, and gets its number here.
pub async fn look_up(here: &Here, note: &Value) -> String {
    let found = here.search(note["id"].as_str().unwrap()).await;
    found["statuses"][0]["id"].as_str().unwrap_or_else(|| panic!("{found}")).to_owned()
}

/// The wire ids above and below a post, as the member sees them.
pub async fn around(here: &Here, id: &str) -> (Vec<String>, Vec<String>) {
    let seen = here.member.get(&format!("/api/v1/statuses/{id}/context")).await.expect(200).json();
    let uris = |name: &str| -> Vec<String> {
        seen[name].as_array().unwrap().iter().map(|post| post["uri"].as_str().unwrap().to_owned()).collect()
    };
    (uris("ancestors"), uris("descendants"))
}

async fn becomes(here: &Here, id: &str, above: &[&Value], below: &[&Value]) {
    let uris = |posts: &[&Value]| -> Vec<String> {
        posts.iter().map(|post| post["id"].as_str().unwrap().to_owned()).collect()
    };
    let expected = (uris(above), uris(below));
    eventually("the thread is whole", async || {
        let seen = around(here, id).await;
        if seen == expected { Ok(()) } else { Err(format!("{seen:?} instead of {expected:?}")) }
    })
    .await;
}

#[tokio::test]
async fn a_thread_that_begins_here_is_a_collection_of_its_public_posts() {
    let (here, peer) = (Here::start().await, Peer::start());
    let other = here.server.member("mild_river_48");
    let root = here.post["uri"].as_str().unwrap().to_owned();
    let answer = say(&here.member, "I do.", "public", &here.post).await;
    let quiet = say(&here.member, "For followers.", "private", &here.post).await;
    let below = say(&other, "Me too.", "unlisted", &answer).await;
    let from_elsewhere = here.note(&peer, "ann", 1, "<p>And I.</p>");
    let mut from_elsewhere = from_elsewhere;
    from_elsewhere["inReplyTo"] = json!(root);
    for _ in 0..2 {
        assert_eq!(here.send(&peer, "ann", "Create", "/creates/1", from_elsewhere.clone()).await, 202);
    }
    here.settle(&peer).await;
    let context = format!("{root}/context");
    let replies = [&answer["uri"], &from_elsewhere["id"]];
    let note = document(&here, &root).await;
    assert_eq!(note["context"], context);
    assert_eq!(note["replies"]["first"]["items"], json!(replies));
    assert_eq!(note["replies"]["first"]["partOf"], format!("{root}/replies"));
    assert_eq!(document(&here, answer["uri"].as_str().unwrap()).await["context"], context);
    assert_eq!(document(&here, below["uri"].as_str().unwrap()).await["context"], context);

    let thread = document(&here, &context).await;
    assert_eq!((&thread["id"], &thread["type"]), (&json!(context), &json!("OrderedCollection")));
    assert_eq!((&thread["attributedTo"], &thread["totalItems"]), (&json!(here.person), &json!(4)));
    let expected = json!([root, answer["uri"], below["uri"], from_elsewhere["id"]]);
    assert_eq!(thread["first"]["orderedItems"], expected);
    assert!(!thread.to_string().contains(quiet["uri"].as_str().unwrap()));
    let page = document(&here, &format!("{context}?page=true")).await;
    assert_eq!((&page["orderedItems"], &page["partOf"]), (&expected, &json!(context)));
    assert_eq!(document(&here, &format!("{root}/replies")).await["first"]["items"], json!(replies));
    // Only the first post of a thread has one, and only while others may read it.
    for address in [
        format!("{}/context", answer["uri"].as_str().unwrap()),
        format!("{}/context", quiet["uri"].as_str().unwrap()),
    ] {
        let path = address.split_once(&here.server.domain).unwrap().1;
        here.server.client().get(path).await.expect(404);
    }
    here.server.cli(&["peer", "block", &peer.domain]).expect_success();
    let thread = document(&here, &context).await;
    assert_eq!(thread["first"]["orderedItems"], json!([root, answer["uri"], below["uri"]]));
}

#[tokio::test]
async fn many_replies_stand_on_several_pages() {
    let here = Here::start().await;
    let root = here.post["uri"].as_str().unwrap().to_owned();
    let mut said = Vec::new();
    for number in 0..23 {
        said.push(say(&here.member, &format!("Reply {number}."), "public", &here.post).await["uri"].clone());
    }
    let note = document(&here, &root).await;
    let first = &note["replies"]["first"];
    assert_eq!(first["items"], json!(said[..5]));
    let mut read = first["items"].as_array().unwrap().clone();
    let mut next = first["next"].clone();
    while let Some(address) = next.as_str() {
        let page = document(&here, address).await;
        assert_eq!(page["id"], address);
        read.extend(page["items"].as_array().unwrap().clone());
        next = page["next"].clone();
    }
    assert_eq!(read, said);
}

#[tokio::test]
async fn a_member_who_opens_a_post_from_elsewhere_finds_what_its_server_lists_around_it() {
    let (here, peer, other) = (Here::start().await, Peer::start(), Peer::start());
    let top = note(&peer, 1, None);
    let uri = |note: &Value| note["id"].as_str().unwrap().to_owned();
    let mut opened = note(&peer, 2, Some(&uri(&top)));
    // On the second page, on another server, and below that once more.
    let first = note(&peer, 3, Some(&uri(&opened)));
    let mut second = note(&other, 4, Some(&uri(&opened)));
    let third = note(&peer, 5, Some(&uri(&second)));
    let mut quiet = note(&peer, 6, Some(&uri(&opened)));
    quiet["to"] = json!([format!("{}/followers", peer.person("ann"))]);
    let stray = note(&peer, 7, Some("https://elsewhere.example/1"));
    let replies = peer.url("/notes/2/replies");
    opened["replies"] = json!({"id": replies, "type": "Collection", "first": {"type": "CollectionPage",
        "partOf": replies, "items": [uri(&first)], "next": format!("{replies}/2")}});
    let page = json!({"id": format!("{replies}/2"), "type": "CollectionPage", "partOf": replies,
        "items": [uri(&second), uri(&quiet), uri(&stray), here.post["uri"]]});
    peer.publish("/notes/2/replies/2", page);
    second["replies"] = json!(other.url("/notes/4/replies"));
    let page = json!({"id": other.url("/notes/4/replies"), "type": "Collection", "items": [third]});
    other.publish("/notes/4/replies", page);
    for told in [&top, &opened, &first, &third, &quiet, &stray] {
        publish(&peer, told);
    }
    publish(&other, &second);
    let id = look_up(&here, &opened).await;
    let path = format!("/api/v1/statuses/{id}/context");
    let seen = here.server.client().get(&path).await.expect(200).json();
    assert_eq!(seen["descendants"], json!([]), "a stranger makes us ask nobody");
    assert_eq!(around(&here, &id).await, (vec![], vec![]), "nobody waits for others");
    becomes(&here, &id, &[&top], &[&first, &second, &third]).await;
    for told in [&quiet, &stray] {
        assert_eq!(here.stored(&uri(told)).await, None, "{told}");
    }
    // Not again within a quarter of an hour.
    let asked = peer.asked("/notes/2");
    around(&here, &id).await;
    here.settle(&peer).await;
    assert_eq!(peer.asked("/notes/2"), asked);
}

#[tokio::test]
async fn a_thread_that_its_own_server_lists_whole_is_read_from_that_list() {
    let (here, peer, blocked) = (Here::start().await, Peer::start(), Peer::start());
    let uri = |note: &Value| note["id"].as_str().unwrap().to_owned();
    let mut opened = note(&peer, 1, None);
    opened["context"] = json!(peer.url("/contexts/1"));
    opened["replies"] = json!(peer.url("/notes/1/replies"));
    let first = note(&peer, 2, Some(&uri(&opened)));
    let second = note(&peer, 3, Some(&uri(&first)));
    let shut_out = note(&blocked, 4, Some(&uri(&opened)));
    // The order says nothing, a page of another server is none of it, and an embedded text is only an id.
    let mut embedded = second.clone();
    embedded["content"] = json!("<p>Forged.</p>");
    let list = json!({"id": peer.url("/contexts/1"), "type": "OrderedCollection", "attributedTo": peer.person("ann"),
        "first": {"type": "OrderedCollectionPage", "orderedItems": [embedded, uri(&shut_out), uri(&first), uri(&opened)],
            "next": blocked.url("/contexts/2")}});
    peer.publish("/contexts/1", list);
    for told in [&opened, &first, &second] {
        publish(&peer, told);
    }
    publish(&blocked, &shut_out);
    here.server.cli(&["peer", "block", &blocked.domain]).expect_success();
    let id = look_up(&here, &opened).await;
    around(&here, &id).await;
    becomes(&here, &id, &[], &[&first, &second]).await;
    assert_eq!(here.stored(&uri(&second)).await.unwrap(), "<p>Number 3.</p>");
    assert_eq!((blocked.asked("/notes/4"), blocked.asked("/contexts/2")), (0, 0));
    assert_eq!(peer.asked("/notes/1/replies"), 0, "the whole list is enough");
}

#[tokio::test]
async fn a_reply_that_would_have_had_to_wait_does_not_come_in_behind_another() {
    let (here, peer) = (Here::start().await, Peer::start());
    let story =
        "After I stopped\n\nMedication: Zoloft\nSymptoms: suicidal thoughts\n\nA wryneck sat outside.";
    let story = here.member.post_json("/api/v1/statuses", &json!({"status": story, "language": "en"})).await;
    let story = story.expect(200).json();
    assert!(story["story"].is_object(), "{story}");
    let between = note(&peer, 1, Some(story["uri"].as_str().unwrap()));
    let below = note(&peer, 2, between["id"].as_str());
    for told in [&between, &below] {
        publish(&peer, told);
    }
    let id = look_up(&here, &below).await;
    around(&here, &id).await;
    eventually("what stands between is held", async || {
        let rows = format!("SELECT state FROM post WHERE uri = '{}'", between["id"].as_str().unwrap());
        let rows = here.server.database.rows(&rows).await;
        if rows.iter().any(|row| row["state"] == "held") { Ok(()) } else { Err(format!("{rows:?}")) }
    })
    .await;
    let story_id = story["id"].as_str().unwrap();
    // The guide writes to the author too.
    let shown = around(&here, story_id).await.1;
    assert!(shown.iter().all(|uri| !uri.contains("/notes/")), "{shown:?}");
    let row = format!("SELECT in_reply_to_id FROM post WHERE uri = '{}'", below["id"].as_str().unwrap());
    assert_eq!(here.server.database.rows(&row).await[0]["in_reply_to_id"], json!(null));
    assert!(
        !document(&here, &format!("{}/context", story["uri"].as_str().unwrap()))
            .await
            .to_string()
            .contains("/notes/")
    );
}
