//! Reports at the desk: what moderators see of them, what they do, and what is written down of it.

use serde_json::{Value, json};

use super::support::client::Answer;
use super::support::{Client, Here, Peer, Server, eventually};
use super::telling::review_desk::{field, read, signed_in};

const TEXT: &str = "Buy my pills, they heal everything.";

/// Presses a button on a page about a report.
async fn press(moderator: &Client, report: &str, decision: &str, more: &[(&str, &str)]) -> Answer {
    let csrf = field(&read(moderator, "/settings").await, "csrf");
    let fields: Vec<(&str, &str)> =
        [("csrf", csrf.as_str()), ("decision", decision)].into_iter().chain(more.iter().copied()).collect();
    moderator.post_form(report, &fields).await
}

/// The same, where it has to be done.
async fn do_it(moderator: &Client, report: &str, decision: &str, more: &[(&str, &str)]) {
    let done = press(moderator, report, decision, more).await.expect(303);
    assert_eq!(done.header("location"), report);
}

/// The same, where somebody else was faster.
async fn overtaken(moderator: &Client, report: &str, decision: &str, more: &[(&str, &str)]) {
    let done = press(moderator, report, decision, more).await.expect(303);
    assert_eq!(done.header("location"), format!("{report}?overtaken=yes"));
    assert!(read(moderator, done.header("location")).await.contains("Somebody else was faster"));
}

async fn number(server: &Server, handle: &str) -> String {
    let sql = format!("SELECT id FROM account WHERE handle = '{handle}'");
    server.database.rows(&sql).await[0]["id"].to_string()
}

/// The path of the page about the only report there is.
async fn the_report(server: &Server) -> String {
    let rows = eventually("a report", async || {
        let rows = server.database.rows("SELECT id FROM report").await;
        if rows.len() == 1 { Ok(rows) } else { Err(format!("{rows:?}")) }
    })
    .await;
    format!("/desk/reports/{}", rows[0]["id"])
}

/// What the log says, in the order in which decisions are named.
async fn acts(server: &Server) -> Vec<Value> {
    let rows = server.database.rows("SELECT act FROM action ORDER BY act").await;
    rows.into_iter().map(|row| row["act"].clone()).collect()
}

/// A post of `writer` that `reader` has reported.
async fn reported(server: &Server, writer: &Client, reader: &Client) -> Value {
    let post = json!({"status": TEXT, "language": "en"});
    let post = writer.post_json("/api/v1/statuses", &post).await.expect(200).json();
    let report = json!({"account_id": post["account"]["id"], "status_ids": [post["id"]],
        "comment": "A gannet sells here.", "rule_ids": ["6"]});
    reader.post_json("/api/v1/reports", &report).await.expect(200);
    assert_eq!(server.database.rows("SELECT id FROM report").await.len(), 1);
    post
}

#[tokio::test]
async fn one_of_two_moderators_takes_a_report_up_and_decides_with_a_rule() {
    let server = Server::start().await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("blue_heron_10"));
    reported(&server, &writer, &reader).await;
    let first = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let second = signed_in(&server, &["slow_river_7", "--role", "moderator"]).await;
    assert!(read(&first, "/desk").await.contains("Reports: 1 open"));
    let report = the_report(&server).await;
    for list in
        ["/desk/reports", "/desk/reports?q=quiet_fern_12", "/desk/reports?state=all&q=%40quiet_fern_12"]
    {
        assert!(read(&first, list).await.contains(&report), "{list}");
    }
    for list in ["/desk/reports?state=closed", "/desk/reports?q=blue_heron_10", "/desk/reports?q=nobody"] {
        assert!(!read(&first, list).await.contains(&report), "{list}");
    }
    let page = read(&first, &report).await;
    for told in [
        "About @quiet_fern_12",
        "Reported by @blue_heron_10",
        "A gannet sells here.",
        "Breaks a rule",
        "Sell nothing.",
        TEXT,
    ] {
        assert!(page.contains(told), "{told} in {page}");
    }
    do_it(&first, &report, "take", &[]).await;
    overtaken(&second, &report, "take", &[]).await;
    assert!(read(&second, &report).await.contains("@calm_owl_3 looks at it"));
    // Without a rule nothing is decided, and the page says so.
    let page = press(&first, &report, "limit", &[]).await.expect(422).body;
    assert!(page.contains("A gannet sells here.") && page.contains("href=\"#reason\""), "{page}");
    press(&first, &report, "unlimit", &[("reason", "trade")]).await.expect(422);
    press(&first, &report, "dance", &[]).await.expect(422);
    assert_eq!(acts(&server).await, ["report-taken"]);
    do_it(&first, &report, "limit", &[("reason", "trade")]).await;
    overtaken(&second, &report, "suspend", &[("reason", "trade")]).await;
    let limited = server.database.rows("SELECT id FROM account WHERE silenced AND NOT suspended").await;
    assert_eq!(limited.len(), 1);
    let page = read(&second, &report).await;
    assert!(page.contains("Closed: the account is limited") && !page.contains("value=\"limit\""), "{page}");
    assert!(read(&second, "/desk").await.contains("Reports: 0 open"));
    do_it(&second, &report, "reopen", &[]).await;
    do_it(&second, &report, "close", &[]).await;
    assert!(read(&first, &report).await.contains("Closed with nothing done about the account"));
    assert_eq!(
        acts(&server).await,
        ["account-limited", "report-reopened", "report-resolved", "report-resolved", "report-taken"]
    );
    let log = read(&first, "/desk/log").await;
    assert!(log.contains("Reports dealt with"), "{log}");
    for named in ["quiet_fern_12", "blue_heron_10", "gannet"] {
        assert!(!log.contains(named), "{named} in {log}");
    }
    let ruled = server.database.rows("SELECT rule FROM action WHERE rule IS NOT NULL").await;
    assert_eq!(ruled, [json!({"rule": "trade"}), json!({"rule": "trade"})]);
    // Nobody else comes here.
    reader.get(&report).await.expect(401);
    signed_in(&server, &["still_moss_9"]).await.get(&report).await.expect(403);
}

#[tokio::test]
async fn a_reported_post_is_taken_down_and_a_message_that_nobody_was_shown_is_not_read() {
    let server = Server::start().await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("blue_heron_10"));
    let post = reported(&server, &writer, &reader).await;
    let secret = json!({"status": "A dotterel for my followers.", "visibility": "private"});
    let secret = writer.post_json("/api/v1/statuses", &secret).await.expect(200).json();
    let report =
        json!({"account_id": post["account"]["id"], "status_ids": [secret["id"]], "comment": "And this?"});
    let filed = reader.post_json("/api/v1/reports", &report).await.expect(200).json();
    assert_eq!(filed["status_ids"], json!([]));
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let page = read(&moderator, &format!("/desk/reports/{}", filed["id"].as_str().unwrap())).await;
    assert!(page.contains("And this?") && !page.contains("dotterel"), "{page}");
    assert!(page.contains("There is one other report about it"), "{page}");
    let rows = server.database.rows("SELECT id FROM report WHERE post_ids <> '[]'").await;
    let report = format!("/desk/reports/{}", rows[0]["id"]);
    let id = post["id"].as_str().unwrap();
    press(&moderator, &report, "take-down", &[("reason", "trade")]).await.expect(422);
    press(&moderator, &report, "take-down", &[("post", id)]).await.expect(422);
    do_it(&moderator, &report, "take-down", &[("post", id), ("reason", "trade")]).await;
    writer.get(&format!("/api/v1/statuses/{id}")).await.expect(404);
    overtaken(&moderator, &report, "take-down", &[("post", id), ("reason", "trade")]).await;
    let page = read(&moderator, &report).await;
    assert!(page.contains("One of the posts is gone.") && page.contains("value=\"close\""), "{page}");
    assert!(!page.contains(TEXT), "{page}");
}

#[tokio::test]
async fn of_a_report_from_elsewhere_only_the_server_is_named_and_cut_follows_need_a_second_yes() {
    let (here, peer) = (Here::start().await, Peer::start());
    let server = &here.server;
    let flag = json!({"id": peer.url("/flags/1"), "type": "Flag", "actor": peer.person("ann"),
        "content": "Please look.", "object": [here.person]});
    peer.send("ann", &server.url("/inbox"), &flag).await.expect(202);
    let report = the_report(server).await;
    let moderator = signed_in(server, &["calm_owl_3", "--role", "moderator"]).await;
    let page = read(&moderator, &report).await;
    assert!(page.contains(&format!("Reported by the server {}", peer.domain)), "{page}");
    assert!(page.contains("Please look.") && !page.contains("@ann"), "{page}");
    do_it(&moderator, &report, "close", &[]).await;

    let follow =
        json!({"id": peer.url("/f/1"), "type": "Follow", "actor": peer.person("ann"), "object": here.person});
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(202);
    let follows = async || server.database.rows("SELECT id FROM follow").await.len();
    eventually("a follow", async || if follows().await == 1 { Ok(()) } else { Err("none".to_owned()) }).await;
    let new = json!({"account_id": number(server, "ann").await, "comment": "Sells.", "category": "spam"});
    let filed = here.member.post_json("/api/v1/reports", &new).await.expect(200).json();
    let report = format!("/desk/reports/{}", filed["id"].as_str().unwrap());
    let asked = press(&moderator, &report, "suspend", &[("reason", "trade")]).await.expect(200).body;
    assert!(
        asked.contains("Suspending it cuts one follow") && asked.contains("Nothing is done yet"),
        "{asked}"
    );
    assert_eq!((field(&asked, "sure").as_str(), follows().await), ("yes", 1));
    do_it(&moderator, &report, "suspend", &[("reason", "trade"), ("sure", "yes")]).await;
    assert_eq!(follows().await, 0);
    assert!(read(&moderator, &report).await.contains("Closed: the account is suspended"));
}

#[tokio::test]
async fn a_moderator_learns_of_no_report_about_themselves() {
    let server = Server::start().await;
    let reader = server.member("blue_heron_10");
    let first = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let second = signed_in(&server, &["slow_river_7", "--role", "moderator"]).await;
    let new = json!({"account_id": number(&server, "calm_owl_3").await, "comment": "Is rude."});
    reader.post_json("/api/v1/reports", &new).await.expect(200);
    let report = the_report(&server).await;
    assert!(read(&first, "/desk").await.contains("Reports: 0 open"));
    for list in ["/desk/reports", "/desk/reports?state=all&q=calm_owl_3"] {
        let page = read(&first, list).await;
        assert!(!page.contains(&report) && !page.contains("blue_heron_10"), "{list}: {page}");
    }
    let refused = first.get(&report).await.expect(403).body;
    assert!(!refused.contains("blue_heron_10"), "{refused}");
    for decision in ["take", "put-back", "close", "reopen"] {
        press(&first, &report, decision, &[]).await.expect(403);
    }
    press(&first, &report, "limit", &[("reason", "trade")]).await.expect(403);
    // Another sees it, and may close it; about an equal they decide nothing.
    let page = read(&second, &report).await;
    assert!(page.contains("Is rude.") && !page.contains("value=\"limit\""), "{page}");
    press(&second, &report, "limit", &[("reason", "trade")]).await.expect(403);
    do_it(&second, &report, "close", &[]).await;
    assert_eq!(acts(&server).await, ["report-resolved"]);
}
