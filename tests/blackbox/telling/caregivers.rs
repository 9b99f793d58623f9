//! Who tells of somebody they care for: age band and country stay with the author unless they say otherwise, whatever
//! way the story comes, and a child is never named.

use reqwest::Method;
use serde_json::{Value, json};

use super::{hears, path, post, said};
use crate::between_servers::follow;
use crate::support::{Client, Server, eventually};
use crate::unnamed;
use crate::web_stories::{signed_in, token};

/// A story from an app that says who tells it.
const TOLD: &str = "The hoopoe winter\n\nTold by: mother\nMedication: tramadol\nSymptoms: dizziness\nAge: under 18\n\
    Country: Japan\nDuration of use: 11 months\nCurrent status: No, have stopped\n\nNobody had looked at what it was for.";

const FIELDS: [(&str, &str); 9] = [
    ("text", "For eleven months it was given for a pain that was never examined. A hoopoe sat outside."),
    ("title", "The hoopoe winter"),
    ("language", "en"),
    ("medication-1-name", "tramadol"),
    ("age", "under-18"),
    ("country", "JP"),
    ("teller", "caregiver"),
    ("consent-publish", "yes"),
    ("consent-federate", "yes"),
];

async fn seen(server: &Server, status: &Value) -> Value {
    server.client().get(&path(status)).await.expect(200).json()
}

/// Nothing that anybody gets of a story says how old somebody is or where they live.
fn is_hidden(status: &Value) {
    assert_eq!(status["story"]["teller"], "caregiver", "{status}");
    for key in ["ageBand", "country"] {
        assert!(status["story"].get(key).is_none(), "{key} in {status}");
    }
    let written = status.to_string();
    for words in ["under-18", "Under 18", "Japan", "18歳"] {
        assert!(!written.contains(words), "{words} in {written}");
    }
}

async fn number(server: &Server) -> String {
    let rows = server.database.rows("SELECT id FROM post WHERE kind = 'story'").await;
    rows[0]["id"].as_i64().unwrap().to_string()
}

async fn tell(browser: &Client, path: &str, fields: &[(&str, &str)]) {
    let page = browser.request(Method::GET, path).header("accept-language", "en");
    let csrf = token(&browser.send(page).await.expect(200).body);
    let mut all = vec![("csrf", csrf.as_str()), ("action", "tell")];
    all.extend_from_slice(fields);
    browser.post_form(path, &all).await.expect(303);
}

#[tokio::test]
async fn from_an_app_they_stay_with_the_author_here_and_on_another_server() {
    let (reading, telling) = (Server::start().await, Server::at("b").start().await);
    reading.cli(&["peer", "accept", &telling.domain]).expect_success();
    let (reader, writer) = (reading.member("quiet_fern_12"), telling.member("slow_river_7"));
    follow(&reader, &format!("slow_river_7@{}", telling.domain)).await;
    let told = post(&writer, TOLD).await;
    is_hidden(&seen(&telling, &told).await);
    let copy = eventually("the story arrives", async || {
        let home = reader.get("/api/v1/timelines/home").await.json();
        let found = home.as_array().into_iter().flatten().find(|status| status["uri"] == told["uri"]);
        found.cloned().ok_or_else(|| home.to_string())
    })
    .await;
    is_hidden(&copy);

    let message = hears(&writer, "others do not see this: Age, Country").await;
    assert!(said(&message["content"]).contains("/edit"), "{message}");
    let source = writer.get(&format!("{}/source", path(&told))).await.expect(200).json();
    let text = said(&source["text"]).to_owned();
    assert!(text.contains("Under 18") && text.contains("Country: Japan"), "nothing is lost: {text}");
    assert!(text.contains("Told by: Somebody who cares for them"), "{text}");

    // A change from an app can't show them, not even one that no longer says who tells.
    let silent: Vec<&str> = text.lines().filter(|line| !line.starts_with("Told by")).collect();
    let edit = json!({"status": silent.join("\n").replace("Nobody", "Nobody ever")});
    let changed = writer.put_json(&path(&told), &edit).await.expect(200).json();
    assert!(said(&changed["content"]).contains("Nobody ever"), "{changed}");
    is_hidden(&seen(&telling, &told).await);
}

#[tokio::test]
async fn on_the_form_they_are_shown_once_the_author_says_so() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let csrf = token(&browser.get("/share").await.expect(200).body);
    let words = [("csrf", csrf.as_str()), ("action", "facts"), FIELDS[0], FIELDS[1], FIELDS[2]];
    browser.post_form("/share", &words).await;
    let page = browser.get("/share/facts").await.expect(200).body;
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words} in {page}"));
    assert!(place("name=\"teller\"") < place("name=\"medication-1-name\""), "who tells is asked first");
    assert!(place("name=\"shows-person\"") < place("name=\"medication-1-name\""));
    let next = browser.get("/share/course").await.expect(200).body;
    assert!(next.contains("<select id=\"age\"") && next.contains("<select id=\"country\""), "{next}");

    tell(&browser, "/share", &FIELDS).await;
    let told = json!({"id": number(&server).await});
    is_hidden(&seen(&server, &told).await);
    let address = server.database.rows("SELECT url FROM post WHERE kind = 'story'").await[0]["url"].clone();
    let address = said(&address).split_once("/@").map(|(_, rest)| format!("/@{rest}")).unwrap();
    let form = browser.get(&format!("{address}/edit")).await.expect(200).body;
    for stated in ["name=\"age\" value=\"under-18\"", "name=\"country\" value=\"JP\""] {
        assert!(form.contains(stated), "nothing is lost: {stated} in {form}");
    }
    assert!(server.database.rows("SELECT * FROM combination").await.is_empty(), "nobody is found by them");

    let shown: Vec<_> = FIELDS.into_iter().chain([("shows-person", "yes")]).collect();
    tell(&browser, &format!("{address}/edit"), &shown).await;
    let status = seen(&server, &told).await;
    let story = &status["story"];
    assert_eq!((&story["ageBand"], &story["country"]), (&json!("under-18"), &json!("JP")));
    assert!(said(&status["content"]).contains("Japan"), "{status}");
    assert!(story.get("showsPerson").is_none(), "that is between the author and us: {story}");

    tell(&browser, &format!("{address}/edit"), &FIELDS).await;
    is_hidden(&seen(&server, &told).await);
}

#[tokio::test]
async fn a_vote_in_the_guides_poll_shows_no_age_either() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, "Since that summer\n\nNo sleep any more.\n\nSymptoms: insomnia").await;
    let asked = hears(&writer, "Age at the time of use").await;
    let edit = "Since that summer\n\nNo sleep any more.\n\nSymptoms: insomnia\nTold by: parent";
    writer.put_json(&path(&told), &json!({ "status": edit })).await.expect(200);
    let options = asked["poll"]["options"].as_array().unwrap();
    let choice = options.iter().position(|option| said(&option["title"]).contains("18")).unwrap();
    let votes = format!("/api/v1/polls/{}/votes", said(&asked["poll"]["id"]));
    writer.post_json(&votes, &json!({ "choices": [choice] })).await.expect(200);
    hears(&writer, "others do not see this: Age").await;
    is_hidden(&seen(&server, &told).await);

    // Of a story that hides it, the age is not asked for at all.
    let other = server.member("slow_river_7");
    post(&other, edit).await;
    hears(&other, "Are you still taking it?").await;
    let heard = super::messages(&other).await;
    assert!(!heard.iter().any(|message| message.to_string().contains("Age at the time of use")), "{heard:?}");
}

#[tokio::test]
async fn without_an_account_they_stay_with_who_has_the_words() {
    let server = Server::start().await;
    let browser = server.client();
    let csrf = token(&browser.get("/share").await.expect(200).body);
    let mut fields = vec![("csrf", csrf.as_str()), ("action", "facts")];
    fields.extend(FIELDS);
    browser.post_form("/share", &fields).await;
    let form = unnamed::answered(&browser.get("/share/consent").await.expect(200).body);
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend(FIELDS);
    fields.push(("action", "tell"));
    let words = unnamed::words(&browser.post_form("/share", &fields).await.expect(200).body);
    let id = unnamed::held(&server).await.to_string();
    server.cli(&["story", "release", &id]).expect_success();
    is_hidden(&seen(&server, &json!({ "id": id })).await);
    let edit = unnamed::manage(&browser, &words, "edit", &[]).await.expect(200).body;
    assert!(edit.contains("under-18") && edit.contains("JP"), "nothing is lost: {edit}");
}

#[tokio::test]
async fn a_childs_name_is_never_published_and_their_age_waits_for_a_moderator() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let named = TOLD.replace("Nobody had", "My son Oliver cried, and nobody had");
    let held = post(&writer, &named).await;
    assert_eq!(held["story"]["state"], "held", "{held}");
    let message = hears(&writer, "a child’s name (1)").await;
    assert!(said(&message["content"]).contains("others do not see this"), "{message}");
    let refused = server.cli(&["story", "release", said(&held["id"])]);
    assert!(!refused.status.success(), "nobody lets a child's name stand");
    let reply = json!({"status": "@guide replace", "in_reply_to_id": message["id"], "visibility": "direct"});
    writer.post_json("/api/v1/statuses", &reply).await.expect(200);
    hears(&writer, "others can read your story now").await;
    let content = seen(&server, &held).await;
    assert!(said(&content["content"]).contains("My son [name] cried"), "{content}");

    let aged = TOLD.replace("Nobody had", "My son was 12 years old, and nobody had");
    let held = post(&writer, &aged).await;
    assert_eq!(held["story"]["state"], "held", "{held}");
    server.cli(&["story", "release", said(&held["id"])]).expect_success();
    // Of oneself it is one's own affair.
    let own = aged.replace("Told by: mother\n", "").replace("My son was", "I was");
    assert_eq!(post(&writer, &own).await["story"]["state"], "published");
}
