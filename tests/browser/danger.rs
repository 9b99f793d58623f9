//! Who may be in danger meets help on every page; what is not let through can be shown to a person.

use super::person::{ENGLISH, JAPANESE, Manner, PLAIN, Person};
use super::support::Server;

#[tokio::test]
async fn who_may_be_in_danger_meets_help_before_and_after_the_button() {
    Box::pin(walk(ENGLISH, "en", "Tonight I will jump off the bridge.", "Here is how to kill yourself."))
        .await;
}

#[tokio::test]
async fn the_same_in_japanese_on_a_phone() {
    Box::pin(walk(JAPANESE, "ja", "今夜、死にます。", "楽に死ねる方法を教えます。")).await;
}

#[tokio::test]
async fn the_same_without_javascript() {
    Box::pin(walk(PLAIN, "en", "Tonight I will jump off the bridge.", "Here is how to kill yourself.")).await;
}

async fn walk(manner: Manner, language: &str, danger: &str, harmful: &str) {
    let server = Server::at("a").env("ANAMNESIS_COMMUNITY_LANGUAGE", language).start().await;
    let writer = Box::pin(Person::member(&server, manner, "slow_lantern_8", "member")).await;
    Box::pin(tell(&writer, danger, "danger")).await;
    assert_eq!(writer.browser.count("#danger-title").await, 1);
    writer.look("told-danger").await;
    writer.browser.follow("main .menu .button").await;
    writer.look("story-danger").await;

    Box::pin(tell(&writer, harmful, "harmful")).await;
    writer.look("told-refused").await;
    writer.browser.follow("main .menu .button").await;
    writer.look("story-refused").await;
    writer.browser.follow("main form[action*='/ask'] button").await;
    assert_eq!(writer.browser.count("main form[action*='/ask']").await, 0, "a person reads it now");

    let moderator = Box::pin(Person::member(&server, manner, "calm_heron_31", "moderator")).await;
    moderator.open("/desk").await;
    moderator.look("desk-danger").await;
    moderator.uncover(".covered").await;
    assert!(moderator.browser.text("main .card:first-child").await.contains(danger), "it stands first");
    moderator.choose(&[("care", "2")]).await;
    moderator.send("care").await;
    moderator.send("approve").await;
    assert_eq!(moderator.browser.count("main .card").await, 1);
}

async fn tell(writer: &Person, text: &str, name: &str) {
    writer.open("/share").await;
    writer.write(&[("title", "Nights"), ("text", text)]).await;
    writer.send("facts").await;
    writer.send("course").await;
    writer.send("preview").await;
    writer.look(&format!("preview-{name}")).await;
    writer.send("consent").await;
    writer.tick(&["consent-publish"]).await;
    writer.send("tell").await;
}
