//! `anamnesis doctor privacy` passes on a server that people use, and finds every violation that was planted.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::thread;

use serde_json::json;

use crate::client_api::pictures::send;
use crate::support::Server;
use crate::support::pictures::{gif, jpeg, photograph, png, webp};
use crate::web_stories::token;

const STORY: &str = "Eleven years\n\nMedication: tramadol\nSymptoms: dizziness\n\n\
    For eleven years I took it for pain that was never examined, and a hoopoe sat outside.";

/// A server on which two people live.
async fn lived_in() -> Server {
    let server =
        Server::at("a").env("ANAMNESIS_LOG_LEVEL", "info,anamnesis::http::request_log=debug").start().await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    begin_to_type(&server).await;
    let posted = writer.post_json("/api/v1/statuses", &json!({"status": STORY})).await.expect(200).json();
    let account = posted["account"]["id"].as_str().unwrap();
    reader.post(&format!("/api/v1/accounts/{account}/follow")).await.expect(200);
    let status = posted["id"].as_str().unwrap();
    reader.post(&format!("/api/v1/statuses/{status}/favourite")).await.expect(200);
    reader.post_json("/api/v1/markers", &json!({"home": {"last_read_id": status}})).await.expect(200);
    let picture = send(&writer, &photograph(), &[]).await;
    let body = json!({"status": "With a picture.", "media_ids": [picture["id"]]});
    writer.post_json("/api/v1/statuses", &body).await.expect(200);
    server
}

/// Somebody goes to the second step of the form, and no further.
async fn begin_to_type(server: &Server) {
    let browser = server.client();
    let token = token(&browser.get("/share").await.expect(200).body);
    let fields = [("csrf", token.as_str()), ("text", "What I never told anybody."), ("action", "facts")];
    browser.post_form("/share", &fields).await.expect(200);
}

#[tokio::test]
async fn a_server_that_people_use_keeps_every_promise() {
    let server = lived_in().await;
    let log = server.folder().join("server.log");
    std::fs::write(&log, server.log()).unwrap();
    let doctor = server.cli(&["doctor", "privacy", "--log", log.to_str().unwrap()]);
    assert!(doctor.status.success(), "{}{}", doctor.stdout, doctor.stderr);
    assert!(!doctor.stdout.contains("warn"), "{}", doctor.stdout);
    for looked_at in [
        "sessions, tokens",
        "no text that was told",
        "files of pictures",
        "2 members show the month",
        "rings of all 2 members",
    ] {
        assert!(doctor.stdout.contains(looked_at), "{looked_at} in\n{}", doctor.stdout);
    }
}

#[tokio::test]
async fn every_violation_in_the_database_the_log_and_the_files_is_found() {
    let server = lived_in().await;
    for handle in ["calm_moss_31", "mild_stone_9"] {
        server.cli(&["member", "create", handle]).expect_success();
        server.cli(&["member", "delete", handle, "--yes"]).expect_success();
    }
    for planted in [
        "UPDATE account SET display_name = 'Ann' WHERE handle = ''",
        "UPDATE departure SET left_day = '2026-01-02', words_hash = 'secret' \
         WHERE account_id = (SELECT MIN(account_id) FROM departure)",
        "INSERT INTO former (digest) VALUES ('calm_moss_31')",
        "ALTER TABLE session ADD COLUMN last_ip TEXT",
        "UPDATE oauth_token SET used_week = '2026-11-28T10:15:00Z'",
        "UPDATE account SET created_month = '2026-11-28' WHERE handle = 'slow_river_7'",
        "UPDATE oauth_token SET token_hash = 'secret' WHERE id = (SELECT MIN(id) FROM oauth_token)",
        "INSERT INTO manuscript (secret_hash, sealed, expires_at) VALUES ('secret', 'It was never told.', 61)",
        "UPDATE sign_in SET privacy_version = '203.0.113.7'",
        "UPDATE sign_in SET terms_version = 'Mozilla/5.0 (X11)'",
        "UPDATE member SET language = 'ann@mail.example'",
        "UPDATE marker SET updated_at = updated_at + 61",
        "ALTER TABLE member ADD COLUMN person_id BIGINT",
        "UPDATE ring SET sealed = sealed || 'AAAA' WHERE account_id = (SELECT MIN(account_id) FROM ring)",
        "UPDATE ring SET by_words = (SELECT MIN(by_words) FROM ring)",
        "UPDATE member SET sign_in_id = (SELECT MIN(sign_in_id) FROM member)",
        "INSERT INTO oauth_app (id, client_id, secret_hash, name, redirect_uris, scopes, created_week) \
         VALUES (7, 'shared', 'x', 'An app', 'a', 'read', '2026-W48')",
        "UPDATE oauth_token SET app_id = 7",
        "UPDATE media SET uploaded_at = 60",
        "UPDATE post SET published_at = published_at + 1, source = REPLACE(source, 'federate', 'publish')",
    ] {
        server.database.rows(planted).await;
    }
    let log = server.folder().join("planted.log");
    let lines = [
        "INFO GET / from 203.0.113.7",
        "INFO asked by Mozilla/5.0 (X11)",
        "INFO mail to ann@mail.example",
        "INFO authorization: Bearer abc",
        "WARN could not store: pain that was never examined, and a hoopoe",
        "INFO @quiet_fern_12 signed in",
    ];
    std::fs::write(&log, lines.join("\n")).unwrap();
    let media = server.folder().join("media");
    std::fs::write(media.join("planted.jpg"), b"\xff\xd8\xff\xe1\0\x10Exif\0\0MM").unwrap();
    for (name, bytes) in with_more().into_iter().chain(with_nothing_more()) {
        std::fs::write(media.join(name), bytes).unwrap();
    }
    let doctor = server.cli(&["doctor", "privacy", "--log", log.to_str().unwrap()]);
    assert!(!doctor.status.success());
    for found in [
        "session.last_ip",
        "oauth_token.used_week",
        "account.created_month",
        "oauth_token.token_hash",
        "manuscript.secret_hash",
        "manuscript.sealed",
        "manuscript.expires_at",
        "departure.words_hash",
        "former.digest",
        "there is more than a wire id and keys: account ",
        "left of who left more than 30 days ago: account ",
        "sign_in.privacy_version",
        "sign_in.terms_version",
        "member.language",
        "marker.updated_at",
        "member.person_id",
        "somebody has can be seen: ring.sealed",
        "ring.by_words",
        "member.sign_in_id",
        "oauth_token.app_id",
        "posts with another time: media ",
        "travel without consent: post ",
        "holds an IP address: line 1",
        "holds a user agent: line 2",
        "holds an e-mail address: line 3",
        "holds a token or cookie: line 4",
        "holds words of a story: line 5",
        "names members: line 6",
        "planted.jpg",
    ] {
        assert!(doctor.stdout.contains(found), "{found} in\n{}", doctor.stdout);
    }
    for (name, _) in with_more() {
        assert!(doctor.stdout.contains(name), "{name} in\n{}", doctor.stdout);
    }
    for (name, _) in with_nothing_more() {
        assert!(!doctor.stdout.contains(name), "{name} in\n{}", doctor.stdout);
    }
}

/// Pictures in which something was put beside the pixels, before and behind them.
fn with_more() -> Vec<(&'static str, Vec<u8>)> {
    let put = |bytes: Vec<u8>, at: usize, more: &[u8]| {
        let (before, after) = bytes.split_at(at);
        [before, more, after].concat()
    };
    let (jpeg, png, gif, webp) = (jpeg(96, 64).bytes, png(8, 8).bytes, gif(2).bytes, webp(8, 8).bytes);
    let chunk = |kind: &[u8]| [b"\0\0\0\x03", kind, b"Ann\0\0\0\0"].concat();
    vec![
        ("comment.jpg", put(jpeg.clone(), 2, b"\xff\xfe\0\x05Ann")),
        ("behind.jpg", put(jpeg.clone(), jpeg.len() - 2, b"\xff\xfe\0\x05Ann")),
        ("text.png", put(png.clone(), 33, &chunk(b"tEXt"))),
        ("many-tongues.png", put(png.clone(), 33, &chunk(b"iTXt"))),
        ("behind.png", put(png.clone(), png.len() - 12, &chunk(b"zTXt"))),
        ("comment.gif", put(gif.clone(), gif.len() - 1, b"\x21\xfe\x03Ann\0")),
        ("xmp.gif", put(gif.clone(), gif.len() - 1, b"\x21\xff\x0bXMP DataXMP\x03Ann\0")),
        ("exif.webp", put(webp.clone(), webp.len(), b"EXIF\x03\0\0\0Ann\0")),
        ("xmp.webp", put(webp.clone(), webp.len(), b"XMP \x03\0\0\0Ann\0")),
    ]
}

/// The same pictures as they are.
fn with_nothing_more() -> [(&'static str, Vec<u8>); 4] {
    [
        ("pure.jpg", jpeg(96, 64).bytes),
        ("pure.png", png(8, 8).bytes),
        ("pure.gif", gif(2).bytes),
        ("pure.webp", webp(8, 8).bytes),
    ]
}

#[tokio::test]
async fn every_violation_in_what_a_server_answers_is_found() {
    let mut server = lived_in().await;
    server.set("ANAMNESIS_LISTEN", &indiscreet().to_string());
    let doctor = server.cli(&["doctor", "privacy"]);
    assert!(!doctor.status.success());
    for found in [
        "pages set cookies for readers: /",
        "pages fetch something from others: /",
        "pages without referrer policy or content security policy: /",
        "members show when they came: /people/",
        "lists of followers are shown: /people/",
    ] {
        assert!(doctor.stdout.contains(found), "{found} in\n{}", doctor.stdout);
    }
    let api = doctor.stdout.matches("/api/v1/accounts/").count();
    assert!(api >= 2, "what apps are told counts too:\n{}", doctor.stdout);
}

/// A server that tells everything to everybody, for as long as the test runs.
fn indiscreet() -> std::net::SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut line = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            reader.read_line(&mut line).unwrap();
            let mut rest = String::new();
            while reader.read_line(&mut rest).is_ok_and(|length| length > 2) {
                rest.clear();
            }
            let path = line.split(' ').nth(1).unwrap_or_default();
            let body = if path.starts_with("/api/") && path.contains("/follow") {
                "[{\"id\":\"1\"}]"
            } else if path.contains("/follow") {
                "{\"orderedItems\":[\"https://b.example/people/1\"]}"
            } else if path.starts_with("/api/") {
                "{\"created_at\":\"2026-11-28T10:15:00.000Z\"}"
            } else if path.starts_with("/people/") {
                "{\"published\":\"2026-11-28T10:15:00Z\"}"
            } else {
                "<script src=\"https://count.example/x.js\"></script>"
            };
            let head = "HTTP/1.1 200 OK\r\nSet-Cookie: visitor=7\r\nConnection: close\r\n\r\n";
            stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        }
    });
    address
}
