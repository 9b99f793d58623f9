//! Accounts, and what one may do with them.

use axum::http::Method;
use serde_json::{Value, json};

use super::decoder::{ACCOUNT, CREDENTIALS, Kind, NOTIFICATION, RELATIONSHIP, REPORT, SEARCH, check};
use super::{ids, own_account, tell, text};
use crate::support::{Client, Server, eventually};

/// Does something to an account and gives how things stand then.
async fn deed(client: &Client, id: &str, deed: &str) -> Value {
    let answer = client.post(&format!("/api/v1/accounts/{id}/{deed}")).await.expect(200).json();
    check(RELATIONSHIP, &answer);
    answer
}

#[tokio::test]
async fn finding_15_an_account_has_every_key_that_clients_demand_and_pictures_that_are_there() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    let own = own_account(&member).await;
    assert_eq!((&own["acct"], &own["username"]), (&json!("quiet_fern_12"), &json!("quiet_fern_12")));
    let id = text(&own["id"]);
    for path in [format!("/api/v1/accounts/{id}"), "/api/v1/accounts/lookup?acct=@Quiet_Fern_12".to_owned()] {
        let account = server.client().get(&path).await.expect(200).json();
        check(ACCOUNT, &account);
        assert_eq!(account["id"], own["id"]);
        assert_eq!(account.get("source"), None);
    }
    for picture in ["avatar", "header"] {
        let answer = server.client().get(text(&own[picture])).await.expect(200);
        assert_eq!(answer.header("content-type"), "image/png");
    }
    let several = member.get(&format!("/api/v1/accounts?id[]={id}&id[]=1")).await.expect(200).json();
    assert_eq!(ids(&several), [id]);
    let preferences = member.get("/api/v1/preferences").await.expect(200).json();
    assert_eq!(preferences["posting:default:visibility"], "public");
}

#[tokio::test]
async fn a_profile_is_changed_in_the_encodings_that_clients_use() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    let path = "/api/v1/accounts/update_credentials";
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"display_name\"\r\n\r\nシダ\r\n\
        --b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\na <b> c\r\n\
        --b\r\nContent-Disposition: form-data; name=\"fields_attributes[0][name]\"\r\n\r\nlikes\r\n\
        --b\r\nContent-Disposition: form-data; name=\"fields_attributes[0][value]\"\r\n\r\nferns & moss\r\n\
        --b\r\nContent-Disposition: form-data; name=\"source[privacy]\"\r\n\r\nunlisted\r\n--b--\r\n";
    let request =
        member.request(Method::PATCH, path).header("content-type", "multipart/form-data; boundary=b");
    let changed = member.send(request.body(multipart)).await.expect(200).json();
    check(CREDENTIALS, &changed);
    assert_eq!((&changed["display_name"], &changed["source"]["note"]), (&json!("シダ"), &json!("a <b> c")));
    assert!(text(&changed["note"]).contains("a &lt;b&gt; c"));
    assert_eq!(changed["fields"][0]["value"], "ferns &amp; moss");
    assert_eq!(changed["source"]["fields"][0]["value"], "ferns & moss");
    assert_eq!(changed["source"]["privacy"], "unlisted");
    let request =
        member.request(Method::PATCH, path).json(&json!({"locked": true, "source": {"sensitive": true}}));
    let changed = member.send(request).await.expect(200).json();
    assert_eq!(
        (&changed["locked"], &changed["display_name"]),
        (&json!(true), &json!("シダ")),
        "the rest stays"
    );
    assert_eq!(changed["source"]["sensitive"], true);
    let long = json!({"display_name": "x".repeat(500)});
    let refused = member.send(member.request(Method::PATCH, path).json(&long)).await.expect(422).json();
    assert_eq!(refused["details"]["display_name"][0]["error"], "ERR_TOO_LONG");
}

#[tokio::test]
async fn following_muting_and_blocking_change_how_things_stand() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let (ann_id, ben_id) = (own_account(&ann).await["id"].clone(), own_account(&ben).await["id"].clone());
    let (ann_id, ben_id) = (text(&ann_id), text(&ben_id));
    assert_eq!(deed(&ann, ben_id, "follow").await["following"], true);
    assert_eq!(own_account(&ben).await["followers_count"], 1);
    assert_eq!(deed(&ann, ben_id, "mute").await["muting"], true);
    assert_eq!(ids(&ann.get("/api/v1/mutes").await.expect(200).json()), [ben_id]);
    assert_eq!(deed(&ann, ben_id, "unmute").await["muting"], false);
    assert_eq!(deed(&ben, ann_id, "remove_from_followers").await["followed_by"], false);
    deed(&ann, ben_id, "follow").await;
    let blocked = deed(&ben, ann_id, "block").await;
    assert_eq!((&blocked["blocking"], &blocked["followed_by"]), (&json!(true), &json!(false)));
    assert_eq!(ids(&ben.get("/api/v1/blocks").await.expect(200).json()), [ann_id]);
    ann.post(&format!("/api/v1/accounts/{ben_id}/follow")).await.expect(403);
    assert_eq!(deed(&ben, ann_id, "unblock").await["blocking"], false);
    assert_eq!(deed(&ann, ben_id, "follow").await["following"], true);
    assert_eq!(deed(&ann, ben_id, "unfollow").await["following"], false);
    ann.post(&format!("/api/v1/accounts/{ann_id}/follow")).await.expect(403);
}

#[tokio::test]
async fn finding_03_relationships_are_asked_for_in_every_spelling() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let id = own_account(&ben).await["id"].clone();
    let id = text(&id);
    for query in [format!("id[]={id}"), format!("id={id}"), format!("id[0]={id}"), format!("id%5B%5D={id}")] {
        let list = ann.get(&format!("/api/v1/accounts/relationships?{query}")).await.expect(200).json();
        check(Kind::Each(&RELATIONSHIP), &list);
        assert_eq!(ids(&list), [id], "{query}");
    }
    let familiar =
        ann.get(&format!("/api/v1/accounts/familiar_followers?id[]={id}")).await.expect(200).json();
    assert_eq!(familiar, json!([{"id": id, "accounts": []}]));
}

#[tokio::test]
async fn who_follows_whom_is_listed_for_oneself_and_only_counted_for_others() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let (ann_id, ben_id) = (own_account(&ann).await["id"].clone(), own_account(&ben).await["id"].clone());
    deed(&ann, text(&ben_id), "follow").await;
    let followers = format!("/api/v1/accounts/{}/followers", text(&ben_id));
    let following = format!("/api/v1/accounts/{}/following", text(&ann_id));
    let seen = ben.get(&followers).await.expect(200).json();
    check(Kind::Each(&ACCOUNT), &seen);
    assert_eq!(ids(&seen), [text(&ann_id)]);
    assert_eq!(ids(&ann.get(&following).await.expect(200).json()), [text(&ben_id)]);
    assert_eq!(ann.get(&followers).await.expect(200).json(), json!([]));
    assert_eq!(server.client().get(&following).await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn who_is_locked_lets_followers_in_one_by_one() {
    let server = Server::start().await;
    let (ann, ben, cleo) =
        (server.member("quiet_fern_12"), server.member("slow_river_7"), server.member("old_moss_3"));
    let lock =
        ann.request(Method::PATCH, "/api/v1/accounts/update_credentials").json(&json!({"locked": "1"}));
    let ann_id = ann.send(lock).await.expect(200).json()["id"].clone();
    for other in [&ben, &cleo] {
        let asked = deed(other, text(&ann_id), "follow").await;
        assert_eq!((&asked["following"], &asked["requested"]), (&json!(false), &json!(true)));
    }
    assert_eq!(own_account(&ann).await["source"]["follow_requests_count"], 2);
    let (ben_id, cleo_id) = (own_account(&ben).await["id"].clone(), own_account(&cleo).await["id"].clone());
    let waiting = ids(&ann.get("/api/v1/follow_requests").await.expect(200).json());
    assert!(waiting.len() == 2 && waiting.contains(&text(&ben_id).to_owned()), "{waiting:?}");
    let decide = async |id: &Value, word: &str| {
        let path = format!("/api/v1/follow_requests/{}/{word}", text(id));
        ann.post(&path).await
    };
    let let_in = decide(&ben_id, "authorize").await.expect(200).json();
    check(RELATIONSHIP, &let_in);
    assert_eq!(let_in["followed_by"], true);
    assert_eq!(decide(&cleo_id, "reject").await.expect(200).json()["followed_by"], false);
    decide(&cleo_id, "authorize").await.expect(404);
    assert_eq!(ann.get("/api/v1/follow_requests").await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn a_report_is_filed_and_answered_in_full() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = tell(&ben, "Buy my cure.").await;
    let report = json!({
        "account_id": told["account"]["id"], "status_ids": [told["id"]], "comment": "An advertisement.",
        "category": "spam", "forward": false,
    });
    let filed = ann.post_json("/api/v1/reports", &report).await.expect(200).json();
    check(REPORT, &filed);
    assert_eq!((&filed["category"], &filed["status_ids"]), (&json!("spam"), &json!([told["id"]])));
    ann.post_json("/api/v1/reports", &json!({"account_id": "1"})).await.expect(404);
}

#[tokio::test]
async fn notices_tell_who_did_what_and_can_be_put_away() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = tell(&ann, "A note.").await;
    let path = format!("/api/v1/statuses/{}", text(&told["id"]));
    ben.post(&format!("{path}/favourite")).await.expect(200);
    ben.post(&format!("{path}/reblog")).await.expect(200);
    deed(&ben, text(&told["account"]["id"]), "follow").await;
    let reply = json!({"status": "@quiet_fern_12 Thank you.", "in_reply_to_id": told["id"]});
    ben.post_json("/api/v1/statuses", &reply).await.expect(200);
    let notices = eventually("four notices", async || {
        let notices = ann.get("/api/v1/notifications").await.expect(200).json();
        if notices.as_array().unwrap().len() == 4 { Ok(notices) } else { Err(notices.to_string()) }
    })
    .await;
    check(Kind::Each(&NOTIFICATION), &notices);
    let mut kinds: Vec<&str> =
        notices.as_array().unwrap().iter().map(|notice| text(&notice["type"])).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["favourite", "follow", "mention", "reblog"]);
    for notice in notices.as_array().unwrap() {
        assert_eq!(notice["account"]["acct"], "slow_river_7");
        assert_eq!(notice.get("status").is_some(), notice["type"] != "follow");
    }
    assert_eq!(ann.get("/api/v1/notifications/unread_count").await.expect(200).json()["count"], 4);
    let only = async |query: &str| {
        ids(&ann.get(&format!("/api/v1/notifications?{query}")).await.expect(200).json()).len()
    };
    assert_eq!(only("types[]=mention").await, 1);
    assert_eq!(only("exclude_types[]=mention&exclude_types[]=follow").await, 2);
    assert_eq!(only("limit=1").await, 1);
    assert_eq!(only(&format!("account_id={}", text(&told["account"]["id"]))).await, 0);
    let first = text(&notices[0]["id"]);
    let one = ann.get(&format!("/api/v1/notifications/{first}")).await.expect(200).json();
    check(NOTIFICATION, &one);
    ben.get(&format!("/api/v1/notifications/{first}")).await.expect(404);
    ann.post(&format!("/api/v1/notifications/{first}/dismiss")).await.expect(200);
    ann.get(&format!("/api/v1/notifications/{first}")).await.expect(404);
    assert_eq!(ids(&ann.get("/api/v1/notifications").await.expect(200).json()).len(), 3);
    assert_eq!(ann.post("/api/v1/notifications/clear").await.expect(200).json(), json!({}));
    assert_eq!(ann.get("/api/v1/notifications").await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn search_finds_people_posts_by_address_and_words_of_the_vocabulary() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = tell(&ben, "A note.").await;
    let search = async |query: &str| {
        let found = ann.get(&format!("/api/v2/search?{query}")).await.expect(200).json();
        check(SEARCH, &found);
        found
    };
    assert_eq!(search("q=slow&type=accounts").await["accounts"][0]["acct"], "slow_river_7");
    assert_eq!(search("q=@slow_river_7&resolve=1").await["accounts"][0]["acct"], "slow_river_7");
    assert_eq!(search("q=nobody@nowhere.invalid&resolve=true").await["accounts"], json!([]));
    for address in ["url", "uri"] {
        let found = search(&format!("q={}&resolve=true", text(&told[address]))).await;
        assert_eq!(ids(&found["statuses"]), [text(&told["id"])], "by its {address}");
    }
    let tags = search("q=isotr&type=hashtags&limit=5").await["hashtags"].clone();
    assert!(tags.as_array().unwrap().iter().any(|tag| tag["name"] == "Isotretinoin"), "{tags}");
    assert!(tags.as_array().unwrap().len() <= 5);
    assert_eq!(search("q=&type=accounts").await["accounts"], json!([]));
    let first = ann.get("/api/v1/search?q=isotr").await.expect(200).json();
    assert!(first["hashtags"].as_array().unwrap().contains(&json!("Isotretinoin")), "{first}");
    let found = ann.get("/api/v1/accounts/search?q=slow&resolve=false&limit=1").await.expect(200).json();
    assert_eq!(found[0]["acct"], "slow_river_7");
}

#[tokio::test]
async fn devices_agree_on_how_far_one_has_read() {
    let server = Server::start().await;
    let ann = server.member("quiet_fern_12");
    let asked = "/api/v1/markers?timeline[]=home&timeline[]=notifications";
    assert_eq!(ann.get(asked).await.expect(200).json(), json!({}));
    let saved =
        ann.post_json("/api/v1/markers", &json!({"home": {"last_read_id": "7"}})).await.expect(200).json();
    assert_eq!((&saved["home"]["last_read_id"], &saved["home"]["version"]), (&json!("7"), &json!(1)));
    ann.post_form("/api/v1/markers", &[("home[last_read_id]", "9"), ("notifications[last_read_id]", "3")])
        .await
        .expect(200);
    let read = ann.get(asked).await.expect(200).json();
    assert_eq!((&read["home"]["last_read_id"], &read["home"]["version"]), (&json!("9"), &json!(2)));
    assert_eq!(read["notifications"]["last_read_id"], "3");
    assert_eq!(
        ann.get("/api/v1/markers?timeline=home").await.expect(200).json()["notifications"],
        json!(null)
    );
}
