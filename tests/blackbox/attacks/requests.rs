//! Requests that are not what their signature says.

use serde_json::{Value, json};

use super::Here;
use crate::support::keys::{self, Key, Way};
use crate::support::{Client, Peer};

type Headers = Vec<(&'static str, String)>;

async fn post(client: &Client, path: &str, headers: &Headers, body: &[u8]) -> u16 {
    let mut request = client.request(reqwest::Method::POST, path);
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let request = request.header("content-type", "application/activity+json");
    client.send(request.body(body.to_vec())).await.status
}

/// The headers with one of them changed; taken out where nothing is given.
fn changed(headers: &Headers, name: &str, value: Option<String>) -> Headers {
    let mut headers: Headers = headers.iter().filter(|(known, _)| *known != name).cloned().collect();
    headers.extend(value.map(|value| (headers_name(name), value)));
    headers
}

fn headers_name(name: &str) -> &'static str {
    ["host", "date", "digest", "content-digest", "signature", "signature-input"]
        .into_iter()
        .find(|known| *known == name)
        .unwrap()
}

#[tokio::test]
async fn class_1_a_body_that_the_signature_does_not_bind_is_refused() {
    let (here, peer) = (Here::start().await, Peer::start());
    let client = here.server.client();
    let key_id = format!("{}#main-key", peer.person("ann"));
    let body = here.like(&peer, "ann", 1).to_string().into_bytes();
    for way in [Way::Cavage, Way::Message] {
        let signed = Key::shared().sign(way, &key_id, &here.server.domain, "/inbox", &body);
        let of = |name: &str| signed.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        let (digest, list, right, other) = match way {
            Way::Cavage => ("digest", "signature", keys::digest_of(&body), keys::digest_of(b"other")),
            Way::Message => {
                let (right, other) = (keys::content_digest_of(&body), keys::content_digest_of(b"other"));
                ("content-digest", "signature-input", right, other)
            }
        };
        let unsigned = of(list).replace(" digest\"", "\"").replace(" \"content-digest\"", "");
        let weak = right.replace("SHA-256", "MD5").replace("sha-256", "md5");
        for (what, headers, sent) in [
            ("one byte more", signed.clone(), [body.as_slice(), b" "].concat()),
            ("no digest", changed(&signed, digest, None), body.clone()),
            ("the digest of something else", changed(&signed, digest, Some(other.clone())), body.clone()),
            (
                "another body with its digest",
                changed(&signed, digest, Some(other.clone())),
                b"other".to_vec(),
            ),
            ("two digests", changed(&signed, digest, Some(format!("{right},{other}"))), body.clone()),
            ("a weak digest only", changed(&signed, digest, Some(weak)), body.clone()),
            ("the digest not signed", changed(&signed, list, Some(unsigned)), body.clone()),
        ] {
            let status = post(&client, "/inbox", &headers, &sent).await;
            assert!(matches!(status, 400 | 401), "{way:?} {what}: {status}");
        }
    }
    assert_eq!(here.favourites().await, 0);
    here.settle(&peer).await;
    assert_eq!(here.favourites().await, 1);
}

#[tokio::test]
async fn class_2_a_request_that_is_sent_again_elsewhere_or_later_changes_nothing() {
    let (here, peer) = (Here::start().await, Peer::start());
    let client = here.server.client();
    let domain = here.server.domain.clone();
    let key_id = format!("{}#main-key", peer.person("ann"));
    let body = here.like(&peer, "ann", 1).to_string().into_bytes();
    let own_inbox = format!("{}/inbox", here.person.split_once(&domain).unwrap().1);
    for way in [Way::Cavage, Way::Message] {
        let sign =
            |hours, host: &str, path: &str| Key::shared().sign_later(hours, way, &key_id, host, path, &body);
        let right = sign(0, &domain, "/inbox");
        for _ in 0..2 {
            assert_eq!(post(&client, "/inbox", &right, &body).await, 202);
        }
        let elsewhere = sign(0, "c.example", "/inbox");
        for (what, path, headers) in [
            ("another path", own_inbox.as_str(), right.clone()),
            ("another server", "/inbox", elsewhere.clone()),
            ("another server, with our name", "/inbox", changed(&elsewhere, "host", Some(domain.clone()))),
            ("13 hours ago", "/inbox", sign(-13, &domain, "/inbox")),
            ("in 2 hours", "/inbox", sign(2, &domain, "/inbox")),
        ] {
            assert_eq!(post(&client, path, &headers, &body).await, 401, "{way:?} {what}");
        }
    }
    here.settle(&peer).await;
    assert_eq!(here.favourites().await, 2);
    // Taken back, and sent once more by whoever kept it.
    let undo = json!({"id": peer.url("/undo"), "type": "Undo", "actor": peer.person("ann"), "object": here.like(&peer, "ann", 1)});
    peer.send("ann", &here.inbox(), &undo).await.expect(202);
    here.settle(&peer).await;
    assert_eq!(here.favourites().await, 2);
    let again = Key::shared().sign(Way::Cavage, &key_id, &domain, "/inbox", &body);
    assert_eq!(post(&client, "/inbox", &again, &body).await, 202);
    here.settle(&peer).await;
    assert_eq!(here.favourites().await, 3);
}

#[tokio::test]
async fn class_3_a_key_vouches_for_its_own_actor_only() {
    let here = Here::start().await;
    let (peer, evil) = (Peer::start(), Peer::start());
    let key = Key::fresh();
    evil.publish("/users/eve", evil.shown("eve", &key));
    // The key of one host on what another's actor says.
    let eves = format!("{}#main-key", evil.person("eve"));
    evil.send_signed(&key, &eves, &here.inbox(), &here.like(&peer, "ann", 1)).await.expect(202);
    // Of the same host.
    peer.publish("/users/mallory", peer.shown("mallory", &key));
    let mallorys = format!("{}#main-key", peer.person("mallory"));
    peer.send_signed(&key, &mallorys, &here.inbox(), &here.like(&peer, "ann", 2)).await.expect(202);
    // Documents that claim what is not theirs.
    let mut owned = peer.shown("owned", &key);
    owned["publicKey"]["owner"] = json!(peer.person("ann"));
    peer.publish("/users/owned", owned);
    peer.publish("/users/claims", peer.shown("ann", &key));
    let mut lent = peer.shown("lent", &key);
    lent["publicKey"]["id"] = json!(eves);
    peer.publish("/users/lent", lent);
    peer.redirect("/users/moved", &evil.person("eve"));
    let mut posing = evil.shown("posing", &key);
    posing["id"] = json!(peer.person("posed"));
    evil.publish("/users/posing", posing);
    peer.redirect("/users/posed", &evil.person("posing"));
    peer.publish("/users/stub/key", json!({"id": peer.url("/users/stub/key"), "owner": evil.person("eve")}));
    for (name, key_id) in [
        ("owned", "/users/owned#main-key"),
        ("claims", "/users/claims#main-key"),
        ("lent", "/users/lent#main-key"),
        ("moved", "/users/moved#main-key"),
        ("posed", "/users/posed#main-key"),
        ("stub", "/users/stub/key"),
    ] {
        let activity = here.like(&peer, name, 3);
        let answer = peer.send_signed(&key, &peer.url(key_id), &here.inbox(), &activity).await;
        assert!(matches!(answer.status, 401 | 403 | 503), "{name}: {}", answer.status);
    }
    for key_id in ["acct:ann@peer.example", "main-key", "", "ftp://peer.example/k"] {
        let answer = peer.send_signed(&key, key_id, &here.inbox(), &here.like(&peer, "ann", 4)).await;
        assert_eq!(answer.status, 400, "{key_id}");
    }
    // Not even with a key of ours.
    let ours = format!("{}#main-key", here.person);
    let answer = peer.send_signed(&key, &ours, &here.inbox(), &here.like(&peer, "ann", 5)).await;
    assert!(matches!(answer.status, 401 | 403), "{}", answer.status);
    here.settle(&peer).await;
    assert_eq!(here.favourites().await, 1);
    let strangers =
        here.server.database.rows("SELECT handle FROM account WHERE handle IN ('owned', 'moved')").await;
    assert_eq!(strangers, Vec::<Value>::new());
}
