//! Reading: the list, the page of a story, what is gone, and what other servers send.

use serde_json::{Value, json};

use super::{PLAIN, STORY, place, read, tell};
use crate::support::{Client, Peer, Server, eventually};

#[tokio::test]
async fn a_story_page_shows_both_titles_and_the_facts_in_the_readers_language() {
    let server = Server::start().await;
    let path = tell(&server.member("quiet_fern_12"), STORY).await;
    let reader = server.client();
    let english = read(&reader, &path, "en").await.expect(200).body;
    let japanese = read(&reader, &path, "ja").await.expect(200).body;
    for page in [&english, &japanese] {
        assert!(page.contains("Isotretinoin Aftermath") && page.contains("イソトレチノイン後遺症"), "{page}");
        assert!(!page.contains("<title>Isotretinoin"), "a history tells little");
    }
    for words in
        ["26–35", "1–6 months", "Anxiety", "severe", "Suicidal", "Back to all stories", "Share your story"]
    {
        assert!(english.to_lowercase().contains(&words.to_lowercase()), "{words} in\n{english}");
    }
    for words in ["26〜35歳", "1〜6か月", "不安", "強い", "イソトレチノイン", "体験談の一覧に戻る"]
    {
        assert!(japanese.contains(words), "{words} in\n{japanese}");
    }
    assert!(place(&english, "Isotretinoin Aftermath") < place(&english, "イソトレチノイン後遺症"));
    assert!(place(&japanese, "イソトレチノイン後遺症") < place(&japanese, "Isotretinoin Aftermath"));
}

#[tokio::test]
async fn the_translation_stands_marked_above_the_original_covered_by_the_warning_with_helplines() {
    let server = Server::start().await;
    let path = tell(&server.member("quiet_fern_12"), STORY).await;
    let answer = read(&server.client(), &path, "en-US,en").await.expect(200);
    let page = &answer.body;
    let (warning, marked) = (place(page, "<details class=\"covered\">"), place(page, "class=\"marked\""));
    let (translation, original) = (place(page, "By the third day"), place(page, "飲み始めて3日目"));
    assert!(warning < marked && marked < translation && translation < original);
    assert!(!page.contains("<details class=\"covered\" open"), "the warning is closed");
    assert!(place(page, "Before you read") < translation, "help comes first");
    assert!(page.contains("988"), "the helpline of the country that the browser names");
    assert!(page.contains("rel=\"canonical\"") && page.contains("application/activity+json"));
    assert!(page.contains("noindex") && answer.header("x-robots-tag").contains("noindex"));
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    let japanese = read(&server.client(), &path, "ja").await.expect(200).body;
    assert!(place(&japanese, "By the third day") < place(&japanese, "飲み始めて3日目"));
    assert!(japanese.contains("0120-279-338"));
    assert!(place(page, "id=\"help-before\"") < original && original < place(page, "id=\"help-after\""));
}

#[tokio::test]
async fn the_country_that_a_reader_picks_has_its_helplines_on_every_page_from_then_on() {
    let server = Server::start().await;
    let path = tell(&server.member("quiet_fern_12"), STORY).await;
    let reader = server.client();
    let unpicked = read(&reader, "/share", "en").await.expect(200).body;
    for number in ["Samaritans", "988", "Australia"] {
        assert!(unpicked.contains(number), "English is spoken there: {number} in\n{unpicked}");
    }
    let picked = read(&reader, "/helplines?help=fr&lang=en", "ja").await.expect(200).body;
    assert!(picked.contains("3114") && picked.contains("href=\"/share?lang=en&#38;help=FR\""), "{picked}");
    for address in ["/share?lang=en&help=FR".to_owned(), format!("{path}?lang=en&help=FR")] {
        let page = read(&reader, &address, "ja").await.expect(200).body;
        assert!(page.contains("3114") && !page.contains("0120-279-338"), "{address}: {page}");
        assert!(page.contains("help=FR\""), "links keep it: {page}");
    }
}

#[tokio::test]
async fn the_list_shows_what_the_filters_ask_for() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    tell(&writer, STORY).await;
    tell(&writer, PLAIN).await;
    let reader = server.client();
    let all = read(&reader, "/", "en").await.expect(200).body;
    assert!(all.contains("Isotretinoin Aftermath") && all.contains("Eleven years"), "{all}");
    assert!(all.contains("For eleven years I took it"), "first sentences");
    assert!(!all.contains("my feelings had gone quiet"), "a warning covers them");
    let shows = [
        ("/?medication=Accutane", true, false),
        ("/?medication=%E3%83%88%E3%83%A9%E3%83%9E%E3%83%89%E3%83%BC%E3%83%AB", false, true),
        ("/?symptom=anxiety", true, false),
        ("/?language=ja", true, false),
        ("/?status=stopped", true, false),
        ("/?status=tapering", false, false),
        ("/?from=here", true, true),
        ("/?medication=zzzz", false, false),
        ("/tags/%E3%82%A4%E3%82%BD%E3%83%88%E3%83%AC%E3%83%81%E3%83%8E%E3%82%A4%E3%83%B3", true, false),
        ("/tags/MedicationStory", true, true),
    ];
    for (address, first, second) in shows {
        let page = read(&reader, address, "en").await.expect(200).body;
        let found = (page.contains("Isotretinoin Aftermath"), page.contains("Eleven years"));
        assert_eq!(found, (first, second), "{address}");
    }
    let filtered = read(&reader, "/?medication=med/0001&lang=ja", "en").await.expect(200).body;
    assert!(
        filtered.contains("value=\"イソトレチノイン\"") && filtered.contains("href=\"/?lang=ja\""),
        "{filtered}"
    );
}

#[tokio::test]
async fn the_list_turns_pages_there_and_back() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    for number in 1..=23 {
        tell(&writer, &format!("Story number {number}\n\nMedication: tramadol\n\nIt was hard for me.")).await;
    }
    let reader = server.client();
    let first = read(&reader, "/?medication=tramadol", "en").await.expect(200).body;
    assert!(first.contains("Story number 23") && !first.contains("Story number 3<"));
    assert!(!first.contains("rel=\"prev\""));
    let older =
        super::between(&first, "rel=\"next\" href=\"", "\"").replace("&amp;", "&").replace("&#38;", "&");
    let second = read(&reader, &older, "en").await.expect(200).body;
    assert!(second.contains("Story number 3<") && !second.contains("Story number 23"), "{older}");
    let newer =
        super::between(&second, "rel=\"prev\" href=\"", "\"").replace("&amp;", "&").replace("&#38;", "&");
    let back = read(&reader, &newer, "en").await.expect(200).body;
    assert!(back.contains("Story number 23") && !back.contains("rel=\"prev\""), "{newer}");
}

#[tokio::test]
async fn a_story_taken_back_answers_410_and_leaves_every_list() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let path = tell(&writer, STORY).await;
    let id = path.rsplit('/').next().unwrap();
    writer.delete(&format!("/api/v1/statuses/{id}")).await.expect(200);
    let reader = server.client();
    let gone = read(&reader, &path, "ja").await.expect(410).body;
    assert!(gone.contains("取り下げ") && !gone.contains("イソトレチノイン"), "{gone}");
    for list in ["/", "/@quiet_fern_12", "/tags/MedicationStory"] {
        assert!(
            !read(&reader, list, "en").await.expect(200).body.contains("Isotretinoin Aftermath"),
            "{list}"
        );
    }
}

#[tokio::test]
async fn a_member_has_a_page_and_plain_posts_and_replies_have_theirs() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let path = tell(&writer, PLAIN).await;
    let id = path.rsplit('/').next().unwrap();
    let reply = |text: &str, visibility: &str| json!({"status": text, "in_reply_to_id": id, "visibility": visibility});
    let posted =
        other.post_json("/api/v1/statuses", &reply("It was the same for me.", "public")).await.expect(200);
    other.post_json("/api/v1/statuses", &reply("@quiet_fern_12 Only for you.", "direct")).await.expect(200);
    let reader = server.client();
    let page = read(&reader, &path, "en").await.expect(200).body;
    assert!(page.contains("It was the same for me.") && !page.contains("Only for you."), "{page}");
    let address: Value = posted.json();
    let reply = format!("/@{}", address["url"].as_str().unwrap().split_once("/@").unwrap().1);
    assert!(read(&reader, &reply, "en").await.expect(200).body.contains("It was the same for me."));
    let member = read(&reader, "/@quiet_fern_12", "en").await.expect(200).body;
    assert!(member.contains("Eleven years") && member.contains(&format!("@quiet_fern_12@{}", server.domain)));
    read(&reader, &format!("/@slow_river_7/{id}"), "en").await.expect(404);
}

#[tokio::test]
async fn a_path_that_leads_nowhere_says_so_in_the_readers_language() {
    let server = Server::start().await;
    let reader = server.client();
    for path in ["/@nobody_here_1", "/@quiet_fern_12/12", "/@quiet_fern_12/x", "/no/such/page"] {
        let page = read(&reader, path, "ja").await.expect(404).body;
        assert!(
            page.contains("lang=\"ja\"") && page.contains("このアドレスには何もありません"),
            "{path}\n{page}"
        );
    }
}

#[tokio::test]
async fn a_post_that_is_no_story_is_not_called_one() {
    let server = Server::start().await;
    let fern = server.member("quiet_fern_12");
    let (story, note) = (tell(&fern, PLAIN).await, tell(&fern, "Good morning to all who slept badly.").await);
    let reader = server.client();
    for (path, called, original) in [(&story, "A story", true), (&note, "A post", false)] {
        let page = read(&reader, path, "en").await.expect(200).body;
        assert!(page.contains(&format!("<title>{called} – ")), "{path}\n{page}");
        assert_eq!(page.contains("Original ("), original, "{path}\n{page}");
    }
}

#[tokio::test]
async fn the_schema_of_a_story_is_served() {
    let server = Server::start().await;
    let answer = server.client().get("/schemas/patient-story.json").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/schema+json");
    assert!(answer.json()["$schema"].is_string());
}

#[tokio::test]
async fn what_another_server_sends_is_harmless_and_names_the_community_it_comes_from() {
    let (server, peer) = (Server::start().await, Peer::start());
    server.cli(&["peer", "accept", &peer.domain]).expect_success();
    let evil = "<script>alert(1)</script><p onclick=\"alert(2)\">It began <a href=\"javascript:alert(3)\">here</a>.</p>\
                <style>body{display:none}</style><iframe src=\"https://evil.example\"></iframe>";
    let note = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": peer.url("/notes/1"),
        "type": "Note",
        "url": peer.url("/@ann/1"),
        "attributedTo": peer.person("ann"),
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "content": evil,
        "contentMap": {"en": evil},
        "patientStory": {
            "type": "PatientStory", "schemaVersion": 1, "originalLanguage": "en",
            "titleMap": {"en": "<b onmouseover=alert(4)>Title</b>"},
            "medications": [{"name": "\"><img src=x onerror=alert(5)>"}],
            "somethingNew": "<script>alert(6)</script>",
            "editions": [{"language": "en\" onload=\"alert(7)", "kind": "original", "by": "author", "content": evil}],
        },
    });
    let create = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": peer.url("/notes/1/create"), "type": "Create", "actor": peer.person("ann"),
        "to": ["https://www.w3.org/ns/activitystreams#Public"], "object": note,
    });
    peer.publish("/notes/1", note.clone());
    assert!(peer.send("ann", &server.url("/inbox"), &create).await.status < 300);
    let reader = server.client();
    let path = remote_story(&reader).await;
    for address in ["/", path.as_str(), &format!("/@ann@{}", peer.domain)] {
        let page = read(&reader, address, "en").await.expect(200).body;
        for harm in [
            "<script>alert",
            "onclick=",
            "javascript:",
            "<style",
            "<iframe",
            "<img src=x",
            "<b onmouseover",
            "\" onload=\"",
        ] {
            assert!(!page.contains(harm), "{harm} at {address}\n{page}");
        }
    }
    let page = read(&reader, &path, "en").await.expect(200).body;
    assert!(page.contains("It began"), "{page}");
    assert!(page.contains(&format!("from {}", peer.domain)) && page.contains(&peer.url("/@ann/1")), "{page}");
}

async fn remote_story(reader: &Client) -> String {
    eventually("the story of the peer", async || {
        let list = read(reader, "/", "en").await.expect(200).body;
        let card = list.split_once("<h3").map(|(_, rest)| super::between(rest, "href=\"", "\"").to_owned());
        card.ok_or(list)
    })
    .await
}
