//! What holds a story or a reply, and how it is released: a name that its writer leaves to a moderator, a subject for which two people
//! have to say yes, and a reply by a stranger.

use serde_json::json;

use super::person::{ENGLISH, JAPANESE, Manner, PLAIN, Person};
use super::support::Server;

const TEXT: &str = "There were nights on which I wanted to die. Dr. Whitfield did not write that down.";

#[tokio::test]
async fn what_is_held_is_released_by_who_has_to_decide() {
    walk(ENGLISH, "").await;
}

#[tokio::test]
async fn the_same_in_japanese_on_a_phone() {
    walk(JAPANESE, "?lang=ja").await;
}

#[tokio::test]
async fn the_same_without_javascript() {
    walk(PLAIN, "").await;
}

async fn walk(manner: Manner, language: &str) {
    let server = Server::at("a").env("ANAMNESIS_REVIEW_TWO_PERSONS", "always").start().await;
    let state = async || {
        server.database.rows("SELECT state FROM post WHERE kind = 'story'").await[0]["state"].clone()
    };
    let author = Box::pin(Person::member(&server, manner, "quiet_fern_12", "member")).await;
    author.open(&format!("/share{language}")).await;
    author.write(&[("text", TEXT)]).await;
    author.send("facts").await;
    author.send("course").await;
    author.send("preview").await;
    author.choose(&[("finding-name", "leave")]).await;
    author.look("preview-left-to-a-moderator").await;
    author.send("consent").await;
    author.tick(&["consent-publish"]).await;
    author.send("tell").await;
    author.look("told-named").await;
    assert_eq!(state().await, "held");

    let desk = format!("/desk{language}");
    let first = Box::pin(Person::member(&server, manner, "calm_owl_3", "moderator")).await;
    let second = Box::pin(Person::member(&server, manner, "calm_heron_31", "moderator")).await;
    first.open(&desk).await;
    first.send("approve").await;
    first.look("desk-one-yes").await;
    assert_eq!(state().await, "held", "one more has to say yes");
    second.open(&desk).await;
    second.uncover(".covered").await;
    assert!(second.browser.text("main").await.contains("write that down"));
    second.send("approve").await;
    assert_eq!(state().await, "published");

    let id = server.database.rows("SELECT id FROM post WHERE kind = 'story'").await[0]["id"].to_string();
    let stranger = server.member("slow_river_7");
    let reply = json!({"status": "I know such nights.", "in_reply_to_id": id});
    stranger.post_json("/api/v1/statuses", &reply).await.expect(200);
    let story = format!("/@quiet_fern_12/{id}{language}");
    author.open(&story).await;
    assert!(!author.browser.text("main").await.contains("such nights"));
    first.open(&desk).await;
    first.look("desk-reply").await;
    first.send("show").await;
    author.open(&story).await;
    assert!(author.browser.text("main").await.contains("such nights"));
}
