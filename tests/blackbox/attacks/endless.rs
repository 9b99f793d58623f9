//! Conversations without an end.

use serde_json::{Value, json};

use super::Here;
use crate::support::{Peer, eventually};
use crate::threads::{around, look_up, note, publish};

/// More than we ever ask for.
const MANY: usize = 150;

/// So many looks in a row must find nothing new before it counts as the end.
const LOOKS: usize = 20;

/// How much the peer was asked for, at least `least`, once nothing more comes: another thread is read behind this one.
async fn asked(here: &Here, peer: &Peer, kind: &str, least: u32) -> u32 {
    let other = Peer::start();
    let mut last = note(&other, 1, None);
    last["replies"] = json!(other.url("/last"));
    publish(&other, &last);
    let id = look_up(here, &last).await;
    let count = || (0..=MANY).map(|number| peer.asked(&format!("/{kind}/{number}"))).sum::<u32>();
    let (mut before, mut same) = (u32::MAX, 0);
    eventually("nothing more is asked for", async || {
        around(here, &id).await;
        let now = count();
        same = if now == std::mem::replace(&mut before, now) { same + 1 } else { 0 };
        let is_over = now >= least && same >= LOOKS && other.asked("/last") > 0;
        if is_over { Ok(now) } else { Err(format!("{now}")) }
    })
    .await
}

/// How many replies are here, once there are any.
async fn replies_of(here: &Here, id: &str) -> usize {
    eventually("some replies are here", async || {
        let below = around(here, id).await.1.len();
        if below > 0 { Ok(below) } else { Err("none".to_owned()) }
    })
    .await
}

fn uri(note: &Value) -> &str {
    note["id"].as_str().unwrap()
}

#[tokio::test]
async fn class_8_replies_without_end_are_not_read_to_their_end() {
    let (here, peer) = (Here::start().await, Peer::start());
    let mut opened = note(&peer, 0, None);
    opened["replies"] = json!(peer.url("/pages/1"));
    publish(&peer, &opened);
    for number in 1..=MANY {
        let reply = note(&peer, number, Some(uri(&opened)));
        publish(&peer, &reply);
        let page = json!({"id": peer.url(&format!("/pages/{number}")), "type": "CollectionPage", "items": [uri(&reply)],
            "next": peer.url(&format!("/pages/{}", number + 1))});
        peer.publish(&format!("/pages/{number}"), page);
    }
    let id = look_up(&here, &opened).await;
    around(&here, &id).await;
    let pages = asked(&here, &peer, "pages", 1).await;
    assert!((1..=20).contains(&pages), "{pages} pages");
    let below = replies_of(&here, &id).await;
    assert!(below <= 20, "{below} replies");
}

#[tokio::test]
async fn class_8_a_circle_of_pages_and_a_list_of_many_posts_end() {
    let (here, peer, elsewhere) = (Here::start().await, Peer::start(), Peer::start());
    let mut opened = note(&peer, 0, None);
    opened["replies"] = json!(peer.url("/circle"));
    publish(&peer, &opened);
    // Half of them lie on a server that has nothing to do with it, and are not even replies.
    let replies: Vec<Value> = (1..=MANY).map(|number| note(&peer, number, Some(uri(&opened)))).collect();
    let strays: Vec<Value> = (1..=MANY).map(|number| note(&elsewhere, number, None)).collect();
    for reply in &replies {
        publish(&peer, reply);
    }
    for stray in &strays {
        publish(&elsewhere, stray);
    }
    let items: Vec<&str> =
        replies.iter().zip(&strays).flat_map(|(reply, stray)| [uri(reply), uri(stray)]).collect();
    let circle =
        json!({"id": peer.url("/circle"), "type": "Collection", "items": items, "next": peer.url("/circle")});
    peer.publish("/circle", circle);
    let id = look_up(&here, &opened).await;
    around(&here, &id).await;
    let (near, far) = (asked(&here, &peer, "notes", 1).await, asked(&here, &elsewhere, "notes", 0).await);
    assert!(near + far <= 85, "{near} and {far} posts were asked for");
    assert_eq!(peer.asked("/circle"), 1);
    let below = replies_of(&here, &id).await;
    assert!(below <= 50, "{below} replies");
    let strays = format!("SELECT id FROM post WHERE uri LIKE '%{}%'", elsewhere.domain);
    assert!(here.server.database.rows(&strays).await.is_empty(), "a list is no way to have anything kept");
}

#[tokio::test]
async fn class_8_a_chain_of_answers_without_a_beginning_is_not_followed_to_it() {
    let (here, peer) = (Here::start().await, Peer::start());
    for number in 0..MANY {
        let above = peer.url(&format!("/notes/{}", number + 1));
        publish(&peer, &note(&peer, number, Some(&above)));
    }
    let id = look_up(&here, &note(&peer, 0, None)).await;
    around(&here, &id).await;
    let notes = asked(&here, &peer, "notes", 10).await;
    assert!((10..=25).contains(&notes), "{notes} posts were asked for");
    // Two that answer each other.
    let (one, two) = (peer.url("/notes/900"), peer.url("/notes/901"));
    publish(&peer, &note(&peer, 900, Some(&two)));
    publish(&peer, &note(&peer, 901, Some(&one)));
    let id = look_up(&here, &note(&peer, 900, None)).await;
    around(&here, &id).await;
    eventually("the other one is here", async || {
        if here.stored(&two).await.is_some() { Ok(()) } else { Err("not yet".to_owned()) }
    })
    .await;
    asked(&here, &peer, "notes", 0).await;
    assert!(peer.asked("/notes/900") <= 3, "{}", peer.asked("/notes/900"));
}
