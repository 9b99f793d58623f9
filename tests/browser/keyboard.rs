//! Without a mouse: signing in, finding a story and telling one, deciding about it and taking it back; at each stop it can be seen where
//! one is.

use super::driver::key;
use super::person::{ENGLISH, Person};
use super::support::Server;
use super::unnamed::sum;

/// More stops than the longest of our pages has.
const MOST_STOPS: usize = 120;

/// What is wrong with the stop at which the keyboard is; empty when it can be seen.
const STOP: &str = "const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
    if (here === document.body) return '';
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3;
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return ring && inside ? '' : `cannot be seen (${style.outline}; ${box.top} to ${box.bottom}): ${here.outerHTML.slice(0, 200)}`";

/// Goes from stop to stop until the keyboard is at an element that fits.
async fn go_to(person: &Person, css: &str) {
    let at = format!("return document.activeElement.matches(`{css}`)");
    for _ in 0..MOST_STOPS {
        person.browser.press(key::TAB).await;
        let wrong = person.browser.run(STOP).await;
        assert_eq!(wrong, "", "{}", person.browser.address().await);
        if person.browser.run(&at).await == true {
            return;
        }
    }
    panic!("the keyboard never comes to `{css}` on {}", person.browser.address().await);
}

async fn type_into(person: &Person, css: &str, text: &str) {
    go_to(person, css).await;
    person.browser.press(text).await;
}

#[tokio::test]
async fn a_story_is_found_and_told_with_the_keyboard_alone() {
    let server = Server::start().await;
    let printed = server.cli(&["member", "create", "quiet_fern_12"]).expect_success();
    let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap();
    let person = Box::pin(Person::arrive(&server, ENGLISH)).await;
    person.open("/").await;

    go_to(&person, ".skip").await;
    person.browser.press(key::ENTER).await;
    assert_eq!(person.browser.run("return document.activeElement.id").await, "main");
    person.open("/").await;
    go_to(&person, "nav a[href='/sign-in']").await;
    person.browser.enter().await;
    type_into(&person, "#handle", "quiet_fern_12").await;
    type_into(&person, "#passphrase", passphrase).await;
    person.browser.enter().await;

    go_to(&person, "nav a[href='/share']").await;
    person.browser.enter().await;
    type_into(&person, "#text", "For eleven years I took it for pain that was never examined.").await;
    type_into(&person, "#title", "Eleven years").await;
    go_to(&person, "summary").await;
    person.browser.press(key::ENTER).await;
    type_into(&person, "[name=edition-1-title]", "11年").await;
    go_to(&person, "button[value=facts]").await;
    person.browser.enter().await;
    type_into(&person, "[name=medication-1-name]", "tramadol").await;
    go_to(&person, "button[value=course]").await;
    person.browser.enter().await;
    go_to(&person, "[name=status]").await;
    person.browser.press(key::DOWN).await;
    assert_eq!(person.browser.count("[name=status]:checked").await, 1);
    go_to(&person, "button[value=preview]").await;
    person.browser.enter().await;
    assert_eq!(person.problems().await, Vec::<String>::new());
    go_to(&person, "button[value=consent]").await;
    person.browser.enter().await;
    go_to(&person, "[name=consent-publish]").await;
    person.browser.press(" ").await;
    go_to(&person, "button[value=tell]").await;
    person.browser.enter().await;
    assert!(person.path().await.ends_with("/told"), "{}", person.path().await);

    person.open("/settings").await;
    go_to(&person, ".card h3 a").await;
    person.browser.enter().await;
    assert!(person.browser.text("main").await.contains("never examined"));
}

/// Goes to a button, or whatever leads on, and presses it.
async fn press(person: &Person, css: &str) {
    go_to(person, css).await;
    person.browser.enter().await;
}

/// Opens a story with the words that manage it.
async fn manage(person: &Person, words: &str) {
    person.open("/manage").await;
    type_into(person, "#key", words).await;
    press(person, "button[value=show]").await;
}

#[tokio::test]
async fn a_story_is_refused_looked_at_again_and_taken_back_with_the_keyboard_alone() {
    let server = Server::start().await;
    let somebody = Box::pin(Person::arrive(&server, ENGLISH)).await;
    somebody.open("/share").await;
    somebody.write(&[("text", "For eleven years I took it for pain that was never examined.")]).await;
    for step in ["facts", "course", "preview", "consent"] {
        somebody.send(step).await;
    }
    somebody.tick(&["consent-publish"]).await;
    somebody.write(&[("answer", &sum(&somebody.browser.text("label[for='answer']").await))]).await;
    somebody.send("tell").await;
    let words = somebody.browser.text(".words ol").await;
    let state = async || server.database.rows("SELECT state FROM post").await[0]["state"].clone();

    let moderator = Box::pin(Person::member(&server, ENGLISH, "calm_owl_3", "moderator")).await;
    moderator.open("/desk").await;
    go_to(&moderator, ".covered > summary").await;
    moderator.browser.press(key::ENTER).await;
    assert!(moderator.browser.text("main").await.contains("never examined"));
    go_to(&moderator, "form > details > summary").await;
    moderator.browser.press(key::ENTER).await;
    go_to(&moderator, "[name=reason]").await;
    moderator.browser.press(key::DOWN).await;
    type_into(&moderator, "[name=note]", "Which pain?").await;
    press(&moderator, "button[value=refuse]").await;
    assert_eq!(state().await, "refused");

    manage(&somebody, &words).await;
    press(&somebody, "button[value=appeal]").await;
    type_into(&somebody, "#appeal", "Mine.").await;
    press(&somebody, "button[value=send-appeal]").await;
    moderator.open("/desk").await;
    press(&moderator, "button[value=grant]").await;
    assert_eq!(state().await, "published");

    manage(&somebody, &words).await;
    press(&somebody, "button[value=take-back]").await;
    press(&somebody, "button[value=gone]").await;
    assert_eq!(server.database.rows("SELECT id FROM post").await.len(), 0);
}
