//! The translate button of clients: editions first, then the operator's service, and never a lie in between.

use serde_json::{Value, json};

use super::{COVERED, PLAIN, path, post, said};
use crate::client_api::decoder::{TRANSLATION, check};
use crate::client_api::pictures::send;
use crate::support::{Client, Machine, Says, Server, pictures};

async fn translated(reader: &Client, status: &Value, language: &str) -> Value {
    let answer = reader.post_json(&format!("{}/translate", path(status)), &json!({"lang": language})).await;
    let translated = answer.expect(200).json();
    check(TRANSLATION, &translated);
    translated
}

async fn server_with(machine: &Machine) -> Server {
    Server::at("a")
        .env("ANAMNESIS_TRANSLATION_URL", &machine.url)
        .env("ANAMNESIS_TRANSLATION_KEY", "s3cret")
        .start()
        .await
}

#[tokio::test]
async fn an_edition_of_the_story_is_the_translation_with_its_facts_in_the_readers_language() {
    let server = Server::start().await;
    let told = post(&server.member("quiet_fern_12"), COVERED).await;
    let reader = server.member("slow_river_7");
    let english = translated(&reader, &told, "en-GB").await;
    let content = said(&english["content"]);
    for words in ["By the third day", "<strong>Isotretinoin Aftermath</strong>", "26–35", "Anxiety (severe)"]
    {
        assert!(content.to_lowercase().contains(&words.to_lowercase()), "{words} in {content}");
    }
    assert!(!content.contains("飲み始めて"), "{content}");
    assert_eq!((&english["language"], &english["detected_source_language"]), (&json!("en"), &json!("ja")));
    assert!(said(&english["provider"]).contains("the author"), "{english}");
    assert!(said(&english["spoiler_text"]).contains("uicidal"), "our warning is said in English: {english}");
    let japanese = translated(&reader, &told, "ja").await;
    assert!(said(&japanese["content"]).contains("飲み始めて3日目"), "{japanese}");
    // Without a language: that of the reader's own pages.
    let own = reader.post(&format!("{}/translate", path(&told))).await.expect(200).json();
    assert_eq!(own["language"], "en");
}

#[tokio::test]
async fn what_nobody_translated_answers_503_where_there_is_no_service() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, PLAIN).await;
    let address = format!("{}/translate", path(&told));
    let answer = writer.post_json(&address, &json!({"lang": "de"})).await.expect(503);
    assert_eq!(answer.json(), json!({"error": "Service Unavailable"}));
    writer.post_json(&address, &json!({"lang": "x y"})).await.expect(422);
    server.client().post_json(&address, &json!({"lang": "de"})).await.expect(401);
    writer.post_json("/api/v1/statuses/1/translate", &json!({"lang": "de"})).await.expect(404);
    let pairs = server.client().get("/api/v1/instance/translation_languages").await.expect(200).json();
    assert_eq!(pairs, json!({}));
}

#[tokio::test]
async fn the_service_translates_what_has_no_edition_and_is_asked_once() {
    let machine = Machine::start();
    let server = server_with(&machine).await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = post(&writer, PLAIN).await;
    for _ in 0..2 {
        let german = translated(&reader, &told, "de").await;
        let content = said(&german["content"]);
        assert!(content.contains("[de] ") && content.contains("For eleven years"), "{content}");
        assert!(content.contains("Alter: 36–45"), "facts need no machine: {content}");
        assert_eq!((&german["language"], &german["detected_source_language"]), (&json!("de"), &json!("en")));
        assert!(said(&german["provider"]).contains("LibreTranslate"), "{german}");
    }
    let asked = machine.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(
        (&asked[0]["source"], &asked[0]["target"], &asked[0]["format"], &asked[0]["api_key"]),
        (&json!("en"), &json!("de"), &json!("html"), &json!("s3cret"))
    );
    // People's work comes before a machine's.
    let covered = post(&writer, COVERED).await;
    translated(&reader, &covered, "en").await;
    assert_eq!(machine.asked().len(), 1);
    let note = post(&writer, "Good morning, everybody.").await;
    assert!(said(&translated(&reader, &note, "ja").await["content"]).contains("[ja] "), "notes too");
    let asks = json!({"status": "Which one?", "poll": {"options": ["this", "that"], "expires_in": 3600}});
    let asks = writer.post_json("/api/v1/statuses", &asks).await.expect(200).json();
    let poll = translated(&reader, &asks, "ja").await["poll"].clone();
    assert_eq!((&poll["id"], &poll["options"][1]["title"]), (&asks["poll"]["id"], &json!("[ja] that")));
    let said_of_it = [("description", "A rough <hand>")];
    let picture = send(&writer, &pictures::jpeg(60, 40), &said_of_it).await;
    let shown = json!({"status": "Look.", "language": "en", "media_ids": [picture["id"]]});
    let shown = writer.post_json("/api/v1/statuses", &shown).await.expect(200).json();
    let seen = translated(&reader, &shown, "ja").await["media_attachments"].clone();
    assert_eq!(seen, json!([{"id": picture["id"], "description": "[ja] A rough <hand>"}]));
    let pairs = server.client().get("/api/v1/instance/translation_languages").await.expect(200).json();
    assert_eq!(pairs["en"], json!(["ja", "de"]));
    assert!(!server.log().contains("eleven years") && !server.log().contains("s3cret"));
}

#[tokio::test]
async fn what_the_service_says_is_cleaned_like_any_hostile_text() {
    let machine = Machine::start();
    let server = server_with(&machine).await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, PLAIN).await;
    machine.answers(Says::Always(
        "<p onclick=\"a()\">ok<script>b()</script><img src=x onerror=c()><a href=\"javascript:d()\">e</a></p>",
    ));
    let german = translated(&writer, &told, "de").await;
    for harm in ["onclick", "<script", "<img", "javascript:", "onerror=c() "] {
        assert!(!said(&german["content"]).contains(harm), "{harm} in {german}");
    }
    assert!(said(&german["content"]).contains("<p>ok"), "{german}");
    assert!(!said(&german["spoiler_text"]).contains('<'), "{german}");
}

#[tokio::test]
async fn a_service_that_fails_is_no_translation() {
    let machine = Machine::start();
    let server = server_with(&machine).await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, PLAIN).await;
    let address = format!("{}/translate", path(&told));
    for failure in [
        Says::Refuses(403),
        Says::Refuses(429),
        Says::Refuses(500),
        Says::Odd(json!({"translatedText": ["one"]})),
        Says::Odd(json!({"error": "no"})),
        Says::Odd(json!([])),
    ] {
        machine.answers(failure);
        let answer = writer.post_json(&address, &json!({"lang": "de"})).await.expect(503);
        assert_eq!(answer.json(), json!({"error": "Service Unavailable"}));
    }
    writer.post_json(&address, &json!({"lang": "tlh"})).await.expect(503);
}

#[tokio::test]
async fn what_was_said_to_a_few_goes_to_no_service() {
    let machine = Machine::start();
    let server = server_with(&machine).await;
    let writer = server.member("quiet_fern_12");
    for visibility in ["private", "direct"] {
        let body = json!({"status": "Only for you.", "visibility": visibility});
        let few = writer.post_json("/api/v1/statuses", &body).await.expect(200).json();
        let address = format!("{}/translate", path(&few));
        writer.post_json(&address, &json!({"lang": "de"})).await.expect(403);
    }
    let open = json!({"status": "Not in lists.", "visibility": "unlisted"});
    let open = writer.post_json("/api/v1/statuses", &open).await.expect(200).json();
    translated(&writer, &open, "de").await;
    assert_eq!(machine.asked().len(), 1);
}
