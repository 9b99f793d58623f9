//! What may happen with a story: each purpose is asked by itself, obeyed here and elsewhere, and can be answered anew.

use serde_json::{Value, json};

use crate::between_servers::follow;
use crate::support::client::Answer;
use crate::support::{Client, Machine, Server, eventually};
use crate::web_stories::{signed_in, token};

const TOLD: [(&str, &str); 6] = [
    ("text", "For eleven years I took it for a pain that was never examined. A hoopoe sat outside."),
    ("title", "Eleven years"),
    ("language", "en"),
    ("medication-1-name", "tramadol"),
    ("consent-publish", "yes"),
    ("action", "tell"),
];

/// Tells the story on the share form with these boxes ticked, and gives the path of its page.
async fn tell(browser: &Client, ticked: &[&str]) -> String {
    let token = token(&browser.get("/share").await.expect(200).body);
    let mut fields = vec![("csrf", token.as_str())];
    fields.extend(TOLD);
    fields.extend(ticked.iter().map(|name| (*name, "yes")));
    let told = browser.post_form("/share", &fields).await.expect(303);
    told.header("location").split("/told").next().unwrap().to_owned()
}

/// Answers anew on the story's own page.
pub async fn decide(browser: &Client, path: &str, ticked: &[&str]) -> Answer {
    let address = format!("{path}/consent");
    let token = token(&browser.get(&address).await.expect(200).body);
    let mut fields = vec![("csrf", token.as_str())];
    fields.extend(ticked.iter().map(|name| (*name, "yes")));
    browser.post_form(&address, &fields).await.expect(303)
}

fn api(path: &str) -> String {
    format!("/api/v1/statuses/{}", path.rsplit('/').next().unwrap())
}

async fn home(reader: &Client) -> Vec<Value> {
    let home = reader.get("/api/v1/timelines/home").await.expect(200).json();
    home.as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_story_that_may_travel_no_longer_is_deleted_elsewhere_and_stays_here() {
    let (reading, telling) = (Server::start().await, Server::at("b").start().await);
    reading.cli(&["peer", "accept", &telling.domain]).expect_success();
    let author = signed_in(&telling, "shizuka_kaze_58").await;
    let reader = reading.member("quiet_fern_12");
    follow(&reader, &format!("shizuka_kaze_58@{}", telling.domain)).await;
    let path = tell(&author, &["consent-federate", "consent-translate"]).await;
    let here = || async { telling.client().get(&api(&path)).await.expect(200).json() };
    let first = here().await["uri"].as_str().unwrap().to_owned();
    let arrived = async |uri: &str| {
        eventually("the story arrives", async || {
            let found = home(&reader).await.into_iter().find(|status| status["uri"] == uri);
            found.ok_or_else(|| "it is not there".to_owned())
        })
        .await
    };
    let copy = arrived(&first).await;
    let scopes = |story: &Value| -> Vec<String> {
        let given = story["consent"].as_array().unwrap().iter();
        given.map(|given| given["scope"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(scopes(&copy["story"]), ["publish", "federate", "translate"]);
    assert_eq!(copy["story"]["declined"], json!(["research"]), "a report is nobody else's matter");
    assert!(copy["story"]["consent"][0].get("week").is_none(), "no finer time than the month leaves");

    decide(&author, &path, &["consent-translate"]).await;
    eventually("the copy is gone", async || {
        let answer = reader.get(&format!("/api/v1/statuses/{}", copy["id"].as_str().unwrap())).await;
        if answer.status == 404 { Ok(()) } else { Err(answer.body.clone()) }
    })
    .await;
    assert!(reading.database.tables_with("hoopoe").await.is_empty(), "nothing of it is left there");
    assert!(telling.client().get(&path).await.expect(200).body.contains("hoopoe"), "here it can be read");
    let activity = |uri: &str| {
        let address = uri.split_once(&telling.domain).unwrap().1.to_owned();
        let request = telling.client().request(reqwest::Method::GET, &address);
        request.header("accept", "application/activity+json")
    };
    telling.client().send(activity(&first)).await.expect(410);
    let second = here().await["uri"].as_str().unwrap().to_owned();
    assert_ne!(second, first);
    telling.client().send(activity(&second)).await.expect(404);

    decide(&author, &path, &["consent-federate"]).await;
    let copy = arrived(&second).await;
    assert_eq!(scopes(&copy["story"]), ["publish", "federate"]);
    decide(&author, &path, &["consent-federate", "consent-research"]).await;
    eventually("the other answers follow", async || {
        let copy = reader.get(&format!("/api/v1/statuses/{}", copy["id"].as_str().unwrap())).await.json();
        let known = scopes(&copy["story"]);
        if known == ["publish", "federate", "research"] { Ok(()) } else { Err(format!("{known:?}")) }
    })
    .await;
}

#[tokio::test]
async fn a_story_whose_author_said_no_is_translated_by_no_machine() {
    let machine = Machine::start();
    let server = Server::at("a").env("ANAMNESIS_TRANSLATION_URL", &machine.url).start().await;
    let author = signed_in(&server, "quiet_fern_12").await;
    let reader = server.member("slow_river_7");
    let path = tell(&author, &[]).await;
    let german =
        async || reader.post_json(&format!("{}/translate", api(&path)), &json!({"lang": "de"})).await;
    german().await.expect(503);
    assert!(machine.asked().is_empty());
    decide(&author, &path, &["consent-translate"]).await;
    assert!(german().await.expect(200).body.contains("[de] "));
    decide(&author, &path, &[]).await;
    german().await.expect(503);
}

#[tokio::test]
async fn the_page_shows_what_was_answered_and_only_the_author_answers() {
    let server = Server::start().await;
    let author = signed_in(&server, "quiet_fern_12").await;
    let path = tell(&author, &["consent-research", "consent-report"]).await;
    let address = format!("{path}/consent");
    let page = author.get(&address).await.expect(200).body;
    for (name, ticked) in
        [("federate", false), ("translate", false), ("research", true), ("report", true), ("publish", true)]
    {
        let input = format!("name=\"consent-{name}\" value=\"yes\"");
        if name == "publish" {
            assert!(!page.contains(&input), "who does not want that takes the story back");
        } else {
            let (_, rest) = page.split_once(&input).unwrap();
            let (of_input, _) = rest.split_once('>').unwrap();
            assert_eq!(of_input.contains(" checked"), ticked, "{name}");
        }
    }
    assert!(page.contains("Your answer since") && page.contains("/take-back"), "{page}");
    let saved = decide(&author, &path, &["findable"]).await;
    assert!(author.get(saved.header("location")).await.expect(200).body.contains("hold from now on"));
    assert!(!server.client().get(&path).await.expect(200).body.contains("noindex"));
    signed_in(&server, "slow_river_7").await.get(&address).await.expect(404);
    server.client().get(&address).await.expect(401);
    author.post_form(&address, &[("csrf", "wrong")]).await.expect(403);
}

#[tokio::test]
async fn an_answer_holds_at_once_also_while_a_change_of_the_story_waits() {
    let server = Server::at("a").env("ANAMNESIS_REVIEW_MODE", "all").start().await;
    let author = signed_in(&server, "quiet_fern_12").await;
    let path = tell(&author, &["consent-federate"]).await;
    let id = path.rsplit('/').next().unwrap();
    server.cli(&["story", "release", id]).expect_success();
    let edit = format!("{path}/edit");
    let token = token(&author.get(&edit).await.expect(200).body);
    let mut fields = vec![("csrf", token.as_str()), ("consent-federate", "yes")];
    fields.extend(TOLD);
    fields[2] = ("text", "Another text, which has to be read first. A hoopoe sat there.");
    author.post_form(&edit, &fields).await.expect(303);
    decide(&author, &path, &[]).await;
    server.cli(&["story", "release", id]).expect_success();
    let rows = server.database.rows("SELECT federates, source FROM post WHERE kind = 'story'").await;
    let (federates, source) = (rows[0]["federates"].clone(), rows[0]["source"].as_str().unwrap());
    assert!(federates == json!(false) || federates == json!(0), "{federates}");
    assert!(source.contains("Another text"), "the change was let through");
}
