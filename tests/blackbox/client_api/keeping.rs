//! What one decides for oneself about people and servers, and what the operator tells everybody.

use axum::http::Method;
use serde_json::{Value, json};

use super::decoder::{ACCOUNT, ANNOUNCEMENT, CREDENTIALS, Kind, RELATIONSHIP, REPORT, check};
use super::{ids, own_account, tell, text};
use crate::support::{Client, Server, eventually};

async fn deed(client: &Client, id: &Value, deed: &str, body: &Value) -> Value {
    let path = format!("/api/v1/accounts/{}/{deed}", text(id));
    let stands = client.post_json(&path, body).await.expect(200).json();
    check(RELATIONSHIP, &stands);
    stands
}

#[tokio::test]
async fn notes_and_whom_one_keeps_at_hand_are_for_oneself_alone() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let (ann_id, ben_id) = (own_account(&ann).await["id"].clone(), own_account(&ben).await["id"].clone());
    let noted = deed(&ann, &ben_id, "note", &json!({"comment": " Writes about sleep. "})).await;
    assert_eq!(noted["note"], "Writes about sleep.");
    let seen = ben.get(&format!("/api/v1/accounts/relationships?id[]={}", text(&ann_id))).await.expect(200);
    assert_eq!(seen.json()[0]["note"], "");
    assert_eq!(deed(&ann, &ben_id, "note", &json!({"comment": ""})).await["note"], "");
    let long = json!({"comment": "x".repeat(2001)});
    ann.post_json(&format!("/api/v1/accounts/{}/note", text(&ben_id)), &long).await.expect(422);

    ann.post(&format!("/api/v1/accounts/{}/pin", text(&ben_id))).await.expect(403);
    deed(&ann, &ben_id, "follow", &json!({})).await;
    assert_eq!(deed(&ann, &ben_id, "pin", &json!({})).await["endorsed"], true);
    let own = ann.get("/api/v1/endorsements").await.expect(200).json();
    check(Kind::Each(&ACCOUNT), &own);
    assert_eq!(ids(&own), [text(&ben_id)]);
    let of_ann = format!("/api/v1/accounts/{}/endorsements", text(&ann_id));
    assert_eq!(ids(&ann.get(&of_ann).await.expect(200).json()), [text(&ben_id)]);
    assert_eq!(ben.get(&of_ann).await.expect(200).json(), json!([]));
    assert_eq!(server.client().get(&of_ann).await.expect(200).json(), json!([]));
    deed(&ann, &ben_id, "unfollow", &json!({})).await;
    assert_eq!(ann.get("/api/v1/endorsements").await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn a_follow_can_be_narrowed_to_languages_and_tell_of_new_posts() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let ben_id = own_account(&ben).await["id"].clone();
    let wish = json!({"notify": true, "languages": ["ja"]});
    let stands = deed(&ann, &ben_id, "follow", &wish).await;
    assert_eq!((&stands["notifying"], &stands["languages"]), (&json!(true), &json!(["ja"])));
    tell(&ben, "One.").await;
    tell(&ben, "Two.").await;
    eventually("two notices", async || {
        let told = ann.get("/api/v1/notifications?types[]=status").await.expect(200).json();
        if told.as_array().unwrap().len() == 2 { Ok(()) } else { Err(told.to_string()) }
    })
    .await;
    let stands = deed(&ann, &ben_id, "follow", &json!({"notify": false})).await;
    assert_eq!(
        (&stands["notifying"], &stands["languages"]),
        (&json!(false), &json!(["ja"])),
        "the rest stays"
    );
    let stands = deed(&ann, &ben_id, "follow", &json!({"languages": []})).await;
    assert_eq!(stands["languages"], json!(null));
}

#[tokio::test]
async fn servers_that_one_blocks_are_listed_and_our_own_is_none_of_them() {
    let server = Server::start().await;
    let ann = server.member("quiet_fern_12");
    let path = "/api/v1/domain_blocks";
    ann.post_form(path, &[("domain", "Loud.Example")]).await.expect(200);
    ann.post_json(path, &json!({"domain": "loud.example"})).await.expect(200);
    ann.post_json(path, &json!({"domain": "other.example"})).await.expect(200);
    assert_eq!(ann.get(path).await.expect(200).json(), json!(["other.example", "loud.example"]));
    let first = ann.get(&format!("{path}?limit=1")).await.expect(200);
    assert!(first.header("link").contains("rel=\"next\""), "{:?}", first.headers);
    for wrong in ["", "no host", &server.domain] {
        ann.post_json(path, &json!({"domain": wrong})).await.expect(422);
    }
    ann.send(ann.request(Method::DELETE, path).json(&json!({"domain": "other.example"}))).await.expect(200);
    ann.delete(&format!("{path}?domain=loud.example")).await.expect(200);
    assert_eq!(ann.get(path).await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn the_operator_tells_all_members_something_and_they_put_it_away() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let id = server.cli(&["announcement", "publish", "We move on Sunday.\n\n<b>Bye</b>", "--days", "3"]);
    let id = id.expect_success().trim().to_owned();
    let listed = ann.get("/api/v1/announcements").await.expect(200).json();
    check(Kind::Each(&ANNOUNCEMENT), &listed);
    assert_eq!(listed[0]["content"], "<p>We move on Sunday.</p><p>&lt;b&gt;Bye&lt;/b&gt;</p>");
    assert_eq!((&listed[0]["read"], &listed[0]["id"]), (&json!(false), &json!(id)));
    ann.post(&format!("/api/v1/announcements/{id}/dismiss")).await.expect(200);
    let reaction = format!("/api/v1/announcements/{id}/reactions/%F0%9F%91%8D");
    ben.put_json(&reaction, &json!({})).await.expect(200);
    ann.put_json(&format!("/api/v1/announcements/{id}/reactions/nice"), &json!({})).await.expect(422);
    let listed = ann.get("/api/v1/announcements").await.expect(200).json();
    assert_eq!(listed[0]["read"], true);
    assert_eq!(listed[0]["reactions"], json!([{"name": "👍", "count": 1, "me": false}]));
    ben.delete(&reaction).await.expect(200);
    let of_ben = ben.get("/api/v1/announcements").await.expect(200).json();
    assert_eq!((&of_ben[0]["read"], &of_ben[0]["reactions"]), (&json!(false), &json!([])));
    let shown = server.cli(&["announcement", "list"]).expect_success();
    assert_eq!(shown.trim_end(), format!("{id}\tWe move on Sunday."));
    server.cli(&["announcement", "withdraw", &id]).expect_success();
    assert_eq!(ann.get("/api/v1/announcements").await.expect(200).json(), json!([]));
    assert!(!server.cli(&["announcement", "withdraw", &id]).status.success());
}

#[tokio::test]
async fn a_report_names_the_rules_that_were_broken() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = tell(&ben, "Take two more.").await;
    let report = json!({
        "account_id": told["account"]["id"], "status_ids": [told["id"]], "rule_ids": ["4", "99"],
        "comment": "", "forward": "false",
    });
    let filed = ann.post_json("/api/v1/reports", &report).await.expect(200).json();
    check(REPORT, &filed);
    assert_eq!((&filed["category"], &filed["rule_ids"]), (&json!("violation"), &json!(["4"])));
}

#[tokio::test]
async fn a_member_who_is_a_program_says_so_on_the_profile() {
    let server = Server::start().await;
    let ann = server.member("quiet_fern_12");
    let change = async |body: Value| {
        let request = ann.request(Method::PATCH, "/api/v1/accounts/update_credentials").json(&body);
        let changed = ann.send(request).await.expect(200).json();
        check(CREDENTIALS, &changed);
        changed
    };
    assert_eq!(change(json!({"bot": true})).await["bot"], true);
    assert_eq!(change(json!({"discoverable": true, "indexable": true})).await["bot"], true, "the rest stays");
    assert_eq!(change(json!({"bot": "false"})).await["bot"], false);
}

#[tokio::test]
async fn members_can_see_which_servers_the_operator_accepted_and_shut_out() {
    let server = Server::start().await;
    server.cli(&["peer", "accept", "friend.example"]).expect_success();
    server.cli(&["peer", "block", "loud.example"]).expect_success();
    let client = server.client();
    assert_eq!(client.get("/api/v1/instance/peers").await.expect(200).json(), json!(["friend.example"]));
    let blocked = client.get("/api/v1/instance/domain_blocks").await.expect(200).json();
    assert_eq!((&blocked[0]["domain"], &blocked[0]["severity"]), (&json!("loud.example"), &json!("suspend")));
    assert_eq!(text(&blocked[0]["digest"]).len(), 64);
    assert_eq!(client.get("/api/v1/instance/activity").await.expect(200).json(), json!([]));
}
