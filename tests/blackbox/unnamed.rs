//! Telling without an account: anybody may, a moderator reads it first, and words that were shown once manage it.

use reqwest::Method;
use serde_json::Value;

use crate::between_servers::follow;
use crate::support::client::Answer;
use crate::support::{Client, Server, eventually};
use crate::web_stories::{between, token};

const FIELDS: [(&str, &str); 6] = [
    ("text", "For eleven years I took it for a pain that was never examined. A hoopoe sat outside."),
    ("title", "Eleven years"),
    ("language", "en"),
    ("medication-1-name", "tramadol"),
    ("consent-publish", "yes"),
    ("consent-federate", "yes"),
];

const NUMBERS: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// The hidden fields of a form that anybody may send, with the question answered.
pub fn answered(page: &str) -> Vec<(&'static str, String)> {
    let hidden = |name: &str| between(page, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let asked = between(page, "How much is ", "?");
    let sum: usize =
        asked.split(" plus ").map(|word| NUMBERS.iter().position(|known| *known == word).unwrap() + 1).sum();
    vec![
        ("csrf", token(page)),
        ("asked", hidden("asked")),
        ("seal", hidden("seal")),
        ("answer", sum.to_string()),
    ]
}

async fn send(browser: &Client, form: &[(&'static str, String)], action: &str) -> Answer {
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend(FIELDS);
    fields.push(("action", action));
    browser.post_form("/share", &fields).await
}

/// The last page before the story is told, which asks the question.
async fn last_step(browser: &Client) -> String {
    let token = token(&browser.get("/share").await.expect(200).body);
    let mut fields = vec![("csrf", token.as_str()), ("action", "facts")];
    fields.extend(FIELDS);
    let answer = browser.post_form("/share", &fields).await;
    assert!([200, 303].contains(&answer.status), "{}", answer.body);
    browser.get("/share/consent").await.expect(200).body
}

/// The words that manage the story, from the page that shows them.
pub fn words(page: &str) -> String {
    let items = between(page, "<ol translate=\"no\"", "</ol>").split("<code>").skip(1);
    items.map(|item| item.split('<').next().unwrap()).collect::<Vec<_>>().join(" ")
}

/// Does something with the story of these words.
pub async fn manage(browser: &Client, words: &str, deed: &str, more: &[(&str, &str)]) -> Answer {
    let token = token(&browser.get("/manage").await.expect(200).body);
    let mut fields = vec![("csrf", token.as_str()), ("key", words), ("do", deed)];
    fields.extend_from_slice(more);
    browser.post_form("/manage", &fields).await
}

/// Tells the story and gives its words.
pub async fn told(browser: &Client) -> String {
    let form = answered(&last_step(browser).await);
    let words = words(&send(browser, &form, "tell").await.expect(200).body);
    assert_eq!(words.split(' ').count(), 12, "{words}");
    words
}

pub async fn held(server: &Server) -> i64 {
    let rows = server.database.rows("SELECT id FROM post WHERE state = 'held'").await;
    rows[0]["id"].as_i64().unwrap()
}

#[tokio::test]
async fn anybody_tells_a_story_and_manages_it_with_words_that_are_stored_nowhere() {
    let server = Server::start().await;
    let browser = server.client();
    let page = browser.get("/share").await.expect(200).body;
    assert!(page.contains("<textarea") && page.contains("/sign-up"), "with a name or without");
    let last = last_step(&browser).await;
    assert!(last.contains("reads it first") && last.contains("hoopoe"), "{last}");
    let form = answered(&last);
    let told = send(&browser, &form, "tell").await.expect(200);
    assert_eq!(told.header("cache-control"), "no-store", "no browser keeps the words");
    let words = words(&told.body);
    assert!(server.database.tables_with(&words).await.is_empty(), "only a hash of them is kept");
    assert!(!browser.get("/").await.expect(200).body.contains("Eleven years"), "a person reads it first");
    let shown = manage(&browser, &words, "show", &[]).await.expect(200);
    assert_eq!(shown.header("cache-control"), "no-store");
    let page = shown.body;
    assert!(page.contains("Eleven years") && page.contains("reads your story first"), "{page}");

    let waiting = server.cli(&["story", "list", "--held"]).expect_success();
    assert!(waiting.contains("told") && waiting.contains("Eleven years"), "{waiting}");
    server.cli(&["story", "release", &held(&server).await.to_string()]).expect_success();
    let page = manage(&browser, &words.to_uppercase().replace(' ', ", "), "show", &[]).await.expect(200).body;
    let path = format!("/@told/{}", between(&page, "/@told/", "\""));
    assert!(browser.get(&path).await.expect(200).body.contains("hoopoe"));

    let edit = manage(&browser, &words, "edit", &[]).await.expect(200).body;
    assert!(edit.contains("hoopoe") && edit.contains("name=\"key\""), "{edit}");
    let token = token(&edit);
    let mut fields = vec![("csrf", token.as_str()), ("key", words.as_str()), ("action", "tell")];
    fields.extend(FIELDS);
    fields[3] = ("text", "Another text. A bee-eater sat outside.");
    let saved = browser.post_form("/manage", &fields).await.expect(200).body;
    assert!(saved.contains("It is saved"), "{saved}");
    assert!(browser.get(&path).await.expect(200).body.contains("hoopoe"), "a person reads the change first");
    let id = path.rsplit('/').next().unwrap();
    server.cli(&["story", "release", id]).expect_success();
    assert!(browser.get(&path).await.expect(200).body.contains("bee-eater"));

    let consent = manage(&browser, &words, "consent", &[]).await.expect(200).body;
    assert!(consent.contains("name=\"consent-federate\"") && consent.contains("name=\"key\""));
    manage(&browser, &words, "answer", &[("findable", "yes")]).await.expect(200);
    assert!(!browser.get(&path).await.expect(200).body.contains("noindex"));
    assert!(
        manage(&browser, &words, "take-back", &[]).await.expect(200).body.contains("Take this story back?")
    );
    let gone = manage(&browser, &words, "gone", &[]).await.expect(200);
    assert_eq!(gone.header("cache-control"), "no-store", "it carries the words");
    browser.get(&path).await.expect(410);
    assert!(server.database.tables_with("bee-eater").await.is_empty(), "its text is erased");
    eventually("the receipt is there", async || {
        let page = manage(&browser, &words, "show", &[]).await.expect(200).body;
        if page.contains("No other server that we know of had a copy") { Ok(()) } else { Err(page) }
    })
    .await;
    assert!(server.database.tables_with(&words).await.is_empty());
    for deed in ["edit", "consent", "take-back", "gone"] {
        let page = manage(&browser, &words, deed, &[]).await.expect(200).body;
        assert!(page.contains("Your story is taken back"), "{deed}: {page}");
    }
}

#[tokio::test]
async fn a_story_without_an_account_travels_and_is_deleted_elsewhere_by_its_words() {
    let (reading, telling) = (Server::start().await, Server::at("b").start().await);
    reading.cli(&["peer", "accept", &telling.domain]).expect_success();
    let reader = reading.member("quiet_fern_12");
    follow(&reader, &format!("told@{}", telling.domain)).await;
    let browser = telling.client();
    let words = told(&browser).await;
    telling.cli(&["story", "release", &held(&telling).await.to_string()]).expect_success();
    let arrived = eventually("the story arrives", async || {
        let home = reader.get("/api/v1/timelines/home").await.json();
        let found = home.as_array().into_iter().flatten().find(|status| status["story"].is_object());
        found.cloned().ok_or_else(|| home.to_string())
    })
    .await;
    assert_eq!(arrived["account"]["username"], "told");
    let request = telling.client().request(Method::GET, "/told");
    let actor: Value =
        telling.client().send(request.header("accept", "application/activity+json")).await.expect(200).json();
    assert_eq!(actor["type"], "Service", "it tells, and announces nothing");
    manage(&browser, &words, "gone", &[]).await.expect(200);
    eventually("the copy is gone", async || {
        let copy = format!("/api/v1/statuses/{}", arrived["id"].as_str().unwrap());
        let answer = reader.get(&copy).await;
        if answer.status == 404 { Ok(()) } else { Err(answer.body.clone()) }
    })
    .await;
    assert!(reading.database.tables_with("hoopoe").await.is_empty());
    eventually("who told it learns so", async || {
        let page = manage(&browser, &words, "show", &[]).await.expect(200).body;
        if page.contains("The one server that had a copy took the request") { Ok(()) } else { Err(page) }
    })
    .await;
}

#[tokio::test]
async fn programs_floods_and_guesses_are_kept_out() {
    let server = Server::at("a").env("ANAMNESIS_TELLING_DAILY_LIMIT", "2").start().await;
    let browser = server.client();
    let form = answered(&last_step(&browser).await);
    let mut wrong = form.clone();
    wrong[3].1 = "0".to_owned();
    let page = send(&browser, &wrong, "tell").await.expect(422).body;
    assert!(page.contains("href=\"#answer\"") && page.contains("hoopoe"), "what was typed stays: {page}");
    let mut made_up = form.clone();
    made_up[1].1 = "1 1 x".to_owned();
    made_up[3].1 = "2".to_owned();
    send(&browser, &made_up, "tell").await.expect(422);
    let first = words(&send(&browser, &form, "tell").await.expect(200).body);
    let again = words(&send(&browser, &form, "tell").await.expect(200).body);
    assert_ne!(first, again, "who pressed twice gets words that were not lost");
    assert_eq!(server.database.rows("SELECT id FROM post WHERE kind = 'story'").await.len(), 1);
    manage(&browser, &first, "show", &[]).await.expect(422);
    manage(&browser, &again, "show", &[]).await.expect(200);
    let form = answered(&last_step(&browser).await);
    assert!(send(&browser, &form, "tell").await.expect(422).body.contains("until tomorrow"));
    for _ in 0..29 {
        manage(&browser, "amber basin", "show", &[]).await.expect(422);
    }
    manage(&browser, "amber basin", "show", &[]).await.expect(429);
}

#[tokio::test]
async fn an_operator_asks_another_question_reads_nothing_first_or_switches_it_off() {
    let server = Server::at("a")
        .env("ANAMNESIS_TELLING_QUESTION", "Which colour has the sky?")
        .env("ANAMNESIS_TELLING_ANSWER", "blue")
        .env("ANAMNESIS_TELLING_REVIEWED", "false")
        .start()
        .await;
    let browser = server.client();
    let page = last_step(&browser).await;
    assert!(page.contains("Which colour has the sky?"), "{page}");
    let hidden = |name: &str| between(&page, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let form = [
        ("csrf", token(&page)),
        ("asked", hidden("asked")),
        ("seal", hidden("seal")),
        ("answer", "Blue!".to_owned()),
    ];
    let done = send(&browser, &form, "tell").await.expect(200).body;
    assert!(done.contains("can be read now"), "{done}");
    assert!(browser.get("/").await.expect(200).body.contains("Eleven years"));

    let closed = Server::at("b").env("ANAMNESIS_TELLING_WITHOUT_ACCOUNT", "false").start().await;
    let page = closed.client().get("/share").await.expect(200).body;
    assert!(!page.contains("<textarea"), "{page}");
    let token = token(&closed.client().get("/sign-in").await.expect(200).body);
    closed.client().post_form("/share", &[("csrf", token.as_str()), ("action", "tell")]).await.expect(401);
    closed.client().get("/told").await.expect(404);
}
