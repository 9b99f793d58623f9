//! Appeals: an author says why a decision was wrong, and another moderator than the one who took it looks again.

use serde_json::json;

use super::review_desk::{field, read, signed_in};
use super::{PLAIN, hears, path, post, reviewing, said};
use crate::support::client::Answer;
use crate::support::{Client, Server};
use crate::unnamed::{held, manage, told};

/// Refuses the only story that waits, at the desk.
async fn refuse(moderator: &Client) {
    let desk = read(moderator, "/desk").await;
    let fields = ["csrf", "story", "version"].map(|name| (name, field(&desk, name)));
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend([("decision", "refuse"), ("reason", "trade"), ("note", "It sells honey.")]);
    moderator.post_form("/desk/stories", &fields).await.expect(303);
}

/// Decides about an appeal at the desk.
pub async fn look_again(moderator: &Client, story: &str, decision: &str, answer: &str) -> Answer {
    let csrf = field(&read(moderator, "/settings").await, "csrf");
    let fields = [("csrf", csrf.as_str()), ("story", story), ("decision", decision), ("answer", answer)];
    moderator.post_form("/desk/appeals", &fields).await
}

/// Says why a decision was wrong.
pub async fn say(author: &Client, story: &str, body: &str) -> Answer {
    let page = read(author, &format!("/appeal/{story}")).await;
    let csrf = field(&page, "csrf");
    author.post_form(&format!("/appeal/{story}"), &[("csrf", csrf.as_str()), ("appeal", body)]).await
}

/// An author in a browser and in an app.
pub async fn author(server: &Server) -> (Client, Client) {
    let browser = signed_in(server, &["quiet_fern_12"]).await;
    let token =
        server.cli(&["token", "create", "quiet_fern_12", "--scope", "read write follow"]).expect_success();
    (browser, server.client().with_token(token.trim()))
}

#[tokio::test]
async fn a_refused_story_is_looked_at_again_by_another_moderator_and_published_where_the_author_is_right() {
    let server = reviewing().await;
    let (browser, app) = author(&server).await;
    let [first, second] = ["calm_owl_3", "calm_heron_31"];
    let first = signed_in(&server, &[first, "--role", "moderator"]).await;
    let second = signed_in(&server, &[second, "--role", "moderator"]).await;
    let refused = post(&app, PLAIN).await;
    let story = said(&refused["id"]);
    browser.get(&format!("/appeal/{story}")).await.expect(404);
    refuse(&first).await;
    hears(&app, &format!("/appeal/{story}")).await;
    let page = format!("/@{}", said(&refused["url"]).split_once("/@").unwrap().1);
    assert!(read(&browser, &page).await.contains(&format!("/appeal/{story}")));

    assert!(say(&browser, story, " ").await.expect(422).body.contains("href=\"#appeal\""));
    let long = "A wheatear. ".repeat(200);
    assert!(say(&browser, story, &long).await.expect(422).body.contains(long.trim()), "what was typed stays");
    say(&browser, story, "A wheatear sold it.").await.expect(200);
    assert!(say(&browser, story, "A wheatear gave it away.").await.expect(200).body.contains("Kept."));
    signed_in(&server, &["slow_river_7"]).await.get(&format!("/appeal/{story}")).await.expect(404);
    server.client().get(&format!("/appeal/{story}")).await.expect(401);

    let desk = read(&first, "/desk").await;
    assert!(desk.contains("gave it away") && desk.contains("You took the first decision"), "{desk}");
    look_again(&first, story, "grant", "").await.expect(422);
    let desk = read(&second, "/desk").await;
    for seen in ["One author asks", "gave it away", "It sells honey.", "never examined"] {
        assert!(desk.contains(seen), "{seen} in\n{desk}");
    }
    look_again(&second, story, "grant", "You were right.").await.expect(303);
    let late = look_again(&second, story, "deny", "").await.expect(303);
    assert_eq!(late.header("location"), "/desk?overtaken=yes");
    assert_eq!(app.get(&path(&refused)).await.json()["story"]["state"], "published");
    let message = hears(&app, "and you were right").await;
    assert!(said(&message["content"]).contains("You were right."));
    let acts = server.database.rows("SELECT act, decider_id FROM action ORDER BY act").await;
    let acts: Vec<&str> = acts.iter().map(|row| said(&row["act"])).collect();
    assert_eq!(acts, ["appeal-granted", "story-refused", "story-released"]);
    app.delete(&path(&refused)).await.expect(200);
    assert!(server.database.tables_with("wheatear").await.is_empty(), "it goes with the story");
}

#[tokio::test]
async fn where_there_is_no_other_moderator_the_same_one_looks_again_and_a_denial_is_told() {
    let server = reviewing().await;
    let (browser, app) = author(&server).await;
    let only = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let refused = post(&app, PLAIN).await;
    let story = said(&refused["id"]);
    refuse(&only).await;
    say(&browser, story, "A wheatear gave it away.").await.expect(200);
    look_again(&only, story, "deny", "It is still honey.").await.expect(303);
    assert!(said(&hears(&app, "It stays as it was decided").await["content"]).contains("still honey"));
    let page = read(&browser, &format!("/appeal/{story}")).await;
    assert!(page.contains("still honey") && !page.contains("<textarea"), "{page}");
    assert_eq!(app.get(&path(&refused)).await.json()["story"]["state"], "refused");
    // Who changes the story is read again anyway, and may say something to the next decision.
    app.put_json(&path(&refused), &json!({"status": PLAIN.replace("pain", "fun")})).await.expect(200);
    browser.get(&format!("/appeal/{story}")).await.expect(404);
    refuse(&only).await;
    assert!(read(&browser, &format!("/appeal/{story}")).await.contains("<textarea"));
}

#[tokio::test]
async fn a_story_that_was_taken_down_has_an_appeal_too_also_without_an_account() {
    let server = Server::start().await;
    let (browser, app) = author(&server).await;
    let taken = post(&app, PLAIN).await;
    let story = said(&taken["id"]);
    server.cli(&["story", "remove", story, "--reason", "trade"]).expect_success();
    hears(&app, &format!("/appeal/{story}")).await;
    say(&browser, story, "A wheatear gave it away.").await.expect(200);
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    assert!(read(&moderator, "/desk").await.contains("It was taken down."));
    look_again(&moderator, story, "grant", "We are sorry for the honey.").await.expect(303);
    hears(&app, "sorry for the honey").await;
    assert!(read(&browser, &format!("/appeal/{story}")).await.contains("please tell them again"));

    let anybody = server.client();
    let key = told(&anybody).await;
    let unnamed = held(&server).await.to_string();
    server.cli(&["story", "refuse", &unnamed, "--reason", "own"]).expect_success();
    assert!(manage(&anybody, &key, "show", &[]).await.expect(200).body.contains("value=\"appeal\""));
    assert!(manage(&anybody, &key, "appeal", &[]).await.expect(200).body.contains("<textarea"));
    let words = [("appeal", "It was my own dotterel.")];
    assert!(manage(&anybody, &key, "send-appeal", &words).await.expect(200).body.contains("Kept."));
    look_again(&moderator, &unnamed, "grant", "").await.expect(303);
    let page = manage(&anybody, &key, "show", &[]).await.expect(200).body;
    assert!(page.contains("/@told/"), "it is published: {page}");
    server.cli(&["story", "remove", &unnamed]).expect_success();
    assert!(server.database.tables_with("dotterel").await.is_empty());
    let page = manage(&anybody, &key, "show", &[]).await.expect(200).body;
    assert!(page.contains("was taken down") && page.contains("value=\"appeal\""), "{page}");
    let words = [("appeal", "It was my own plover.")];
    assert!(manage(&anybody, &key, "send-appeal", &words).await.expect(200).body.contains("Kept."));
    server.cli(&["member", "delete", "quiet_fern_12", "--yes"]).expect_success();
    assert!(server.database.tables_with("wheatear").await.is_empty(), "it goes with its author");
}

#[tokio::test]
async fn a_change_that_was_not_let_through_is_kept_for_a_second_look() {
    let server = reviewing().await;
    let (browser, app) = author(&server).await;
    let first = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let second = signed_in(&server, &["calm_heron_31", "--role", "moderator"]).await;
    let told = post(&app, PLAIN).await;
    let story = said(&told["id"]);
    server.cli(&["story", "release", story]).expect_success();
    let change = async |words: &str| {
        let text = PLAIN.replace("never examined", words);
        app.put_json(&path(&told), &json!({ "status": text })).await.expect(200);
    };
    let content = async || said(&app.get(&path(&told)).await.json()["content"]).to_owned();
    change("looked at by a wheatear").await;
    refuse(&first).await;
    hears(&app, &format!("/appeal/{story}")).await;
    let page = format!("/@{}", said(&told["url"]).split_once("/@").unwrap().1);
    let own = read(&browser, &page).await;
    assert!(
        own.contains(&format!("/appeal/{story}")) && own.contains("Your last change was not let through")
    );
    let asked = read(&browser, &format!("/appeal/{story}")).await;
    assert!(asked.contains("looked at by a wheatear"), "what they had typed is there: {asked}");
    assert!(!read(&server.client(), &page).await.contains("wheatear"), "and nobody else sees it");
    say(&browser, story, "It sold nothing.").await.expect(200);
    let desk = read(&second, "/desk").await;
    assert!(desk.contains("You read the story as it would be") && desk.contains("by a wheatear"), "{desk}");
    look_again(&second, story, "deny", "It did.").await.expect(303);
    hears(&app, "It stays as it was decided").await;
    assert!(content().await.contains("never examined"));
    assert!(read(&browser, &format!("/appeal/{story}")).await.contains("It did."));

    // Another change, another decision.
    change("looked at by a dotterel").await;
    assert!(server.database.tables_with("wheatear").await.is_empty(), "the newer one takes its place");
    refuse(&first).await;
    say(&browser, story, "It sold nothing at all.").await.expect(200);
    look_again(&second, story, "grant", "").await.expect(303);
    assert!(content().await.contains("looked at by a dotterel"));
    browser.get(&format!("/appeal/{story}")).await.expect(404);
    change("looked at by a plover").await;
    refuse(&first).await;
    app.delete(&path(&told)).await.expect(200);
    assert!(server.database.tables_with("plover").await.is_empty(), "it goes with the story");
}

#[tokio::test]
async fn what_a_program_did_not_let_through_in_a_change_a_person_reads_on_request() {
    let server = Server::start().await;
    let (browser, app) = author(&server).await;
    let told = post(&app, PLAIN).await;
    let page = format!("/@{}", said(&told["url"]).split_once("/@").unwrap().1);
    let text = format!("{PLAIN}\n\nIf you want to die, take the whole bottle.");
    app.put_json(&path(&told), &json!({ "status": text })).await.expect(200);
    let own = read(&browser, &page).await;
    assert!(own.contains(&format!("action=\"{page}/ask\"")), "{own}");
    let csrf = field(&own, "csrf");
    browser.post_form(&format!("{page}/ask"), &[("csrf", csrf.as_str())]).await.expect(303);
    let waits = server.cli(&["story", "list", "--held"]).expect_success();
    assert!(waits.trim().ends_with("change"), "{waits}");
}
