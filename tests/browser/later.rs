//! A story that comes out later than it is told: chosen once for all stories, and for a single one.

use super::person::{ENGLISH, JAPANESE, Manner, PLAIN, Person};
use super::support::Server;

#[tokio::test]
async fn a_story_waits_for_its_time_and_its_author_sees_that() {
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
    let server = Server::start().await;
    let author = Box::pin(Person::member(&server, manner, "quiet_fern_12", "member")).await;
    author.open(&format!("/settings{language}")).await;
    author.choose(&[("release", "within-a-day")]).await;
    author.browser.follow("form[action^='/settings/profile'] button").await;
    author.look("settings-release").await;
    author.open(&format!("/share{language}")).await;
    author.write(&[("title", "Nights"), ("text", "A hoopoe sat outside.")]).await;
    author.send("facts").await;
    author.send("course").await;
    author.send("preview").await;
    author.send("consent").await;
    assert_eq!(author.browser.count("[name='release'][value='within-a-day']:checked").await, 1);
    author.tick(&["consent-publish"]).await;
    author.look("share-consent-later").await;
    author.send("tell").await;
    author.look("told-later").await;
    let held = server.database.rows("SELECT id FROM post WHERE state = 'held'").await;
    let story = format!("/@quiet_fern_12/{}", held[0]["id"]);
    author.follow(&story).await;
    author.look("story-later").await;
    author.open(&format!("/settings{language}")).await;
    author.look("settings-later").await;
    author.follow(&format!("{story}/take-back")).await;
    author.send("").await;
    assert!(server.database.tables_with("hoopoe").await.is_empty());
}
