//! Texts and pictures that do something, and people who come back another way.

use serde_json::{Value, json};

use super::{Here, PUBLIC, is_nothing};
use crate::support::keys::Key;
use crate::support::{Client, Peer, eventually, pictures};

#[tokio::test]
async fn class_9_what_is_too_large_is_refused_or_cut() {
    let (here, peer) = (Here::start().await, Peer::start());
    let mut shown = peer.shown("ann", Key::shared());
    shown["name"] = json!("x".repeat(100_000));
    shown["attachment"] = (0..500)
        .map(|number| json!({"type": "PropertyValue", "name": number.to_string(), "value": "y"}))
        .collect();
    peer.publish("/users/ann", shown);
    let content = format!("<p>{}\u{0} end</p>", "\u{202e}a".repeat(1000));
    let note = here.note(&peer, "ann", 1, &content);
    assert_eq!(here.send(&peer, "ann", "Create", "/creates/1", note.clone()).await, 202);
    for (body, status) in [
        (vec![b' '; 1024 * 1024 + 1], 413),
        (
            br#"{"id": "http://x/1", "type": "Create", "actor": "http://x/2", "object": "\ud800"}"#.to_vec(),
            400,
        ),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec(), 400),
    ] {
        peer.send_bytes("ann", &here.inbox(), body).await.expect(status);
    }
    here.settle(&peer).await;
    let rows =
        here.server.database.rows("SELECT display_name, fields FROM account WHERE handle = 'ann'").await;
    assert_eq!(rows[0]["display_name"].as_str().unwrap().len(), 200);
    let fields: Value = serde_json::from_str(rows[0]["fields"].as_str().unwrap()).unwrap();
    assert!(fields.as_array().unwrap().len() <= 16);
    assert!(here.stored(note["id"].as_str().unwrap()).await.unwrap().contains(" end"));
}

#[tokio::test]
async fn class_11_no_text_of_others_runs_in_a_reader_s_browser() {
    let (here, peer) = (Here::start().await, Peer::start());
    let hostile = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<p style=\"background:url(javascript:alert(1))\" onclick=\"alert(1)\">x</p>",
        "<form action=\"javascript:alert(1)\"><button>x</button></form>",
    ];
    let mut shown = peer.shown("ann", Key::shared());
    shown["name"] = json!(hostile.join(""));
    shown["summary"] = json!(hostile.join(""));
    shown["attachment"] = json!([{"type": "PropertyValue", "name": hostile[0], "value": hostile.join("")}]);
    shown["url"] = json!("javascript:alert(1)");
    shown["icon"] = json!({"type": "Image", "url": "javascript:alert(1)"});
    peer.publish("/users/ann", shown);
    for (number, words) in hostile.iter().enumerate() {
        let mut note = here.note(&peer, "ann", number, &format!("<p>Words.</p>{words}"));
        note["summary"] = json!(words);
        note["name"] = json!(words);
        note["url"] = json!("javascript:alert(1)");
        note["attachment"] = json!([{"type": "Image", "url": peer.url("/1.png"), "name": words},
            {"type": "Image", "url": "javascript:alert(1)"}]);
        note["tag"]
            .as_array_mut()
            .unwrap()
            .push(json!({"type": "Hashtag", "name": words, "href": "javascript:alert(1)"}));
        assert_eq!(here.send(&peer, "ann", "Create", &format!("/creates/{number}"), note).await, 202);
    }
    here.settle(&peer).await;
    let notices = here.member.get("/api/v1/notifications?types[]=mention&limit=40").await.expect(200).json();
    let statuses: Vec<&Value> = notices
        .as_array()
        .unwrap()
        .iter()
        .map(|notice| &notice["status"])
        .filter(|status| !status.is_null())
        .collect();
    assert_eq!(statuses.len(), hostile.len());
    for status in statuses {
        let html = [&status["content"], &status["account"]["note"], &status["account"]["fields"][0]["value"]];
        for html in html.map(|html| html.as_str().unwrap_or_default().to_lowercase()) {
            for bad in [
                "<script",
                "onerror",
                "onclick",
                "javascript:",
                "<iframe",
                "<svg",
                "<math",
                "style=",
                "<form",
                "data:",
            ] {
                assert!(!html.contains(bad), "{bad} in {html}");
            }
        }
        for address in [&status["url"], &status["account"]["url"], &status["account"]["avatar"]] {
            assert!(address.as_str().unwrap_or_default().starts_with("http"), "{address}");
        }
        for picture in status["media_attachments"].as_array().unwrap() {
            for name in ["url", "preview_url", "remote_url"] {
                assert!(!picture[name].to_string().contains("javascript:"), "{picture}");
            }
        }
    }
}

#[tokio::test]
async fn class_12_a_blocked_server_comes_in_on_no_other_way() {
    let here = Here::start().await;
    let (blocked, other) = (Peer::start(), Peer::start());
    // Known before.
    here.settle(&blocked).await;
    let (name, port) = blocked.domain.split_once(':').unwrap();
    here.server.cli(&["peer", "block", &name.to_uppercase()]).expect_success();
    let answer = async |peer: &Peer, key_id: &str| {
        peer.send_signed(Key::shared(), key_id, &here.inbox(), &here.like(peer, "ann", 1)).await.status
    };
    eventually("the block is known", async || {
        let status = answer(&blocked, &format!("{}#main-key", blocked.person("ann"))).await;
        if status == 403 { Ok(()) } else { Err(status.to_string()) }
    })
    .await;
    for host in [format!("{}:{port}", name.to_uppercase()), format!("sub.{}", blocked.domain)] {
        let status = answer(&blocked, &format!("http://{host}/users/ann#main-key")).await;
        assert_eq!(status, 403, "{host}");
    }
    let dotted = answer(&blocked, &format!("http://{name}.:{port}/users/ann#main-key")).await;
    assert!(matches!(dotted, 401 | 403 | 503), "{dotted}");
    // By others who pass it on, and by those who look for it.
    let note = here.note(&blocked, "ann", 1, "<p>Of the blocked.</p>");
    blocked.publish("/notes/1", note.clone());
    assert!(is_nothing(&here.search(note["id"].as_str().unwrap()).await));
    assert!(is_nothing(&here.search(&format!("@ann@{}", blocked.domain)).await));
    let found = here.search(&format!("@bob@{}", other.domain)).await;
    let id = found["accounts"][0]["id"].as_str().unwrap();
    here.member.post(&format!("/api/v1/accounts/{id}/follow")).await.expect(200);
    let follow = other.wait_for("Follow").await.activity;
    assert_eq!(here.send(&other, "bob", "Accept", "/accept", follow).await, 202);
    assert_eq!(here.send(&other, "bob", "Announce", "/boosts/1", note["id"].clone()).await, 202);
    let mut answered = here.note(&other, "bob", 2, "<p>An answer.</p>");
    answered["inReplyTo"] = note["id"].clone();
    assert_eq!(here.send(&other, "bob", "Create", "/creates/2", answered).await, 202);
    here.settle(&other).await;
    assert_eq!(here.stored(note["id"].as_str().unwrap()).await, None);
}

#[tokio::test]
async fn class_13_what_is_not_for_everybody_answers_as_if_it_were_not_there() {
    let here = Here::start().await;
    let client = here.server.client();
    let ask = async |path: &str| {
        let request =
            client.request(reqwest::Method::GET, path).header("accept", "application/activity+json");
        client.send(request).await
    };
    for visibility in ["private", "direct"] {
        let post = json!({"status": "For few.", "visibility": visibility, "language": "en"});
        let post = here.member.post_json("/api/v1/statuses", &post).await.expect(200).json();
        let path = post["uri"].as_str().unwrap().split_once(&here.server.domain).unwrap().1;
        let (known, unknown) =
            path.rsplit_once('/').map(|(start, _)| (path, format!("{start}/nothing"))).unwrap();
        for (there, nowhere) in [
            (known.to_owned(), unknown.clone()),
            (format!("{known}/activity"), format!("{unknown}/activity")),
            (format!("{known}/replies"), format!("{unknown}/replies")),
            (format!("/@quiet_fern_12/{}", post["id"].as_str().unwrap()), "/@quiet_fern_12/1".to_owned()),
        ] {
            let (there, nowhere) = (ask(&there).await, ask(&nowhere).await);
            assert_eq!((there.status, &there.body), (404, &nowhere.body), "{}", there.asked);
            assert_eq!(nowhere.status, 404);
        }
        let outbox =
            ask(&format!("{}/outbox?page=true", here.person.split_once(&here.server.domain).unwrap().1))
                .await;
        assert!(!outbox.body.contains("For few."), "{}", outbox.body);
    }
}

#[tokio::test]
async fn class_16_pictures_are_made_anew_and_nothing_else_is_served_as_one() {
    let here = Here::start().await;
    for file in [pictures::picture_and_page(), pictures::svg(), pictures::huge(), pictures::note()] {
        let request = here.member.request(reqwest::Method::POST, "/api/v2/media");
        let answer = here.member.send(Client::with_files(request, &[], &[("file", &file)])).await;
        assert_eq!(answer.status, 422, "{}: {}", file.name, answer.body);
    }
    // Of others, only the address is kept; nothing is fetched.
    let peer = Peer::start();
    let mut note = here.note(&peer, "ann", 1, "<p>Look.</p>");
    note["attachment"] = json!([{"type": "Image", "mediaType": "image/png", "url": peer.url("/bomb.png")}]);
    note["to"] = json!([PUBLIC]);
    assert_eq!(here.send(&peer, "ann", "Create", "/creates/1", note).await, 202);
    here.settle(&peer).await;
    assert_eq!(peer.asked("/bomb.png"), 0);
}
