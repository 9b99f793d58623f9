//! Taking everything along: one archive with all that a member told, kept and agreed to.

use reqwest::Method;
use serde_json::json;

use super::{csrf, field, signed_in};
use crate::support::client::Answer;
use crate::support::pictures;
use crate::support::{Client, Server};

const HELD: &str =
    "Eleven years\n\nMedication: tramadol\nSymptoms: dizziness\n\nDr. Whitfield heard a hoopoe.";

/// The files of an archive that was not compressed, by the list at its end.
fn files(archive: &Answer) -> Vec<(String, Vec<u8>)> {
    let bytes = &archive.bytes;
    let half = |at: usize| usize::from(u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap()));
    let whole =
        |at: usize| usize::try_from(u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())).unwrap();
    let end = bytes.len() - 22;
    let mut at = whole(end + 16);
    let mut found = Vec::new();
    for _ in 0..half(end + 10) {
        let (size, name, place) = (whole(at + 24), half(at + 28), whole(at + 42));
        let title = String::from_utf8(bytes[at + 46..at + 46 + name].to_vec()).unwrap();
        let start = place + 30 + name;
        found.push((title, bytes[start..start + size].to_vec()));
        at += 46 + name;
    }
    found
}

fn text(files: &[(String, Vec<u8>)], name: &str) -> String {
    let found = files.iter().find(|(title, _)| title == name);
    let names: Vec<&String> = files.iter().map(|(title, _)| title).collect();
    String::from_utf8(found.unwrap_or_else(|| panic!("no {name} in {names:?}")).1.clone()).unwrap()
}

async fn post(app: &Client, body: serde_json::Value) -> serde_json::Value {
    app.post_json("/api/v1/statuses", &body).await.expect(200).json()
}

#[tokio::test]
async fn a_member_takes_along_everything_they_told_and_set_up() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12", "member").await;
    let token =
        server.cli(&["token", "create", "quiet_fern_12", "--scope", "read write follow"]).expect_success();
    let app = server.client().with_token(token.trim());
    let other = server.member("slow_river_7");
    let fields = [("description", "A hat")];
    let file = pictures::jpeg(40, 30);
    let sent = app.send_files(Method::POST, "/api/v1/media", &fields, &[("file", &file)]).await;
    let picture = sent.expect(200).json();
    post(&app, json!({"status": HELD})).await;
    post(
        &app,
        json!({"status": "For my friends only.", "visibility": "private", "media_ids": [picture["id"]]}),
    )
    .await;
    for number in 0..30 {
        post(&app, json!({"status": format!("Small talk number {number}.")})).await;
    }
    let theirs = post(&other, json!({"status": "Another's words about a bee-eater."})).await;
    let id = theirs["id"].as_str().unwrap();
    app.post(&format!("/api/v1/statuses/{id}/bookmark")).await.expect(200);
    let them = theirs["account"]["id"].as_str().unwrap();
    app.post(&format!("/api/v1/accounts/{them}/follow")).await.expect(200);
    let filter =
        json!({"title": "Not today", "context": ["home"], "keywords_attributes": [{"keyword": "snow"}]});
    app.post_json("/api/v2/filters", &filter).await.expect(200);

    let page = browser.get("/settings").await.expect(200);
    assert!(page.body.contains("Take everything along"), "{}", page.body);
    let token = csrf(&page);
    let archive = browser.post_form("/settings/download", &[("csrf", token.as_str())]).await.expect(200);
    assert_eq!(archive.header("content-type"), "application/zip");
    assert_eq!(archive.header("cache-control"), "no-store");
    let files = files(&archive);
    let index = text(&files, "index.html");
    for words in ["@quiet_fern_12@", "@slow_river_7", "snow", "posts-2.html", "style.css"] {
        assert!(index.contains(words), "{words} in\n{index}");
    }
    assert!(!index.contains("<script") && !index.contains("src=\"http"), "it needs nobody: {index}");
    let (first, second) = (text(&files, "posts-1.html"), text(&files, "posts-2.html"));
    assert!(first.contains("number 29") && second.contains("hoopoe"), "{second}");
    for words in ["version 1", "alt=\"A hat\"", "For my friends only", "Only people who follow you"] {
        assert!(second.contains(words), "{words} in\n{second}");
    }
    let document: serde_json::Value = serde_json::from_str(&text(&files, "posts-2.json")).unwrap();
    let items = document["orderedItems"].as_array().unwrap();
    let held = items.last().unwrap();
    assert_eq!((&held["state"], &held["type"]), (&json!("held"), &json!("Note")), "{held}");
    assert!(held["patientStory"].is_object() && held["consent"][0]["scope"] == "publish", "{held}");
    assert!(document.get("next").is_none() && text(&files, "posts-1.json").contains("posts-2.json"));
    let image = files.iter().find(|(name, _)| name.starts_with("pictures/")).expect("the picture");
    assert!(image.1.len() > 100 && second.contains(&image.0));
    assert!(text(&files, "bookmarks.json").contains(theirs["uri"].as_str().unwrap()));
    assert!(!String::from_utf8_lossy(&archive.bytes).contains("bee-eater"), "the words of others are theirs");
    assert!(text(&files, "actor.json").contains("quiet_fern_12"));
    let stranger = server.client();
    let token = csrf(&stranger.get("/sign-in").await.expect(200));
    stranger.post_form("/settings/download", &[("csrf", token.as_str())]).await.expect(401);
}

#[tokio::test]
async fn who_told_without_an_account_takes_their_story_along_with_its_words() {
    let server = Server::start().await;
    let browser = server.client();
    let words = crate::unnamed::told(&browser).await;
    let page = browser.get("/manage").await.expect(200);
    let fields = [("csrf", field(&page, "csrf")), ("key", words), ("do", "download".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let archive = browser.post_form("/manage", &fields).await.expect(200);
    let files = files(&archive);
    assert!(text(&files, "posts-1.html").contains("hoopoe") && text(&files, "posts-1.json").contains("held"));
    assert!(!files.iter().any(|(name, _)| name == "actor.json"));
}

#[tokio::test]
async fn what_an_author_said_to_moderators_is_in_it() {
    let server = Server::at("a").env("ANAMNESIS_REVIEW_MODE", "all").start().await;
    let browser = signed_in(&server, "quiet_fern_12", "member").await;
    let token =
        server.cli(&["token", "create", "quiet_fern_12", "--scope", "read write follow"]).expect_success();
    let app = server.client().with_token(token.trim());
    let mut ids = Vec::new();
    for number in ["one", "two"] {
        let told = post(&app, json!({ "status": HELD.replace("Dr. Whitfield", number) })).await;
        ids.push(told["id"].as_str().unwrap().to_owned());
    }
    server.cli(&["story", "refuse", &ids[0], "--reason", "trade"]).expect_success();
    server.cli(&["story", "remove", &ids[1], "--reason", "named"]).expect_success();
    for (id, words) in ids.iter().zip(["A wheatear gave it away.", "A dotterel was not named."]) {
        let place = format!("/appeal/{id}");
        let token = csrf(&browser.get(&place).await.expect(200));
        browser.post_form(&place, &[("csrf", token.as_str()), ("appeal", words)]).await.expect(200);
    }
    let token = csrf(&browser.get("/settings").await.expect(200));
    let archive = browser.post_form("/settings/download", &[("csrf", token.as_str())]).await.expect(200);
    let files = files(&archive);
    for name in ["posts-1.html", "posts-1.json"] {
        assert!(text(&files, name).contains("A wheatear gave it away."), "{}", text(&files, name));
    }
    for name in ["index.html", "settings.json"] {
        assert!(text(&files, name).contains("A dotterel was not named."), "{}", text(&files, name));
    }
}
