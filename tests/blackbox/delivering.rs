//! What happens here reaches other servers: each of them, in order, whatever happens to them or to us.

use std::collections::HashSet;

use serde_json::json;

use super::support::{Behaviour, Client, Peer, Server, eventually};

/// A server with a member, and a follower at each of the peers.
async fn followed_by(peers: &[Peer]) -> (Server, Client) {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    for (number, peer) in peers.iter().enumerate() {
        follow(&server, peer, i64::try_from(number).unwrap() + 1).await;
    }
    (server, writer)
}

/// Somebody of the peer follows the member. Written into the database, so that nothing else is under test.
async fn follow(server: &Server, peer: &Peer, number: i64) {
    let (host, person, inbox) = (&peer.domain, peer.person("ann"), peer.url("/inbox"));
    let rows = [
        format!("INSERT INTO peer (id, host) VALUES ({number}, '{host}') RETURNING id"),
        format!(
            "INSERT INTO account (id, uri, handle, handle_key, host, peer_id, kind, url, inbox, shared_inbox, created_month)
             VALUES ({number}, '{person}', 'ann', 'ann', '{host}', {number}, 'person', '{person}',
                     '{person}/inbox', '{inbox}', '2026-11') RETURNING id"
        ),
        format!(
            "INSERT INTO follow (id, follower_id, target_id, uri, accepted)
             SELECT {number}, {number}, id, '{person}/follow', TRUE FROM account
             WHERE handle = 'quiet_fern_12' AND host = '' RETURNING id"
        ),
    ];
    for row in rows {
        assert_eq!(server.database.rows(&row).await.len(), 1, "{row}");
    }
}

/// Changes the member's profile: each change is an Update for every follower.
async fn change(writer: &Client, number: usize) {
    let body = json!({"note": format!("Change {number}.")});
    let path = "/api/v1/accounts/update_credentials";
    writer.send(writer.request(reqwest::Method::PATCH, path).json(&body)).await.expect(200);
}

/// What a peer received: ids in order, each once. Fails where a signature was wrong.
fn received(peer: &Peer) -> Vec<String> {
    let mut known = HashSet::new();
    let ids = peer.received().into_iter().filter_map(|item| {
        let unreadable = |reason: &String| reason.contains("the key is not there");
        assert!(item.signed_by.as_ref().err().is_none_or(unreadable), "{:?}", item.signed_by);
        let id = item.activity["id"].as_str().unwrap().to_owned();
        known.insert(id.clone()).then_some(id)
    });
    ids.collect()
}

/// The changes that the updates with these ids carry, in order of arrival.
fn changes(peer: &Peer) -> Vec<String> {
    let ids = received(peer);
    let all = peer.received();
    let note = |id: &String| {
        let item = all.iter().find(|item| item.activity["id"] == id.as_str()).unwrap();
        item.activity["type"].as_str().unwrap().to_owned()
    };
    ids.iter().map(note).collect()
}

/// Waits as long as more and more arrive.
async fn wait_for(peer: &Peer, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    while ids.len() < count {
        let before = ids.len();
        ids = eventually(&format!("{count} activities at {}", peer.domain), async || {
            let ids = received(peer);
            if ids.len() > before {
                return Ok(ids);
            }
            Err(format!("{} after {} attempts", ids.len(), peer.attempts()))
        })
        .await;
    }
    ids
}

#[tokio::test]
async fn a_server_killed_in_the_middle_of_deliveries_loses_none_and_keeps_their_order() {
    let peers: Vec<Peer> = (0..20).map(|_| Peer::start()).collect();
    let (mut server, writer) = followed_by(&peers).await;
    // Half of the peers hold the first delivery back, so that much is still to be sent when the server dies.
    for peer in &peers[10..] {
        peer.behave(Behaviour::Hold);
    }
    for number in 0..200 {
        change(&writer, number).await;
    }
    wait_for(&peers[0], 20).await;
    server.kill();
    assert!(peers[10..].iter().all(|peer| peer.received().is_empty()));
    for peer in &peers[10..] {
        peer.behave(Behaviour::Accept);
    }
    server.start_again().await;
    let first = wait_for(&peers[0], 200).await;
    for peer in &peers {
        let ids = wait_for(peer, 200).await;
        assert_eq!(ids, first, "{}", peer.domain);
        assert!(changes(peer).iter().all(|kind| kind == "Update"));
    }
    let numbers: Vec<i64> = first.iter().map(|id| id.rsplit('/').next().unwrap().parse().unwrap()).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
    assert_eq!(numbers.len(), 200);
}

#[tokio::test]
async fn a_peer_that_fails_gets_everything_later_and_a_dead_one_delays_nobody() {
    let (failing, dead, well) = (Peer::start(), Peer::start(), Peer::start());
    let (server, writer) = followed_by(&[failing.clone(), dead.clone(), well.clone()]).await;
    failing.behave(Behaviour::Refuse(500));
    dead.behave(Behaviour::Hold);
    for number in 0..5 {
        change(&writer, number).await;
    }
    let ids = wait_for(&well, 5).await;
    assert!(dead.received().is_empty() && failing.received().is_empty());
    failing.behave(Behaviour::Accept);
    assert_eq!(wait_for(&failing, 5).await, ids);
    eventually("both count as reached", async || {
        let rests = server.database.rows("SELECT fail_count FROM peer ORDER BY id").await;
        let reached = rests[0]["fail_count"] == json!(0) && rests[2]["fail_count"] == json!(0);
        if reached { Ok(()) } else { Err(format!("{rests:?}")) }
    })
    .await;
    dead.behave(Behaviour::Accept);
}

#[tokio::test]
async fn what_a_peer_refuses_for_good_is_not_sent_again() {
    let peer = Peer::start();
    let (_server, writer) = followed_by(std::slice::from_ref(&peer)).await;
    peer.behave(Behaviour::Refuse(400));
    change(&writer, 0).await;
    eventually("a refusal", async || {
        // Each way of signing is tried once.
        if peer.attempts() == 2 { Ok(()) } else { Err(peer.attempts().to_string()) }
    })
    .await;
    peer.behave(Behaviour::Accept);
    change(&writer, 1).await;
    wait_for(&peer, 1).await;
    assert_eq!((peer.attempts(), peer.received().len()), (3, 1));
}

#[tokio::test]
async fn a_delete_overtakes_and_what_it_is_about_is_never_sent() {
    let peer = Peer::start();
    let (server, _writer) = followed_by(std::slice::from_ref(&peer)).await;
    peer.behave(Behaviour::Refuse(503));
    for number in [11, 12, 13] {
        let uri = server.url(&format!("/stories/{number}"));
        let rows = [
            format!(
                "INSERT INTO post (id, position, kind, account_id, uri, url, local, visibility, state, html, published_at)
                 SELECT {number}, {number}, 'note', id, '{uri}', '{uri}', TRUE, 'public', 'published',
                        '<p>Bitter pill {number}.</p>', 1795338000
                 FROM account WHERE handle = 'quiet_fern_12' AND host = '' RETURNING id"
            ),
            format!(
                "INSERT INTO event (id, payload) VALUES ({number}, '{{\"kind\":\"post-published\",\"post\":{number}}}')
                 RETURNING id"
            ),
        ];
        for row in rows {
            server.database.rows(&row).await;
        }
    }
    eventually("a first attempt", async || if peer.attempts() > 0 { Ok(()) } else { Err("none".to_owned()) })
        .await;
    let uri = server.url("/stories/12");
    let account = server.database.rows("SELECT id FROM account WHERE handle = 'quiet_fern_12'").await;
    let account = &account[0]["id"];
    let rows = [
        format!(
            "INSERT INTO tombstone (uri, post_id, account_id, was_public, deleted_at)
             VALUES ('{uri}', 12, {account}, TRUE, 1795338060) RETURNING uri"
        ),
        "DELETE FROM post WHERE id = 12 RETURNING id".to_owned(),
        format!(
            "INSERT INTO event (id, payload) VALUES
             (20, '{{\"kind\":\"post-withdrawn\",\"post\":12,\"uri\":\"{uri}\",\"account\":{account}}}') RETURNING id"
        ),
    ];
    for row in rows {
        server.database.rows(&row).await;
    }
    eventually("the Delete is in the log", async || {
        let rows = server.database.rows("SELECT delivery_id FROM delivery_to WHERE urgent").await;
        if rows.is_empty() { Err("not yet".to_owned()) } else { Ok(()) }
    })
    .await;
    peer.behave(Behaviour::Accept);
    let ids = wait_for(&peer, 3).await;
    let expected =
        [format!("{uri}#delete"), server.url("/stories/11/activity"), server.url("/stories/13/activity")];
    assert_eq!(ids, expected);
    let ask = server.client();
    let gone = ask
        .send(ask.request(reqwest::Method::GET, "/stories/12").header("accept", "application/activity+json"));
    let gone = gone.await.expect(410).json();
    assert_eq!((&gone["type"], &gone["id"]), (&json!("Tombstone"), &json!(uri)));
    let note = ask.request(reqwest::Method::GET, "/stories/13").header("accept", "application/activity+json");
    assert_eq!(ask.send(note).await.expect(200).json()["content"], "<p>Bitter pill 13.</p>");
}

/// What the operator is told of a peer.
fn told(server: &Server, peer: &Peer) -> String {
    server.cli(&["peer", "show", &peer.domain]).expect_success()
}

#[tokio::test]
async fn a_peer_that_says_when_to_come_back_is_left_alone_until_then_or_until_the_operator_retries() {
    let peer = Peer::start();
    let (server, writer) = followed_by(std::slice::from_ref(&peer)).await;
    change(&writer, 0).await;
    wait_for(&peer, 1).await;
    let well = told(&server, &peer);
    assert!(well.contains("delivery: fine") && well.contains("last failure: never"), "{well}");
    assert!(well.contains("undelivered: 0") && !well.contains("last success: never"), "{well}");

    peer.behave(Behaviour::Later(429, 3600));
    change(&writer, 1).await;
    eventually("the peer rests", async || {
        let told = told(&server, &peer);
        if told.contains("delivery: waiting until ") { Ok(()) } else { Err(told) }
    })
    .await;
    let attempts = peer.attempts();
    peer.behave(Behaviour::Accept);
    change(&writer, 2).await;
    let list = server.cli(&["peer", "list"]).expect_success();
    let line = list.lines().find(|line| line.starts_with(&peer.domain)).expect("a peer that fails is listed");
    assert!(line.contains("undelivered 2") && line.contains("last failure busy"), "{line}");
    assert_eq!(peer.attempts(), attempts, "an hour is an hour");
    server.cli(&["peer", "retry", &peer.domain]).expect_success();
    wait_for(&peer, 3).await;
    eventually("all is well again", async || {
        let told = told(&server, &peer);
        if told.contains("delivery: fine") && told.contains("undelivered: 0") { Ok(()) } else { Err(told) }
    })
    .await;
    assert!(server.cli(&["peer", "retry", "nobody.example"]).status.code() != Some(0));
}

#[tokio::test]
async fn a_peer_that_does_not_believe_us_is_asked_three_times_and_gets_the_next_one() {
    let peer = Peer::start();
    let (server, writer) = followed_by(std::slice::from_ref(&peer)).await;
    peer.behave(Behaviour::Refuse(403));
    change(&writer, 0).await;
    eventually("the delivery has ended", async || {
        let told = told(&server, &peer);
        let has_ended = told.contains("undelivered: 0") && told.contains("last failure: not believed");
        if has_ended { Ok(()) } else { Err(told) }
    })
    .await;
    assert_eq!(peer.attempts(), 3);
    peer.behave(Behaviour::Accept);
    change(&writer, 1).await;
    wait_for(&peer, 1).await;
}

#[tokio::test]
async fn an_inbox_that_is_gone_for_ever_has_nobody_behind_it() {
    let peer = Peer::start();
    let (server, writer) = followed_by(std::slice::from_ref(&peer)).await;
    peer.behave(Behaviour::Refuse(410));
    change(&writer, 0).await;
    eventually("the follow is gone", async || {
        let follows = server.database.rows("SELECT id FROM follow").await;
        if follows.is_empty() { Ok(()) } else { Err(follows.len().to_string()) }
    })
    .await;
    assert!(told(&server, &peer).contains("last failure: gone (410)"));
    let attempts = peer.attempts();
    peer.behave(Behaviour::Accept);
    change(&writer, 1).await;
    let me = writer.get("/api/v1/accounts/verify_credentials").await.expect(200).json();
    assert_eq!(me["followers_count"], 0);
    assert_eq!(peer.attempts(), attempts, "nobody there is told any more");
}
