//! Proposals: a moderator writes how something that waits could be told, and its author alone decides whether it is.

use serde_json::{Value, json};

use super::appeals::author;
use super::review_desk::{field, read, signed_in};
use super::{PLAIN, hears, path, post, reviewing, said};
use crate::support::client::Answer;
use crate::support::{Client, Server};
use crate::unnamed::{held, manage, told};

/// Sends what a moderator proposes for a post that waits, from the page for it.
async fn propose(moderator: &Client, id: &str, reason: &str, change: impl Fn(&str) -> String) -> Answer {
    let address = format!("/desk/stories/{id}/propose");
    let page = read(moderator, &address).await;
    let text = change(&written(&page, "proposal"));
    let [csrf, version] = ["csrf", "version"].map(|name| field(&page, name));
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", version.as_str()),
        ("proposal", text.as_str()),
        ("reason", reason),
        ("note", "One name less."),
    ];
    moderator.post_form(&address, &fields).await
}

/// What stands in a field of several lines.
fn written(page: &str, name: &str) -> String {
    let area = page.split_once(&format!("<textarea id=\"{name}\"")).unwrap().1.split_once(">\n").unwrap().1;
    let text = area.split_once("</textarea>").unwrap().0;
    text.replace("&#39;", "'").replace("&#34;", "\"").replace("&#38;", "&")
}

async fn take_over(author: &Client, id: &str) -> Answer {
    let csrf = field(&read(author, "/settings").await, "csrf");
    author.post_form(&format!("/proposal/{id}"), &[("csrf", csrf.as_str())]).await
}

/// The path of the page of a post.
fn page_of(status: &Value) -> String {
    format!("/@{}", said(&status["url"]).split_once("/@").unwrap().1)
}

async fn approve(moderator: &Client, id: &str) {
    let desk = read(moderator, "/desk").await;
    let [csrf, version] = ["csrf", "version"].map(|name| field(&desk, name));
    let fields =
        [("csrf", csrf.as_str()), ("version", version.as_str()), ("story", id), ("decision", "approve")];
    moderator.post_form("/desk/stories", &fields).await.expect(303);
}

#[tokio::test]
async fn an_author_sees_what_a_moderator_proposes_beside_their_own_text_and_takes_it_over_with_one_button() {
    let server = reviewing().await;
    let (browser, app) = author(&server).await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let text = PLAIN.replace("never examined", "known to my neighbour Wheatear");
    let waiting = post(&app, &text).await;
    let id = said(&waiting["id"]);
    let own = read(&moderator, &format!("/desk/stories/{id}/propose")).await;
    let begun = written(&own, "proposal");
    assert!(begun.contains("Age: 36–45") && begun.ends_with("known to my neighbour Wheatear."), "{begun}");
    assert!(read(&moderator, "/desk").await.contains(&format!("/desk/stories/{id}/propose")));
    let shorter =
        |text: &str| text.replace("known to my neighbour Wheatear", "a dotterel").replace("Age: 36–45\n", "");
    propose(&moderator, id, "named", shorter).await.expect(303);

    // Nothing has changed, and nobody but the author reads it.
    let refused = app.get(&path(&waiting)).await.json();
    assert!(said(&refused["content"]).contains("Wheatear"));
    let review = &refused["story"]["review"];
    assert_eq!((&review["state"], &review["reason"]), (&json!("refused"), &json!("named")));
    assert!(said(&review["proposal"]).contains("a dotterel"), "{review}");
    let message = hears(&app, &format!("/proposal/{id}")).await;
    assert!(!said(&message["content"]).contains("dotterel"), "the guide repeats no word of a story");
    let page = format!("/proposal/{id}");
    assert!(read(&browser, &page_of(&waiting)).await.contains(&format!("href=\"{page}\"")));
    let seen = read(&browser, &page).await;
    for words in [
        "goes:] </span>known to my neighbour Wheatear</del>",
        "comes:] </span>a dotterel</ins>",
        "One name less.",
    ] {
        assert!(seen.contains(words), "{words} in\n{seen}");
    }
    signed_in(&server, &["slow_river_7"]).await.get(&page).await.expect(404);
    server.client().get(&page).await.expect(401);
    moderator.get(&page).await.expect(404);
    take_over(&moderator, id).await.expect(404);

    let taken = take_over(&browser, id).await.expect(303);
    assert_eq!(taken.header("location"), format!("{}/told?changed=yes", page_of(&waiting)));
    take_over(&browser, id).await.expect(303);
    let held = app.get(&path(&waiting)).await.json();
    assert_eq!(held["story"]["state"], "held", "it is read again, as every change");
    browser.get(&page).await.expect(404);
    let desk = read(&moderator, "/desk").await;
    assert!(desk.contains("took over the text that was proposed") && desk.contains("a dotterel"), "{desk}");
    approve(&moderator, id).await;
    let public = server.client().get(&path(&waiting)).await.expect(200).json();
    assert!(said(&public["content"]).contains("a dotterel"));
    assert_eq!((public["story"].get("ageBand"), &public["story"]["state"]), (None, &json!("published")));
    assert_eq!(public["story"]["durationOfUse"], "over-5-years", "the rest of the facts stays");
    assert!(server.database.tables_with("Wheatear").await.is_empty(), "what went is kept nowhere");
    let acts = server.database.rows("SELECT act FROM action ORDER BY act").await;
    let acts: Vec<&str> = acts.iter().map(|row| said(&row["act"])).collect();
    assert_eq!(acts, ["story-refused", "story-released", "text-proposed"]);
}

#[tokio::test]
async fn what_cannot_be_proposed_is_said_at_its_field_and_what_was_typed_stays() {
    let server = reviewing().await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let (browser, app) = author(&server).await;
    let waiting = post(&app, PLAIN).await;
    let id = said(&waiting["id"]);
    let refused = async |reason: &str, text: &str, field: &str| {
        let page = propose(&moderator, id, reason, |_| text.to_owned()).await.expect(422).body;
        assert!(page.contains(&format!("href=\"#{field}\"")) && page.contains("One name less."), "{page}");
        assert_eq!(written(&page, "proposal"), text);
    };
    let same = written(&read(&moderator, &format!("/desk/stories/{id}/propose")).await, "proposal");
    refused("named", &same, "proposal").await;
    refused("named", PLAIN, "proposal").await;
    refused("named", "", "proposal").await;
    refused("", "It hurt, and nobody looked.", "reason").await;
    refused("named", "It hurt. Ask me at wheatear@example.org.", "proposal").await;
    refused("named", &"It hurt. ".repeat(12_000), "proposal").await;
    assert_eq!(app.get(&path(&waiting)).await.json()["story"]["state"], "held");
    browser.get(&format!("/desk/stories/{id}/propose")).await.expect(403);

    // Its author was quicker: nothing is decided about a version that the moderator has not read.
    let page = read(&moderator, &format!("/desk/stories/{id}/propose")).await;
    app.put_json(&path(&waiting), &json!({"status": PLAIN.replace("pain", "fun")})).await.expect(200);
    let [csrf, version] = ["csrf", "version"].map(|name| field(&page, name));
    let fields =
        [("csrf", csrf.as_str()), ("version", version.as_str()), ("proposal", "Less."), ("reason", "named")];
    let late = moderator.post_form(&format!("/desk/stories/{id}/propose"), &fields).await.expect(303);
    assert_eq!(late.header("location"), "/desk?overtaken=yes");
    server.cli(&["story", "release", id]).expect_success();
    let gone = moderator.get(&format!("/desk/stories/{id}/propose")).await.expect(303);
    assert_eq!(gone.header("location"), "/desk?overtaken=yes");
}

#[tokio::test]
async fn a_proposal_for_a_change_leaves_the_published_story_until_its_author_and_a_moderator_agree() {
    let server = reviewing().await;
    let (browser, app) = author(&server).await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let told = post(&app, PLAIN).await;
    let id = said(&told["id"]);
    server.cli(&["story", "release", id]).expect_success();
    let change = async |words: &str| {
        let text = PLAIN.replace("never examined", words);
        app.put_json(&path(&told), &json!({ "status": text })).await.expect(200);
    };
    let content = async || said(&app.get(&path(&told)).await.json()["content"]).to_owned();
    change("looked at by my neighbour Wheatear").await;
    propose(&moderator, id, "named", |text| text.replace("my neighbour Wheatear", "a dotterel"))
        .await
        .expect(303);
    assert!(content().await.contains("never examined"));
    let review = app.get(&path(&told)).await.json()["story"]["change"].clone();
    assert!(said(&review["proposal"]).contains("a dotterel"), "{review}");
    let seen = server.client().get(&path(&told)).await.json();
    assert_eq!(seen["story"].get("change"), None, "others see nothing of it");
    let page = read(&browser, &format!("/proposal/{id}")).await;
    assert!(page.contains("Your last change was not let through"), "{page}");

    // It can be the beginning of another change.
    let form = read(&browser, &format!("{}/edit?proposed=yes", page_of(&told))).await;
    assert!(written(&form, "text").contains("looked at by a dotterel"), "{form}");
    take_over(&browser, id).await.expect(303);
    assert!(content().await.contains("never examined"), "it waits as every change");
    approve(&moderator, id).await;
    assert!(content().await.contains("looked at by a dotterel"));

    // A newer change takes its place, and what is proposed goes with the story.
    change("looked at by a plover").await;
    propose(&moderator, id, "other", |text| text.replace("a plover", "a hoopoe")).await.expect(303);
    change("looked at by a lapwing").await;
    browser.get(&format!("/proposal/{id}")).await.expect(404);
    take_over(&browser, id).await.expect(404);
    let desk = read(&moderator, "/desk").await;
    assert!(!desk.contains("took over the text") && desk.contains("a lapwing"), "{desk}");
    propose(&moderator, id, "other", |text| text.replace("a lapwing", "a hoopoe")).await.expect(303);
    app.delete(&path(&told)).await.expect(200);
    for words in ["plover", "hoopoe", "lapwing"] {
        assert!(server.database.tables_with(words).await.is_empty(), "{words}");
    }
}

#[tokio::test]
async fn who_has_no_account_decides_about_a_proposal_with_their_words() {
    let server = Server::start().await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let anybody = server.client();
    let key = told(&anybody).await;
    let id = held(&server).await.to_string();
    propose(&moderator, &id, "hidden", |text| text.replace(" A hoopoe sat outside.", "")).await.expect(303);
    let shown = manage(&anybody, &key, "show", &[]).await.expect(200).body;
    assert!(shown.contains("value=\"proposal\""), "{shown}");
    let page = manage(&anybody, &key, "proposal", &[]).await.expect(200).body;
    assert!(page.contains("A hoopoe sat outside.</del>") && page.contains("value=\"take-over\""), "{page}");
    let form = manage(&anybody, &key, "edit-proposed", &[]).await.expect(200).body;
    assert!(!written(&form, "text").contains("hoopoe"), "{form}");
    let taken = manage(&anybody, &key, "take-over", &[]).await.expect(200).body;
    assert!(taken.contains("role=\"status\"") && !taken.contains("value=\"proposal\""), "{taken}");
    assert!(server.database.tables_with("hoopoe").await.is_empty());
    let desk = read(&moderator, "/desk").await;
    assert!(desk.contains("took over the text that was proposed"), "{desk}");
    approve(&moderator, &id).await;
    assert!(manage(&anybody, &key, "show", &[]).await.expect(200).body.contains("/@told/"));
}
