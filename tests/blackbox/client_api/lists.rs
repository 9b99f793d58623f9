//! People lists: whom one reads together.

use axum::http::Method;
use serde_json::{Value, json};

use super::decoder::{ACCOUNT, Kind, STATUSES, check};
use super::shapes::LIST;
use super::{ids, own_account, tell, text};
use crate::support::{Client, Server};

async fn make(client: &Client, list: &Value) -> String {
    let made = client.post_json("/api/v1/lists", list).await.expect(200).json();
    check(LIST, &made);
    text(&made["id"]).to_owned()
}

async fn follow(client: &Client, other: &Client) -> String {
    let id = own_account(other).await["id"].clone();
    client.post(&format!("/api/v1/accounts/{}/follow", text(&id))).await.expect(200);
    text(&id).to_owned()
}

#[tokio::test]
async fn a_list_is_made_changed_filled_and_taken_away() {
    let server = Server::start().await;
    let (ann, ben, cleo) =
        (server.member("quiet_fern_12"), server.member("slow_river_7"), server.member("old_moss_3"));
    let ben_id = follow(&ann, &ben).await;
    let stranger = own_account(&cleo).await["id"].clone();
    let id = make(&ann, &json!({"title": "Friends"})).await;
    let path = format!("/api/v1/lists/{id}");
    let shown = ann.get(&path).await.expect(200).json();
    assert_eq!((&shown["replies_policy"], &shown["exclusive"]), (&json!("list"), &json!(false)));
    let changed = json!({"title": "Close friends", "replies_policy": "none", "exclusive": "1"});
    let changed = ann.put_json(&path, &changed).await.expect(200).json();
    check(LIST, &changed);
    assert_eq!((&changed["title"], &changed["exclusive"]), (&json!("Close friends"), &json!(true)));
    ann.put_json(&path, &json!({"replies_policy": "some"})).await.expect(422);
    assert_eq!(
        ann.post_json("/api/v1/lists", &json!({"title": " "})).await.expect(422).json()["details"]["title"]
            [0]["error"],
        "ERR_BLANK"
    );

    let accounts = format!("{path}/accounts");
    ann.post_json(&accounts, &json!({"account_ids": [ben_id]})).await.expect(200);
    ann.post_json(&accounts, &json!({"account_ids": [ben_id, stranger]})).await.expect(404);
    let on_it = async || {
        let on_it = ann.get(&accounts).await.expect(200).json();
        check(Kind::Each(&ACCOUNT), &on_it);
        ids(&on_it)
    };
    assert_eq!(on_it().await, [ben_id.as_str()]);
    assert_eq!(ids(&ann.get(&format!("{accounts}?limit=0")).await.expect(200).json()), [ben_id.as_str()]);
    let holding = format!("/api/v1/accounts/{ben_id}/lists");
    assert_eq!(ids(&ann.get(&holding).await.expect(200).json()), [id.as_str()]);
    assert_eq!(cleo.get(&holding).await.expect(200).json(), json!([]), "a list is its owner's");
    for (method, path) in [
        (Method::GET, path.clone()),
        (Method::GET, accounts.clone()),
        (Method::DELETE, path.clone()),
        (Method::GET, format!("/api/v1/timelines/list/{id}")),
    ] {
        cleo.send(cleo.request(method, &path)).await.expect(404);
    }
    // Clients take accounts off in the query, in a form, and in JSON.
    let form = "application/x-www-form-urlencoded";
    for way in 0..3 {
        ann.post_json(&accounts, &json!({"account_ids": [ben_id]})).await.expect(200);
        let whole = format!("{accounts}?account_ids[]={ben_id}");
        let request = match way {
            0 => ann.request(Method::DELETE, &whole),
            1 => ann
                .request(Method::DELETE, &accounts)
                .header("content-type", form)
                .body(format!("account_ids[]={ben_id}")),
            _ => ann.request(Method::DELETE, &accounts).json(&json!({"account_ids": [ben_id]})),
        };
        ann.send(request).await.expect(200);
        assert_eq!(on_it().await, Vec::<String>::new());
    }
    ann.post_json(&accounts, &json!({"account_ids": [ben_id]})).await.expect(200);
    ann.post(&format!("/api/v1/accounts/{ben_id}/unfollow")).await.expect(200);
    assert_eq!(on_it().await, Vec::<String>::new(), "who is not followed is on no list");
    ann.delete(&path).await.expect(200);
    assert_eq!(ann.get("/api/v1/lists").await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn a_list_shows_what_those_on_it_wrote_and_the_replies_that_its_owner_wants() {
    let server = Server::start().await;
    let (ann, ben, cleo) =
        (server.member("quiet_fern_12"), server.member("slow_river_7"), server.member("old_moss_3"));
    let (ben_id, cleo_id) = (follow(&ann, &ben).await, follow(&ann, &cleo).await);
    let id = make(&ann, &json!({"title": "Friends"})).await;
    let accounts = format!("/api/v1/lists/{id}/accounts");
    ann.post_json(&accounts, &json!({"account_ids": [ben_id]})).await.expect(200);
    let (of_ben, of_cleo) = (tell(&ben, "From Ben.").await, tell(&cleo, "From Cleo.").await);
    let boost =
        ben.post(&format!("/api/v1/statuses/{}/reblog", text(&of_cleo["id"]))).await.expect(200).json();
    let reply = async |to: &Value| {
        let body = json!({"status": "A reply.", "in_reply_to_id": to["id"]});
        text(&ben.post_json("/api/v1/statuses", &body).await.expect(200).json()["id"]).to_owned()
    };
    let (to_self, to_cleo) = (reply(&of_ben).await, reply(&of_cleo).await);
    let on_list = async || {
        let page = ann.get(&format!("/api/v1/timelines/list/{id}")).await.expect(200).json();
        check(STATUSES, &page);
        ids(&page)
    };
    let (first, boost) = (text(&of_ben["id"]), text(&boost["id"]));
    assert_eq!(on_list().await, [to_self.as_str(), boost, first]);
    let path = format!("/api/v1/lists/{id}");
    ann.put_json(&path, &json!({"replies_policy": "followed"})).await.expect(200);
    assert_eq!(on_list().await, [to_cleo.as_str(), &to_self, boost, first]);
    ann.put_json(&path, &json!({"replies_policy": "list"})).await.expect(200);
    ann.post_json(&accounts, &json!({"account_ids": [cleo_id]})).await.expect(200);
    assert_eq!(on_list().await, [to_cleo.as_str(), &to_self, boost, text(&of_cleo["id"]), first]);
    ann.delete(&format!("{accounts}?account_ids[]={cleo_id}")).await.expect(200);

    ann.post(&format!("/api/v1/accounts/{ben_id}/mute")).await.expect(200);
    assert_eq!(on_list().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_exclusive_list_takes_its_people_out_of_the_home_timeline_and_a_language_chooses_among_posts() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let ben_id = follow(&ann, &ben).await;
    let say = async |text: &str, language: &str| {
        let post = json!({ "status": text, "language": language });
        ben.post_json("/api/v1/statuses", &post).await.expect(200).json()["id"].clone()
    };
    let (english, japanese) = (say("A note.", "en").await, say("ひとこと。", "ja").await);
    let home = async || -> Vec<Value> {
        let posts = ann.get("/api/v1/timelines/home").await.expect(200).json();
        posts.as_array().unwrap().iter().map(|post| post["id"].clone()).collect()
    };
    assert_eq!(home().await, [japanese.clone(), english.clone()]);
    let path = format!("/api/v1/accounts/{ben_id}/follow");
    ann.post_json(&path, &json!({ "languages": ["ja"] })).await.expect(200);
    assert_eq!(home().await, std::slice::from_ref(&japanese));
    ann.post_json(&path, &json!({ "languages": [] })).await.expect(200);
    let list = make(&ann, &json!({ "title": "Friends", "exclusive": true })).await;
    let entries = json!({ "account_ids": [ben_id] });
    ann.post_json(&format!("/api/v1/lists/{list}/accounts"), &entries).await.expect(200);
    assert_eq!(home().await, Vec::<Value>::new());
    ann.put_json(&format!("/api/v1/lists/{list}"), &json!({ "title": "Friends", "exclusive": false }))
        .await
        .expect(200);
    assert_eq!(home().await, [japanese, english]);
}
