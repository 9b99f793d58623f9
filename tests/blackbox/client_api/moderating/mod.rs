//! The admin API: the moderators' desk for programs. Who may use it, and what each of its deeds does behind the usual doors.

mod accounts;
mod hosts;
mod reports;

use anamnesis::http::mastodon::described;
use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{Client, Server, eventually};

/// What a moderator's program asks for.
const SCOPES: &str = "read write follow admin:read admin:write";

/// A program of a member with this role.
fn staff(server: &Server, name: &str, role: &str, scopes: &str) -> Client {
    server.cli(&["member", "create", name, "--role", role]).expect_success();
    let token = server.cli(&["token", "create", name, "--scope", scopes]).expect_success();
    server.client().with_token(token.trim())
}

/// A program of a new moderator.
fn moderator(server: &Server) -> Client {
    staff(server, "calm_owl_3", "moderator", SCOPES)
}

/// Every method and address of the admin API, with a number that nobody has.
fn every_route() -> Vec<(Method, String)> {
    let told = described::all().into_iter().filter(|told| told.path.contains("/admin/"));
    told.map(|told| (told.method.parse().unwrap(), told.path.replace("{id}", "7"))).collect()
}

/// What every route answers: the status and the words, each once.
async fn answers(client: &Client) -> Vec<(u16, String)> {
    let mut answers = Vec::new();
    for (method, path) in every_route() {
        let answer = client.send(client.request(method, &path)).await;
        answers.push((answer.status, answer.json()["error"].as_str().unwrap_or_default().to_owned()));
    }
    answers.sort();
    answers.dedup();
    answers
}

/// The number of an account by its handle.
async fn number(server: &Server, handle: &str) -> String {
    let sql = format!("SELECT id FROM account WHERE handle = '{handle}'");
    server.database.rows(&sql).await[0]["id"].to_string()
}

/// The kinds of decisions in the log that this member took, sorted.
async fn decided(server: &Server, handle: &str) -> Vec<String> {
    let id = number(server, handle).await;
    let sql = format!("SELECT act FROM action WHERE decider_id = {id} ORDER BY act");
    let rows = server.database.rows(&sql).await;
    rows.iter().map(|row| row["act"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn only_a_moderator_with_a_token_that_reaches_so_far_comes_in_and_only_as_long_as_they_are_one() {
    let server = Server::start().await;
    assert!(every_route().len() > 25, "the admin API is there");
    let moderator = moderator(&server);
    assert_eq!(moderator.get("/api/v1/admin/accounts").await.expect(200).json()[0]["username"], "calm_owl_3");
    let nobody = server.client();
    assert_eq!(answers(&nobody).await, [(401, "The access token is invalid".to_owned())]);
    let member = server.member("quiet_fern_12");
    let out_of_scope = (403, "This action is outside the authorized scopes".to_owned());
    assert_eq!(answers(&member).await, std::slice::from_ref(&out_of_scope));
    let token =
        server.cli(&["token", "create", "calm_owl_3", "--scope", "read write follow"]).expect_success();
    let unasked = server.client().with_token(token.trim());
    assert_eq!(answers(&unasked).await, [out_of_scope]);
    let refused = server.cli(&["token", "create", "quiet_fern_12", "--scope", "admin:read"]);
    assert!(refused.stderr.contains("moderators only"), "{}", refused.stderr);

    // A token may reach one part alone, and only to read.
    let narrow = ["token", "create", "calm_owl_3", "--scope", "admin:read:domain_blocks"];
    let narrow = server.client().with_token(server.cli(&narrow).expect_success().trim());
    narrow.get("/api/v1/admin/domain_blocks").await.expect(200);
    narrow.get("/api/v1/admin/accounts").await.expect(403);
    narrow.post_json("/api/v1/admin/domain_blocks", &json!({"domain": "bad.example"})).await.expect(403);
    narrow.get("/api/v1/accounts/verify_credentials").await.expect(403);

    let id = number(&server, "calm_owl_3").await;
    server.database.rows(&format!("UPDATE member SET role = 'member' WHERE account_id = {id}")).await;
    eventually("who is no moderator any more is refused", async || {
        match moderator.get("/api/v1/admin/accounts").await.status {
            403 => Ok(()),
            status => Err(status.to_string()),
        }
    })
    .await;
    assert_eq!(answers(&moderator).await, [(403, "This is not allowed.".to_owned())]);
    moderator.get("/api/v1/accounts/verify_credentials").await.expect(200);
}

#[tokio::test]
async fn a_role_tells_programs_what_its_member_may_decide() {
    let server = Server::start().await;
    let role = async |client: &Client| -> Value {
        client.get("/api/v1/accounts/verify_credentials").await.expect(200).json()["role"].clone()
    };
    let member = role(&server.member("quiet_fern_12")).await;
    assert_eq!((&member["id"], &member["permissions"]), (&json!("-99"), &json!("0")));
    for (name, kind) in [("calm_owl_3", "moderator"), ("old_moss_4", "operator")] {
        let role = role(&staff(&server, name, kind, "read")).await;
        let bits: u32 = role["permissions"].as_str().unwrap().parse().unwrap();
        // Reports, servers and users, and nothing that is not here.
        assert_eq!(bits, 1 << 4 | 1 << 5 | 1 << 10, "{role}");
    }
}

#[tokio::test]
async fn what_is_not_kept_here_is_told_to_be_none() {
    let server = Server::start().await;
    let moderator = moderator(&server);
    for path in ["email_domain_blocks", "canonical_email_blocks", "ip_blocks", "trends/tags", "trends/links"]
    {
        assert_eq!(moderator.get(&format!("/api/v1/admin/{path}")).await.expect(200).json(), json!([]));
        moderator.get(&format!("/api/v1/admin/{path}/1")).await.expect(404);
    }
    let asked = json!({"keys": ["active_users"], "start_at": "2026-11-01T00:00:00Z", "end_at": "2026-11-29T00:00:00Z"});
    for path in ["measures", "dimensions", "retention"] {
        let none = moderator.post_json(&format!("/api/v1/admin/{path}"), &asked).await.expect(200).json();
        assert_eq!(none, json!([]));
    }
}
