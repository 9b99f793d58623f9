//! Filters: what one does not want to read is marked in every answer, and what one wants hidden is left out.

use axum::http::Method;
use serde_json::{Value, json};

use super::decoder::{FILTER, FILTER_V1, Kind, STATUSES, check};
use super::{ids, tell, text};
use crate::support::{Client, Server, eventually};

async fn make(client: &Client, filter: &Value) -> Value {
    let made = client.post_json("/api/v2/filters", filter).await.expect(200).json();
    check(FILTER, &made);
    made
}

#[tokio::test]
async fn a_post_says_which_filters_match_it_and_a_boost_of_it_does_too() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = tell(&ben, "It was the needle. 最近薄毛が気になる。 #Accutane").await;
    let filter = make(
        &ann,
        &json!({
            "title": "Not now", "context": ["home", "public"], "filter_action": "warn",
            "keywords_attributes": [{"keyword": "NEEDLE", "whole_word": "true"}, {"keyword": "薄毛"}],
        }),
    )
    .await;
    let seen = ann.get(&format!("/api/v1/statuses/{}", text(&told["id"]))).await.expect(200).json();
    let found = &seen["filtered"][0];
    assert_eq!(found["keyword_matches"], json!(["NEEDLE", "薄毛"]));
    assert_eq!((&found["filter"]["id"], &found["status_matches"]), (&filter["id"], &json!(null)));
    assert_eq!(found["filter"]["filter_action"], "warn");
    let page = ann.get("/api/v1/timelines/public").await.expect(200).json();
    check(STATUSES, &page);
    assert_eq!(page[0]["filtered"][0]["filter"]["title"], "Not now");
    let boost = ann.post(&format!("/api/v1/statuses/{}/reblog", text(&told["id"]))).await.expect(200).json();
    assert_eq!((&boost["filtered"], &boost["reblog"]["filtered"]), (&seen["filtered"], &seen["filtered"]));
    let own = ben.get(&format!("/api/v1/statuses/{}", text(&told["id"]))).await.expect(200).json();
    assert_eq!(own["filtered"], json!([]), "they are ann's");
    let open =
        server.client().get(&format!("/api/v1/statuses/{}", text(&told["id"]))).await.expect(200).json();
    assert_eq!(open.get("filtered"), None);
}

#[tokio::test]
async fn what_one_wants_hidden_is_left_out_where_the_filter_holds_and_nowhere_else() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let root = tell(&ben, "Hello.").await;
    let reply = json!({"status": "@quiet_fern_12 about the needle", "in_reply_to_id": root["id"]});
    let hidden = ben.post_json("/api/v1/statuses", &reply).await.expect(200).json();
    let account = text(&root["account"]["id"]).to_owned();
    ann.post(&format!("/api/v1/accounts/{account}/follow")).await.expect(200);
    let places = [
        ("home", "/api/v1/timelines/home".to_owned()),
        ("account", format!("/api/v1/accounts/{account}/statuses")),
    ];
    let told = eventually("the mention", async || {
        let told = ann.get("/api/v1/notifications?types[]=mention").await.expect(200).json();
        if told.as_array().unwrap().is_empty() { Err("no notice".to_owned()) } else { Ok(told) }
    })
    .await;
    assert_eq!(told[0]["status"]["id"], hidden["id"]);
    let filter = json!({
        "title": "Hide", "context": ["home"], "filter_action": "hide",
        "keywords_attributes": [{"keyword": "needle"}],
    });
    let filter = make(&ann, &filter).await;
    let shown = async |path: &str| {
        ids(&ann.get(path).await.expect(200).json()).contains(&text(&hidden["id"]).to_owned())
    };
    assert!(!shown(&places[0].1).await && shown(&places[1].1).await);
    let path = format!("/api/v2/filters/{}", text(&filter["id"]));
    let all = json!({"context": ["account", "notifications", "thread"]});
    check(FILTER, &ann.put_json(&path, &all).await.expect(200).json());
    assert!(shown(&places[0].1).await && !shown(&places[1].1).await);
    assert_eq!(ann.get("/api/v1/notifications?types[]=mention").await.expect(200).json(), json!([]));
    let thread = ann.get(&format!("/api/v1/statuses/{}/context", text(&root["id"]))).await.expect(200).json();
    assert_eq!(thread["descendants"], json!([]));
    let asked_for = ann.get(&format!("/api/v1/statuses/{}", text(&hidden["id"]))).await.expect(200).json();
    assert_eq!(asked_for["filtered"][0]["filter"]["filter_action"], "hide");
    assert_eq!(ann.delete(&path).await.expect(200).json(), json!({}));
    assert!(shown(&places[1].1).await);
}

#[tokio::test]
async fn words_and_posts_of_a_filter_are_kept_one_by_one() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = tell(&ben, "Hello. #Accutane").await;
    let filter = make(&ann, &json!({"title": "Later", "context": ["public"], "expires_in": 3600})).await;
    assert!(filter["expires_at"].is_string());
    let path = format!("/api/v2/filters/{}", text(&filter["id"]));
    let word = ann.post_form(&format!("{path}/keywords"), &[("keyword", "hello")]).await.expect(200).json();
    assert_eq!((&word["keyword"], &word["whole_word"]), (&json!("hello"), &json!(true)));
    let post = json!({"status_id": told["id"]});
    let post = ann.post_json(&format!("{path}/statuses"), &post).await.expect(200).json();
    assert_eq!(post["status_id"], told["id"]);
    ann.post_json(&format!("{path}/statuses"), &json!({"status_id": "1"})).await.expect(404);
    let page = ann.get("/api/v1/timelines/public").await.expect(200).json();
    let found = &page[0]["filtered"][0];
    assert_eq!(
        (&found["keyword_matches"], &found["status_matches"]),
        (&json!(["hello"]), &json!([told["id"]]))
    );
    let word_path = format!("/api/v2/filters/keywords/{}", text(&word["id"]));
    let changed = ann.put_json(&word_path, &json!({"keyword": "bye", "whole_word": false})).await.expect(200);
    assert_eq!(changed.json(), json!({"id": word["id"], "keyword": "bye", "whole_word": false}));
    assert_eq!(ann.get(&word_path).await.expect(200).json()["keyword"], "bye");
    ben.get(&word_path).await.expect(404);
    ben.get(&path).await.expect(404);
    assert_eq!(ids(&ann.get(&format!("{path}/keywords")).await.expect(200).json()), [text(&word["id"])]);
    assert_eq!(ids(&ann.get(&format!("{path}/statuses")).await.expect(200).json()), [text(&post["id"])]);
    let post_path = format!("/api/v2/filters/statuses/{}", text(&post["id"]));
    ann.get(&post_path).await.expect(200);
    ann.delete(&post_path).await.expect(200);
    ann.delete(&word_path).await.expect(200);
    let forever = ann.put_json(&path, &json!({"expires_in": null})).await.expect(200).json();
    assert_eq!(forever["expires_at"], json!(null));
    let whole = ann.get(&path).await.expect(200).json();
    check(FILTER, &whole);
    assert_eq!((&whole["keywords"], &whole["statuses"]), (&json!([]), &json!([])));
    // In the encoding of masto.js, with a word added, altered and removed at once.
    let added = &[("keywords_attributes[0][keyword]", "one"), ("keywords_attributes[1][keyword]", "two")];
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(added).finish();
    let request = ann
        .request(Method::PUT, &path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    let filled = ann.send(request).await.expect(200).json();
    let words = json!({"keywords_attributes": [
        {"id": filled["keywords"][0]["id"], "_destroy": true},
        {"id": filled["keywords"][1]["id"], "keyword": "three"},
    ]});
    let left = ann.put_json(&path, &words).await.expect(200).json();
    assert_eq!(left["keywords"].as_array().unwrap().len(), 1);
    assert_eq!(left["keywords"][0]["keyword"], "three");
    let refused = ann.post_json("/api/v2/filters", &json!({"title": "", "context": []})).await.expect(422);
    assert_eq!(refused.json()["details"]["title"][0]["error"], "ERR_BLANK");
    ann.post_json("/api/v2/filters", &json!({"title": "x", "context": ["elsewhere"]})).await.expect(422);
    server.client().get("/api/v2/filters").await.expect(401);
}

#[tokio::test]
async fn in_the_first_version_each_word_is_a_filter() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = tell(&ben, "About the needle. #Accutane").await;
    assert_eq!(ann.get("/api/v1/filters").await.expect(200).json(), json!([]));
    let sent = json!({"phrase": "needle", "context": ["public"], "irreversible": true, "whole_word": true});
    let made = ann.post_json("/api/v1/filters", &sent).await.expect(200).json();
    check(FILTER_V1, &made);
    assert_eq!((&made["phrase"], &made["irreversible"]), (&json!("needle"), &json!(true)));
    assert_eq!(ann.get("/api/v1/timelines/public").await.expect(200).json(), json!([]));
    let path = format!("/api/v1/filters/{}", text(&made["id"]));
    let milder = json!({"phrase": "needle", "context": ["public", "home"], "irreversible": false});
    check(FILTER_V1, &ann.put_json(&path, &milder).await.expect(200).json());
    assert_eq!(ids(&ann.get("/api/v1/timelines/public").await.expect(200).json()), [text(&told["id"])]);
    let listed = ann.get("/api/v1/filters").await.expect(200).json();
    check(Kind::Each(&FILTER_V1), &listed);
    assert_eq!(ids(&listed), [text(&made["id"])]);
    let second = ann.get("/api/v2/filters").await.expect(200).json();
    assert_eq!(second[0]["keywords"][0]["id"], made["id"]);
    ann.delete(&path).await.expect(200);
    ann.get(&path).await.expect(404);
    assert_eq!(ann.get("/api/v2/filters").await.expect(200).json(), json!([]));
}
