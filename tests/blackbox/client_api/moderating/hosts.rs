//! Servers: limited, allowed, and all of that taken back.

use axum::http::Method;
use serde_json::{Value, json};

use super::{decided, moderator};
use crate::client_api::{ids, text};
use crate::support::{Client, Here, Peer, Server, eventually};

const HOSTS: &str = "/api/v1/admin/domain_blocks";
const ALLOWS: &str = "/api/v1/admin/domain_allows";

async fn limit(moderator: &Client, wanted: &Value) -> Value {
    moderator.post_json(HOSTS, wanted).await.expect(200).json()
}

/// What everybody is told about limited servers.
async fn told(server: &Server) -> Value {
    server.client().get("/api/v1/instance/domain_blocks").await.expect(200).json()
}

#[tokio::test]
async fn a_server_is_limited_further_and_less_and_not_at_all() {
    let (here, peer) = (Here::start().await, Peer::start());
    let server = &here.server;
    let moderator = moderator(server);
    let follow =
        json!({"id": peer.url("/f/1"), "type": "Follow", "actor": peer.person("ann"), "object": here.person});
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(202);
    let follows = async || server.database.rows("SELECT id FROM follow").await.len();
    eventually(
        "the follow is there",
        async || if follows().await == 1 { Ok(()) } else { Err("none".to_owned()) },
    )
    .await;

    let wanted = json!({"domain": peer.domain, "reject_media": true, "public_comment": "It shouts."});
    let made = limit(&moderator, &wanted).await;
    assert_eq!(
        (&made["domain"], &made["severity"]),
        (&json!(peer.domain), &json!("silence")),
        "what Mastodon does unasked"
    );
    assert_eq!((&made["reject_media"], &made["reject_reports"]), (&json!(true), &json!(false)));
    assert_eq!((&made["public_comment"], &made["private_comment"]), (&json!("It shouts."), &Value::Null));
    assert!(text(&made["created_at"]).ends_with("T00:00:00.000Z"), "{made}");
    assert_eq!(told(server).await[0]["comment"], "It shouts.");
    assert_eq!(told(server).await[0]["digest"], made["digest"]);
    let path = format!("{HOSTS}/{}", text(&made["id"]));
    assert_eq!(moderator.get(&path).await.expect(200).json(), made);
    // Mastodon.py writes a slash at the end.
    assert_eq!(moderator.get(&format!("{HOSTS}/?limit=5")).await.expect(200).json(), json!([made]));

    // A change leaves what it does not name. It is told what to do, so it does it, follows and all.
    let further = json!({"severity": "suspend", "private_comment": "Three reports."});
    let further = moderator.put_json(&path, &further).await.expect(200).json();
    assert_eq!((&further["severity"], &further["reject_media"]), (&json!("suspend"), &json!(true)));
    assert_eq!(
        (&further["public_comment"], &further["private_comment"]),
        (&json!("It shouts."), &json!("Three reports."))
    );
    assert_eq!(follows().await, 0);
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(403);
    let less = moderator
        .put_json(&path, &json!({"severity": "noop", "reject_media": false}))
        .await
        .expect(200)
        .json();
    assert_eq!((&less["severity"], &less["reject_media"]), (&json!("noop"), &json!(false)));
    assert_eq!(told(server).await, json!([]));
    assert_eq!(moderator.delete(&path).await.expect(200).json(), json!({}));
    moderator.get(&path).await.expect(404);
    moderator.delete(&path).await.expect(404);
    moderator.put_json(&path, &json!({"severity": "suspend"})).await.expect(404);
    assert_eq!(moderator.get(HOSTS).await.expect(200).json(), json!([]));
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(202);
    let log = ["peer-blocked", "peer-limited", "peer-limited", "peer-unlimited"];
    assert_eq!(decided(server, "calm_owl_3").await, log);
}

#[tokio::test]
async fn what_is_decided_already_is_shown_to_who_decides_it_again() {
    let server = Server::start().await;
    let moderator = moderator(&server);
    let silenced = limit(&moderator, &json!({"domain": "Bad.Example.", "reject_reports": "1"})).await;
    assert_eq!(silenced["domain"], "bad.example");
    let again = async |wanted: Value| {
        let answer = moderator.post_json(HOSTS, &wanted).await.expect(422).json();
        assert!(text(&answer["error"]).contains("bad.example"), "{answer}");
        assert_eq!(answer["existing_domain_block"], silenced);
    };
    again(json!({"domain": "bad.example", "severity": "suspend"})).await;
    again(json!({"domain": "a.bad.example", "severity": "silence"})).await;
    again(json!({"domain": "a.bad.example", "severity": "noop", "reject_reports": true})).await;
    // What goes further than the name above it is decided for itself.
    let child = limit(&moderator, &json!({"domain": "a.bad.example", "severity": "suspend"})).await;
    let pictures =
        limit(&moderator, &json!({"domain": "b.bad.example", "severity": "noop", "reject_media": true}))
            .await;
    let all = moderator.get(HOSTS).await.expect(200).json();
    assert_eq!(ids(&all), [&pictures, &child, &silenced].map(|made| text(&made["id"])));
    let page = moderator.get(&format!("{HOSTS}?limit=2")).await.expect(200);
    let next = page.header("link").split(['<', '>']).nth(1).unwrap().to_owned();
    assert_eq!(ids(&moderator.get(&next).await.expect(200).json()), [text(&silenced["id"])]);

    for (wanted, field) in [
        (json!({"domain": "no host"}), "host"),
        (json!({}), "host"),
        (json!({"domain": server.domain}), "host"),
        (json!({"domain": "c.example", "severity": "limit"}), "severity"),
        (json!({"domain": "c.example", "public_comment": "a".repeat(600)}), "public_comment"),
    ] {
        let wrong = moderator.post_json(HOSTS, &wanted).await.expect(422).json();
        assert!(wrong["details"][field].is_array(), "{wanted}: {wrong}");
    }
}

#[tokio::test]
async fn a_server_is_allowed_and_no_longer_where_only_chosen_ones_are_spoken_with() {
    let server = Server::at("a").env("ANAMNESIS_FEDERATION_MODE", "allow").start().await;
    let moderator = moderator(&server);
    let peer = Peer::start();
    let member = server.member("quiet_fern_12");
    let find = async || {
        let path = format!("/api/v2/search?q=ann@{}&resolve=true", peer.domain);
        member.get(&path).await.expect(200).json()["accounts"].as_array().unwrap().len()
    };
    assert_eq!(find().await, 0);
    let wanted = json!({"domain": peer.domain});
    let allowed = moderator.post_json(ALLOWS, &wanted).await.expect(200).json();
    assert_eq!(allowed["domain"], json!(peer.domain));
    assert!(text(&allowed["created_at"]).ends_with("T00:00:00.000Z"), "{allowed}");
    assert_eq!(
        moderator.post_json(ALLOWS, &wanted).await.expect(200).json(),
        allowed,
        "it is allowed already"
    );
    assert_eq!(moderator.get(ALLOWS).await.expect(200).json(), json!([allowed]));
    let path = format!("{ALLOWS}/{}", text(&allowed["id"]));
    assert_eq!(moderator.get(&path).await.expect(200).json(), allowed);
    assert_eq!(find().await, 1);
    moderator.get(&format!("{HOSTS}/{}", text(&allowed["id"]))).await.expect(404);
    assert_eq!(moderator.send(moderator.request(Method::DELETE, &path)).await.expect(200).json(), json!({}));
    moderator.get(&path).await.expect(404);
    let follow =
        json!({"id": peer.url("/f/1"), "type": "Follow", "actor": peer.person("ann"), "object": "x"});
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(403);
    assert_eq!(decided(&server, "calm_owl_3").await, ["peer-allowed", "peer-disallowed"]);
}
