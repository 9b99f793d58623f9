//! The guide and the members of its own server.

use reqwest::Method;
use serde_json::{Value, json};

use super::{PLAIN, hears, messages, path, post, reviewing, said};
use crate::client_api::decoder::{STATUS, check};
use crate::support::{Client, Server, eventually};

/// A story that names a symptom and nothing else.
const BARE: &str = "Since that summer\n\nI cannot sleep any more.\n\nSymptoms: insomnia";

/// Answers a message as a client does: with the name of whom it answers in front, and as private as the message.
async fn reply(member: &Client, message: &Value, text: &str) -> Value {
    let body = json!({
        "status": format!("@guide {text}"),
        "in_reply_to_id": message["id"],
        "visibility": message["visibility"],
    });
    member.post_json("/api/v1/statuses", &body).await.expect(200).json()
}

async fn own_story(member: &Client, told: &Value) -> Value {
    member.get(&path(told)).await.expect(200).json()
}

#[tokio::test]
async fn it_asks_once_in_private_for_what_the_first_story_leaves_out() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = post(&writer, BARE).await;
    let message = hears(&writer, "Medication").await;
    check(STATUS, &message);
    assert_eq!((&message["visibility"], &message["in_reply_to_id"]), (&json!("direct"), &told["id"]));
    assert_eq!(message["account"]["bot"], true);
    let content = said(&message["content"]);
    for words in ["Age:", "Duration of use:", "Current status:", "“stop”"] {
        assert!(content.contains(words), "{words} in {content}");
    }
    assert!(!content.contains("nsomnia") && !content.contains("sleep"), "no word of the story: {content}");
    other.get(&path(&message)).await.expect(404);
    let seen = server.client().get(&path(&told)).await.expect(200).json();
    assert_eq!(seen["replies_count"], 0, "nobody else sees that it asked");
    let context = server.client().get(&format!("{}/context", path(&told))).await.expect(200).json();
    assert_eq!(context["descendants"], json!([]));

    // Neither a second story nor one that leaves nothing out is asked about.
    post(&writer, BARE).await;
    post(&other, PLAIN).await;
    post(&other, BARE).await;
    let third = server.member("warm_stone_4");
    post(&third, BARE).await;
    hears(&third, "Medication").await;
    // One question in words, and one poll for each of the three closed lists.
    assert_eq!(messages(&writer).await.len(), 4);
    assert!(messages(&other).await.is_empty());
}

#[tokio::test]
async fn it_speaks_the_language_of_the_members_pages() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    server.database.rows("UPDATE member SET language = 'ja' RETURNING account_id").await;
    post(&writer, BARE).await;
    let message = hears(&writer, "使用期間：").await;
    assert_eq!(message["language"], "ja");
    reply(&writer, &message, "年齢：29歳\n薬：アキュテイン").await;
    hears(&writer, "薬、年齢").await;
}

#[tokio::test]
async fn lines_of_facts_in_a_reply_become_facts_of_the_story() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, BARE).await;
    let message = hears(&writer, "Medication").await;
    reply(&writer, &message, "Medication: Accutane\nAge: 29\nSymptoms: blindness").await;
    let thanks = hears(&writer, "Medication, Age").await;
    let story = own_story(&writer, &told).await["story"].clone();
    assert_eq!((&story["ageBand"], &story["medications"][0]["name"]), (&json!("26-35"), &json!("Accutane")));
    assert_eq!(story["symptoms"], told["story"]["symptoms"], "only what was asked for");
    let source = writer.get(&format!("{}/source", path(&told))).await.expect(200).json();
    assert!(said(&source["text"]).contains("I cannot sleep any more."), "{source}");
    // An answer to the answer counts too, and what the story says already stays.
    reply(&writer, &thanks, "Age: 70\nCurrent status: No, have stopped").await;
    hears(&writer, "also says this: Current status").await;
    let story = own_story(&writer, &told).await["story"].clone();
    assert_eq!((&story["ageBand"], &story["currentStatus"]), (&json!("26-35"), &json!("stopped")));
    reply(&writer, &thanks, "I would rather not say.").await;
    hears(&writer, "understand only lines").await;
}

#[tokio::test]
async fn stop_ends_it_and_the_settings_let_it_write_again() {
    let server = reviewing().await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, BARE).await;
    let message = hears(&writer, "Medication").await;
    reply(&writer, &message, "STOP.").await;
    let silent = hears(&writer, "not write to you again").await;
    reply(&writer, &silent, "Age: 29").await;
    server.cli(&["story", "refuse", said(&told["id"]), "--reason", "own"]).expect_success();
    let marker = server.member("slow_river_7");
    post(&marker, BARE).await;
    hears(&marker, "Medication").await;
    let heard = messages(&writer).await;
    assert!(!heard.iter().any(|one| said(&one["content"]).contains("not let through")), "{heard:#?}");
    assert_eq!(own_story(&writer, &told).await["story"].get("ageBand"), None);
}

#[tokio::test]
async fn a_member_switches_it_off_in_the_settings() {
    let server = Server::start().await;
    let printed = server.cli(&["member", "create", "quiet_fern_12"]).expect_success();
    let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap();
    let browser = server.client();
    let csrf = |page: &str| {
        let rest = page.split_once("name=\"csrf\" value=\"").unwrap().1;
        rest.split_once('"').unwrap().0.to_owned()
    };
    let read = async |address: &str| {
        let request = browser.request(Method::GET, address).header("accept", "text/html");
        browser.send(request).await.expect(200).body
    };
    let token = csrf(&read("/sign-in").await);
    let fields = [("csrf", token.as_str()), ("handle", "quiet_fern_12"), ("passphrase", passphrase)];
    browser.post_form("/sign-in", &fields).await.expect(303);
    let page = read("/settings").await;
    let ticked = |page: &str| {
        let tick = page.split_once("name=\"guide\"").unwrap_or_else(|| panic!("no tick in\n{page}"));
        tick.1.split_once('>').unwrap().0.contains("checked")
            || tick.0.rsplit_once('<').unwrap().1.contains("checked")
    };
    assert!(ticked(&page), "{page}");
    let token = csrf(&page);
    let fields =
        [("csrf", token.as_str()), ("language", "en"), ("visibility", "public"), ("federates", "yes")];
    browser.post_form("/settings/profile", &fields).await.expect(303);
    assert!(!ticked(&read("/settings").await));
    let token = server.cli(&["token", "create", "quiet_fern_12", "--scope", "read write"]).expect_success();
    let writer = server.client().with_token(token.trim());
    post(&writer, BARE).await;
    let other = server.member("slow_river_7");
    post(&other, BARE).await;
    hears(&other, "Medication").await;
    assert!(messages(&writer).await.is_empty());
}

#[tokio::test]
async fn the_operator_switches_it_off_or_calls_it_otherwise() {
    let off = Server::at("a").env("ANAMNESIS_GUIDE_ENABLED", "false").start().await;
    let writer = off.member("quiet_fern_12");
    post(&writer, BARE).await;
    let lookup = "/api/v1/accounts/lookup?acct=guide";
    off.client().get(lookup).await.expect(200);
    let harmful = post(&writer, &format!("{BARE}\n\nYou should kill yourself.")).await;
    assert_eq!(harmful["story"]["state"], "refused", "a program still decides in its name");
    let instance = off.client().get("/api/v2/instance").await.expect(200).json();
    assert_eq!(instance["configuration"]["stories"]["guide"], Value::Null);

    let named = Server::at("b").env("ANAMNESIS_GUIDE_HANDLE", "helper_bot").start().await;
    let found = named.client().get("/api/v1/accounts/lookup?acct=helper_bot").await.expect(200).json();
    assert_eq!((&found["bot"], &found["discoverable"]), (&json!(true), &json!(false)));
    named.client().get(lookup).await.expect(404);
    let taken = named.cli(&["member", "create", "helper_bot"]);
    assert!(!taken.status.success(), "nobody else can be called like it");
}

#[tokio::test]
async fn what_it_said_goes_away_with_the_story() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, BARE).await;
    let message = hears(&writer, "Medication").await;
    writer.delete(&path(&told)).await.expect(200);
    eventually("the message is gone", async || {
        let answer = writer.get(&path(&message)).await;
        if answer.status == 404 { Ok(()) } else { Err(answer.body) }
    })
    .await;
}

#[tokio::test]
async fn a_fact_that_is_told_to_it_waits_where_changes_wait() {
    let server = reviewing().await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, BARE).await;
    hears(&writer, "Your story is kept safe").await;
    let message = hears(&writer, "Medication").await;
    server.cli(&["story", "release", said(&told["id"])]).expect_success();
    hears(&writer, "others can read it now").await;
    reply(&writer, &message, "Age: 29").await;
    hears(&writer, "noted for your story: Age").await;
    hears(&writer, "reads your last change first").await;
    let story = own_story(&writer, &told).await["story"].clone();
    assert_eq!((story.get("ageBand"), &story["change"]["state"]), (None, &json!("held")));
    server.cli(&["story", "release", said(&told["id"])]).expect_success();
    assert_eq!(own_story(&writer, &told).await["story"]["ageBand"], "26-35");
}

/// Waits for the guide's poll with this question.
async fn poll(member: &Client, question: &str) -> Value {
    let asked = hears(member, question).await;
    assert_eq!(asked["visibility"], "direct");
    assert!(asked["poll"]["options"].is_array(), "{asked}");
    asked
}

async fn choose(member: &Client, asked: &Value, answer: &str) {
    let options = asked["poll"]["options"].as_array().unwrap();
    let place = options.iter().position(|option| option["title"] == answer).expect(answer);
    let address = format!("/api/v1/polls/{}/votes", said(&asked["poll"]["id"]));
    member.post_json(&address, &json!({"choices": [place]})).await.expect(200);
}

#[tokio::test]
async fn a_vote_in_its_poll_becomes_a_fact_and_stands_nowhere_else() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, BARE).await;
    let status = poll(&writer, "Are you still taking it?").await;
    assert!(!said(&status["content"]).contains("nsomnia"));
    choose(&writer, &status, "No, have stopped").await;
    hears(&writer, "also says this: Current status").await;
    assert_eq!(own_story(&writer, &told).await["story"]["currentStatus"], "stopped");
    eventually("the poll is gone", async || {
        let answer = writer.get(&path(&status)).await;
        if answer.status == 404 { Ok(()) } else { Err(answer.body) }
    })
    .await;
    assert_eq!(server.database.rows("SELECT * FROM poll_vote").await.len(), 0);
    // Who would rather not say is asked no more, and nothing is stated.
    let age = poll(&writer, "Age at the time of use").await;
    choose(&writer, &age, "Prefer not to say").await;
    eventually("the poll is gone", async || {
        let answer = writer.get(&path(&age)).await;
        if answer.status == 404 { Ok(()) } else { Err(answer.body) }
    })
    .await;
    assert_eq!(own_story(&writer, &told).await["story"].get("ageBand"), None);
    server.member("slow_river_7").get(&path(&status)).await.expect(404);
}

#[tokio::test]
async fn who_told_from_an_app_hears_once_and_in_private_what_few_state_together() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = post(&writer, &format!("{PLAIN}\n\nCountry: Japan\nGender: woman")).await;
    let message = hears(&writer, "Few stories here say this together").await;
    let content = said(&message["content"]);
    assert_eq!((&message["visibility"], &message["in_reply_to_id"]), (&json!("direct"), &told["id"]));
    for words in ["Tramadol · Japan", "36–45 · Woman · Japan", "/edit"] {
        assert!(content.contains(words), "{words} in {content}");
    }
    // The id in the address behind the list may hold any digits.
    let (list, _) = content.split_once("</p><p>").unwrap().1.split_once("</p>").unwrap();
    let lines: Vec<&str> = list.split("•").skip(1).collect();
    assert!(
        !lines.is_empty() && lines.iter().all(|line| !line.contains(" 1 ") && !line.contains("11")),
        "no number: {content}"
    );

    // Nothing points at who says nothing of where they live, and the rest of one that waited comes once.
    post(&other, PLAIN).await;
    let held = post(&other, &format!("{PLAIN} Dr. Whitfield laughed.\n\nCountry: Japan")).await;
    hears(&other, "somebody’s name").await;
    server.cli(&["story", "release", said(&held["id"])]).expect_success();
    hears(&other, "Few stories here say this together").await;
    let rare = messages(&other).await.into_iter();
    assert_eq!(rare.filter(|message| message.to_string().contains("Few stories")).count(), 1);
}
