//! Who may be in danger is met with help at once, and what tells others to die is not published.

use serde_json::{Value, json};

use super::review_desk::{field, read, signed_in};
use super::{hears, messages, path, post, said};
use crate::support::{Client, Server, eventually};

/// A story with this sentence that states everything that the guide would ask about.
fn with(sentence: &str) -> String {
    format!(
        "Eleven years\n\nMedication: tramadol\nSymptoms: dizziness\nAge: 41\nDuration of use: 11 years\n\
         Current status: No, have stopped\nCountry: Japan\n\nA hoopoe sat outside. {sentence}"
    )
}

async fn state(client: &Client, status: &Value) -> Value {
    client.get(&path(status)).await.expect(200).json()["story"]["state"].clone()
}

async fn note(writer: &Client, body: Value) -> Value {
    writer.post_json("/api/v1/statuses", &body).await.expect(200).json()
}

#[tokio::test]
async fn who_may_be_in_danger_gets_help_in_an_app_and_moderators_are_called() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let desk = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let token =
        server.cli(&["token", "create", "calm_owl_3", "--scope", "read write follow"]).expect_success();
    let moderator = server.client().with_token(token.trim());
    let earlier = post(&writer, &with("Dr. Whitfield laughed.")).await;

    let held = post(&writer, &with("I am going to kill myself tonight.")).await;
    assert_eq!((&held["visibility"], &held["story"]["state"]), (&json!("private"), &json!("held")));
    other.get(&path(&held)).await.expect(404);
    let help = hears(&writer, "0120-279-338").await;
    let content = said(&help["content"]);
    for words in ["answers within a day", "kept safe", "119", "/helplines"] {
        assert!(content.contains(words), "{words} in {content}");
    }
    assert!(!content.contains("tonight") && help["visibility"] == "direct", "{help}");
    let alarm = hears(&moderator, "may be in danger").await;
    assert!(said(&alarm["content"]).contains("/desk"), "{alarm}");
    assert!(!said(&alarm["content"]).contains("tonight") && messages(&other).await.is_empty());
    assert!(!server.log().contains("hoopoe"), "no word of it is logged");

    let page = read(&desk, "/desk").await;
    let (first, second) = (said(&held["id"]), said(&earlier["id"]));
    assert!(page.find(&format!("value=\"{first}\"")) < page.find(&format!("value=\"{second}\"")), "{page}");
    assert!(page.contains("Please read this first"), "{page}");
    // What a person has to read does not come out because its writer changes it.
    writer.put_json(&path(&held), &json!({"status": with("I am tired.")})).await.expect(200);
    assert_eq!(state(&writer, &held).await, "held");
    assert!(read(&desk, "/desk").await.contains("Please read this first"));

    writer
        .put_json(&path(&held), &json!({"status": with("I am going to kill myself tonight.")}))
        .await
        .expect(200);
    server.cli(&["story", "release", first]).expect_success();
    let told = other.get(&path(&held)).await.expect(200).json();
    assert_eq!(told["spoiler_text"], "Tramadol: Mentions suicidal thoughts or an urge to self-harm");
    // What a moderator let stand stands, and what is new waits.
    let changed = format!("{} I mean it.", with("I am going to kill myself tonight."));
    writer.put_json(&path(&held), &json!({"status": changed})).await.expect(200);
    assert!(said(&other.get(&path(&held)).await.json()["content"]).contains("I mean it"));
    writer.put_json(&path(&held), &json!({"status": with("The rope is ready.")})).await.expect(200);
    let told = writer.get(&path(&held)).await.json();
    assert!(!said(&told["content"]).contains("rope") && told["story"]["change"]["state"] == "held", "{told}");
    assert!(read(&desk, "/desk").await.contains("Please read this first"));
}

#[tokio::test]
async fn a_moderator_raises_and_lowers_the_level_but_never_below_what_the_terms_say() {
    let server = Server::at("a").env("ANAMNESIS_REVIEW_MODE", "all").start().await;
    let desk = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let writer = server.member("quiet_fern_12");
    let decide = async |held: &Value, decision: &str, care: &str| {
        let page = read(&desk, "/desk").await;
        let id = said(&held["id"]);
        let from = page.split_once(&format!("value=\"{id}\"")).unwrap().1;
        let (csrf, version) = (field(&page, "csrf"), field(from, "version"));
        let fields = [
            ("csrf", csrf.as_str()),
            ("story", id),
            ("version", version.as_str()),
            ("decision", decision),
            ("care", care),
        ];
        desk.post_form("/desk/stories", &fields).await
    };
    let plain = post(&writer, &with("I no longer see a way.")).await;
    decide(&plain, "care", "4").await.expect(422);
    decide(&plain, "care", "3").await.expect(303);
    hears(&writer, "0120-279-338").await;
    decide(&plain, "approve", "3").await.expect(422);
    assert_eq!(state(&writer, &plain).await, "held");
    decide(&plain, "approve", "0").await.expect(303);
    let told = writer.get(&path(&plain)).await.json();
    assert_eq!((&told["spoiler_text"], &told["story"]["state"]), (&json!(""), &json!("published")));

    let raised = post(&writer, &with("I walked to the river each night.")).await;
    decide(&raised, "approve", "2").await.expect(303);
    let told = writer.get(&path(&raised)).await.json();
    assert_eq!(told["spoiler_text"], "Tramadol: Mentions suicidal thoughts or an urge to self-harm");

    let text = with("It passed.").replace("dizziness", "suicidal ideation");
    let stated = post(&writer, &text).await;
    decide(&stated, "approve", "1").await.expect(422);
    decide(&stated, "approve", "2").await.expect(303);
}

#[tokio::test]
async fn what_tells_others_to_die_is_refused_and_a_person_reads_it_if_its_writer_asks() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let browser = signed_in(&server, &["warm_moss_4"]).await;
    let refused = post(&writer, &with("If you want to die, take the whole bottle.")).await;
    assert_eq!(refused["story"]["state"], "refused");
    assert_eq!(refused["story"]["review"]["reason"], "method", "{refused}");
    other.get(&path(&refused)).await.expect(404);
    let message = hears(&writer, "No person has read it").await;
    let answer =
        json!({"status": "@guide as it is", "in_reply_to_id": message["id"], "visibility": "direct"});
    writer.post_json("/api/v1/statuses", &answer).await.expect(200);
    hears(&writer, "You hear from me then").await;
    assert_eq!(state(&writer, &refused).await, "held");
    let desk = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    assert!(read(&desk, "/desk").await.contains("asks that a person reads it"));
    let id = said(&refused["id"]);
    server.cli(&["story", "refuse", id, "--reason", "method"]).expect_success();
    let page = eventually("the page of the story", async || {
        let page = writer.get(&path(&refused)).await;
        if page.json()["story"]["state"] == "refused" { Ok(page.json()) } else { Err(page.body) }
    })
    .await;
    assert_eq!(page["story"]["review"]["reason"], "method");

    // The same on the site, where a person decided nothing yet.
    let token = server.cli(&["token", "create", "warm_moss_4", "--scope", "read write"]).expect_success();
    let app = server.client().with_token(token.trim());
    let refused = post(&app, &with("Here is how to kill yourself.")).await;
    let page = format!("/@warm_moss_4/{}", said(&refused["id"]));
    let shown = read(&browser, &page).await;
    assert!(shown.contains("Ask a person to read it"), "{shown}");
    let csrf = field(&shown, "csrf");
    browser.post_form(&format!("{page}/ask"), &[("csrf", csrf.as_str())]).await.expect(303);
    assert!(!read(&browser, &page).await.contains("Ask a person to read it"));
    assert_eq!(state(&app, &refused).await, "held");
    browser.post_form(&format!("{page}/ask"), &[("csrf", csrf.as_str())]).await.expect(409);
}

#[tokio::test]
async fn posts_and_replies_that_all_may_read_wait_too_and_messages_go_to_whom_they_are_for() {
    let server = Server::start().await;
    let (writer, friend) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let story = post(&friend, &with("It is over.")).await;
    let sentence = "今夜、死にます。";
    let reply = note(&writer, json!({"status": sentence, "in_reply_to_id": story["id"]})).await;
    assert_eq!((&reply["visibility"], &reply["story"]["state"]), (&json!("private"), &json!("held")));
    friend.get(&path(&reply)).await.expect(404);
    assert_eq!(friend.get(&path(&story)).await.json()["replies_count"], 0);
    hears(&writer, "kept safe").await;
    server.cli(&["story", "release", said(&reply["id"])]).expect_success();
    assert_eq!(friend.get(&path(&reply)).await.expect(200).json()["visibility"], "public");
    assert_eq!(friend.get(&path(&story)).await.json()["replies_count"], 1);
    let harmful = note(&writer, json!({"status": "お前なんか死ね。", "in_reply_to_id": story["id"]})).await;
    assert_eq!(harmful["story"]["state"], "refused");

    let direct = json!({"status": format!("@slow_river_7 {sentence}"), "visibility": "direct"});
    let direct = note(&writer, direct).await;
    friend.get(&path(&direct)).await.expect(200);
    hears(&writer, "have gone to whom they are for").await;
    let later = json!({"status": sentence, "scheduled_at": "2099-01-01T00:00:00Z"});
    let answer = writer.post_json("/api/v1/statuses", &later).await.expect(422).json();
    assert!(said(&answer["error"]).contains("/helplines"), "{answer}");
    for (text, state) in [
        ("死ぬほど痒い", "published"),
        ("I had suicidal thoughts back then.", "published"),
        ("この薬をやめたい", "published"),
    ] {
        assert_eq!(post(&writer, &with(text)).await["story"]["state"], state, "{text}");
    }
}

#[tokio::test]
async fn an_operator_may_let_the_words_advise_only_or_not_look_at_all() {
    for (mode, helps) in [("advise", true), ("off", false)] {
        let server = Server::at("a").env("ANAMNESIS_REVIEW_CARE", mode).start().await;
        let writer = server.member("quiet_fern_12");
        let told = post(&writer, &with("The rope is ready.")).await;
        assert_eq!(told["story"]["state"], "published", "{mode}");
        if helps {
            hears(&writer, "have gone to whom").await;
        }
        assert_eq!(told["spoiler_text"] != "", helps, "{mode}: {told}");
    }
}

#[tokio::test]
async fn on_the_site_help_stands_before_and_after_the_button_and_nothing_waits_for_its_time() {
    let server = Server::start().await;
    let browser = signed_in(&server, &["quiet_fern_12"]).await;
    let send = async |text: &str, action: &str| {
        let csrf = field(&read(&browser, "/share").await, "csrf");
        let fields = [
            ("csrf", csrf.as_str()),
            ("text", text),
            ("title", "Nights"),
            ("language", "en"),
            ("consent-publish", "yes"),
            ("release", "within-a-day"),
            ("action", action),
        ];
        let answer = browser.post_form("/share", &fields).await;
        // Who has a manuscript is led to the page of their step.
        match answer.header("location") {
            to if to.starts_with("/share") => browser.get(to).await,
            _ => answer,
        }
    };
    let preview = send("A hoopoe sat outside. Tomorrow I will jump off the bridge.", "preview").await;
    let preview = preview.expect(200).body;
    assert!(preview.contains("Please talk to somebody now"), "{preview}");
    let told = send("A hoopoe sat outside. Tomorrow I will jump off the bridge.", "tell").await.expect(303);
    let page = read(&browser, told.header("location")).await;
    for words in ["Please talk to somebody now", "answers within a day", "kept safe"] {
        assert!(page.contains(words), "{words} in\n{page}");
    }
    assert_eq!(
        server.database.rows("SELECT id FROM post WHERE state = 'held' AND care_level = 3").await.len(),
        1
    );

    let preview = send("Just kill yourself.", "preview").await.expect(200).body;
    assert!(preview.contains("This would not be published"), "{preview}");
    let told = send("Just kill yourself.", "tell").await.expect(303);
    let page = read(&browser, told.header("location")).await;
    assert!(page.contains("was not published") && page.contains("Ask a person"), "{page}");
}

#[tokio::test]
async fn help_and_alarm_come_also_where_nothing_names_a_country_and_the_guide_is_switched_off() {
    let server = Server::at("a").env("ANAMNESIS_GUIDE_ENABLED", "false").start().await;
    let writer = server.member("quiet_fern_12");
    signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let token = server.cli(&["token", "create", "calm_owl_3", "--scope", "read"]).expect_success();
    let moderator = server.client().with_token(token.trim());
    let text = with("I am going to kill myself tonight.").replace("\nCountry: Japan", "");
    post(&writer, &text).await;
    let help = hears(&writer, "Samaritans").await;
    let content = said(&help["content"]);
    for words in ["United Kingdom", "116 123", "Canada", "988", "answers within a day"] {
        assert!(content.contains(words), "{words} in {content}");
    }
    hears(&moderator, "may be in danger").await;
    note(&writer, json!({"status": "I am going to kill myself tonight.", "visibility": "direct"})).await;
    hears(&writer, "have gone to whom they are for").await;
    assert_eq!(messages(&writer).await.len(), 2, "it says nothing else");
}
