//! Reports: read, taken up, closed and opened again, and closed with what is done.

use serde_json::{Value, json};

use super::{SCOPES, decided, moderator, number, staff};
use crate::client_api::{ids, tell, text};
use crate::support::{Client, Server};

const REPORTS: &str = "/api/v1/admin/reports";

/// A member reports another one's post.
async fn report(reader: &Client, target: &str, post: &Value) -> String {
    let wanted = json!({
        "account_id": target, "status_ids": [post["id"]], "comment": "This is not kind.",
        "category": "violation", "rule_ids": ["2"],
    });
    text(&reader.post_json("/api/v1/reports", &wanted).await.expect(200).json()["id"]).to_owned()
}

/// Does something with a report, and gives it as it is then.
async fn work(moderator: &Client, id: &str, what: &str) -> Value {
    moderator.post(&format!("{REPORTS}/{id}/{what}")).await.expect(200).json()
}

async fn listed(moderator: &Client, query: &str) -> Vec<String> {
    ids(&moderator.get(&format!("{REPORTS}{query}")).await.expect(200).json())
}

#[tokio::test]
async fn a_report_is_read_taken_up_closed_and_opened_again() {
    let server = Server::start().await;
    let moderator = moderator(&server);
    let other = staff(&server, "old_moss_4", "moderator", SCOPES);
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("blue_heron_10"));
    let post = tell(&writer, "You are all lying.").await;
    let target = number(&server, "quiet_fern_12").await;
    let id = report(&reader, &target, &post).await;
    let path = format!("{REPORTS}/{id}");
    let seen = moderator.get(&path).await.expect(200).json();
    assert_eq!(moderator.get(REPORTS).await.expect(200).json(), json!([seen]));
    let names = |seen: &Value, key: &str| seen[key]["username"].clone();
    assert_eq!(
        (names(&seen, "account"), names(&seen, "target_account")),
        (json!("blue_heron_10"), json!("quiet_fern_12"))
    );
    assert_eq!((&seen["statuses"][0]["id"], &seen["rules"][0]["id"]), (&post["id"], &json!("2")));
    assert_eq!((&seen["category"], &seen["comment"]), (&json!("violation"), &json!("This is not kind.")));
    assert_eq!((&seen["action_taken"], &seen["assigned_account"]), (&json!(false), &Value::Null));
    assert!(text(&seen["created_at"]).ends_with("T00:00:00.000Z"), "no more exact than the week: {seen}");
    let by = number(&server, "blue_heron_10").await;
    assert_eq!(
        listed(&moderator, &format!("?account_id={by}&target_account_id={target}")).await,
        [id.as_str()]
    );
    assert_eq!(listed(&moderator, &format!("?account_id={target}")).await, Vec::<String>::new());
    moderator.get(&format!("{REPORTS}?account_id=me")).await.expect(422);

    assert_eq!(names(&work(&moderator, &id, "assign_to_self").await, "assigned_account"), "calm_owl_3");
    other.post(&format!("{path}/assign_to_self")).await.expect(422);
    assert_eq!(work(&other, &id, "unassign").await["assigned_account"], Value::Null);
    let closed = work(&moderator, &id, "resolve").await;
    assert_eq!(
        (&closed["action_taken"], names(&closed, "action_taken_by_account")),
        (&json!(true), json!("calm_owl_3"))
    );
    assert!(text(&closed["action_taken_at"]).ends_with("T00:00:00.000Z"), "{closed}");
    assert_eq!(listed(&moderator, "").await, Vec::<String>::new());
    assert_eq!(listed(&moderator, "?resolved=true").await, [id.as_str()]);
    assert_eq!(listed(&moderator, "?resolved=true&unresolved=true").await, [id.as_str()]);
    let again = work(&other, &id, "reopen").await;
    assert_eq!((&again["action_taken"], &again["action_taken_by_account"]), (&json!(false), &Value::Null));

    let sorted =
        moderator.put_json(&path, &json!({"category": "spam", "rule_ids": []})).await.expect(200).json();
    assert_eq!((&sorted["category"], &sorted["rules"]), (&json!("spam"), &json!([])));
    moderator.put_json(&path, &json!({"category": "odd"})).await.expect(422);
    moderator.get(&format!("{REPORTS}/7")).await.expect(404);
    let log = ["report-resolved", "report-sorted", "report-taken"];
    assert_eq!(decided(&server, "calm_owl_3").await, log);
}

#[tokio::test]
async fn an_action_closes_the_report_that_led_to_it_or_does_nothing() {
    let server = Server::start().await;
    let moderator = moderator(&server);
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("blue_heron_10"));
    let post = tell(&writer, "You are all lying.").await;
    let target = number(&server, "quiet_fern_12").await;
    let (first, second) = (report(&reader, &target, &post).await, report(&reader, &target, &post).await);
    let act = async |account: &str, kind: &str, report: &str| {
        let path = format!("/api/v1/admin/accounts/{account}/action");
        moderator.post_json(&path, &json!({"type": kind, "report_id": report})).await.status
    };
    let stands = async |key: &str| {
        let seen = moderator.get(&format!("/api/v1/admin/accounts/{target}")).await.expect(200).json();
        seen[key].clone()
    };
    let by = number(&server, "blue_heron_10").await;
    assert_eq!(act(&by, "silence", &first).await, 404, "the report is about somebody else");
    assert_eq!(act(&target, "silence", "7").await, 404);
    assert_eq!(stands("silenced").await, false);
    assert_eq!(act(&target, "silence", &first).await, 200);
    assert_eq!(stands("silenced").await, true);
    assert_eq!(listed(&moderator, "").await, [second.as_str()], "the other one is not read yet");
    assert_eq!(act(&target, "suspend", &first).await, 422);
    assert_eq!(stands("suspended").await, false, "both or neither");
    assert_eq!(act(&target, "none", &second).await, 200);
    assert_eq!(listed(&moderator, "").await, Vec::<String>::new());
    let log = ["account-limited", "report-resolved", "report-resolved"];
    assert_eq!(decided(&server, "calm_owl_3").await, log);
}

#[tokio::test]
async fn nobody_reads_a_report_about_themselves() {
    let server = Server::start().await;
    let moderator = moderator(&server);
    let other = staff(&server, "old_moss_4", "moderator", SCOPES);
    let reader = server.member("blue_heron_10");
    let post = tell(&moderator, "You are all lying.").await;
    let id = report(&reader, &number(&server, "calm_owl_3").await, &post).await;
    assert_eq!(listed(&moderator, "?resolved=true&unresolved=true").await, Vec::<String>::new());
    moderator.get(&format!("{REPORTS}/{id}")).await.expect(403);
    moderator.post(&format!("{REPORTS}/{id}/resolve")).await.expect(403);
    assert_eq!(listed(&other, "").await, [id.as_str()]);
}
