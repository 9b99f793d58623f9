//! Pictures, from sending one to its end.

use axum::http::Method;
use serde_json::{Value, json};

use super::decoder::{CREDENTIALS, EDIT, Kind, MEDIA, STATUS, check};
use super::text;
use crate::support::bucket::{self, Bucket};
use crate::support::pictures::{self, File, PLACE};
use crate::support::{Client, Peer, Server, eventually};

/// Sends a picture and gives the answer.
pub async fn send(client: &Client, file: &File, fields: &[(&str, &str)]) -> Value {
    let sent =
        client.send_files(Method::POST, "/api/v1/media", fields, &[("file", file)]).await.expect(200).json();
    check(MEDIA, &sent);
    sent
}

async fn post(client: &Client, body: Value) -> Value {
    let posted = client.post_json("/api/v1/statuses", &body).await.expect(200).json();
    check(STATUS, &posted);
    posted
}

/// The names of all files of pictures on the server's disk.
fn files(server: &Server) -> Vec<String> {
    let Ok(folder) = std::fs::read_dir(server.folder().join("media")) else { return Vec::new() };
    folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

async fn no_files_left(server: &Server) {
    eventually("the files are gone", async || {
        let left = files(server);
        if left.is_empty() { Ok(()) } else { Err(format!("{left:?}")) }
    })
    .await;
}

#[tokio::test]
async fn finding_16_a_picture_is_sent_asked_for_described_posted_seen_and_taken_back_with_its_files() {
    let server = Server::start().await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.client());
    let fields = [("description", "Rough skin"), ("focus", "-0.5,0.25")];
    let sent = send(&writer, &pictures::jpeg(1200, 800), &fields).await;
    assert_eq!((&sent["type"], &sent["description"]), (&json!("image"), &json!("Rough skin")));
    let meta = &sent["meta"];
    assert_eq!(meta["focus"], json!({"x": -0.5, "y": 0.25}));
    assert_eq!(meta["original"], json!({"width": 1200, "height": 800, "size": "1200x800", "aspect": 1.5}));
    assert!(meta["small"]["width"].as_i64().unwrap() < 700 && sent["preview_url"] != sent["url"], "{sent}");
    assert!(text(&sent["blurhash"]).len() >= 6);

    let path = format!("/api/v1/media/{}", text(&sent["id"]));
    assert_eq!(
        writer.get(&path).await.expect(200).json(),
        sent,
        "finding 16: masto.js asks until there is an address"
    );
    let better = json!({"description": "Rough, dry skin on the back of a hand"});
    let better = writer.put_json(&path, &better).await.expect(200).json();
    check(MEDIA, &better);
    assert_eq!((&better["meta"], &better["url"]), (&sent["meta"], &sent["url"]));

    let posted =
        post(&writer, json!({"status": "", "media_ids": [sent["id"]], "visibility": "public"})).await;
    assert_eq!((&posted["content"], &posted["media_attachments"]), (&json!(""), &json!([better])));
    writer.put_json(&path, &json!({"description": "x"})).await.expect(404);
    writer.delete(&path).await.expect(422);
    let status = format!("/api/v1/statuses/{}", text(&posted["id"]));
    let read = reader.get(&status).await.expect(200).json();
    check(STATUS, &read);
    assert_eq!(read["media_attachments"], json!([better]));
    for address in [&better["url"], &better["preview_url"]] {
        let file = reader.get(text(address)).await.expect(200);
        image::load_from_memory(&file.bytes).unwrap();
    }

    let gone = writer.delete(&status).await.expect(200).json();
    check(STATUS, &gone);
    assert_eq!(
        gone["media_attachments"],
        json!([]),
        "what a client begins anew with has no pictures any more"
    );
    reader.get(text(&better["url"])).await.expect(404);
    no_files_left(&server).await;
    assert!(server.database.tables_with("Rough, dry").await.is_empty(), "the words are gone too");
}

#[tokio::test]
async fn a_file_can_only_be_looked_at_and_kept_for_ever_and_read_in_parts() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let sent = send(&writer, &pictures::png(40, 30), &[]).await;
    assert_eq!(sent["preview_url"], sent["url"], "a small picture is its own small version");
    let address = text(&sent["url"]);
    let ask = async |name: &str, value: &str| {
        let client = server.client();
        client.send(client.request(Method::GET, address).header(name, value)).await
    };
    let whole = ask("origin", "https://phanpy.example").await.expect(200);
    let name = address.rsplit('/').next().unwrap();
    assert!(name.len() == 26 && name.rsplit_once('.').unwrap().1 == "png", "22 random characters: {name}");
    for (header, value) in [
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("content-disposition", &format!("inline; filename=\"{name}\"")),
        ("access-control-allow-origin", "*"),
        ("accept-ranges", "bytes"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("content-length", &whole.bytes.len().to_string()),
    ] {
        assert_eq!(whole.header(header), value, "{header}");
    }
    let policy = whole.header("content-security-policy");
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");

    let part = ask("range", "bytes=2-5").await.expect(206);
    assert_eq!((part.bytes.as_slice(), part.header("content-length")), (&whole.bytes[2..6], "4"));
    assert_eq!(part.header("content-range"), format!("bytes 2-5/{}", whole.bytes.len()));
    assert_eq!(ask("range", "bytes=-3").await.expect(206).bytes, whole.bytes[whole.bytes.len() - 3..]);
    let beyond = ask("range", "bytes=9999999-").await.expect(416);
    assert_eq!(beyond.header("content-range"), format!("bytes */{}", whole.bytes.len()));
    assert!(ask("if-none-match", whole.header("etag")).await.expect(304).bytes.is_empty());
    let client = server.client();
    let head = client.send(client.request(Method::HEAD, address)).await.expect(200);
    assert_eq!((head.bytes.len(), head.header("content-length")), (0, whole.header("content-length")));
    for nothing in ["/media/x", "/media/..%2Fanamnesis.db", "/media/AAAAAAAAAAAAAAAAAAAAAA.png", "/media/"] {
        assert_eq!(server.client().get(nothing).await.status, 404, "{nothing}");
    }
    let other_ending = address.replace(".png", ".jpg");
    server.client().get(&other_ending).await.expect(404);
}

#[tokio::test]
async fn place_and_everything_behind_are_gone_and_the_picture_is_upright() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let file = pictures::photograph();
    let holds_place = |bytes: &[u8]| bytes.windows(PLACE.len()).any(|part| part == PLACE.as_bytes());
    assert!(holds_place(&file.bytes), "the test is of use");
    let sent = send(&writer, &file, &[]).await;
    let seen = server.client().get(text(&sent["url"])).await.expect(200);
    assert!(!holds_place(&seen.bytes) && !seen.bytes.windows(4).any(|part| part == b"Exif"));
    let picture = image::load_from_memory(&seen.bytes).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (48, 64));
    let (top, bottom) = (picture.get_pixel(24, 3).0, picture.get_pixel(24, 60).0);
    assert!(top[0] > 180 && top[2] < 90 && bottom[2] > 180 && bottom[0] < 90, "{top:?} {bottom:?}");
    assert!(server.database.tables_with("IMG_0001").await.is_empty(), "its name is nobody's business");
    for name in files(&server) {
        assert!(!holds_place(&std::fs::read(server.folder().join("media").join(name)).unwrap()));
    }
}

#[tokio::test]
async fn every_kind_is_taken_by_both_versions_and_a_burst_is_answered_before_it_is_ready() {
    // It asks more often than a client should.
    let server = Server::at("a")
        .env("ANAMNESIS_LIMITS_REQUESTS", "100000")
        .env("ANAMNESIS_LIMITS_MEMBER_REQUESTS", "100000");
    let server = server.start().await;
    let writer = server.member("quiet_fern_12");
    let kinds = [pictures::jpeg(60, 40), pictures::png(60, 40), pictures::webp(60, 40), pictures::gif(3)];
    for file in &kinds {
        send(&writer, file, &[]).await;
    }
    let large = pictures::jpeg(3000, 2500);
    let upload = async || {
        let answer = writer.send_files(Method::POST, "/api/v2/media", &[], &[("file", &large)]).await;
        assert!([200, 202].contains(&answer.status), "{answer:?}");
        let sent = answer.json();
        assert_eq!(answer.status == 200, sent["url"].is_string(), "{sent}");
        let path = format!("/api/v1/media/{}", text(&sent["id"]));
        eventually("the picture is ready", async || {
            let answer = writer.get(&path).await;
            match answer.status {
                200 => {
                    check(MEDIA, &answer.json());
                    Ok(())
                }
                206 if answer.json()["url"].is_null() => Err("not ready".to_owned()),
                _ => panic!("{answer:?}"),
            }
        })
        .await;
    };
    tokio::join!(upload(), upload(), upload(), upload());
}

#[tokio::test]
async fn a_picture_is_its_senders_and_one_posts_and_a_post_has_four_at_most() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(send(&writer, &pictures::png(9, 9), &[]).await["id"].clone());
    }
    let path = format!("/api/v1/media/{}", text(&ids[0]));
    for refused in
        [other.get(&path).await, other.put_json(&path, &json!({})).await, other.delete(&path).await]
    {
        refused.expect(404);
    }
    server.client().get(&path).await.expect(401);
    let with = |ids: &[Value]| json!({"status": "Look", "media_ids": ids});
    other.post_json("/api/v1/statuses", &with(&ids[..1])).await.expect(422);
    writer.post_json("/api/v1/statuses", &with(&ids)).await.expect(422);
    writer.post_json("/api/v1/statuses", &with(&[json!("none")])).await.expect(422);
    let posted = post(&writer, with(&[ids[2].clone(), ids[0].clone(), ids[0].clone()])).await;
    assert_eq!(
        super::ids(&posted["media_attachments"]),
        [text(&ids[2]), text(&ids[0])],
        "in the order that was sent"
    );
    let again = writer.post_json("/api/v1/statuses", &with(&ids[..1])).await.expect(422).json();
    assert!(text(&again["error"]).contains("One of the pictures is not there"), "{again}");
    assert_eq!(super::own_account(&writer).await["statuses_count"], 1, "what was refused left nothing");
    let unused = format!("/api/v1/media/{}", text(&ids[4]));
    assert_eq!(writer.delete(&unused).await.expect(200).json(), json!({}));
    writer.get(&unused).await.expect(404);
}

#[tokio::test]
async fn an_edit_changes_pictures_and_what_is_said_about_them() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let (a, b) =
        (send(&writer, &pictures::png(9, 9), &[]).await, send(&writer, &pictures::png(8, 8), &[]).await);
    let posted = post(&writer, json!({"status": "Look", "media_ids": [a["id"]]})).await;
    let path = format!("/api/v1/statuses/{}", text(&posted["id"]));
    let body = json!({
        "status": "Look closely", "media_ids": [b["id"], a["id"]],
        "media_attributes": [{"id": a["id"], "description": "A black square", "focus": "0.1,-1"}],
    });
    let edited = writer.put_json(&path, &body).await.expect(200).json();
    check(STATUS, &edited);
    let seen = &edited["media_attachments"];
    assert_eq!(super::ids(seen), [text(&b["id"]), text(&a["id"])]);
    assert_eq!(
        (&seen[1]["description"], &seen[1]["meta"]["focus"]),
        (&json!("A black square"), &json!({"x": 0.1, "y": -1.0}))
    );
    let history = server.client().get(&format!("{path}/history")).await.expect(200).json();
    check(Kind::Each(&EDIT), &history);
    assert_eq!(history[0]["media_attachments"], *seen);

    let words = writer.put_json(&path, &json!({"status": "Only other words"})).await.expect(200).json();
    assert_eq!(words["media_attachments"], *seen, "who names no pictures takes none away");
    let fewer = json!({"status": "One", "media_ids": [a["id"]]});
    let fewer = writer.put_json(&path, &fewer).await.expect(200).json();
    assert_eq!(super::ids(&fewer["media_attachments"]), [text(&a["id"])]);
    server.client().get(text(&b["url"])).await.expect(404);
    writer.put_json(&path, &json!({"status": "", "media_ids": [a["id"]]})).await.expect(200);
    eventually("the file of what was taken out is gone", async || {
        if files(&server).len() == 1 { Ok(()) } else { Err(format!("{:?}", files(&server))) }
    })
    .await;
}

#[tokio::test]
async fn a_member_has_a_face_until_it_is_taken_off() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    let path = "/api/v1/accounts/update_credentials";
    let (square, wide) = (pictures::jpeg(900, 600), pictures::png(1200, 600));
    let (text_fields, files_sent) = ([("display_name", "Fern")], [("avatar", &square), ("header", &wide)]);
    let changed = member.send_files(Method::PATCH, path, &text_fields, &files_sent).await.expect(200).json();
    check(CREDENTIALS, &changed);
    assert_eq!(changed["display_name"], "Fern");
    for (key, size) in [("avatar", (400, 400)), ("header", (1200, 400))] {
        assert_eq!(changed[key], changed[format!("{key}_static")]);
        let seen = member.get(text(&changed[key])).await.expect(200);
        let picture = image::load_from_memory(&seen.bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), size, "{key}");
    }
    let finger = format!("/.well-known/webfinger?resource=acct:quiet_fern_12@{}", server.domain);
    let finger = member.get(&finger).await.expect(200).json();
    let links = finger["links"].as_array().unwrap().iter().find(|link| link["rel"] == "self");
    let accept =
        |address: &str| member.request(Method::GET, address).header("accept", "application/activity+json");
    let actor = member.send(accept(text(&links.unwrap()["href"]))).await.expect(200).json();
    assert_eq!(
        (&actor["icon"]["url"], &actor["icon"]["mediaType"]),
        (&changed["avatar"], &json!("image/jpeg"))
    );
    assert_eq!(
        (&actor["image"]["url"], &actor["image"]["mediaType"]),
        (&changed["header"], &json!("image/png"))
    );

    let refused = member.send_files(Method::PATCH, path, &[], &[("avatar", &pictures::svg())]).await;
    let refused = refused.expect(422).json();
    assert!(refused["details"]["avatar"].is_array(), "{refused}");
    for key in ["avatar", "header"] {
        let plain = member.delete(&format!("/api/v1/profile/{key}")).await.expect(200).json();
        assert_eq!(text(&plain[key]), server.url(&format!("/assets/{key}.png")));
    }
    no_files_left(&server).await;
}

#[tokio::test]
async fn pictures_travel_with_their_descriptions_and_those_of_others_are_links() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let fields = [("description", "A black square"), ("focus", "0.5,-0.5")];
    let sent = send(&writer, &pictures::png(90, 60), &fields).await;
    let posted =
        post(&writer, json!({"status": "Look", "media_ids": [sent["id"]], "visibility": "public"})).await;
    let note =
        writer.request(Method::GET, text(&posted["uri"])).header("accept", "application/activity+json");
    let note = writer.send(note).await.expect(200).json();
    let expected = json!([{
        "type": "Image", "mediaType": "image/png", "url": sent["url"], "name": "A black square",
        "summary": "A black square", "width": 90, "height": 60, "blurhash": sent["blurhash"], "focalPoint": [0.5, -0.5],
    }]);
    assert_eq!(note["attachment"], expected);

    let peer = Peer::start();
    let person = peer.person("ann");
    let finger = format!("/.well-known/webfinger?resource=acct:quiet_fern_12@{}", server.domain);
    let finger = writer.get(&finger).await.expect(200).json();
    let me = finger["links"].as_array().unwrap().iter().find(|link| link["rel"] == "self").unwrap()["href"]
        .clone();
    let theirs = json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": peer.url("/create/1"), "type": "Create",
        "actor": person, "to": [me], "object": {
            "id": peer.url("/note/1"), "type": "Note", "attributedTo": person, "content": "<p>See this</p>",
            "to": ["https://www.w3.org/ns/activitystreams#Public"], "cc": [me],
            "tag": [{"type": "Mention", "href": me, "name": "@quiet_fern_12"}],
            "attachment": [
                {"type": "Document", "mediaType": "image/jpeg", "url": "https://pictures.example/1.jpg",
                 "name": "A <b>hand</b>", "blurhash": "LEHV6nWB2yk8pyo0adR*.7kCMdnj", "width": 800, "height": 600},
                {"type": "Document", "mediaType": "image/jpeg", "url": "javascript:alert(1)"}],
        },
    });
    peer.send("ann", &server.url("/inbox"), &theirs).await.expect(202);
    let received = eventually("the note arrives", async || {
        let found =
            writer.get(&format!("/api/v2/search?type=statuses&q={}", peer.url("/note/1"))).await.json();
        found["statuses"].get(0).cloned().ok_or(found.to_string())
    })
    .await;
    check(STATUS, &received);
    let picture = &received["media_attachments"][0];
    assert_eq!(received["media_attachments"].as_array().unwrap().len(), 1, "{received}");
    // Not of the kind that clients load by themselves: who wrote it would see who reads it.
    assert_eq!((&picture["type"], &picture["preview_url"]), (&json!("unknown"), &Value::Null));
    for key in ["url", "remote_url"] {
        assert_eq!(picture[key], "https://pictures.example/1.jpg");
    }
    assert_eq!(
        (&picture["description"], &picture["meta"]["original"]["width"]),
        (&json!("A <b>hand</b>"), &json!(800))
    );

    let account = text(&received["account"]["acct"]);
    let page = server.client().get(&format!("/@{account}/{}", text(&received["id"]))).await.expect(200).body;
    assert!(page.contains("https://pictures.example/1.jpg") && !page.contains("<img"), "{page}");
    assert!(page.contains("A &#60;b&#62;hand") || page.contains("A &lt;b&gt;hand"), "{page}");
    let own = server.client().get(&format!("/@quiet_fern_12/{}", text(&posted["id"]))).await.expect(200).body;
    assert!(own.contains("alt=\"A black square\"") && own.contains("src=\"/media/"), "{own}");
}

#[tokio::test]
async fn a_page_says_where_nobody_described_a_picture_and_covers_what_its_sender_covers() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let sent = send(&writer, &pictures::png(90, 60), &[]).await;
    let body =
        json!({"status": "Look", "media_ids": [sent["id"]], "sensitive": true, "visibility": "public"});
    let posted = post(&writer, body).await;
    assert_eq!(
        (&posted["media_attachments"][0]["description"], &posted["sensitive"]),
        (&Value::Null, &json!(true))
    );
    let page =
        server.client().get(&format!("/@quiet_fern_12/{}", text(&posted["id"]))).await.expect(200).body;
    assert!(page.contains("Nobody has described this picture"), "{page}");
    let (before, covered) = page.split_once("would rather cover").expect("they are covered");
    assert!(covered.contains("<img") && !before.contains("<img"), "{page}");
}

#[tokio::test]
async fn pictures_lie_in_a_bucket_where_the_operator_names_one() {
    let bucket = Bucket::start();
    let server = Server::at("a")
        .env("ANAMNESIS_MEDIA_S3_BUCKET", bucket::NAME)
        .env("ANAMNESIS_MEDIA_S3_ENDPOINT", &bucket.endpoint)
        .env("ANAMNESIS_MEDIA_S3_REGION", "test-region")
        .env("ANAMNESIS_MEDIA_S3_KEY_ID", "test-key")
        .env("ANAMNESIS_MEDIA_S3_SECRET", "test-secret")
        .start()
        .await;
    let writer = server.member("quiet_fern_12");
    let sent = send(&writer, &pictures::jpeg(1200, 800), &[]).await;
    assert_eq!(bucket.keys().len(), 2, "the picture and its small version: {:?}", bucket.keys());
    assert!(bucket.keys().iter().all(|key| key.starts_with("media/")) && files(&server).is_empty());
    let whole = server.client().get(text(&sent["url"])).await.expect(200);
    image::load_from_memory(&whole.bytes).unwrap();
    let client = server.client();
    let part = client.request(Method::GET, text(&sent["url"])).header("range", "bytes=1-2");
    assert_eq!(client.send(part).await.expect(206).bytes, whole.bytes[1..3]);
    writer.delete(&format!("/api/v1/media/{}", text(&sent["id"]))).await.expect(200);
    eventually("the bucket is empty", async || {
        let left = bucket.keys();
        if left.is_empty() { Ok(()) } else { Err(format!("{left:?}")) }
    })
    .await;
}
