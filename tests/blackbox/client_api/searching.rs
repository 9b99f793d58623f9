//! Looking for posts by their words.

use serde_json::{Value, json};

use super::decoder::{SEARCH, check};
use super::{ids, tell, text};
use crate::support::{Client, Server};

const STORY: &str =
    "三日目のこと\n\n感情の鈍麻がつづきました。目印はヒヨドリ。\n\n薬：アキュテイン\n症状：耳鳴り";

async fn found(who: &Client, words: &str) -> Vec<String> {
    found_with(who, words, "").await
}

async fn found_with(who: &Client, words: &str, more: &str) -> Vec<String> {
    let words: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
    let found = who.get(&format!("/api/v2/search?type=statuses&q={words}{more}")).await.expect(200).json();
    check(SEARCH, &found);
    ids(&found["statuses"])
}

async fn post(writer: &Client, words: &str, visibility: &str) -> String {
    let body = json!({"status": words, "visibility": visibility});
    text(&writer.post_json("/api/v1/statuses", &body).await.expect(200).json()["id"]).to_owned()
}

#[tokio::test]
async fn a_public_story_is_found_by_everybody_in_any_script_until_it_is_changed_or_taken_back() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let body = json!({"status": STORY, "visibility": "public", "language": "ja"});
    let told: Value = writer.post_json("/api/v1/statuses", &body).await.expect(200).json();
    let id = text(&told["id"]).to_owned();
    for words in ["鈍麻", "感情の鈍麻", "ひよどり ヒヨドリ", "tinnitus", "ISOTRETINOIN", "三日目のこと"]
    {
        let expected: &[String] =
            if words.contains("ひよどり") { &[] } else { std::slice::from_ref(&id) };
        assert_eq!(found(&server.client(), words).await, expected, "{words}");
    }
    assert!(found(&other, "麻鈍").await.is_empty());
    let path = format!("/api/v1/statuses/{id}");
    let source = writer.get(&format!("{path}/source")).await.expect(200).json();
    let changed = text(&source["text"]).replace("ヒヨドリ", "カササギ");
    writer.put_json(&path, &json!({"status": changed, "language": "ja"})).await.expect(200);
    assert!(found(&other, "ヒヨドリ").await.is_empty());
    assert_eq!(found(&other, "カササギ").await, [id]);
    writer.delete(&path).await.expect(200);
    assert!(found(&other, "カササギ").await.is_empty());
    assert!(server.database.tables_with("カササギ").await.is_empty());
    assert!(server.database.tables_with("ササ").await.is_empty(), "no word of it stands in the index");
}

#[tokio::test]
async fn other_posts_are_found_by_those_only_whom_they_concern() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let third = server.member("late_heron_3");
    let public = post(&writer, "A zeppelin over the lake.", "public").await;
    let followers = post(&writer, "A zeppelin for followers.", "private").await;
    let direct = post(&writer, "@slow_river_7 A zeppelin for you.", "direct").await;
    assert_eq!(found(&writer, "zeppelin").await, [direct.clone(), followers, public.clone()]);
    assert_eq!(found(&other, "zeppelin").await, std::slice::from_ref(&direct));
    assert!(found(&third, "zeppelin").await.is_empty());
    assert!(found(&server.client(), "zeppelin").await.is_empty());
    third.post(&format!("/api/v1/statuses/{public}/bookmark")).await.expect(200);
    assert_eq!(found(&third, "zeppelin").await, std::slice::from_ref(&public));
    other.post(&format!("/api/v1/statuses/{public}/favourite")).await.expect(200);
    assert_eq!(found(&other, "ZEPPELINS zeppelin").await, Vec::<String>::new());
    assert_eq!(found(&other, "zep").await, [direct, public]);
}

#[tokio::test]
async fn results_come_page_by_page_and_by_one_writer() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let mut told = Vec::new();
    for number in 0..4 {
        let teller = if number == 1 { &other } else { &writer };
        told.insert(
            0,
            text(
                &tell(teller, &format!("Zeppelin {number}\n\nIt began.\n\nMedication: Accutane")).await["id"],
            )
            .to_owned(),
        );
    }
    let reader = server.client();
    assert_eq!(found(&reader, "zeppelin").await, told);
    assert_eq!(found_with(&reader, "zeppelin", "&limit=2").await, told[..2]);
    assert_eq!(found_with(&reader, "zeppelin", "&limit=2&offset=2").await, told[2..]);
    assert_eq!(found_with(&reader, "zeppelin", &format!("&max_id={}", told[1])).await, told[2..]);
    assert_eq!(found_with(&reader, "zeppelin", &format!("&min_id={}", told[1])).await, told[..1]);
    let id = text(&super::own_account(&other).await["id"]).to_owned();
    assert_eq!(found_with(&reader, "zeppelin", &format!("&account_id={id}")).await, told[2..3]);
    assert_eq!(found(&reader, "2").await, told[1..2]);

    let people = |more: &str| format!("/api/v2/search?type=accounts&q=quiet_fern{more}");
    assert_eq!(ids(&other.get(&people("")).await.expect(200).json()["accounts"]).len(), 1);
    assert_eq!(ids(&other.get(&people("&offset=1")).await.expect(200).json()["accounts"]).len(), 0);
    assert_eq!(ids(&other.get(&people("&following=true")).await.expect(200).json()["accounts"]).len(), 0);
    let writer_id = text(&super::own_account(&writer).await["id"]).to_owned();
    other.post(&format!("/api/v1/accounts/{writer_id}/follow")).await.expect(200);
    assert_eq!(ids(&other.get(&people("&following=true")).await.expect(200).json()["accounts"]), [writer_id]);
}

#[tokio::test]
async fn the_site_s_list_can_be_narrowed_to_stories_with_words() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    for title in ["Zeppelin", "Balloon"] {
        tell(&writer, &format!("{title} days\n\nIt began.\n\nMedication: Accutane")).await;
    }
    let list = async |query: &str| server.client().get(&format!("/?{query}")).await.expect(200).body;
    let (one, none) = (list("words=zeppelin").await, list("words=zeppelin&medication=Zoloft").await);
    assert!(one.contains("Zeppelin days") && !one.contains("Balloon days"));
    assert!(!none.contains("Zeppelin days") && !list("words=%21").await.contains("Zeppelin days"));
}

#[tokio::test]
async fn the_operators_that_people_know_from_mastodon_narrow_a_search_down() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let english = "Three days\n\nMy feet went numb. #x1\n\nMedication: Accutane\nSymptom: tinnitus";
    let english = text(&tell(&writer, english).await["id"]).to_owned();
    let body = json!({"status": STORY, "visibility": "public", "language": "ja"});
    let japanese = other.post_json("/api/v1/statuses", &body).await.expect(200).json();
    let japanese = text(&japanese["id"]).to_owned();
    let answer = json!({"status": "Numb, yes.", "in_reply_to_id": english, "visibility": "public"});
    let answer =
        text(&writer.post_json("/api/v1/statuses", &answer).await.expect(200).json()["id"]).to_owned();
    let asks = json!({"status": "Numb or not?", "poll": {"options": ["this", "that"], "expires_in": 3600}});
    let asks = text(&writer.post_json("/api/v1/statuses", &asks).await.expect(200).json()["id"]).to_owned();
    let day = chrono::DateTime::from_timestamp(anamnesis::base::clock::Clock::System.now().timestamp(), 0);
    let day = day.unwrap().format("%Y-%m-%d").to_string();
    let (before, after) = (format!("tinnitus before:{day}"), format!("tinnitus after:{day}"));
    for (words, expected) in [
        ("tinnitus", vec![&japanese, &english]),
        ("tinnitus from:slow_river_7", vec![&japanese]),
        ("from:@quiet_fern_12 tinnitus", vec![&english]),
        ("from:me numb", vec![&asks, &answer, &english]),
        ("from:nobody tinnitus", vec![]),
        ("tinnitus language:en", vec![&english]),
        ("language:ja", vec![&japanese]),
        ("tinnitus -numb", vec![&japanese]),
        ("\"numb feet\"", vec![&english]),
        ("\"num\"", vec![]),
        ("numb is:reply", vec![&answer]),
        ("numb -is:reply", vec![&asks, &english]),
        ("numb has:poll", vec![&asks]),
        ("numb has:media", vec![]),
        (before.as_str(), vec![]),
        (after.as_str(), vec![]),
        ("tinnitus after:2020-01-01", vec![&japanese, &english]),
        ("tinnitus during:2020-01-01", vec![]),
        ("-numb", vec![]),
    ] {
        let expected: Vec<String> = expected.into_iter().cloned().collect();
        assert_eq!(found(&writer, words).await, expected, "{words}");
    }
}
