//! Numbers for the operator's own watch, and for nobody else.

use serde_json::json;

use crate::support::keys::Key;
use crate::support::{Peer, Server, eventually};

const TOKEN: &str = "a-token-of-this-test";

/// The number of a line of the page.
fn number(page: &str, line: &str) -> u64 {
    let found = page.lines().find_map(|found| found.strip_prefix(line)?.strip_prefix(' '));
    found.map_or(0, |number| number.parse().unwrap())
}

#[tokio::test]
async fn the_operator_reads_numbers_and_nobody_else_does() {
    let server = Server::at("a").env("ANAMNESIS_METRICS_TOKEN", TOKEN).start().await;
    let (member, peer) = (server.member("quiet_fern_12"), Peer::start());
    server.client().get("/metrics").await.expect(404);
    server.client().with_token("another-token-of-16").get("/metrics").await.expect(404);
    let rows = server.database.rows("SELECT uri FROM account WHERE handle = 'quiet_fern_12'").await;
    let (person, actor) = (rows[0]["uri"].as_str().unwrap(), peer.person("zoe"));
    let follow = json!({"id": format!("{actor}/follow"), "type": "Follow", "actor": actor, "object": person});
    let odd = json!({"id": format!("{actor}/dance"), "type": "Dance", "actor": actor, "object": person});
    peer.send("zoe", &server.url("/inbox"), &follow).await.expect(202);
    peer.send("zoe", &server.url("/inbox"), &odd).await.expect(202);
    let key_id = format!("{actor}#main-key");
    peer.send_signed(&Key::fresh(), &key_id, &server.url("/inbox"), &odd).await.expect(401);
    peer.wait_for("Accept").await;
    let operator = server.client().with_token(TOKEN);
    let page = eventually("everything is counted", async || {
        let page = operator.get("/metrics").await.expect(200);
        assert_eq!(page.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
        assert_eq!(page.header("cache-control"), "no-store");
        let counted = [
            "anamnesis_inbox_requests_total{status=\"202\"}",
            "anamnesis_inbox_requests_total{status=\"401\"}",
            "anamnesis_activities_total{outcome=\"applied\"}",
            "anamnesis_activities_total{outcome=\"unknown-kind\"}",
            "anamnesis_deliveries_total{outcome=\"delivered\"}",
        ];
        let counted = counted.map(|line| number(&page.body, line));
        let is_quiet = ["deliveries_waiting", "events_waiting", "inbox_waiting"]
            .iter()
            .all(|name| number(&page.body, &format!("anamnesis_{name}")) == 0);
        if counted == [2, 1, 1, 1, 1] && is_quiet { Ok(page.body) } else { Err(page.body) }
    })
    .await;
    assert!(number(&page, "anamnesis_fetches_total{outcome=\"2xx\"}") >= 2, "{page}");
    assert!(number(&page, "process_resident_memory_bytes") > 1024 * 1024, "{page}");
    assert!(number(&page, "anamnesis_jobs_waiting") >= 1, "{page}");
    for line in ["anamnesis_delivery_lag_seconds 0", "anamnesis_peers_parked 0", "anamnesis_streams_open 0"] {
        assert!(page.contains(line), "{page}");
    }
    assert!(!page.contains("localhost") && !page.contains("quiet_fern"), "no name stands there: {page}");
    member.get("/metrics").await.expect(404);
}

#[tokio::test]
async fn without_a_token_in_the_settings_there_are_no_numbers() {
    let server = Server::start().await;
    server.client().get("/metrics").await.expect(404);
    server.client().with_token("").get("/metrics").await.expect(404);
}
