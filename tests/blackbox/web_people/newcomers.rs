//! Newcomers of an open community, and what moderators decide about their first stories.

use serde_json::{Value, json};

use super::{PASSPHRASE, csrf, field, fill, newcomer, signed_in};
use crate::support::client::Answer;
use crate::support::{Client, Peer, Server, eventually};

const STORY: &str =
    "Eleven years\n\nMedication: tramadol\nSymptoms: dizziness\n\nFor eleven years I took it for pain.";

/// A community that everybody may join; so many a day.
async fn open_community(daily_limit: &str) -> Server {
    let settings = [
        ("SIGN_UP_MODE", "open"),
        ("SIGN_UP_DAILY_LIMIT", daily_limit),
        ("SIGN_UP_QUESTION", "Which of these is a colour: river, green, seven?"),
        ("SIGN_UP_ANSWER", "green"),
        ("COMMUNITY_OPERATOR", "Somebody"),
        ("COMMUNITY_CONTACT", "mail@a.example"),
        ("COMMUNITY_TERMS_VERSION", "2026-11"),
        ("COMMUNITY_PRIVACY_VERSION", "2026-10"),
    ];
    let start = Server::at("a");
    let with = |start: crate::support::server::Builder, (name, value): &(&str, &str)| {
        start.env(&format!("ANAMNESIS_{name}"), value)
    };
    settings.iter().fold(start, with).start().await
}

/// Joins, and lets what is told travel.
async fn join(browser: &Client, handle: &str) -> Answer {
    let mut fields = newcomer(handle);
    fields.extend([("answer", "green"), ("knows-public", "yes")]);
    fill(browser, "/sign-up", "/sign-up", &fields).await
}

/// A client of somebody who has joined.
fn client_of(server: &Server, handle: &str) -> Client {
    let token = server.cli(&["token", "create", handle, "--scope", "read write follow"]).expect_success();
    server.client().with_token(token.trim())
}

async fn post(writer: &Client, text: &str) -> Answer {
    writer.post_json("/api/v1/statuses", &json!({"status": text, "language": "en"})).await
}

/// The path of a post's page.
fn path_of(status: &Value) -> String {
    format!("/@{}", status["url"].as_str().unwrap().split_once("/@").unwrap().1)
}

/// Whether other servers can read a post by its id.
async fn is_open_to_others(server: &Server, status: &Value) -> bool {
    let client = server.client();
    let path = status["uri"].as_str().unwrap().strip_prefix(&server.url("")).unwrap().to_owned();
    let ask = client.request(reqwest::Method::GET, &path).header("accept", "application/activity+json");
    client.send(ask).await.status == 200
}

/// Decides about the one story that waits.
async fn decide(desk: &Client, decision: &str) -> Answer {
    let page = desk.get("/desk").await.expect(200);
    let fields = [
        ("csrf", &*csrf(&page)),
        ("story", &*field(&page, "story")),
        ("version", &*field(&page, "version")),
        ("decision", decision),
        ("reason", "trade"),
    ];
    desk.post_form("/desk/stories", &fields).await
}

#[tokio::test]
async fn an_open_community_takes_so_many_a_day_and_more_by_invitation() {
    let server = open_community("2").await;
    join(&server.client(), "slow_lantern_8").await.expect(200);
    join(&server.client(), "calm_river_9").await.expect(200);
    let full = join(&server.client(), "late_fern_10").await.expect(422);
    assert!(full.body.contains("class=\"problems\""), "{}", full.body);
    let rows = server.database.rows("SELECT handle FROM account WHERE handle = 'late_fern_10'").await;
    assert!(rows.is_empty());
    let address = server.cli(&["invite", "create", "--uses", "1"]).expect_success();
    let path = address.trim().strip_prefix(&server.url("")).unwrap().to_owned();
    let invited = async |browser: &Client, handle: &str| {
        let mut fields = newcomer(handle);
        fields.push(("invitation", path.split('=').nth(1).unwrap()));
        fill(browser, &path, "/sign-up", &fields).await
    };
    let browser = server.client();
    invited(&browser, "late_fern_10").await.expect(200);
    browser.get("/settings").await.expect(200);
    let used = invited(&server.client(), "later_fern_11").await.expect(422);
    assert!(used.body.contains("href=\"#invitation\""), "an invitation for one lets one in");
    // Who was invited is on no trial: their first story is public at once.
    let told = post(&client_of(&server, "late_fern_10"), STORY).await.expect(200).json();
    server.client().get(&path_of(&told)).await.expect(200);
}

#[tokio::test]
async fn links_mentions_and_other_servers_wait_for_the_first_story_that_was_let_through() {
    let (server, peer) = (open_community("5").await, Peer::start());
    let browser = server.client();
    join(&browser, "slow_lantern_8").await.expect(200);
    let desk = signed_in(&server, "calm_heron_31", "moderator").await;
    let writer = client_of(&server, "slow_lantern_8");

    let link = post(&writer, "Read this: https://shop.example/pills").await.expect(422);
    assert!(link.body.contains("link"), "{}", link.body);
    post(&writer, "@calm_heron_31 hello").await.expect(422);
    let note = post(&writer, "I am new here.").await.expect(200).json();
    assert!(!is_open_to_others(&server, &note).await);
    let finger = format!("/.well-known/webfinger?resource=acct:slow_lantern_8@{}", server.domain);
    server.client().get(&finger).await.expect(404);

    let held = post(&writer, STORY).await.expect(200).json();
    assert_eq!((&held["story"]["state"], &held["visibility"]), (&json!("held"), &json!("private")));
    let (path, id) = (path_of(&held), held["id"].as_str().unwrap());
    server.client().get(&path).await.expect(404);
    assert_eq!(server.client().get("/api/v1/timelines/public").await.json(), json!([]));
    assert!(browser.get(&path).await.expect(200).body.contains("Only you and the people who check"));
    assert!(browser.get("/settings").await.expect(200).body.contains("waiting to be checked"));
    let reply = json!({"status": "And more.", "in_reply_to_id": id});
    writer.post_json("/api/v1/statuses", &reply).await.expect(404);
    writer.post(&format!("/api/v1/statuses/{id}/reblog")).await.expect(422);

    // Who may decide: moderators, who read it first.
    assert!(desk.get("/desk").await.expect(200).body.contains("For eleven years"));
    desk.get(&path).await.expect(200);
    let moderator = client_of(&server, "calm_heron_31");
    for deed in ["favourite", "reblog"] {
        moderator.post(&format!("/api/v1/statuses/{id}/{deed}")).await.expect(404);
    }
    let other = signed_in(&server, "plain_member_5", "member").await;
    other.get(&path).await.expect(404);
    other.get("/desk").await.expect(403);
    let page = other.get("/settings").await.expect(200);
    let fields = [("csrf", &*csrf(&page)), ("story", id), ("decision", "approve")];
    other.post_form("/desk/stories", &fields).await.expect(403);
    server.client().get(&path).await.expect(404);

    decide(&desk, "approve").await.expect(303);
    let page = desk.get("/desk").await.expect(200);
    let token = csrf(&desk.get("/settings").await.expect(200));
    let fields = [("csrf", token.as_str()), ("story", id), ("decision", "refuse"), ("reason", "trade")];
    let late = desk.post_form("/desk/stories", &fields).await.expect(303);
    assert_eq!(late.header("location"), "/desk?overtaken=yes");
    assert!(!page.body.contains("For eleven years"));
    server.client().get(&path).await.expect(200);
    let public = server.client().get("/api/v1/timelines/public").await.json();
    assert_eq!(public[0]["id"], id);
    assert!(is_open_to_others(&server, &held).await);
    server.client().get(&finger).await.expect(200);
    post(&writer, "Read this: https://library.example/leaflet").await.expect(200);
    post(&writer, "@calm_heron_31 thank you").await.expect(200);

    // The next story waits for nobody, and reaches a follower elsewhere.
    let actor = server.client().get(&finger).await.json()["links"].as_array().unwrap().clone();
    let actor = actor.iter().find(|link| link["rel"] == "self").unwrap()["href"].clone();
    let follow =
        json!({"id": peer.url("/follow/1"), "type": "Follow", "actor": peer.person("ann"), "object": actor});
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(202);
    peer.wait_for("Accept").await;
    let next = post(&writer, &STORY.replace("Eleven", "Twelve")).await.expect(200).json();
    assert_eq!(next["story"]["state"], "published");
    assert_eq!(peer.wait_for("Create").await.activity["object"]["id"], next["uri"]);
}

#[tokio::test]
async fn a_released_story_reaches_the_followers_of_the_community_s_feed() {
    let (server, peer) = (open_community("5").await, Peer::start());
    join(&server.client(), "slow_lantern_8").await.expect(200);
    let desk = signed_in(&server, "calm_heron_31", "operator").await;
    let follow = json!({
        "id": peer.url("/follow/1"), "type": "Follow", "actor": peer.person("ann"), "object": server.url("/feed"),
    });
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(202);
    peer.wait_for("Accept").await;
    let held = post(&client_of(&server, "slow_lantern_8"), STORY).await.expect(200).json();
    eventually("what the story caused is done", async || {
        let rows = server.database.rows("SELECT id FROM event").await;
        if rows.is_empty() { Ok(()) } else { Err(format!("{rows:?}")) }
    })
    .await;
    assert!(peer.received().iter().all(|item| item.activity["type"] == "Accept"), "nothing leaves before");
    decide(&desk, "approve").await.expect(303);
    let announced = peer.wait_for("Announce").await.activity;
    assert_eq!(announced["object"], held["uri"]);
}

#[tokio::test]
async fn a_refused_story_is_seen_by_its_author_alone_who_may_change_it_or_take_it_back() {
    let server = open_community("5").await;
    let browser = server.client();
    join(&browser, "slow_lantern_8").await.expect(200);
    let desk = signed_in(&server, "calm_heron_31", "moderator").await;
    let writer = client_of(&server, "slow_lantern_8");
    let held = post(&writer, STORY).await.expect(200).json();
    let (path, status) = (path_of(&held), format!("/api/v1/statuses/{}", held["id"].as_str().unwrap()));
    decide(&desk, "refuse").await.expect(303);
    assert_eq!(writer.get(&status).await.expect(200).json()["story"]["state"], "refused");
    assert!(browser.get(&path).await.expect(200).body.contains("was not let through"));
    assert!(browser.get("/settings").await.expect(200).body.contains("not public"));
    for reader in [&server.client(), &desk] {
        reader.get(&path).await.expect(404);
    }
    assert!(!is_open_to_others(&server, &held).await);
    post(&writer, "See https://shop.example/").await.expect(422);

    let changed = json!({"status": STORY.replace("For eleven", "Over eleven")});
    let again = writer.put_json(&status, &changed).await.expect(200).json();
    assert_eq!(again["story"]["state"], "held", "who changes it asks for another look");
    assert!(desk.get("/desk").await.expect(200).body.contains("Over eleven"));
    writer.delete(&status).await.expect(200);
    desk.get("/desk").await.expect(200);
    browser.get(&path).await.expect(404);
    assert!(server.database.tables_with("Over eleven").await.is_empty(), "its text is erased");
    let sign_in = [("handle", "slow_lantern_8"), ("passphrase", PASSPHRASE)];
    fill(&server.client(), "/sign-in", "/sign-in", &sign_in).await.expect(303);
}
