//! Somebody who only reads: all pages that need no name, in both languages; the language choice; leaving at once.

use serde_json::{Value, json};

use super::driver::key;
use super::person::{ENGLISH, JAPANESE, Manner, PLAIN, Person};
use super::support::{Client, Peer, Server, eventually};

/// In two languages, with a medication, symptoms and a warning that the site sets.
pub const BILINGUAL: &str = "Somebody had turned a dial / つまみを絞られたように\n\n\
    Age: 26–35\nDuration of use: 1–6 months\nCurrent status: No, have stopped\nMedication: isotretinoin\n\
    Symptoms: severe anhedonia, suicidal ideation, dry lips, brain fog, joint pain\n\n\
    English Translation\n\n\
    By the third day my feelings had gone quiet, as if somebody had turned a dial.\n\n\
    More than two years later I am slowly getting better. If you have the same, please hold on.\n\n\
    原文\n\n飲み始めて3日目には、誰かにつまみを絞られたように、何も感じなくなりました。\n\n\
    2年以上たった今、少しずつ良くなっています。同じ症状の方、どうか持ちこたえてください。";
/// One that needs no warning.
pub const PLAIN_STORY: &str = "Eleven years\n\nMedication: tramadol\nSymptoms: dizziness, insomnia\n\n\
    For eleven years I took it for pain that was never examined. Stopping was harder than anything before, and nobody \
    had told me that it might be.\n\nI went down by a drop every two weeks. It took most of a year.";
/// One in a language that the pages do not speak, with a word that is longer than a phone is wide.
const GERMAN: &str = "Nach dem Absetzen\n\nMedikament: Sertralin\n\n\
    Drei Wochen nach dem Absetzen kam der Schwindel zurück, stärker als zuvor. Arbeitsunfähigkeitsbescheinigungs\
    verlängerungsantragsformulare konnte ich nicht mehr lesen.";

/// A community with stories and a reply; returns the paths of the stories.
async fn community() -> (Server, [String; 3]) {
    let server = Server::at("a")
        .env("ANAMNESIS_COMMUNITY_NAME", "Quiet harbour")
        .env("ANAMNESIS_COMMUNITY_OPERATOR", "The association of patients of a small town")
        .env("ANAMNESIS_COMMUNITY_CONTACT", "https://patients.example/contact")
        .start()
        .await;
    let (one, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let paths = [tell(&one, BILINGUAL).await, tell(&other, PLAIN_STORY).await, tell(&other, GERMAN).await];
    let id = paths[1].rsplit('/').next().unwrap();
    let reply =
        json!({"status": "It was the same for me. Thank you.", "in_reply_to_id": id, "visibility": "public"});
    one.post_json("/api/v1/statuses", &reply).await.expect(200);
    (server, paths)
}

async fn tell(writer: &Client, text: &str) -> String {
    let body = json!({"status": text, "visibility": "public"});
    let posted: Value = writer.post_json("/api/v1/statuses", &body).await.expect(200).json();
    format!("/@{}", posted["url"].as_str().unwrap().split_once("/@").unwrap().1)
}

#[tokio::test]
async fn who_told_something_on_a_server_with_a_long_name_is_named_within_a_phones_width() {
    let (server, peer) = (Server::at("a").start().await, Peer::start());
    let (name, note) = ("somebody_whose_name_is_quite_long_58", peer.url("/notes/1"));
    let (person, public) = (peer.person(name), "https://www.w3.org/ns/activitystreams#Public");
    let told = json!({
        "id": note, "type": "Note", "attributedTo": person, "to": public, "content": "<p>A quiet day.</p>",
    });
    peer.publish("/notes/1", told);
    let member = server.member("quiet_fern_12");
    let found =
        member.get(&format!("/api/v2/search?type=statuses&resolve=true&q={note}")).await.expect(200).json();
    let found = &found["statuses"][0];
    let path = format!("/@{name}@{}/{}", peer.domain, found["id"].as_str().unwrap());
    let reader = Box::pin(Person::arrive(&server, ENGLISH)).await;
    reader.open(&path).await;
    assert!(reader.browser.text("main").await.contains("A quiet day."));
    reader.look("story-elsewhere").await;
}

#[tokio::test]
async fn everything_that_is_open_to_all_can_be_read_in_english() {
    Box::pin(read_all(ENGLISH)).await;
}

#[tokio::test]
async fn everything_that_is_open_to_all_can_be_read_in_japanese() {
    Box::pin(read_all(JAPANESE)).await;
}

async fn read_all(manner: Manner) {
    let (server, [bilingual, plain, german]) = Box::pin(community()).await;
    let reader = Box::pin(Person::arrive(&server, manner)).await;
    let pages = [
        ("/", "stories"),
        ("/?medication=isotretinoin", "stories-filtered"),
        ("/?symptom=tinnitus", "stories-filtered-none"),
        (&bilingual, "story"),
        (&plain, "story-plain"),
        (&german, "story-german"),
        ("/@slow_river_7", "member"),
        ("/tags/MedicationStory", "tag"),
        ("/about", "about"),
        ("/rules", "rules"),
        ("/privacy", "privacy"),
        ("/helplines", "helplines"),
        ("/helplines?help=GB", "helplines-chosen"),
        ("/helplines?help=AQ", "helplines-unknown"),
        ("/no/such/page", "failed-not-found"),
        ("/desk", "failed-desk"),
        ("/oauth/authorize?response_type=code&client_id=nobody&redirect_uri=x", "failed-unknown-app"),
    ];
    for (path, name) in pages {
        reader.open(path).await;
        reader.look(name).await;
    }
    reader.open(&bilingual).await;
    reader.browser.print_preview().await;
    reader.browser.screenshot(&format!("{}-story-printed", manner.album)).await;
}

#[tokio::test]
async fn the_choice_of_language_stays_from_page_to_page() {
    let (server, [bilingual, ..]) = Box::pin(community()).await;
    let reader = Box::pin(Person::arrive(&server, ENGLISH)).await;
    let language = "return document.documentElement.lang";
    reader.open(&bilingual).await;
    assert_eq!(reader.browser.run(language).await, "en");
    reader.browser.follow(".languages a[lang=ja]").await;
    for link in ["main .back a", ".card h3 a", "footer a[href^='/privacy']", ".community"] {
        assert_eq!(reader.browser.run(language).await, "ja", "before {link}");
        reader.browser.follow(link).await;
    }
    reader.browser.follow(".languages a[lang=en]").await;
    assert_eq!(reader.browser.run(language).await, "en");
}

#[tokio::test]
async fn stories_are_found_by_medication_and_language() {
    let (server, _) = Box::pin(community()).await;
    let reader = Box::pin(Person::arrive(&server, PLAIN)).await;
    reader.open("/").await;
    assert_eq!(reader.browser.count(".card").await, 3);
    reader.uncover(".filter").await;
    reader.write(&[("medication", "Accutane")]).await;
    reader.choose(&[("language", "ja")]).await;
    reader.browser.follow(".filter button").await;
    assert_eq!(reader.browser.count(".card").await, 1);
    assert_eq!(reader.browser.count(".chosen a").await, 2);
    reader.browser.follow(".chosen a").await;
    reader.browser.follow(".chosen a").await;
    assert_eq!(reader.browser.count(".card").await, 3);
}

#[tokio::test]
async fn one_press_leaves_for_a_neutral_page_and_back_does_not_return() {
    let (server, [bilingual, ..]) = Box::pin(community()).await;
    let reader = Box::pin(Person::arrive(&server, ENGLISH)).await;
    reader.open("/about").await;
    reader.browser.follow("footer a[href='/helplines']").await;
    reader.browser.click("#leave").await;
    gone(&reader).await;
    reader.browser.back().await;
    assert_eq!(reader.path().await, "/about");

    reader.open(&bilingual).await;
    for _ in 0..3 {
        reader.browser.press(key::ESCAPE).await;
    }
    gone(&reader).await;
    reader.browser.back().await;
    assert_eq!(reader.path().await, "/about");
}

#[tokio::test]
async fn who_runs_no_scripts_can_leave_too() {
    let server = Server::start().await;
    let reader = Box::pin(Person::arrive(&server, PLAIN)).await;
    reader.open("/about").await;
    reader.browser.click("#leave").await;
    gone(&reader).await;
}

/// Waits until the browser shows another site. It cannot reach any, but it says where it went.
async fn gone(reader: &Person) {
    eventually("a neutral page", async || {
        let address = reader.browser.address().await;
        if address.starts_with("https://www.wikipedia.org/") { Ok(()) } else { Err(address) }
    })
    .await;
}
