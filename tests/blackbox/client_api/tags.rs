//! Hashtags that one follows and shows, and what is told most.

use serde_json::{Value, json};

use super::decoder::{Kind, check};
use super::shapes::{FEATURED_TAG, HASHTAG};
use super::{own_account, tell, text};
use crate::support::Server;
use crate::support::client::EventStream;

#[tokio::test]
async fn a_hashtag_is_followed_under_every_word_for_it() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    // イソトレチノイン
    let path = "/api/v1/tags/%E3%82%A4%E3%82%BD%E3%83%88%E3%83%AC%E3%83%81%E3%83%8E%E3%82%A4%E3%83%B3";
    let followed = ann.post(&format!("{path}/follow")).await.expect(200).json();
    check(HASHTAG, &followed);
    assert_eq!((&followed["name"], &followed["following"]), (&json!("イソトレチノイン"), &json!(true)));
    let latin = ann.get("/api/v1/tags/Accutane/").await.expect(200).json();
    check(HASHTAG, &latin);
    assert_eq!(latin["following"], true, "it is the same under its other names");
    assert_eq!(server.client().get("/api/v1/tags/accutane").await.expect(200).json().get("following"), None);
    ann.post("/api/v1/tags/gardening/follow").await.expect(200);
    let listed = ann.get("/api/v1/followed_tags").await.expect(200).json();
    check(Kind::Each(&HASHTAG), &listed);
    let names: Vec<&str> = listed.as_array().unwrap().iter().map(|tag| text(&tag["name"])).collect();
    assert_eq!(names, ["gardening", "イソトレチノイン"]);
    assert_eq!(ben.get("/api/v1/followed_tags").await.expect(200).json(), json!([]));
    let left = ann.post("/api/v1/tags/Isotretinoin/unfollow").await.expect(200).json();
    assert_eq!(left["following"], false);
    ann.post("/api/v1/tags/77/follow").await.expect(422);
    server.client().post("/api/v1/tags/gardening/follow").await.expect(401);
}

#[tokio::test]
async fn what_has_a_followed_hashtag_stands_in_the_home_timeline_and_comes_at_once() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    ann.post("/api/v1/tags/Accutane/follow").await.expect(200);
    let mut events = EventStream::open(&ann, "/api/v1/streaming/user").await;
    tell(&ben, "My garden. #Gardening").await;
    let told = tell(&ben, "It dries the lips. #Isotretinoin").await;
    assert_eq!(events.next().await.unwrap().0, "update");
    let home = ann.get("/api/v1/timelines/home").await.expect(200).json();
    let ids: Vec<&Value> = home.as_array().unwrap().iter().map(|post| &post["id"]).collect();
    assert_eq!(ids, [&told["id"]]);
}

#[tokio::test]
async fn hashtags_on_a_profile_are_counted_and_suggested() {
    let server = Server::start().await;
    let ann = server.member("quiet_fern_12");
    let account = own_account(&ann).await["id"].clone();
    tell(&ann, "My garden. #Gardening").await;
    let suggested = ann.get("/api/v1/featured_tags/suggestions").await.expect(200).json();
    check(Kind::Each(&HASHTAG), &suggested);
    assert!(suggested.as_array().unwrap().iter().any(|tag| tag["name"] == "gardening"), "{suggested}");
    let added = ann.post_form("/api/v1/featured_tags", &[("name", "#Gardening")]).await.expect(200).json();
    check(FEATURED_TAG, &added);
    assert_eq!((&added["name"], &added["statuses_count"]), (&json!("Gardening"), &json!("1")));
    ann.post_json("/api/v1/featured_tags", &json!({"name": "gardening"})).await.expect(422);
    let own = ann.get("/api/v1/featured_tags").await.expect(200).json();
    let path = format!("/api/v1/accounts/{}/featured_tags", text(&account));
    assert_eq!(server.client().get(&path).await.expect(200).json(), own);
    assert_eq!(ann.get("/api/v1/tags/gardening").await.expect(200).json()["featuring"], true);
    let suggested = ann.get("/api/v1/featured_tags/suggestions").await.expect(200).json();
    assert!(suggested.as_array().unwrap().iter().all(|tag| tag["name"] != "gardening"));
    let path = format!("/api/v1/featured_tags/{}", text(&added["id"]));
    ann.delete(&path).await.expect(200);
    ann.delete(&path).await.expect(404);
    assert_eq!(ann.get("/api/v1/featured_tags").await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn a_trend_is_what_many_people_told_and_no_count_shows_a_few() {
    let server = Server::start().await;
    let mut first = None;
    for number in 0..11 {
        if number == 10 {
            let trends = server.client().get("/api/v1/trends/tags").await.expect(200).json();
            assert_eq!(trends, json!([]), "ten people are too few");
            let tag = server.client().get("/api/v1/tags/accutane").await.expect(200).json();
            let uses = tag["history"].as_array().unwrap().iter().map(|day| text(&day["uses"]));
            assert_eq!(uses.collect::<Vec<_>>(), ["0"; 7]);
        }
        let writer = server.member(&format!("quiet_fern_{number}"));
        let told = tell(&writer, "It began after two weeks.\n\nMedication: Accutane").await;
        first.get_or_insert(told);
    }
    for path in ["/api/v1/trends/tags?limit=5", "/api/v1/trends"] {
        let trends = server.client().get(path).await.expect(200).json();
        check(Kind::Each(&HASHTAG), &trends);
        assert_eq!(trends[0]["name"], "Isotretinoin", "{path}: {trends}");
        let uses: i64 = trends[0]["history"].as_array().unwrap().iter().map(uses).sum();
        assert_eq!(uses, 10, "in steps");
    }
    let more = server.client().get("/api/v1/trends/tags?offset=5").await.expect(200).json();
    assert_eq!(more, json!([]));
    assert_eq!(server.client().get("/api/v1/trends/statuses").await.expect(200).json(), json!([]));
}

fn uses(day: &Value) -> i64 {
    text(&day["uses"]).parse().unwrap()
}
