//! Timelines, pages and reactions.

use serde_json::{Value, json};

use super::decoder::{STATUS, STATUSES, check};
use super::{ids, own_account, tell, text};
use crate::support::{Client, Server};

/// The address of the next or previous page, if there is one.
fn link(header: &str, relation: &str) -> Option<String> {
    let part = header.split(", ").find(|part| part.ends_with(&format!("rel=\"{relation}\"")))?;
    Some(part.split('>').next()?.trim_start_matches('<').to_owned())
}

/// Follows `next` to the end and gives the ids of all pages.
async fn walk_down(client: &Client, path: &str) -> Vec<String> {
    let (mut path, mut found) = (path.to_owned(), Vec::new());
    for _ in 0..100 {
        let page = client.get(&path).await.expect(200);
        let items = page.json();
        check(STATUSES, &items);
        found.extend(ids(&items));
        match link(page.header("link"), "next") {
            Some(next) if !items.as_array().unwrap().is_empty() => path = next,
            _ => return found,
        }
    }
    panic!("the pages do not end");
}

#[tokio::test]
async fn finding_18_pages_never_skip_or_repeat_a_post_in_either_direction() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let mut told = Vec::new();
    for number in 0..11 {
        told.push(text(&tell(&writer, &format!("Note {number}.")).await["id"]).to_owned());
    }
    told.reverse();
    for path in
        ["/api/v1/timelines/home?limit=3", "/api/v1/timelines/home?limit=11", "/api/v1/timelines/home"]
    {
        assert_eq!(walk_down(&writer, path).await, told, "{path}");
    }
    let own = own_account(&writer).await;
    let of_account = format!("/api/v1/accounts/{}/statuses?limit=2&exclude_replies=true", text(&own["id"]));
    assert_eq!(walk_down(&server.client(), &of_account).await, told);

    // From the oldest upwards with `prev`.
    let mut page =
        writer.get(&format!("/api/v1/timelines/home?limit=4&min_id={}", told[10])).await.expect(200);
    let mut upwards = vec![told[10].clone()];
    while !ids(&page.json()).is_empty() {
        upwards.splice(0..0, ids(&page.json()));
        let previous = link(page.header("link"), "prev").expect("a way up");
        page = writer.get(&previous).await.expect(200);
    }
    assert_eq!(upwards, told);
    let first = writer.get("/api/v1/timelines/home?limit=2").await.expect(200);
    let header = first.header("link");
    assert!(
        header.starts_with(&format!("<{}", server.url("/api/v1/timelines/home?limit=2&max_id="))),
        "{header}"
    );
    let newer = writer.get(&format!("/api/v1/timelines/home?since_id={}", told[2])).await.expect(200);
    assert_eq!(ids(&newer.json()), told[..2]);
}

#[tokio::test]
async fn finding_05_ids_are_digits_that_grow_and_a_boost_has_its_own() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let (first, second) = (tell(&writer, "One.").await, tell(&writer, "Two.").await);
    let number = |value: &Value| text(&value["id"]).parse::<i64>().unwrap();
    assert!(number(&first) < number(&second));
    let boost =
        other.post(&format!("/api/v1/statuses/{}/reblog", text(&first["id"]))).await.expect(200).json();
    check(STATUS, &boost);
    assert!(number(&boost) > number(&second));
    assert_eq!(boost["reblog"]["id"], first["id"]);
    assert_eq!(boost["account"]["acct"], "slow_river_7");
    assert_eq!((&boost["reblog"]["reblogged"], &boost["reblog"]["reblogs_count"]), (&json!(true), &json!(1)));
}

#[tokio::test]
async fn finding_06_times_have_milliseconds_and_are_cut_to_the_minute() {
    let server = Server::start().await;
    let told = tell(&server.member("quiet_fern_12"), "One.").await;
    assert!(text(&told["created_at"]).ends_with(":00.000Z"), "{}", told["created_at"]);
    assert!(text(&told["account"]["created_at"]).ends_with("-01T00:00:00.000Z"));
}

#[tokio::test]
async fn home_holds_ones_own_posts_and_those_of_whom_one_follows() {
    let server = Server::start().await;
    let (ann, ben, cleo) =
        (server.member("quiet_fern_12"), server.member("slow_river_7"), server.member("old_moss_3"));
    let ben_id = own_account(&ben).await["id"].clone();
    ann.post(&format!("/api/v1/accounts/{}/follow", text(&ben_id))).await.expect(200);
    let (own, followed) = (tell(&ann, "Own.").await, tell(&ben, "Followed.").await);
    let strange = tell(&cleo, "Strange.").await;
    let home = async || ids(&ann.get("/api/v1/timelines/home").await.expect(200).json());
    assert_eq!(home().await, [text(&followed["id"]), text(&own["id"])]);
    let boost =
        ben.post(&format!("/api/v1/statuses/{}/reblog", text(&strange["id"]))).await.expect(200).json();
    assert_eq!(home().await[0], text(&boost["id"]));
    ben.post(&format!("/api/v1/statuses/{}/unreblog", text(&strange["id"]))).await.expect(200);
    assert_eq!(home().await.len(), 2);
    ann.post(&format!("/api/v1/accounts/{}/mute", text(&ben_id))).await.expect(200);
    assert_eq!(home().await, [text(&own["id"])]);
}

#[tokio::test]
async fn stories_are_found_in_public_and_by_hashtag_in_any_script() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let told = tell(&writer, "It began after two weeks. #Accutane #薄毛").await;
    let id = text(&told["id"]);
    let reader = server.client();
    for path in [
        "/api/v1/timelines/public",
        "/api/v1/timelines/public?local=true",
        "/api/v1/timelines/tag/accutane",
        "/api/v1/timelines/tag/ACCUTANE?local=1",
        "/api/v1/timelines/tag/%E8%96%84%E6%AF%9B",
        "/api/v1/timelines/tag/accutane?all[]=%E8%96%84%E6%AF%9B",
        "/api/v1/timelines/tag/nothing?any[]=accutane",
    ] {
        let page = reader.get(path).await.expect(200).json();
        check(STATUSES, &page);
        assert_eq!(ids(&page), [id], "{path}");
    }
    for path in [
        "/api/v1/timelines/public?remote=true",
        "/api/v1/timelines/public?only_media=true",
        "/api/v1/timelines/tag/accutane?none[]=%E8%96%84%E6%AF%9B",
        "/api/v1/timelines/tag/nothing",
    ] {
        assert_eq!(reader.get(path).await.expect(200).json(), json!([]), "{path}");
    }
    let tags: Vec<&str> = told["tags"].as_array().unwrap().iter().map(|tag| text(&tag["name"])).collect();
    assert!(tags.iter().any(|tag| tag.eq_ignore_ascii_case("accutane")), "{tags:?}");
}

#[tokio::test]
async fn favourites_and_bookmarks_are_kept_and_listed_and_taken_back() {
    let server = Server::start().await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = tell(&writer, "One.").await;
    let id = text(&told["id"]);
    let deed = async |deed: &str| {
        let answer = reader.post(&format!("/api/v1/statuses/{id}/{deed}")).await.expect(200).json();
        check(STATUS, &answer);
        answer
    };
    for (word, flag, list) in
        [("favourite", "favourited", "/api/v1/favourites"), ("bookmark", "bookmarked", "/api/v1/bookmarks")]
    {
        assert_eq!(deed(word).await[flag], true);
        assert_eq!(deed(word).await[flag], true, "twice is once");
        assert_eq!(walk_down(&reader, list).await, [id]);
        assert_eq!(deed(&format!("un{word}")).await[flag], false);
        assert_eq!(walk_down(&reader, list).await, Vec::<String>::new());
    }
    assert_eq!(deed("favourite").await["favourites_count"], 1);
    assert_eq!(deed("unfavourite").await["favourites_count"], 0);
    reader.post("/api/v1/statuses/1/favourite").await.expect(404);
}

#[tokio::test]
async fn who_reacted_is_listed_for_the_author_and_counted_for_everybody_else() {
    let server = Server::start().await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = tell(&writer, "One.").await;
    let path = |word: &str| format!("/api/v1/statuses/{}/{word}", text(&told["id"]));
    reader.post(&path("favourite")).await.expect(200);
    reader.post(&path("reblog")).await.expect(200);
    let reader_id = own_account(&reader).await["id"].clone();
    for list in ["favourited_by", "reblogged_by"] {
        assert_eq!(ids(&writer.get(&path(list)).await.expect(200).json()), [text(&reader_id)], "{list}");
        assert_eq!(reader.get(&path(list)).await.expect(200).json(), json!([]), "{list}");
        assert_eq!(server.client().get(&path(list)).await.expect(200).json(), json!([]), "{list}");
    }
    let seen = server.client().get(&path("")).await.expect(200).json();
    assert_eq!((&seen["favourites_count"], &seen["reblogs_count"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn an_account_shows_the_day_of_its_last_post_that_everybody_may_read() {
    let server = Server::start().await;
    let ann = server.member("quiet_fern_12");
    let last = async || own_account(&ann).await["last_status_at"].clone();
    assert_eq!(last().await, Value::Null);
    let private = json!({ "status": "For a few.", "visibility": "private" });
    ann.post_json("/api/v1/statuses", &private).await.expect(200);
    assert_eq!(last().await, Value::Null, "nobody else may know of it");
    let told = tell(&ann, "For everybody.").await;
    assert_eq!(last().await.as_str(), text(&told["created_at"]).get(..10));
}

#[tokio::test]
async fn a_public_list_that_was_read_a_moment_ago_shows_what_was_told_since_and_not_what_was_taken_back() {
    let server = Server::start().await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.client());
    for path in ["/api/v1/timelines/public", "/api/v1/timelines/tag/accutane?limit=1"] {
        let list = async || ids(&reader.get(path).await.expect(200).json());
        assert!(list().await.is_empty());
        let told = tell(&writer, "It began after two weeks. #Accutane").await;
        let id = text(&told["id"]).to_owned();
        assert_eq!(list().await, [id.as_str()], "{path}");
        writer.post(&format!("/api/v1/statuses/{id}/favourite")).await.expect(200);
        let page = reader.get(path).await.expect(200);
        assert_eq!(page.json()[0]["favourites_count"], 1, "{path}");
        assert!(page.header("link").contains("rel=\"prev\""));
        assert_eq!(page.header("content-type"), "application/json");
        assert_eq!(writer.get(path).await.expect(200).json()[0]["favourited"], true, "{path}");
        assert_eq!(reader.get(path).await.expect(200).json()[0].get("favourited"), None, "{path}");
        writer.delete(&format!("/api/v1/statuses/{id}")).await.expect(200);
        assert!(list().await.is_empty(), "{path}");
    }
}
