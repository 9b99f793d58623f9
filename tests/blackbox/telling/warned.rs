//! What needs care is covered before it is read: stories, and whatever else everybody may read.

use serde_json::{Value, json};

use super::{PLAIN, said};
use crate::support::{Client, Server};

async fn post(writer: &Client, body: Value) -> (String, bool) {
    let told = writer.post_json("/api/v1/statuses", &body).await.expect(200).json();
    (said(&told["spoiler_text"]).to_owned(), told["sensitive"] == true)
}

/// What stands before a story with this sentence, a note of it, and a reply of it.
async fn warnings(writer: &Client, root: &Value, sentence: &str, language: &str) -> [(String, bool); 3] {
    let story = format!("{PLAIN}\n\n{sentence}");
    [
        post(writer, json!({ "status": story, "language": language })).await,
        post(writer, json!({ "status": sentence, "language": language })).await,
        post(writer, json!({ "status": sentence, "language": language, "in_reply_to_id": root["id"] })).await,
    ]
}

#[tokio::test]
async fn a_story_a_note_and_a_reply_are_sensitive_by_their_care_level_and_say_why() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let root =
        writer.post_json("/api/v1/statuses", &json!({"status": "Hello, all."})).await.expect(200).json();
    for (sentence, language, words) in [
        ("The garden was green again.", "en", None),
        ("It was sexual dysfunction that nobody had told me of.", "en", Some("Sensitive subject")),
        ("That spring I had suicidal thoughts.", "en", Some("Mentions suicidal thoughts")),
    ] {
        for (warning, is_sensitive) in warnings(&writer, &root, sentence, language).await {
            assert_eq!(is_sensitive, words.is_some(), "{sentence}: {warning}");
            match words {
                Some(words) => assert!(warning.contains(words), "{sentence}: {warning}"),
                None => assert_eq!(warning, "", "{sentence}"),
            }
        }
    }
    let japanese = json!({"status": "あの春は死にたくなったりしました。", "language": "ja"});
    let (warning, is_sensitive) = post(&writer, japanese).await;
    assert!(is_sensitive && !warning.is_ascii(), "said in the language of the text: {warning}");
}

#[tokio::test]
async fn a_writers_own_warning_stays_and_a_message_to_some_gets_none() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let sentence = "That spring I had suicidal thoughts.";
    let own = json!({"status": sentence, "spoiler_text": "a dark spring"});
    assert_eq!(post(&writer, own).await, ("a dark spring".to_owned(), true));
    let message = json!({"status": sentence, "visibility": "direct"});
    assert_eq!(post(&writer, message).await, (String::new(), false));

    // A change brings its warning along, and takes it away again.
    let note = json!({"status": "The garden was green again."});
    let told = writer.post_json("/api/v1/statuses", &note).await.expect(200).json();
    for (text, is_sensitive) in [(sentence, true), ("The garden is green.", false)] {
        let edit = json!({ "status": text, "spoiler_text": "", "sensitive": false });
        let changed = writer.put_json(&super::path(&told), &edit).await.expect(200).json();
        assert_eq!(changed["sensitive"], is_sensitive, "{changed}");
    }
}
