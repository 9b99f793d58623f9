//! Making us ask where we should not, or more often than we should.

use std::net::{Ipv4Addr, TcpListener};

use serde_json::json;

use super::{Here, is_nothing};
use crate::support::keys::Key;
use crate::support::{Peer, Server};

/// A service on this machine that no other server may make us talk to.
struct Inside(TcpListener);

impl Inside {
    fn open() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }

    fn was_reached(&self) -> bool {
        self.0.accept().is_ok()
    }
}

#[tokio::test]
async fn class_6_nobody_makes_us_talk_to_what_is_inside() {
    let (here, peer, inside) = (Here::start().await, Peer::start(), Inside::open());
    let port = inside.port();
    let hosts =
        ["127.0.0.1", "localhost", "inside.localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"];
    for host in hosts.map(|host| format!("{host}:{port}")) {
        let address = format!("http://{host}/users/x");
        assert!(is_nothing(&here.search(&address).await), "{host}");
        assert!(is_nothing(&here.search(&format!("@x@{host}")).await), "{host}");
        // A key, as the signature names it.
        let activity = json!({"id": format!("{address}/1"), "type": "Like", "actor": address, "object": here.post["uri"]});
        let key_id = format!("{address}#main-key");
        let answer = peer.send_signed(Key::shared(), &key_id, &here.inbox(), &activity).await;
        assert!(matches!(answer.status, 400 | 401 | 403 | 503), "{host}: {}", answer.status);
        // A redirect, a handle of another host, an object and a post that is answered.
        peer.redirect("/users/way", &address);
        assert!(is_nothing(&here.search(&peer.person("way")).await), "{host}");
        let finger = json!({"subject": format!("acct:way@{}", peer.domain),
            "links": [{"rel": "self", "type": "application/activity+json", "href": address}]});
        peer.answer("/.well-known/webfinger", "application/jrd+json", &finger.to_string());
        assert!(is_nothing(&here.search(&format!("@way@{}", peer.domain)).await), "{host}");
        for (number, (kind, object)) in [
            ("Create", json!(address)),
            ("Announce", json!(address)),
            ("Update", json!(address)),
            ("Create", {
                let mut note = here.note(&peer, "ann", 1, "<p>x</p>");
                note["inReplyTo"] = json!(address);
                note["attachment"] = json!([{"type": "Image", "url": address}]);
                note["replies"] = json!(address);
                note["context"] = json!(address);
                note
            }),
        ]
        .into_iter()
        .enumerate()
        {
            here.send(&peer, "ann", kind, &format!("/deeds/{host}/{number}"), object).await;
        }
        // An inbox that deliveries would go to.
        let mut shown = peer.shown("trap", Key::shared());
        shown["inbox"] = json!(address);
        shown["endpoints"] = json!({"sharedInbox": address});
        peer.publish("/users/trap", shown);
        here.send(&peer, "trap", "Follow", &format!("/follows/{host}"), json!(here.person)).await;
        // A collection of what is pinned, and a picture.
        let mut shown = peer.shown("pinner", Key::shared());
        shown["featured"] = json!(address);
        shown["icon"] = json!({"type": "Image", "url": address});
        peer.publish("/users/pinner", shown.clone());
        here.send(&peer, "pinner", "Update", &format!("/updates/{host}"), shown).await;
        let found = here.search(&peer.person("pinner")).await;
        let pinner = found["accounts"][0]["id"].as_str().unwrap();
        here.member.get(&format!("/api/v1/accounts/{pinner}/statuses?pinned=true")).await.expect(200);
        let ann = peer.person("ann");
        for (kind, activity) in [
            ("Move", json!({"object": ann, "target": address})),
            ("Add", json!({"object": address, "target": format!("{ann}/featured")})),
            ("Add", json!({"object": here.post["uri"], "target": address})),
            ("QuoteRequest", json!({"object": here.post["uri"], "instrument": address})),
            ("ReplyRequest", json!({"object": here.post["uri"], "instrument": address})),
            ("Flag", json!({"object": [here.person, address], "content": "x"})),
        ] {
            let mut activity = activity;
            activity["id"] = json!(peer.url(&format!("/ways/{host}/{kind}/{}", activity["target"])));
            activity["type"] = json!(kind);
            activity["actor"] = json!(ann);
            peer.send("ann", &here.inbox(), &activity).await.expect(202);
        }
    }
    here.settle(&peer).await;
    assert!(!inside.was_reached());
}

#[tokio::test]
async fn class_6_the_translating_service_leads_nowhere_else() {
    let (service, inside) = (Peer::start(), Inside::open());
    for path in ["/languages", "/translate"] {
        service.redirect(path, &format!("http://127.0.0.1:{}{path}", inside.port()));
    }
    let server = Server::at("a").env("ANAMNESIS_TRANSLATION_URL", &service.url("")).start().await;
    let member = server.member("quiet_fern_12");
    let told =
        member.post_json("/api/v1/statuses", &json!({"status": "Es klingelt.", "language": "de"})).await;
    let path = format!("/api/v1/statuses/{}/translate", told.expect(200).json()["id"].as_str().unwrap());
    assert_eq!(member.post_json(&path, &json!({"lang": "en"})).await.status, 503);
    assert!(service.asked("/languages") > 0 && !inside.was_reached());
}

#[tokio::test]
async fn class_7_redirects_end_and_what_failed_is_not_asked_again_and_again() {
    let (here, peer) = (Here::start().await, Peer::start());
    peer.redirect("/users/loop", &peer.person("loop"));
    for hop in 0..6 {
        peer.redirect(&format!("/hops/{hop}"), &peer.url(&format!("/hops/{}", hop + 1)));
    }
    peer.publish("/hops/6", here.note(&peer, "ann", 1, "<p>x</p>"));
    assert!(is_nothing(&here.search(&peer.person("loop")).await));
    // Four for each of the two things that it could be.
    assert!(peer.asked("/users/loop") <= 8, "{}", peer.asked("/users/loop"));
    assert!(is_nothing(&here.search(&peer.url("/hops/0")).await));
    assert!(peer.asked("/hops/3") > 0 && peer.asked("/hops/4") == 0);
    // A key that leads nowhere is asked for once, however many name it.
    for number in 0..10 {
        let key_id = format!("{}#main-key", peer.person("loop"));
        let activity = here.like(&peer, "loop", number);
        let answer = peer.send_signed(Key::shared(), &key_id, &here.inbox(), &activity).await;
        assert!(matches!(answer.status, 401 | 503), "{}", answer.status);
    }
    assert!(peer.asked("/users/loop") <= 12, "{}", peer.asked("/users/loop"));
    // And many keys of one host not without end.
    let busy = Peer::start();
    for number in 0..80 {
        let key_id = busy.url(&format!("/nobody/{number}#main-key"));
        busy.send_signed(Key::shared(), &key_id, &here.inbox(), &here.like(&busy, "ann", number)).await;
    }
    let asked: u32 = (0..80).map(|number| busy.asked(&format!("/nobody/{number}"))).sum();
    assert!(asked <= 60, "{asked}");
    // Whoever is known is not held up by that.
    here.settle(&peer).await;
}

#[tokio::test]
async fn class_8_documents_without_end_end_here() {
    let (here, peer) = (Here::start().await, Peer::start());
    let nested = format!(
        "{{\"id\":\"{}\",\"type\":\"Create\",\"actor\":\"{}\",\"object\":{}1{}}}",
        peer.url("/deep"),
        peer.person("ann"),
        "{\"object\":".repeat(200),
        "}".repeat(200)
    );
    peer.send_bytes("ann", &here.inbox(), nested.into_bytes()).await.expect(400);
    let mut note = here.note(&peer, "ann", 1, "<p>Many.</p>");
    let hashtag = |number: u32| json!({"type": "Hashtag", "name": format!("#tag{number}")});
    let mention = |number: u32| json!({"type": "Mention", "href": peer.person(&format!("m{number}"))});
    note["tag"] = [json!({"type": "Mention", "href": here.person})]
        .into_iter()
        .chain((0..3000).map(hashtag))
        .chain((0..3000).map(mention))
        .collect();
    note["attachment"] = (0..3000)
        .map(|number| json!({"type": "Image", "url": peer.url(&format!("/{number}.png"))}))
        .collect();
    // Posts that answer each other for ever, and collections whose pages follow each other in a ring.
    for number in 1..20 {
        let mut answer = here.note(&peer, "ann", number + 1, "<p>Answer.</p>");
        answer["inReplyTo"] = json!(peer.url(&format!("/notes/{}", number + 2)));
        peer.publish(&format!("/notes/{}", number + 1), answer);
    }
    note["inReplyTo"] = json!(peer.url("/notes/2"));
    note["replies"] =
        json!({"type": "Collection", "first": {"type": "CollectionPage", "next": peer.url("/ring")}});
    peer.publish(
        "/ring",
        json!({"id": peer.url("/ring"), "type": "CollectionPage", "next": peer.url("/ring"), "items": []}),
    );
    assert_eq!(here.send(&peer, "ann", "Create", "/creates/1", note.clone()).await, 202);
    here.settle(&peer).await;
    assert!(here.stored(note["id"].as_str().unwrap()).await.is_some());
    for table in ["post_tag", "media"] {
        let rows = here.server.database.rows(&format!("SELECT post_id FROM {table}")).await;
        assert!(rows.len() <= 256, "{table}: {}", rows.len());
    }
    let asked: u32 = (2..22).map(|number| peer.asked(&format!("/notes/{number}"))).sum();
    assert!(asked <= 3 && peer.asked("/ring") <= 1, "{asked}");
}

#[tokio::test]
async fn class_15_a_host_names_only_its_own_people() {
    let here = Here::start().await;
    let (peer, evil) = (Peer::start(), Peer::start());
    let finger = |subject: &str, href: &str| {
        json!({"subject": subject, "links": [{"rel": "self", "type": "application/activity+json", "href": href}]}).to_string()
    };
    let address = format!("@ann@{}", evil.domain);
    for (what, document) in [
        ("a person of another host", finger(&format!("acct:ann@{}", evil.domain), &peer.person("ann"))),
        ("a person of ours", finger(&format!("acct:ann@{}", evil.domain), &here.person)),
        ("no links", json!({"subject": "acct:ann@x"}).to_string()),
        ("no JSON", "<html>".to_owned()),
    ] {
        evil.answer("/.well-known/webfinger", "application/jrd+json", &document);
        assert!(is_nothing(&here.search(&address).await), "{what}");
    }
    evil.redirect("/.well-known/webfinger", &peer.url("/.well-known/webfinger?resource=acct:ann@x"));
    assert!(is_nothing(&here.search(&address).await));
    // An actor that claims a handle of ours is one of its own host all the same.
    let mut posing = evil.shown("quiet_fern_12", &Key::fresh());
    posing["webfinger"] = json!(format!("quiet_fern_12@{}", here.server.domain));
    evil.publish("/users/quiet_fern_12", posing);
    let found = here.search(&evil.person("quiet_fern_12")).await;
    let acct = found["accounts"][0]["acct"].as_str().unwrap_or_default();
    assert!(acct.is_empty() || acct.ends_with(&evil.domain), "{acct}");
}

#[tokio::test]
async fn class_17_a_server_that_the_operator_did_not_accept_gets_nothing_into_public_lists() {
    let (here, peer) = (Here::start().await, Peer::start());
    let mut note = here.note(&peer, "ann", 1, "<p>Medication: Zoloft</p>");
    note["patientStory"] = json!({"type": "PatientStory", "schemaVersion": 1, "originalLanguage": "en",
        "medications": [{"type": "Medication", "name": "Zoloft"}]});
    assert_eq!(here.send(&peer, "ann", "Create", "/creates/1", note.clone()).await, 202);
    here.settle(&peer).await;
    assert!(here.stored(note["id"].as_str().unwrap()).await.is_some());
    for path in ["/api/v1/timelines/public", "/api/v1/timelines/public?remote=true"] {
        let listed = here.member.get(path).await.expect(200).json();
        assert!(listed.as_array().unwrap().iter().all(|post| post["uri"] != note["id"]), "{path}");
    }
}
