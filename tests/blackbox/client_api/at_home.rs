//! What a member wishes to read at home: hashtags, languages, and what an exclusive list keeps away.

use serde_json::json;

use super::decoder::{STATUSES, check};
use super::{ids, own_account, tell, text};
use crate::support::{Client, Server};

async fn home(client: &Client) -> Vec<String> {
    let page = client.get("/api/v1/timelines/home").await.expect(200).json();
    check(STATUSES, &page);
    ids(&page)
}

#[tokio::test]
async fn who_follows_a_hashtag_finds_what_stands_under_every_word_for_it_at_home() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = tell(&ben, "It began after two weeks. #Accutane").await;
    let other = tell(&ben, "My garden after two weeks. #Prozac #Gardening").await;
    assert_eq!(home(&ann).await, Vec::<String>::new());
    // イソトレチノイン
    let path = "/api/v1/tags/%E3%82%A4%E3%82%BD%E3%83%88%E3%83%AC%E3%83%81%E3%83%8E%E3%82%A4%E3%83%B3";
    ann.post(&format!("{path}/follow")).await.expect(200);
    assert_eq!(home(&ann).await, [text(&told["id"])]);
    ann.post("/api/v1/tags/gardening/follow").await.expect(200);
    assert_eq!(home(&ann).await, [text(&other["id"]), text(&told["id"])]);
    let private = json!({"status": "Only for friends. #Accutane #Gardening", "visibility": "private"});
    ben.post_json("/api/v1/statuses", &private).await.expect(200);
    assert_eq!(home(&ann).await.len(), 2, "a hashtag opens nothing that is closed");
    let ben_id = own_account(&ben).await["id"].clone();
    ann.post(&format!("/api/v1/accounts/{}/mute", text(&ben_id))).await.expect(200);
    assert_eq!(home(&ann).await, Vec::<String>::new());
    ann.post(&format!("/api/v1/accounts/{}/unmute", text(&ben_id))).await.expect(200);
    ann.post("/api/v1/tags/Isotretinoin/unfollow").await.expect(200);
    assert_eq!(home(&ann).await, [text(&other["id"])]);
}

#[tokio::test]
async fn a_follow_that_is_narrowed_to_languages_shows_no_other_at_home() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let ben_id = own_account(&ben).await["id"].clone();
    let follow = format!("/api/v1/accounts/{}/follow", text(&ben_id));
    ann.post_json(&follow, &json!({"languages": ["ja"]})).await.expect(200);
    let english = tell(&ben, "In English.").await;
    let japanese = json!({"status": "日本語です。", "language": "ja"});
    let japanese = ben.post_json("/api/v1/statuses", &japanese).await.expect(200).json();
    assert_eq!(home(&ann).await, [text(&japanese["id"])]);
    ann.post_json(&follow, &json!({"languages": []})).await.expect(200);
    assert_eq!(home(&ann).await, [text(&japanese["id"]), text(&english["id"])]);
}

#[tokio::test]
async fn what_is_on_an_exclusive_list_is_not_at_home() {
    let server = Server::start().await;
    let (ann, ben, cleo) =
        (server.member("quiet_fern_12"), server.member("slow_river_7"), server.member("old_moss_3"));
    let list = json!({"title": "Friends", "exclusive": true});
    let list = ann.post_json("/api/v1/lists", &list).await.expect(200).json();
    for other in [&ben, &cleo] {
        let id = own_account(other).await["id"].clone();
        ann.post(&format!("/api/v1/accounts/{}/follow", text(&id))).await.expect(200);
    }
    let (of_ben, of_cleo) = (tell(&ben, "From Ben.").await, tell(&cleo, "From Cleo.").await);
    assert_eq!(home(&ann).await, [text(&of_cleo["id"]), text(&of_ben["id"])]);
    let whom = json!({"account_ids": [of_ben["account"]["id"]]});
    ann.post_json(&format!("/api/v1/lists/{}/accounts", text(&list["id"])), &whom).await.expect(200);
    assert_eq!(home(&ann).await, [text(&of_cleo["id"])]);
}
