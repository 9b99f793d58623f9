//! Complaints: anybody says what is wrong, without an account; the author is heard, a moderator decides, and who complained
//! reads the answer with words that were shown once.

use serde_json::json;

use crate::support::client::Answer;
use crate::support::{Client, Server, eventually};
use crate::telling::hears;
use crate::telling::review_desk::{field, read, signed_in};
use crate::unnamed::{answered, held, manage, told, words};
use crate::web_stories::{between, token};

const STORY: &str = "Eleven years\n\nMedication: tramadol\nSymptoms: dizziness\nAge: 41\nDuration of use: 11 years\n\
    Current status: No, have stopped\n\nA bee-eater sat outside.";

/// Sends the form with what is given in place of what is usual.
async fn complain(browser: &Client, story: &str, given: &[(&'static str, &str)]) -> Answer {
    let form = answered(&read(browser, "/complain").await);
    let usual = [("story", story), ("about", "person"), ("body", "A pratincole says so."), ("reach", "")];
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend(usual);
    for (name, value) in given {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    browser.post_form("/complain", &fields).await
}

/// How far the complaint of these words is.
async fn state(browser: &Client, words: &str) -> Answer {
    let token = token(&read(browser, "/complaint").await);
    browser.post_form("/complaint", &[("csrf", &token), ("words", words)]).await
}

async fn decide(moderator: &Client, decision: &str, reason: &str, answer: &str) -> Answer {
    let desk = read(moderator, "/desk").await;
    let (csrf, id) = (field(&desk, "csrf"), field(&desk, "complaint"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("complaint", id.as_str()),
        ("decision", decision),
        ("reason", reason),
        ("answer", answer),
    ];
    moderator.post_form("/desk/complaints", &fields).await
}

/// An author with a story that everybody can read: their browser, their app, and the path of the story.
async fn author(server: &Server) -> (Client, Client, String) {
    let browser = signed_in(server, &["quiet_fern_12"]).await;
    let token =
        server.cli(&["token", "create", "quiet_fern_12", "--scope", "read write follow"]).expect_success();
    let app = server.client().with_token(token.trim());
    let told = app.post_json("/api/v1/statuses", &json!({"status": STORY})).await.expect(200).json();
    let path = format!("/@{}", told["url"].as_str().unwrap().split_once("/@").unwrap().1);
    (browser, app, path)
}

#[tokio::test]
async fn who_is_named_complains_the_author_is_heard_and_the_answer_is_read_with_words_shown_once() {
    let server = Server::start().await;
    let (browser, app, path) = author(&server).await;
    let anybody = server.client();
    let page = read(&anybody, &path).await;
    assert!(page.contains(&format!("/complain?story={path}")), "{page}");
    assert!(read(&anybody, &format!("/complain?story={path}")).await.contains(&format!("value=\"{path}\"")));

    for (given, problem) in [
        ([("answer", "0")], "answer"),
        ([("about", "")], "about"),
        ([("body", " ")], "body"),
        ([("story", "")], "story"),
        ([("story", "https://elsewhere.example/@ann/7")], "story"),
    ] {
        let page = complain(&anybody, &server.url(&path), &given).await.expect(422).body;
        assert!(page.contains(&format!("href=\"#{problem}\"")), "{problem}: {page}");
        assert!(problem == "body" || page.contains("A pratincole says so."), "what was typed stays: {page}");
    }
    let sent = complain(&anybody, &server.url(&path), &[("reach", "a telephone box")]).await.expect(200);
    assert_eq!(sent.header("cache-control"), "no-store", "no browser keeps the words");
    let words = words(&sent.body);
    assert_eq!(words.split(' ').count(), 12, "{}", sent.body);
    assert!(server.database.tables_with(&words).await.is_empty(), "only a hash of them is kept");
    state(&anybody, "amber basin").await.expect(422);
    let page = state(&anybody, &words.to_uppercase()).await.expect(200).body;
    assert!(page.contains("It waits for a decision") && page.contains("decides by"), "{page}");

    let message = hears(&app, "Somebody complains about your story").await["content"].to_string();
    assert!(!message.contains("pratincole") && !message.contains("telephone box"), "{message}");
    let own = format!("{path}/complaints");
    assert!(read(&browser, &path).await.contains(&own));
    anybody.get(&own).await.expect(401);
    signed_in(&server, &["slow_river_7"]).await.get(&own).await.expect(404);
    let page = read(&browser, &own).await;
    assert!(page.contains("can be recognised") && page.contains("No moderator has passed on"), "{page}");
    assert!(!page.contains("pratincole") && !page.contains("telephone box"), "{page}");
    let say = async |said: &str| {
        let page = read(&browser, &own).await;
        let (csrf, id) = (field(&page, "csrf"), field(&page, "complaint"));
        let fields = [("csrf", csrf.as_str()), ("complaint", id.as_str()), ("said", said)];
        browser.post_form(&own, &fields).await
    };
    let long = "A dotterel. ".repeat(200);
    let page = say(&long).await.expect(422).body;
    assert!(page.contains("href=\"#said\"") && page.contains(long.trim()), "what was typed stays");
    assert!(say("A dotterel says no.").await.expect(200).body.contains("Kept."));

    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let desk = read(&moderator, "/desk").await;
    for seen in [
        "One complaint",
        "A pratincole says so.",
        "a telephone box",
        "A dotterel says no.",
        "to be decided by",
    ] {
        assert!(desk.contains(seen), "{seen} in\n{desk}");
    }
    decide(&moderator, "pass-on", "", "").await.expect(303);
    hears(&app, "A moderator has passed on").await;
    let page = read(&browser, &own).await;
    assert!(page.contains("A pratincole says so.") && !page.contains("telephone box"), "{page}");
    decide(&moderator, "mended", "", "").await.expect(422);
    decide(&moderator, "answered", "", "").await.expect(422);
    let (csrf, id) = (field(&desk, "csrf"), field(&desk, "complaint"));
    decide(&moderator, "stands", "", "It names <b>nobody</b>.").await.expect(303);
    let late = [("csrf", csrf.as_str()), ("complaint", id.as_str()), ("decision", "stands")];
    let late = moderator.post_form("/desk/complaints", &late).await.expect(303);
    assert_eq!(late.header("location"), "/desk?overtaken=yes");
    hears(&app, "your story stays as it is").await;
    let page = state(&anybody, &words).await.expect(200).body;
    assert!(page.contains("the story stays as it is") && page.contains("names &#60;b&#62;nobody"), "{page}");
    assert!(server.database.tables_with("telephone box").await.is_empty(), "erased with the decision");
    assert!(!read(&browser, &path).await.contains(&own), "nothing is left to be said");
    let acts = server.database.rows("SELECT act FROM action WHERE act LIKE 'complaint%' ORDER BY act").await;
    assert_eq!(acts, [json!({"act": "complaint-passed-on"}), json!({"act": "complaint-stands"})]);

    // A month later nothing is left of it.
    let ago = "UPDATE complaint SET decided_day = '2026-01-01' RETURNING id";
    assert_eq!(server.database.rows(ago).await.len(), 1);
    server.database.rows("UPDATE job SET run_at = 0 WHERE payload LIKE '%tidy%' RETURNING id").await;
    eventually("its words are erased", async || {
        let left = server.database.tables_with_any(&["pratincole", "dotterel"].map(str::to_owned)).await;
        if left.is_empty() { Ok(()) } else { Err(format!("{left:?}")) }
    })
    .await;
    state(&anybody, &words).await.expect(422);
}

#[tokio::test]
async fn a_story_without_an_account_is_heard_at_manage_and_taken_down_by_rule() {
    let server = Server::start().await;
    let anybody = server.client();
    let key = told(&anybody).await;
    server.cli(&["story", "release", &held(&server).await.to_string()]).expect_success();
    let page = manage(&anybody, &key, "show", &[]).await.expect(200).body;
    let path = format!("/@told/{}", between(&page, "/@told/", "\""));
    let quoting = [("body", "It says: A hoopoe sat outside. That was mine.")];
    let sent = complain(&anybody, &path, &quoting).await.expect(200).body;
    let words = words(&sent);
    assert!(manage(&anybody, &key, "show", &[]).await.expect(200).body.contains("value=\"complaints\""));
    let page = manage(&anybody, &key, "complaints", &[]).await.expect(200).body;
    let id = field(&page, "complaint");
    let said = [("complaint", id.as_str()), ("said", "It was everybody's hoopoe.")];
    assert!(manage(&anybody, &key, "say", &said).await.expect(200).body.contains("Kept."));

    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    assert!(read(&moderator, "/desk").await.contains("It was everybody"));
    decide(&moderator, "removed", "named", "Thank you for the letter.").await.expect(303);
    anybody.get(&path).await.expect(410);
    let page = state(&anybody, &words).await.expect(200).body;
    for seen in ["the story was taken down", "It named a doctor", "Thank you for the letter."] {
        assert!(page.contains(seen), "{seen} in\n{page}");
    }
    assert!(
        server.database.tables_with("hoopoe").await.is_empty(),
        "its words are erased from complaints too"
    );
    let page = manage(&anybody, &key, "show", &[]).await.expect(200).body;
    assert!(page.contains("Your story was taken down") && page.contains("names a doctor"), "{page}");
    let acts =
        server.database.rows("SELECT act, rule FROM action WHERE act LIKE '%removed' ORDER BY act").await;
    let expected = ["complaint-removed", "story-removed"].map(|act| json!({"act": act, "rule": "named"}));
    assert_eq!(acts, expected);
}

#[tokio::test]
async fn who_told_a_story_that_was_taken_down_is_told_why() {
    let server = Server::start().await;
    let (browser, app, path) = author(&server).await;
    let id = path.rsplit('/').next().unwrap();
    server.cli(&["story", "remove", id, "--reason", "advice"]).expect_success();
    let message = hears(&app, "has taken your story down").await["content"].to_string();
    assert!(message.contains("tells others what to take") && !message.contains("Eleven years"), "{message}");
    assert!(read(&browser, "/settings").await.contains("Your story was taken down"));
}

#[tokio::test]
async fn what_a_complaint_quotes_goes_with_the_story_that_its_author_takes_back() {
    let server = Server::start().await;
    let (_, app, path) = author(&server).await;
    let anybody = server.client();
    let quoting = [("body", "It says: A bee-eater sat outside.")];
    let words = words(&complain(&anybody, &path, &quoting).await.expect(200).body);
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    assert!(read(&moderator, "/desk").await.contains("It says: A bee-eater"));
    let id = path.rsplit('/').next().unwrap();
    app.delete(&format!("/api/v1/statuses/{id}")).await.expect(200);
    assert!(server.database.tables_with("bee-eater").await.is_empty());
    assert!(state(&anybody, &words).await.expect(200).body.contains("no longer here"));
    assert!(!read(&moderator, "/desk").await.contains("One complaint"));
}

#[tokio::test]
async fn one_place_complains_five_times_an_hour_and_all_together_as_often_as_the_operator_allows() {
    let server = Server::at("a").env("ANAMNESIS_COMPLAINTS_DAILY_LIMIT", "6").start().await;
    let anybody = server.client();
    let about_nothing = [("about", "other")];
    for _ in 0..5 {
        complain(&anybody, "", &about_nothing).await.expect(200);
    }
    complain(&anybody, "", &about_nothing).await.expect(429);
    let full = Server::at("b").env("ANAMNESIS_COMPLAINTS_DAILY_LIMIT", "1").start().await;
    complain(&full.client(), "", &about_nothing).await.expect(200);
    let page = complain(&full.client(), "", &about_nothing).await.expect(422).body;
    assert!(page.contains("tomorrow") && page.contains("A pratincole says so."), "{page}");
    // About no story: there is nothing to take down, and an answer is all.
    let moderator = signed_in(&full, &["calm_owl_3", "--role", "moderator"]).await;
    decide(&moderator, "removed", "named", "").await.expect(422);
    decide(&moderator, "answered", "", "We wrote to you.").await.expect(303);
}

#[tokio::test]
async fn a_button_that_was_pressed_twice_complains_once_and_the_last_words_count() {
    let server = Server::start().await;
    let browser = server.client();
    let form = answered(&read(&browser, "/complain").await);
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend([("story", ""), ("about", "other"), ("body", "A pratincole says so."), ("reach", "")]);
    let first = words(&browser.post_form("/complain", &fields).await.expect(200).body);
    let second = words(&browser.post_form("/complain", &fields).await.expect(200).body);
    assert_ne!(first, second);
    assert_eq!(server.database.rows("SELECT id FROM complaint").await.len(), 1);
    state(&browser, &second).await.expect(200);
    state(&browser, &first).await.expect(422);
    complain(&browser, "", &[("about", "other")]).await.expect(200);
    assert_eq!(
        server.database.rows("SELECT id FROM complaint").await.len(),
        2,
        "another form is another complaint"
    );
}
