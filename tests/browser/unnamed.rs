//! Telling without an account: the form, the words, and what can be done with them.

use super::person::{ENGLISH, JAPANESE, Manner, PLAIN, Person};
use super::support::Server;

const TEXT: &str = "Stopping was harder than anything before. A hoopoe sat outside. Dr. Whitfield saw it at Shinjuku Station.";
const NUMBERS: [[&str; 9]; 2] = [
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    ["一", "二", "三", "四", "五", "六", "七", "八", "九"],
];

#[tokio::test]
async fn a_story_is_told_without_an_account_and_managed_with_its_words() {
    walk(ENGLISH).await;
}

#[tokio::test]
async fn the_same_in_japanese_on_a_phone() {
    walk(JAPANESE).await;
}

#[tokio::test]
async fn the_same_without_javascript() {
    walk(PLAIN).await;
}

async fn walk(manner: Manner) {
    let server = Server::start().await;
    let somebody = Box::pin(Person::arrive(&server, manner)).await;
    somebody.open("/share").await;
    somebody.look("share-anybody").await;
    somebody.follow("/share/bring").await;
    somebody.look("bring").await;
    somebody.send("").await;
    assert_eq!(somebody.problems().await, ["import"]);
    somebody.write(&[("import", &format!("<h1>Nights</h1><p>{TEXT}</p>"))]).await;
    somebody.send("").await;
    assert_eq!(somebody.written("title").await, "Nights");
    assert_eq!(somebody.written("text").await, TEXT);
    somebody.look("share-brought").await;
    somebody.send("facts").await;
    somebody.write(&[("medication-1-name", "tramadol")]).await;
    somebody.send("course").await;
    somebody.browser.click("details.group-like > summary").await;
    somebody.choose(&[("country", "IS")]).await;
    somebody.send("preview").await;
    somebody.look("preview-rare").await;
    somebody.send("country").await;
    assert_eq!(somebody.browser.count("button[name='hide']").await, 0, "nothing is rare any more");
    somebody.send("consent").await;
    somebody.look("preview-found").await;
    assert_eq!(somebody.browser.count("[role='status']").await, 1, "the text was changed");
    assert!(!somebody.browser.text(".sheet").await.contains("Whitfield"));
    somebody.send("consent").await;
    somebody.tick(&["consent-publish", "consent-federate"]).await;
    somebody.send("tell").await;
    assert_eq!(somebody.problems().await, ["answer"]);
    somebody.look("share-consent-anybody").await;
    somebody.write(&[("answer", &sum(&somebody.browser.text("label[for='answer']").await))]).await;
    somebody.send("tell").await;
    assert_eq!(somebody.browser.count(".words li").await, 12);
    somebody.look("key").await;
    let words = somebody.browser.text(".words ol").await;

    somebody.follow("/manage").await;
    somebody.look("manage-ask").await;
    somebody.write(&[("key", "amber basin")]).await;
    somebody.send("show").await;
    assert_eq!(somebody.problems().await, ["key"]);
    somebody.write(&[("key", &words)]).await;
    somebody.send("show").await;
    somebody.look("manage").await;
    propose(&server, "Nights\n\nMedication: tramadol\n\nStopping was harder than anything before.").await;
    somebody.open("/manage").await;
    somebody.write(&[("key", &words)]).await;
    somebody.send("show").await;
    somebody.look("manage-proposal").await;
    somebody.send("proposal").await;
    somebody.look("proposal").await;
    assert!(
        somebody
            .browser
            .text("del")
            .await
            .contains("A hoopoe sat outside. [name] saw it at Shinjuku Station.")
    );
    somebody.send("take-over").await;
    assert_eq!(somebody.browser.count("[role='status']").await, 1);
    complain(&server, &somebody).await;
    somebody.write(&[("key", &words)]).await;
    somebody.send("show").await;
    somebody.send("edit").await;
    assert_eq!(somebody.written("text").await, "Stopping was harder than anything before.");
    somebody.send("facts").await;
    somebody.send("course").await;
    somebody.send("preview").await;
    somebody.send("consent").await;
    somebody.send("tell").await;
    assert_eq!(somebody.browser.count("[role='status']").await, 1);
    somebody.send("consent").await;
    somebody.tick(&["consent-federate", "consent-report"]).await;
    somebody.look("consent").await;
    somebody.send("answer").await;
    assert_eq!(somebody.browser.count("[role='status']").await, 1);
    somebody.browser.follow("main form button[value='take-back']").await;
    somebody.look("take-back-unnamed").await;
    somebody.send("gone").await;
    assert_eq!(server.database.rows("SELECT id FROM post").await.len(), 0);
}

/// A moderator does not let the story through, and proposes another text.
async fn propose(server: &Server, text: &str) {
    let refused = server.database.rows("UPDATE post SET state = 'refused' RETURNING id").await;
    let review = format!(
        "INSERT INTO review (post_id, state, note, changed_at, reason, proposal) \
         VALUES ({}, 'refused', 'Nobody needs to know what you saw.', 0, 'hidden', '{text}') RETURNING post_id",
        refused[0]["id"]
    );
    server.database.rows(&review).await;
}

/// Somebody complains of something, reads how far it is, and leaves at the page that asks for the key.
async fn complain(server: &Server, somebody: &Person) {
    somebody.open("/complain").await;
    somebody.look("complain").await;
    somebody.write(&[("body", "The list of helplines is too short.")]).await;
    somebody.browser.click("#about-other").await;
    somebody.write(&[("answer", &sum(&somebody.browser.text("label[for='answer']").await))]).await;
    somebody.browser.follow("main form button").await;
    somebody.look("complain-words").await;
    let words = somebody.browser.text(".words ol").await;
    somebody.follow("/complaint").await;
    somebody.look("complaint-ask").await;
    somebody.write(&[("words", &words)]).await;
    somebody.browser.follow("main form button").await;
    somebody.look("complaint").await;
    assert_eq!(server.database.rows("SELECT id FROM complaint").await.len(), 1);
    somebody.open("/manage").await;
}

/// The answer to a sum in words, in either language.
pub fn sum(question: &str) -> String {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for numbers in NUMBERS {
        for (at, word) in numbers.iter().enumerate() {
            places.extend(question.match_indices(word).map(|(place, _)| (place, at + 1)));
        }
    }
    assert_eq!(places.len(), 2, "{question}");
    places.iter().map(|(_, number)| number).sum::<usize>().to_string()
}
