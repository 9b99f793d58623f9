//! Reports go to the server of the reported, and come from others, without saying who reported.

use serde_json::{Value, json};

use super::support::{Peer, Server, eventually};

#[tokio::test]
async fn a_report_is_passed_on_by_the_server_itself_where_the_reader_wants_it() {
    let (server, peer) = (Server::start().await, Peer::start());
    let reader = server.member("quiet_fern_12");
    let rows = server.database.rows("SELECT uri FROM account WHERE handle = 'quiet_fern_12'").await;
    let person = rows[0]["uri"].as_str().unwrap();
    let (ann, note) = (peer.person("ann"), peer.url("/notes/1"));
    let create = json!({"id": format!("{note}/create"), "type": "Create", "actor": ann, "object": {
        "id": note, "type": "Note", "attributedTo": ann, "content": "<p>Buy my pills.</p>",
        "to": ["https://www.w3.org/ns/activitystreams#Public"], "tag": [{"type": "Mention", "href": person}],
    }});
    peer.send("ann", &server.url("/inbox"), &create).await.expect(202);
    let status = eventually("the note", async || {
        let notices = reader.get("/api/v1/notifications").await.json();
        let found = notices[0]["status"].clone();
        if found.is_object() { Ok(found) } else { Err(notices.to_string()) }
    })
    .await;
    let report = |forward: bool| {
        json!({"account_id": status["account"]["id"], "status_ids": [status["id"]], "comment": "Advertising.",
            "forward": forward, "category": "spam"})
    };
    let kept = reader.post_json("/api/v1/reports", &report(false)).await.expect(200).json();
    assert_eq!(kept["forwarded"], false);
    let told = reader.post_json("/api/v1/reports", &report(true)).await.expect(200).json();
    assert_eq!(told["forwarded"], true);
    let flag = peer.wait_for("Flag").await;
    assert_eq!(flag.activity["object"], json!([ann, note]));
    assert_eq!(
        (&flag.activity["content"], &flag.activity["actor"]),
        (&json!("Advertising."), &json!(server.url("/actor")))
    );
    assert_eq!(flag.signed_by, Ok(server.url("/actor#main-key")));
    assert!(!flag.activity.to_string().contains(person));
    assert_eq!(peer.received().iter().filter(|item| item.activity["type"] == "Flag").count(), 1);
    // Nobody elsewhere is told of somebody here.
    let other = server.member("blue_heron_10").get("/api/v1/accounts/verify_credentials").await.json();
    let own = json!({"account_id": other["id"], "comment": "Rude.", "forward": true});
    assert_eq!(reader.post_json("/api/v1/reports", &own).await.expect(200).json()["forwarded"], false);
}

#[tokio::test]
async fn a_report_of_another_server_is_filed_once_with_what_it_names_here() {
    let (server, peer) = (Server::start().await, Peer::start());
    let writer = server.member("quiet_fern_12");
    let post = json!({"status": "Who else hears a ringing?", "language": "en"});
    let post = writer.post_json("/api/v1/statuses", &post).await.expect(200).json();
    let rows = server.database.rows("SELECT id, uri FROM account WHERE handle = 'quiet_fern_12'").await;
    let flag = |number: u32, objects: Value| {
        json!({"id": peer.url(&format!("/flags/{number}")), "type": "Flag", "actor": peer.person("server"),
            "content": "<p>Please <b>look</b>.</p>", "object": objects})
    };
    for activity in [
        flag(1, json!([rows[0]["uri"], post["uri"], peer.url("/notes/1")])),
        flag(1, json!([rows[0]["uri"], post["uri"], peer.url("/notes/1")])),
        flag(2, json!(post["uri"])),
        flag(3, json!([peer.person("ann"), peer.url("/notes/1")])),
    ] {
        peer.send("server", &server.url("/inbox"), &activity).await.expect(202);
    }
    let sql = "SELECT target_id, post_ids, comment, forward FROM report ORDER BY id";
    let filed = eventually("two reports", async || {
        let filed = server.database.rows(sql).await;
        if filed.len() >= 2 { Ok(filed) } else { Err(format!("{filed:?}")) }
    })
    .await;
    let number: i64 = post["id"].as_str().unwrap().parse().unwrap();
    for report in &filed {
        assert_eq!((&report["target_id"], &report["comment"]), (&rows[0]["id"], &json!("Please look.")));
        assert_eq!(report["post_ids"], json!(format!("[{number}]")));
    }
    assert_eq!(filed.len(), 2);
}
