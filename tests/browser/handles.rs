//! Several handles of one person: one more is made, gone on with, a story is told as it, an app asks for which; and all are
//! deleted at once.

use serde_json::json;

use super::person::{ENGLISH, JAPANESE, Manner, PASSPHRASE, PLAIN, Person};
use super::support::Server;

const FIRST: &str = "quiet_fern_12";
const TEXT: &str = "I took it for pain that was never examined, and a hoopoe sat outside.";

#[tokio::test]
async fn a_second_handle_is_made_used_and_deleted_with_the_first() {
    walk("en", ENGLISH).await;
}

#[tokio::test]
async fn the_same_can_be_done_in_japanese_on_a_phone() {
    walk("ja", JAPANESE).await;
}

#[tokio::test]
async fn the_same_can_be_done_without_javascript() {
    walk("en", PLAIN).await;
}

async fn walk(language: &str, manner: Manner) {
    let server = Server::at("a")
        .env("ANAMNESIS_COMMUNITY_LANGUAGE", language)
        .env("ANAMNESIS_SIGN_UP_MODE", "open")
        .env("ANAMNESIS_SIGN_UP_QUESTION", "1 + 1 = ?")
        .env("ANAMNESIS_SIGN_UP_ANSWER", "2")
        .env("ANAMNESIS_COMMUNITY_OPERATOR", "Somebody")
        .env("ANAMNESIS_COMMUNITY_CONTACT", "mail@a.example")
        .env("ANAMNESIS_COMMUNITY_TERMS_VERSION", "2026-11-22")
        .env("ANAMNESIS_COMMUNITY_PRIVACY_VERSION", "2026-11")
        .start()
        .await;
    let person = Box::pin(Person::arrive(&server, manner)).await;
    join(&person).await;
    let second = Box::pin(make(&person)).await;
    Box::pin(tell(&person, &second)).await;
    Box::pin(let_an_app_in(&server, &person)).await;
    Box::pin(leave(&person, &second)).await;
}

async fn join(person: &Person) {
    person.open("/sign-up").await;
    person.write(&[("handle", FIRST), ("answer", "2")]).await;
    person.write(&[("passphrase", PASSPHRASE), ("passphrase-again", PASSPHRASE)]).await;
    person.tick(&["old-enough", "agrees"]).await;
    person.send("join").await;
}

/// One more handle, after a mistake; then they go on as it.
async fn make(person: &Person) -> String {
    person.open("/settings").await;
    person.follow("/settings/handles").await;
    person.look("handles-one").await;
    let offered = person.written("handle").await;
    person.write(&[("answer", "2")]).await;
    person.send("another").await;
    let second = person.written("handle").await;
    assert_ne!(second, offered);
    assert_eq!(person.written("answer").await, "2");
    person.send("make").await;
    assert_eq!(person.problems().await, ["agrees"]);
    person.look("handles-problems").await;
    person.tick(&["agrees"]).await;
    person.send("make").await;
    assert_eq!(person.browser.count("[role=status]").await, 1);
    assert_eq!(person.browser.count("main .cards > li").await, 2);
    person.look("handles-two").await;
    person.browser.follow("form[action^='/settings/handles/switch'] button").await;
    assert!(person.browser.text("form.signed-in").await.contains(&second));
    second
}

async fn tell(person: &Person, second: &str) {
    person.open("/share").await;
    person.write(&[("text", TEXT)]).await;
    person.send("facts").await;
    person.write(&[("medication-1-name", "tramadol")]).await;
    person.send("course").await;
    person.send("preview").await;
    person.send("consent").await;
    person.tick(&["consent-publish"]).await;
    person.send("tell").await;
    assert!(person.path().await.starts_with(&format!("/@{second}/")), "{}", person.path().await);
}

async fn let_an_app_in(server: &Server, person: &Person) {
    let body =
        json!({"client_name": "Tusky", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read"});
    let app = server.client().post_json("/api/v1/apps", &body).await.expect(200).json();
    let client_id = app["client_id"].as_str().unwrap();
    let asked = format!(
        "/oauth/authorize?response_type=code&client_id={client_id}&redirect_uri=urn:ietf:wg:oauth:2.0:oob"
    );
    person.open(&asked).await;
    assert_eq!(person.browser.count("[name=own]").await, 2);
    person.look("authorise-handles").await;
    person.browser.click("[name=own]:not(:checked)").await;
    person.send("allow").await;
    assert_eq!(person.browser.count("main code.address").await, 1);
}

async fn leave(person: &Person, second: &str) {
    person.open("/settings/handles").await;
    person.follow("/settings/leave").await;
    person.look("leave-handles").await;
    person.choose(&[("goes", "all")]).await;
    person.send("").await;
    assert_eq!(person.problems().await, ["sure"]);
    assert_eq!(person.browser.count("[name=goes][value=all]:checked").await, 1, "the choice stays");
    person.tick(&["sure"]).await;
    person.write(&[("passphrase", PASSPHRASE)]).await;
    person.send("").await;
    person.look("left-all").await;
    for handle in [FIRST, second] {
        person.open(&format!("/@{handle}")).await;
        assert!(!person.browser.text("main").await.contains("hoopoe"));
    }
    person.open("/settings/handles").await;
    assert_eq!(person.browser.count("main .cards").await, 0, "nobody is signed in");
}
