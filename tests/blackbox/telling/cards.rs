//! The preview card of a story, and what its page says of itself to other servers and chats.

use reqwest::Method;
use serde_json::{Value, json};

use super::{COVERED, PLAIN, path, post, said};
use crate::client_api::decoder::{STATUS, check};
use crate::support::{Client, Peer, Server};

/// The page of a status, as something sees it that follows a link.
async fn page(client: &Client, address: &str) -> String {
    let path = format!("/@{}", address.split_once("/@").expect("a page of ours").1);
    let request = client.request(Method::GET, &path).header("accept", "text/html");
    client.send(request).await.expect(200).body
}

/// What a page says in one of its `meta` tags.
fn meta<'a>(page: &'a str, name: &str) -> &'a str {
    let start = format!("<meta property=\"{name}\" content=\"");
    let rest = page.split_once(&start).unwrap_or_else(|| panic!("no {name} in\n{page}")).1;
    rest.split_once('"').unwrap().0
}

#[tokio::test]
async fn a_story_has_a_card_that_says_its_facts_and_a_note_has_none() {
    let server = Server::at("a").env("ANAMNESIS_COMMUNITY_NAME", "After the Pill").start().await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, PLAIN).await;
    let card = &told["card"];
    assert_eq!((&card["type"], &card["title"]), (&json!("link"), &json!("Eleven years")));
    assert_eq!((&card["url"], &card["provider_name"]), (&told["url"], &json!("After the Pill")));
    for fact in ["Tramadol", "Dizziness", "36–45", "More than 5 years", "No, have stopped"] {
        assert!(said(&card["description"]).contains(fact), "{fact} in {card}");
    }
    let listed = server.client().get("/api/v1/timelines/public").await.expect(200).json();
    assert_eq!(listed[0]["card"], *card, "the same for everybody");
    assert_eq!(post(&writer, "Good morning.").await["card"], Value::Null);
}

#[tokio::test]
async fn the_card_of_a_covered_story_names_neither_its_title_nor_a_symptom() {
    let server = Server::start().await;
    let told = post(&server.member("quiet_fern_12"), COVERED).await;
    assert_ne!(told["spoiler_text"], "");
    let card = told["card"].to_string();
    assert!(
        card.contains("イソトレチノイン") && card.contains("26〜35歳"),
        "in the story's language: {card}"
    );
    for hidden in ["後遺症", "不安", "希死", "ドライアイ", "Aftermath"] {
        assert!(!card.contains(hidden), "{hidden} in {card}");
    }
}

#[tokio::test]
async fn a_link_to_a_story_says_nothing_that_the_writer_might_be_ashamed_of() {
    let server = Server::start().await;
    let told = post(&server.member("quiet_fern_12"), PLAIN).await;
    let page = page(&server.client(), said(&told["url"])).await;
    assert_eq!(meta(&page, "og:title"), "A story");
    let description = meta(&page, "og:description");
    assert!(description.contains("Tramadol") && description.contains("36–45"), "{description}");
    assert!(!description.contains("izziness") && !description.contains("Eleven years"), "{description}");
    let title = page.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
    assert!(!title.contains("Eleven") && !title.contains("ramadol"), "{title}");
}

#[tokio::test]
async fn a_story_of_another_server_has_a_card_that_leads_to_its_page_here() {
    let (server, peer) = (Server::start().await, Peer::start());
    let reader = server.member("quiet_fern_12");
    let hostile = "<b onclick=x>\"Pill</b>";
    peer.publish(
        "/notes/1",
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": peer.url("/notes/1"), "type": "Note", "url": peer.url("/@ann/1"),
            "attributedTo": peer.person("ann"), "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "content": "<p>It began.</p>", "contentMap": {"en": "<p>It began.</p>"},
            "patientStory": {
                "type": "PatientStory", "schemaVersion": 9, "originalLanguage": "en", "state": "held",
                "medications": [{"name": hostile}], "ageBand": "90-100", "titleMap": {"en": "How it began"},
            },
        }),
    );
    let search = format!("/api/v2/search?type=statuses&resolve=true&q={}", peer.url("/notes/1"));
    let found = reader.get(&search).await.expect(200).json()["statuses"][0].clone();
    check(STATUS, &found);
    assert_eq!(found["story"]["state"], "published", "what another server calls its state is not ours");
    let card = &found["card"];
    assert_eq!(card["title"], "How it began");
    assert!(said(&card["description"]).contains("90-100"), "an unknown code is shown as given: {card}");
    let here = format!("{}/@ann@{}/", server.url(""), peer.domain);
    assert!(said(&card["url"]).starts_with(&here), "{card} begins with {here}");
    let page = page(&reader, said(&card["url"])).await;
    assert!(!page.contains("<b onclick"), "{page}");
    assert!(meta(&page, "og:description").contains("90-100"), "{page}");
    assert_eq!(reader.get(&path(&found)).await.expect(200).json()["card"], *card);
}

#[tokio::test]
async fn what_clients_can_know_of_stories_stands_in_the_instance() {
    let server = Server::at("a").env("ANAMNESIS_REVIEW_MODE", "all").start().await;
    let instance = server.client().get("/api/v2/instance").await.expect(200).json();
    assert_eq!(instance["api_versions"]["stories"], 1);
    let stories = &instance["configuration"]["stories"];
    assert_eq!((&stories["schema_version"], &stories["review"]), (&json!(1), &json!("all")));
    assert_eq!(stories["guide"], "guide");
    assert_eq!(stories["schema"], server.url("/schemas/patient-story.json"));
}
