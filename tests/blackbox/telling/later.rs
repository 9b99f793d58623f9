//! A story that is released later than it is told, from an app, on the form and without an account.

use serde_json::{Value, json};

use super::{PLAIN, hears, path, post, said};
use crate::client_api::pictures::send as upload;
use crate::support::pictures::jpeg;
use crate::support::{Client, Server, eventually};
use crate::unnamed::{answered, manage, words};
use crate::web_stories::{signed_in, token};

/// A server on which every story comes out at a random minute within a day.
async fn delaying() -> Server {
    Server::at("a").env("ANAMNESIS_TELLING_RELEASE", "within-a-day").start().await
}

/// Lets the time come of the one story that waits for it.
async fn pass(server: &mut Server) {
    server.stop();
    let waiting = "UPDATE timed_release SET run_at = 60 WHERE run_at IS NOT NULL RETURNING post_id";
    let waiting = server.database.rows(waiting).await;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    let payload = format!("{{\"kind\":\"release-story\",\"post\":{},\"at\":60}}", waiting[0]["post_id"]);
    let due = format!(
        "UPDATE job SET run_at = 60, payload = '{payload}' WHERE payload LIKE '%release-story%' RETURNING id"
    );
    assert_eq!(server.database.rows(&due).await.len(), 1);
    server.start_again().await;
}

async fn public(reader: &Client) -> Value {
    reader.get("/api/v1/timelines/public").await.expect(200).json()
}

async fn released(reader: &Client) -> Value {
    eventually("the story is released", async || match public(reader).await {
        list if list[0].is_object() => Ok(list[0].clone()),
        list => Err(list.to_string()),
    })
    .await
}

#[tokio::test]
async fn where_all_stories_come_out_later_an_app_is_answered_as_for_one_that_is_held() {
    let mut server = delaying().await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.client());
    let picture = upload(&writer, &jpeg(96, 64), &[]).await;
    let body = json!({"status": PLAIN, "media_ids": [picture["id"]]});
    let told = writer.post_json("/api/v1/statuses", &body).await.expect(200).json();
    assert_eq!((&told["visibility"], &told["story"]["state"]), (&json!("private"), &json!("held")), "{told}");
    assert!(said(&told["story"]["release_at"]).ends_with(":00.000Z"), "{told}");
    let message = hears(&writer, "appears by itself within a day").await;
    assert!(!said(&message["content"]).contains("A person from this community"), "{message}");
    reader.get(&path(&told)).await.expect(404);
    assert_eq!(public(&reader).await, json!([]));
    let list = server.cli(&["story", "list", "--held"]).expect_success();
    assert!(!list.contains(said(&told["id"])), "no moderator is asked: {list}");
    let refused = server.cli(&["story", "release", said(&told["id"])]);
    assert!(!refused.status.success(), "nobody has to let it through");
    server.cli(&["member", "create", "calm_owl_3", "--role", "moderator"]).expect_success();
    let moderator =
        server.cli(&["token", "create", "calm_owl_3", "--scope", "read write follow"]).expect_success();
    server.client().with_token(moderator.trim()).get(&path(&told)).await.expect(404);

    let text = PLAIN.replace("never examined", "never looked into");
    let changed =
        writer.put_json(&path(&told), &json!({ "status": text, "media_ids": [picture["id"]] })).await;
    let changed = changed.expect(200).json();
    assert_eq!(changed["story"]["release_at"], told["story"]["release_at"], "it keeps its time");
    // A note is no story, and nobody learns more from it than from one that was not delayed.
    let note = post(&writer, "Good morning.").await;
    assert_eq!(note["visibility"], "public");
    writer.delete(&path(&note)).await.expect(200);

    pass(&mut server).await;
    let story = released(&reader).await;
    assert_eq!((&story["id"], &story["edited_at"]), (&told["id"], &Value::Null), "{story}");
    assert!(said(&story["content"]).contains("never looked into"), "{story}");
    let own = writer.get(&path(&told)).await.expect(200).json();
    assert_eq!((&own["story"]["state"], &own["story"]["release_at"]), (&json!("published"), &Value::Null));
    assert!(server.database.rows("SELECT post_id FROM timed_release").await.is_empty());
    // Neither its number nor that of its picture tells more than the week in which it was written.
    let drawn = |id: &Value| (said(id).parse::<u64>().unwrap() >> 26) * 60;
    for id in [&story["id"], &story["media_attachments"][0]["id"]] {
        assert!(week_of(drawn(id)) < week_of(drawn(&note["id"])), "{id} and the note {}", note["id"]);
    }
    let pictures = server.database.rows("SELECT uploaded_at FROM media WHERE post_id IS NOT NULL").await;
    assert_eq!(pictures, [json!({ "uploaded_at": 0 })]);
}

/// When the week began (Monday, UTC) in which this lies, both in seconds.
const fn week_of(seconds: u64) -> u64 {
    const DAY: u64 = 86_400;
    seconds - (seconds + 3 * DAY) % (7 * DAY)
}

#[tokio::test]
async fn an_author_chooses_once_when_their_stories_come_out_and_the_form_begins_with_that() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let app =
        server.cli(&["token", "create", "quiet_fern_12", "--scope", "read write follow"]).expect_success();
    let writer = server.client().with_token(app.trim());
    assert_eq!(post(&writer, PLAIN).await["story"]["state"], "published");
    let settings = browser.get("/settings").await.expect(200).body;
    assert!(settings.contains("name=\"release\" value=\"at-once\" checked"), "{settings}");
    let csrf = token(&settings);
    let chosen = [("csrf", csrf.as_str()), ("federates", "yes"), ("release", "within-a-day")];
    browser.post_form("/settings/profile", &chosen).await.expect(303);
    let settings = browser.get("/settings").await.expect(200).body;
    assert!(settings.contains("name=\"release\" value=\"within-a-day\" checked"), "{settings}");

    let held = post(&writer, &PLAIN.replace("Eleven", "Twelve")).await;
    assert!(held["story"]["release_at"].is_string(), "{held}");
    let settings = browser.get("/settings").await.expect(200).body;
    assert!(settings.contains("at the latest"), "{settings}");
    let own = format!("/@quiet_fern_12/{}", said(&held["id"]));
    let page = browser.get(&own).await.expect(200).body;
    assert!(page.contains("appears by itself on"), "{page}");
    assert!(!page.contains("people who check new stories"), "{page}");

    let csrf = token(&browser.get("/share").await.expect(200).body);
    let typed = [
        ("csrf", csrf.as_str()),
        ("text", "A hoopoe sat outside."),
        ("title", "Nights"),
        ("language", "en"),
        ("consent-publish", "yes"),
    ];
    let send = async |more: &[(&str, &str)]| {
        let fields: Vec<(&str, &str)> = typed.iter().chain(more).copied().collect();
        browser.post_form("/share", &fields).await
    };
    send(&[("action", "facts")]).await;
    let consent = browser.get("/share/consent").await.expect(200).body;
    assert!(consent.contains("value=\"within-a-day\" checked"), "{consent}");
    // What is chosen for one story holds for it.
    let told = send(&[("release", "at-once"), ("action", "tell")]).await.expect(303);
    let path = told.header("location").split("/told").next().unwrap().to_owned();
    server.client().get(&path).await.expect(200);
    writer.delete(&super::path(&held)).await.expect(200);
    assert!(server.database.rows("SELECT post_id FROM timed_release").await.is_empty());
}

#[tokio::test]
async fn what_is_told_without_an_account_waits_for_its_time_too_where_nobody_reads_it_first() {
    let server = Server::at("a").env("ANAMNESIS_TELLING_REVIEWED", "false").start().await;
    let (browser, reader) = (server.client(), server.client());
    let csrf = token(&browser.get("/share").await.expect(200).body);
    let typed = [
        ("text", "For eleven years I took it. A hoopoe sat outside."),
        ("title", "Eleven years"),
        ("language", "en"),
        ("medication-1-name", "tramadol"),
        ("consent-publish", "yes"),
    ];
    let mut fields = vec![("csrf", csrf.as_str()), ("action", "facts")];
    fields.extend(typed);
    browser.post_form("/share", &fields).await;
    let consent = browser.get("/share/consent").await.expect(200).body;
    assert!(consent.contains("name=\"release\""), "{consent}");
    let answers = answered(&consent);
    let mut fields: Vec<(&str, &str)> = answers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend(typed);
    fields.extend([("release", "next-time"), ("action", "tell")]);
    let page = browser.post_form("/share", &fields).await.expect(200).body;
    assert!(page.contains("appears by itself on"), "{page}");
    let words = words(&page);
    let managed = manage(&browser, &words, "show", &[]).await.expect(200).body;
    assert!(managed.contains("appears by itself on"), "{managed}");
    assert_eq!(public(&reader).await, json!([]));
    let desk = server.cli(&["story", "list", "--held"]).expect_success();
    assert!(!desk.contains("Eleven years"), "{desk}");
    manage(&browser, &words, "gone", &[]).await.expect(200);
    assert!(server.database.tables_with("hoopoe").await.is_empty());
}

#[tokio::test]
async fn a_story_whose_names_were_replaced_waits_for_its_time_and_the_guide_says_so() {
    let mut server = delaying().await;
    let writer = server.member("quiet_fern_12");
    let named = post(&writer, &PLAIN.replace("examined", "examined by Dr. Whitfield")).await;
    assert_eq!(named["story"]["release_at"], Value::Null, "a person may have to read it: {named}");
    let found = hears(&writer, "somebody’s name").await;
    let body = json!({"status": "@guide replace", "in_reply_to_id": found["id"], "visibility": "direct"});
    writer.post_json("/api/v1/statuses", &body).await.expect(200);
    hears(&writer, "It is replaced. Your story appears by itself").await;
    assert_eq!(public(&server.client()).await, json!([]));
    pass(&mut server).await;
    let story = released(&server.client()).await;
    assert!(said(&story["content"]).contains("[name]"), "{story}");
}

#[tokio::test]
async fn help_comes_at_once_to_who_may_be_in_danger_whatever_the_time() {
    let server = delaying().await;
    let writer = server.member("quiet_fern_12");
    let told =
        post(&writer, &PLAIN.replace("never examined.", "never examined. Tomorrow I will kill myself."))
            .await;
    assert_eq!((&told["story"]["state"], &told["story"]["release_at"]), (&json!("held"), &Value::Null));
    hears(&writer, "988").await;
    let desk = server.cli(&["story", "list", "--held"]).expect_success();
    assert!(desk.contains(said(&told["id"])), "{desk}");
}
