//! Telling without one's own words: the facts alone, or a translation alone.

use super::telling::{path_of, send};
use super::{read, signed_in};
use crate::between_servers::follow;
use crate::support::{Server, eventually};

const FIELDS: [(&str, &str); 12] = [
    ("text", "飲み始めて3日目で、世界が硝子の向こうへ行ってしまいました。"),
    ("title", "硝子の向こう"),
    ("language", "ja"),
    ("warning", "硝子のような話"),
    ("edition-1-language", "en"),
    ("edition-1-title", "Behind glass"),
    ("edition-1-text", "By the third day of taking it the world had gone behind glass."),
    ("medication-1-name", "アキュテイン"),
    ("symptom-1-name", "唇の乾燥"),
    ("symptom-2-name", "硝子の手"),
    ("consent-publish", "yes"),
    ("consent-federate", "yes"),
];

/// Words that only the author writes.
const OWN: [&str; 3] = ["硝子", "世界が", "アキュテイン"];

fn with(published: &'static str) -> Vec<(&'static str, &'static str)> {
    FIELDS.into_iter().chain([("published", published)]).collect()
}

#[tokio::test]
async fn of_a_story_of_facts_alone_no_word_is_stored_or_sent() {
    let (reading, telling) = (Server::start().await, Server::at("b").start().await);
    reading.cli(&["peer", "accept", &telling.domain]).expect_success();
    let reader = reading.member("quiet_fern_12");
    let browser = signed_in(&telling, "slow_river_7").await;
    follow(&reader, &format!("slow_river_7@{}", telling.domain)).await;
    let preview =
        send(&browser, "/share?lang=en", &with("facts"), ("action", "preview")).await.expect(200).body;
    let sheet = preview.split_once("class=\"sheet\"").unwrap().1;
    assert!(sheet.contains("イソトレチノイン：唇の乾燥") && sheet.contains("the facts alone"), "{sheet}");
    assert!(OWN.iter().all(|own| !sheet.contains(own)) && !sheet.contains("glass"), "{sheet}");

    let told = send(&browser, "/share", &with("facts"), ("action", "tell")).await.expect(303);
    let path = path_of(&told);
    for own in OWN.into_iter().chain(["behind glass"]) {
        assert!(telling.database.tables_with(own).await.is_empty(), "{own}");
    }
    let page = read(&telling.client(), &path, "en").await.expect(200).body;
    assert!(page.contains("Isotretinoin") && page.contains("keeps their own words"), "{page}");
    let arrived = eventually("the story arrives", async || {
        let home = reader.get("/api/v1/timelines/home").await.json();
        let found = home.as_array().into_iter().flatten().find(|status| status["story"].is_object());
        found.cloned().ok_or_else(|| home.to_string())
    })
    .await;
    assert_eq!(arrived["story"]["editions"][0]["content"], "", "{arrived}");
    assert_eq!(arrived["story"]["titleMap"]["ja"], "イソトレチノイン：唇の乾燥");
    assert!(OWN.iter().all(|own| !arrived.to_string().contains(own)), "{arrived}");
    let id = arrived["id"].as_str().unwrap();
    let there = reading.client();
    let elsewhere =
        read(&there, &format!("/@slow_river_7@{}/{id}", telling.domain), "en").await.expect(200).body;
    assert!(elsewhere.contains("keeps their own words"), "{elsewhere}");

    let edit = browser.get(&format!("{path}/edit")).await.expect(200).body;
    let radio = edit.split("name=\"published\" value=\"facts\"").nth(1).unwrap();
    assert!(radio.split('>').next().unwrap().contains("checked"), "the choice stays: {edit}");
}

#[tokio::test]
async fn facts_alone_need_a_fact_that_the_lists_know_and_no_text() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let unknown = [("published", "facts"), ("symptom-1-name", "my hands hum"), ("consent-publish", "yes")];
    let page = send(&browser, "/share", &unknown, ("action", "preview")).await.expect(422).body;
    assert!(page.contains("href=\"#medication-1-name\"") && page.contains("my hands hum"), "{page}");
    let known = [("published", "facts"), ("medication-1-name", "tramadol"), ("consent-publish", "yes")];
    let told = send(&browser, "/share", &known, ("action", "tell")).await.expect(303);
    let page = read(&server.client(), &path_of(&told), "en").await.expect(200).body;
    assert!(page.contains("<span class=\"title\" lang=\"en\" dir=\"ltr\">Tramadol</span>"), "{page}");
}

#[tokio::test]
async fn of_a_translation_alone_the_original_is_stored_nowhere() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let told = send(&browser, "/share", &with("translation"), ("action", "tell")).await.expect(303);
    for own in OWN {
        assert!(server.database.tables_with(own).await.is_empty(), "{own}");
    }
    let page = read(&server.client(), &path_of(&told), "en").await.expect(200).body;
    for words in ["Behind glass", "the world had gone behind glass", "keeps the original to themselves"] {
        assert!(page.contains(words), "{words} in\n{page}");
    }
    assert!(page.contains("class=\"covered\""), "who wrote a note before reading wants it covered: {page}");
    let mut alone = with("translation");
    alone[6] = ("edition-1-text", "");
    let page = send(&browser, "/share", &alone, ("action", "facts")).await.expect(422).body;
    assert!(page.contains("href=\"#edition-1-text\"") && page.contains("硝子の向こうへ"), "{page}");
}

#[tokio::test]
async fn help_stands_on_the_preview_also_for_what_nobody_else_will_read() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let fields = [
        ("text", "Tomorrow I will jump off the bridge."),
        ("language", "en"),
        ("published", "facts"),
        ("medication-1-name", "tramadol"),
    ];
    let page = send(&browser, "/share?lang=en", &fields, ("action", "preview")).await.expect(200).body;
    assert!(page.contains("Please talk to somebody now"), "{page}");
}
