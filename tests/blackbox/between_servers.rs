//! Two servers of ours: a story travels whole, and is gone everywhere when it is taken back.

use serde_json::{Value, json};

use crate::support::{Client, Server, eventually};

const STORY: &str = "やめてからのこと / After I stopped\n\n薬：ジェイゾロフト\n年齢：26〜35歳  ·  使用期間：1〜2年\n\
    症状：感情の鈍麻、ひどい不眠、耳鳴り\n\nEnglish Translation\n\nIt was given to me for panic attacks at work.\n\n\
    原文\n\n職場でのパニック発作のために出してもらいました。目印はヒヨドリ。";

/// A word of the story that stands nowhere else.
const MARK: &str = "ヒヨドリ";

/// Two communities whose operators accepted each other; the reader follows the author.
struct Both {
    reading: Server,
    telling: Server,
    reader: Client,
    author: Client,
}

impl Both {
    async fn start() -> Self {
        let (reading, telling) = (Server::start().await, Server::at("b").start().await);
        reading.cli(&["peer", "accept", &telling.domain]).expect_success();
        telling.cli(&["peer", "accept", &reading.domain]).expect_success();
        let (reader, author) = (reading.member("quiet_fern_12"), telling.member("shizuka_kaze_58"));
        follow(&reader, &format!("shizuka_kaze_58@{}", telling.domain)).await;
        Self { reading, telling, reader, author }
    }

    /// The author tells the story; gives it as it stands on both sides.
    async fn tell(&self) -> (Value, Value) {
        let told =
            self.author.post_json("/api/v1/statuses", &json!({"status": STORY, "language": "ja"})).await;
        let told = told.expect(200).json();
        let arrived = arrival(&self.reader, told["uri"].as_str().unwrap()).await;
        (told, arrived)
    }
}

/// Somebody follows an account of another server, by its address.
pub async fn follow(reader: &Client, address: &str) {
    let found =
        reader.get(&format!("/api/v2/search?type=accounts&resolve=true&q=@{address}")).await.expect(200);
    let id = found.json()["accounts"][0]["id"].as_str().expect("the account is found").to_owned();
    reader.post(&format!("/api/v1/accounts/{id}/follow")).await.expect(200);
    eventually("the follow is accepted", async || {
        let relations = reader.get(&format!("/api/v1/accounts/relationships?id[]={id}")).await.json();
        if relations[0]["following"] == true { Ok(()) } else { Err(relations.to_string()) }
    })
    .await;
}

async fn arrival(reader: &Client, uri: &str) -> Value {
    eventually("the story arrives", async || {
        let home = reader.get("/api/v1/timelines/home").await.json();
        let found = home.as_array().into_iter().flatten().find(|status| status["uri"] == uri);
        found.cloned().ok_or_else(|| home.to_string())
    })
    .await
}

/// The story's wire form as a server stores it, canonicalised.
async fn stored(server: &Server) -> String {
    let rows = server.database.rows("SELECT story FROM post WHERE story IS NOT NULL").await;
    let story: Value = serde_json::from_str(rows[0]["story"].as_str().unwrap()).unwrap();
    anamnesis::domain::story::document::canonical(&story)
}

/// HTML without what its links say of themselves: a reader's server sets that anew on every foreign link.
fn without_rel(html: &Value) -> String {
    let mut parts = html.as_str().unwrap().split(" rel=\"");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |whole, part| whole + part.split_once('"').unwrap().1)
}

#[tokio::test]
async fn a_story_arrives_with_the_same_facts_and_both_editions() {
    let both = Both::start().await;
    let (told, arrived) = both.tell().await;
    assert_eq!(stored(&both.telling).await, stored(&both.reading).await);
    assert_eq!(told["story"]["titleMap"]["en"], "After I stopped");
    assert_eq!(arrived["story"]["editions"].as_array().unwrap().len(), 2);
    assert_eq!(arrived["story"]["symptoms"][1]["severity"], 4);
    assert_eq!(without_rel(&arrived["content"]), without_rel(&told["content"]));
    assert_eq!(arrived["language"], "ja");
}

#[tokio::test]
async fn an_accepted_community_s_story_stands_in_the_public_list_once() {
    let both = Both::start().await;
    follow(&both.reader, &format!("stories@{}", both.telling.domain)).await;
    let (told, _) = both.tell().await;
    let uris = eventually("the story is listed", async || {
        let public = both.reading.client().get("/api/v1/timelines/public").await.json();
        let uris: Vec<String> = public
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|status| Some(status["uri"].as_str()?.to_owned()))
            .collect();
        if uris.is_empty() { Err(public.to_string()) } else { Ok(uris) }
    })
    .await;
    assert_eq!(uris, [told["uri"].as_str().unwrap()]);
}

#[tokio::test]
async fn a_story_that_is_taken_back_is_gone_from_both_servers_and_all_tables() {
    let both = Both::start().await;
    let (told, arrived) = both.tell().await;
    assert!(!both.reading.database.tables_with(MARK).await.is_empty());
    let path = |status: &Value| format!("/api/v1/statuses/{}", status["id"].as_str().unwrap());
    both.author.delete(&path(&told)).await.expect(200);
    both.telling.client().get(&path(&told)).await.expect(404);
    eventually("the story is gone elsewhere", async || {
        let answer = both.reader.get(&path(&arrived)).await;
        if answer.status == 404 { Ok(()) } else { Err(answer.body.clone()) }
    })
    .await;
    for server in [&both.telling, &both.reading] {
        let left = eventually("no table holds its text", async || {
            let tables = server.database.tables_with(MARK).await;
            if tables.is_empty() { Ok(tables) } else { Err(format!("{tables:?}")) }
        })
        .await;
        assert!(left.is_empty());
    }
    let gone = both
        .telling
        .client()
        .get(told["uri"].as_str().unwrap().split_once(&both.telling.domain).unwrap().1)
        .await;
    assert_eq!(gone.status, 410);
}

#[tokio::test]
async fn an_edit_a_favourite_a_boost_and_a_reply_arrive_and_can_be_undone() {
    let both = Both::start().await;
    let (told, arrived) = both.tell().await;
    let id = arrived["id"].as_str().unwrap();
    let own = format!("/api/v1/statuses/{}", told["id"].as_str().unwrap());
    for deed in ["favourite", "reblog"] {
        both.reader.post(&format!("/api/v1/statuses/{id}/{deed}")).await.expect(200);
    }
    let reply = json!({"status": format!("@shizuka_kaze_58@{} thank you", both.telling.domain), "in_reply_to_id": id});
    both.reader.post_json("/api/v1/statuses", &reply).await.expect(200);
    counts(&both.author, &own, [1, 1, 1]).await;
    // Notices are written after what they tell of.
    eventually("the author is told of all four", async || {
        let notices = both.author.get("/api/v1/notifications").await.json();
        // The guide of the author's own server writes too, about what the story leaves out.
        let others = notices.as_array().unwrap().iter().filter(|notice| notice["account"]["acct"] != "guide");
        let mut kinds: Vec<&str> = others.map(|notice| notice["type"].as_str().unwrap()).collect();
        kinds.sort_unstable();
        if kinds == ["favourite", "follow", "mention", "reblog"] { Ok(()) } else { Err(format!("{kinds:?}")) }
    })
    .await;
    for deed in ["unfavourite", "unreblog"] {
        both.reader.post(&format!("/api/v1/statuses/{id}/{deed}")).await.expect(200);
    }
    counts(&both.author, &own, [0, 0, 1]).await;

    let source = both.author.get(&format!("{own}/source")).await.expect(200).json();
    let text = source["text"].as_str().unwrap().replace("目印は", "目じるしは");
    both.author.put_json(&own, &json!({"status": text, "language": "ja"})).await.expect(200);
    eventually("the edit arrives", async || {
        let seen = both.reader.get(&format!("/api/v1/statuses/{id}")).await.json();
        if seen["content"].as_str().unwrap_or_default().contains("目じるしは") {
            Ok(())
        } else {
            Err(seen.to_string())
        }
    })
    .await;
}

/// Favourites, boosts and replies of a post, as soon as they are these.
async fn counts(client: &Client, path: &str, expected: [i64; 3]) {
    eventually("the counts are right", async || {
        let status = client.get(path).await.json();
        let seen = ["favourites_count", "reblogs_count", "replies_count"]
            .map(|name| status[name].as_i64().unwrap_or(-1));
        if seen == expected { Ok(()) } else { Err(format!("{seen:?} instead of {expected:?}")) }
    })
    .await;
}

#[tokio::test]
async fn what_somebody_elsewhere_pinned_stands_first_on_their_profile_here() {
    let (reading, telling) = (Server::start().await, Server::at("b").start().await);
    let (reader, author) = (reading.member("quiet_fern_12"), telling.member("shizuka_kaze_58"));
    let note = async |words: &str, visibility: &str| {
        let body = json!({"status": words, "visibility": visibility});
        author.post_json("/api/v1/statuses", &body).await.expect(200).json()
    };
    // Nobody here has ever seen these.
    let (first, second) = (note("One.", "public").await, note("Two.", "unlisted").await);
    let quiet = note("For followers.", "private").await;
    for post in [&first, &second, &quiet] {
        author.post(&format!("/api/v1/statuses/{}/pin", post["id"].as_str().unwrap())).await.expect(200);
    }
    let found = reader
        .get(&format!("/api/v2/search?type=accounts&resolve=true&q=@shizuka_kaze_58@{}", telling.domain))
        .await;
    let id = found.expect(200).json()["accounts"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/accounts/{id}/statuses?pinned=true");
    assert_eq!(
        reading.client().get(&path).await.expect(200).json(),
        json!([]),
        "a stranger makes us ask nobody"
    );
    eventually("the pins are here", async || {
        let seen = reader.get(&path).await.expect(200).json();
        let uris: Vec<&Value> = seen.as_array().unwrap().iter().map(|post| &post["uri"]).collect();
        if uris == [&second["uri"], &first["uri"]] { Ok(()) } else { Err(format!("{seen}")) }
    })
    .await;
    // Within the hour its server is not asked again.
    author.post(&format!("/api/v1/statuses/{}/unpin", first["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(reader.get(&path).await.expect(200).json().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_pin_and_its_end_arrive_with_those_who_follow() {
    let both = Both::start().await;
    let (told, arrived) = both.tell().await;
    let id = arrived["account"]["id"].as_str().unwrap();
    let shows = async |expected: &[&Value]| {
        eventually("the pins are as told", async || {
            // Read once an hour from there, and that was before anything was pinned.
            let path = format!("/api/v1/accounts/{id}/statuses?pinned=true");
            let seen = both.reader.get(&path).await.expect(200).json();
            let uris: Vec<&Value> = seen.as_array().unwrap().iter().map(|post| &post["uri"]).collect();
            if uris == expected { Ok(()) } else { Err(seen.to_string()) }
        })
        .await;
    };
    shows(&[]).await;
    let mine = format!("/api/v1/statuses/{}", told["id"].as_str().unwrap());
    both.author.post(&format!("{mine}/pin")).await.expect(200);
    shows(&[&told["uri"]]).await;
    both.author.post(&format!("{mine}/unpin")).await.expect(200);
    shows(&[]).await;
}
