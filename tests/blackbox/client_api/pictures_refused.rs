//! Pictures that are not taken, and servers that take none: the reason is told, and nothing is stored.

use axum::http::Method;
use serde_json::json;

use super::decoder::{FAILURE, check};
use super::text;
use crate::support::pictures::{self, File};
use crate::support::{Client, Server};

#[tokio::test]
async fn disguises_bombs_and_what_is_no_picture_are_refused_with_the_reason_in_the_readers_language() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let truncated = {
        let whole = pictures::jpeg(300, 200);
        File { bytes: whole.bytes[..whole.bytes.len() / 2].to_vec(), ..whole }
    };
    let mut large = pictures::jpeg(8, 8);
    large.bytes.resize(17 * 1024 * 1024, 7);
    let text_as_picture = File { name: "cat.jpg", media_type: "image/jpeg", bytes: b"no picture".to_vec() };
    let film = File { name: "film.mp4", media_type: "video/mp4", bytes: b"\0\0\0\x18ftypmp42".to_vec() };
    for (what, file, english, japanese) in [
        ("a page inside", pictures::picture_and_page(), "something else at the same time", "別の種類"),
        ("an archive inside", pictures::picture_and_archive(), "something else at the same time", "別の種類"),
        ("huge", pictures::huge(), "too many pixels", "画素が多すぎ"),
        ("many frames", pictures::gif(1200), "more frames", "コマの数"),
        ("SVG", pictures::svg(), "not a picture that we can show", "表示できる画像ではありません"),
        ("ActivityPub", pictures::note(), "not a picture that we can show", "表示できる画像ではありません"),
        ("half", truncated, "damaged", "壊れている"),
        ("large", large, "too large", "大きすぎます"),
        ("text", text_as_picture, "not a picture that we can show", "表示できる画像ではありません"),
        ("film", film, "not a picture that we can show", "表示できる画像ではありません"),
        (
            "declared",
            File { media_type: "text/html", ..pictures::jpeg(8, 8) },
            "something else than",
            "画像ではない種類",
        ),
        (
            "named",
            File { name: "cat.html", ..pictures::jpeg(8, 8) },
            "something else than",
            "画像ではない種類",
        ),
    ] {
        for (language, words) in [("en", english), ("ja", japanese)] {
            let path = if language == "en" { "/api/v2/media" } else { "/api/v1/media" };
            let request = writer.request(Method::POST, path).header("accept-language", language);
            let answer = writer.send(Client::with_files(request, &[], &[("file", &file)])).await;
            assert_eq!(answer.status, 422, "{what}: {}", answer.body);
            let said = answer.json();
            check(FAILURE, &said);
            assert!(text(&said["error"]).contains(words), "{what}: {said}");
            assert!(said["details"]["file"][0]["description"].is_string(), "{what}: {said}");
        }
    }
    assert!(server.database.rows("SELECT id FROM media").await.is_empty());
    assert!(!server.folder().join("media").exists(), "nothing was written");
}

#[tokio::test]
async fn too_many_words_and_too_many_pictures_are_refused() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let file = pictures::png(2, 2);
    let send = async |description: &str| {
        let fields = [("description", description)];
        writer.send_files(Method::POST, "/api/v1/media", &fields, &[("file", &file)]).await
    };
    let refused = send(&"長".repeat(1501)).await.expect(422).json();
    assert_eq!(refused["details"]["description"][0]["error"], "ERR_TOO_LONG", "{refused}");
    send(&"長".repeat(1500)).await.expect(200);
    let mut last = send("").await;
    for _ in 0..32 {
        last = send("").await;
        if last.status == 429 {
            break;
        }
    }
    assert!(last.expect(429).header("retry-after").parse::<u32>().unwrap() > 1);
}

#[tokio::test]
async fn who_is_on_trial_sends_no_pictures() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let changed = server.database.rows("UPDATE member SET trusted = FALSE RETURNING account_id").await;
    assert_eq!(changed.len(), 1);
    let refused =
        writer.send_files(Method::POST, "/api/v2/media", &[], &[("file", &pictures::png(2, 2))]).await;
    let refused = refused.expect(422).json();
    assert!(text(&refused["error"]).contains("once your first story has been approved"), "{refused}");
}

#[tokio::test]
async fn an_operator_can_switch_pictures_off() {
    let server = Server::at("a").env("ANAMNESIS_MEDIA_ENABLED", "false").start().await;
    let writer = server.member("quiet_fern_12");
    for path in ["/api/v1/media", "/api/v2/media"] {
        let refused = writer.send_files(Method::POST, path, &[], &[("file", &pictures::png(2, 2))]).await;
        let refused = refused.expect(422).json();
        assert!(text(&refused["error"]).contains("switched them off"), "{refused}");
    }
    for path in ["/api/v1/instance", "/api/v2/instance"] {
        let said = &server.client().get(path).await.expect(200).json()["configuration"];
        assert_eq!(said["statuses"]["max_media_attachments"], 0);
        assert_eq!(said["media_attachments"]["supported_mime_types"], json!([]));
    }
    let on = Server::at("b").start().await;
    let said = &on.client().get("/api/v2/instance").await.expect(200).json()["configuration"];
    let kinds = json!(["image/jpeg", "image/png", "image/webp", "image/gif"]);
    assert_eq!(said["media_attachments"]["supported_mime_types"], kinds);
    assert_eq!(said["media_attachments"]["image_size_limit"], 16_777_216);
    assert_eq!(said["media_attachments"]["description_limit"], 1500);
}
