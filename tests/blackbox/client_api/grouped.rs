//! Notices gathered into groups, as clients ask for them that read `api_versions.mastodon` 2 or a version from 4.3 on.

use axum::http::Method;
use serde_json::{Value, json};

use super::decoder::{ACCOUNT, GROUPS, Kind, check};
use super::{own_account, tell, text};
use crate::support::{Client, Server, eventually};

/// The groups, as soon as there are so many notices behind them.
async fn groups(client: &Client, path: &str, notices: i64) -> Value {
    eventually("the notices", async || {
        let groups = client.get(path).await.expect(200).json();
        check(GROUPS, &groups);
        let counts = groups["notification_groups"].as_array().unwrap().iter();
        let count: i64 = counts.map(|group| group["notifications_count"].as_i64().unwrap()).sum();
        if count == notices { Ok(groups) } else { Err(groups.to_string()) }
    })
    .await
}

#[tokio::test]
async fn finding_13_favourites_of_one_post_are_one_group_with_accounts_and_posts_beside_it() {
    let server = Server::start().await;
    let (ann, ben, cleo) =
        (server.member("quiet_fern_12"), server.member("slow_river_7"), server.member("old_moss_3"));
    let told = tell(&ann, "A note.").await;
    for reader in [&ben, &cleo] {
        reader.post(&format!("/api/v1/statuses/{}/favourite", text(&told["id"]))).await.expect(200);
    }
    ben.post_json("/api/v1/statuses", &json!({"status": "@quiet_fern_12 Thank you."})).await.expect(200);
    let all = groups(&ann, "/api/v2/notifications", 3).await;
    assert_eq!((all["accounts"].as_array().unwrap().len(), all.get("partial_accounts")), (2, None));
    assert_eq!(all["statuses"].as_array().unwrap().len(), 2);
    let group = |kind: &str| {
        let found = all["notification_groups"].as_array().unwrap().iter().find(|group| group["type"] == kind);
        found.unwrap_or_else(|| panic!("no {kind} in {all}")).clone()
    };
    let favourites = group("favourite");
    assert_eq!((&favourites["notifications_count"], &favourites["status_id"]), (&json!(2), &told["id"]));
    assert_eq!(favourites["sample_account_ids"].as_array().unwrap().len(), 2);
    assert!(text(&group("mention")["group_key"]).starts_with("ungrouped-"));

    let faces = groups(&ann, "/api/v2/notifications?expand_accounts=partial_avatars", 3).await;
    let (whole, partial) = (faces["accounts"].as_array().unwrap(), &faces["partial_accounts"]);
    assert!(whole.len() + partial.as_array().unwrap().len() == 2 && partial.is_array(), "{faces}");
    let each = groups(&ann, "/api/v2/notifications?grouped_types[]=follow", 3).await;
    assert_eq!(each["notification_groups"].as_array().unwrap().len(), 3);
    let some = groups(&ann, "/api/v2/notifications?types[]=favourite&limit=1", 2).await;
    assert_eq!(some["notification_groups"].as_array().unwrap().len(), 1);
    groups(&ann, "/api/v2/notifications?types[]=severed_relationships", 0).await;
    groups(&ann, "/api/v2/notifications?exclude_types[]=favourite", 1).await;
    let first = ann.get("/api/v2/notifications?limit=1").await.expect(200);
    assert!(first.header("link").contains("/api/v2/notifications?limit=1&max_id="), "{:?}", first.headers);

    let count = async |path: &str| ann.get(path).await.expect(200).json()["count"].clone();
    assert_eq!(count("/api/v2/notifications/unread_count").await, 2);
    let listed = ann.get("/api/v1/notifications?types[]=favourite").await.expect(200).json();
    assert_eq!(listed[0]["group_key"], favourites["group_key"], "both versions call a group the same");
    let read = json!({"notifications": {"last_read_id": listed[0]["id"]}});
    ann.post_json("/api/v1/markers", &read).await.expect(200);
    assert!(count("/api/v2/notifications/unread_count").await.as_i64().unwrap() < 2);

    let path = format!("/api/v2/notifications/{}", text(&favourites["group_key"]));
    groups(&ann, &path, 2).await;
    let accounts = ann.get(&format!("{path}/accounts?limit=1")).await.expect(200);
    check(Kind::Each(&ACCOUNT), &accounts.json());
    assert!(accounts.header("link").contains("rel=\"next\""));
    assert_eq!(accounts.json().as_array().unwrap().len(), 1);
    ben.get(&path).await.expect(404);
    assert_eq!(ann.post(&format!("{path}/dismiss")).await.expect(200).json(), json!({}));
    ann.get(&path).await.expect(404);
    ann.get("/api/v2/notifications/favourite-x").await.expect(404);
    groups(&ann, "/api/v2/notifications", 1).await;
}

#[tokio::test]
async fn finding_13_what_comes_with_version_4_3_answers_truthfully() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    for path in ["/api/v2/notifications/policy", "/api/v1/notifications/policy"] {
        let policy = member.get(path).await.expect(200).json();
        assert_eq!(policy["summary"], json!({"pending_requests_count": 0, "pending_notifications_count": 0}));
    }
    let wish = member
        .request(Method::PATCH, "/api/v2/notifications/policy")
        .json(&json!({"for_limited_accounts": "drop"}));
    let policy = member.send(wish).await.expect(200).json();
    assert_eq!(policy["for_limited_accounts"], "drop");
    assert_eq!(member.get("/api/v1/notifications/requests").await.expect(200).json(), json!([]));
    member.get("/api/v1/notifications/requests/7").await.expect(404);
    assert_eq!(
        member.get("/api/v1/notifications/requests/merged").await.expect(200).json(),
        json!({"merged": true})
    );
    let link = "/api/v1/timelines/link?url=https://example.org/";
    assert_eq!(member.get(link).await.expect(200).json(), json!([]));
    server.client().get("/api/v2/notifications").await.expect(401);
    assert!(own_account(&member).await["id"].is_string());
}
