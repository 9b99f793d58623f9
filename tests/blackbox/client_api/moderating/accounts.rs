//! Accounts: looked for, let in, limited, and all of that taken back.

use serde_json::{Value, json};

use super::{SCOPES, decided, moderator, number, staff};
use crate::client_api::{ids, tell};
use crate::support::{Client, Here, Peer, Server, eventually};
use crate::telling::review_desk::{field, read};

/// An account as the admin API gives it.
async fn seen(moderator: &Client, id: &str) -> Value {
    moderator.get(&format!("/api/v1/admin/accounts/{id}")).await.expect(200).json()
}

/// Does something about an account.
async fn act(moderator: &Client, id: &str, kind: &str) {
    let path = format!("/api/v1/admin/accounts/{id}/action");
    assert_eq!(moderator.post_json(&path, &json!({"type": kind})).await.expect(200).json(), json!({}));
}

/// Takes something back, and gives the account as it is then.
async fn undo(moderator: &Client, id: &str, what: &str) -> Value {
    moderator.post(&format!("/api/v1/admin/accounts/{id}/{what}")).await.expect(200).json()
}

/// Somebody fills in the form of those who want to join.
async fn apply(server: &Server, handle: &str, reason: &str) {
    let browser = server.client();
    let csrf = field(&read(&browser, "/sign-up").await, "csrf");
    let fields = [
        ("csrf", csrf.as_str()),
        ("handle", handle),
        ("name", ""),
        ("passphrase", "seven slow lanterns drift"),
        ("passphrase-again", "seven slow lanterns drift"),
        ("old-enough", "yes"),
        ("agrees", "yes"),
        ("reason", reason),
    ];
    browser.post_form("/sign-up", &fields).await.expect(200);
}

#[tokio::test]
async fn an_applicant_is_read_and_let_in_or_turned_away() {
    let server = Server::start().await;
    let moderator = moderator(&server);
    apply(&server, "slow_lantern_8", "I would like to tell what happened to my brother.").await;
    apply(&server, "loud_lantern_9", "Buy my pills.").await;
    let waiting = moderator.get("/api/v1/admin/accounts?pending=true").await.expect(200).json();
    let later = moderator.get("/api/v2/admin/accounts?status=pending&origin=local").await.expect(200).json();
    assert_eq!(waiting, later);
    assert_eq!(waiting.as_array().unwrap().len(), 2);
    // In no order: the number of an account says nothing of the moment in which it was made.
    let named =
        |name: &str| waiting.as_array().unwrap().iter().find(|seen| seen["username"] == name).unwrap();
    let (slow, loud) = (named("slow_lantern_8"), named("loud_lantern_9"));
    assert_eq!(slow["invite_request"], "I would like to tell what happened to my brother.");
    assert_eq!(
        (&slow["approved"], &slow["confirmed"], &slow["disabled"]),
        (&json!(false), &json!(true), &json!(false))
    );
    // What is promised: no e-mail, no address, no exact time.
    assert_eq!((&slow["email"], &slow["ip"], &slow["ips"]), (&json!(""), &Value::Null, &json!([])));
    assert!(slow["created_at"].as_str().unwrap().ends_with("-01T00:00:00.000Z"), "{slow}");
    assert_eq!((&slow["domain"], &slow["locale"]), (&Value::Null, &Value::Null));
    for query in ["email=a@b.example", "ip=192.0.2.1", "invited_by=1"] {
        let path = format!("/api/v2/admin/accounts?{query}");
        assert_eq!(moderator.get(&path).await.expect(200).json(), json!([]), "nobody is found by that");
    }

    let (slow, loud) = (slow["id"].as_str().unwrap(), loud["id"].as_str().unwrap());
    let welcome = undo(&moderator, slow, "approve").await;
    assert_eq!((&welcome["approved"], &welcome["invite_request"]), (&json!(true), &Value::Null));
    moderator.post(&format!("/api/v1/admin/accounts/{slow}/approve")).await.expect(422);
    let gone = undo(&moderator, loud, "reject").await;
    assert_eq!((&gone["username"], &gone["approved"]), (&json!("loud_lantern_9"), &json!(false)));
    moderator.post(&format!("/api/v1/admin/accounts/{slow}/reject")).await.expect(404);
    server.cli(&["token", "create", "slow_lantern_8"]).expect_success();
    let refused = server.cli(&["token", "create", "loud_lantern_9"]);
    assert!(refused.stderr.contains("does not exist"), "{}", refused.stderr);
    assert_eq!(decided(&server, "calm_owl_3").await, ["member-turned-away", "member-welcomed"]);
}

#[tokio::test]
async fn a_member_is_limited_in_each_way_and_every_way_is_taken_back() {
    let server = Server::start().await;
    let moderator = moderator(&server);
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("blue_heron_10"));
    let post = tell(&writer, "Who else hears a ringing?").await;
    let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
    let id = number(&server, "quiet_fern_12").await;
    let listed = async || {
        let posts = server.client().get("/api/v1/timelines/public").await.expect(200).json();
        posts.as_array().unwrap().len()
    };
    act(&moderator, &id, "none").await;
    assert_eq!(decided(&server, "calm_owl_3").await, Vec::<String>::new());

    act(&moderator, &id, "silence").await;
    let shown = seen(&moderator, &id).await;
    assert_eq!((&shown["silenced"], &shown["account"]["limited"]), (&json!(true), &json!(true)));
    let silenced = moderator.get("/api/v1/admin/accounts?silenced=true").await.expect(200).json();
    assert_eq!(ids(&silenced), [id.as_str()]);
    let found = reader.get("/api/v2/search?q=quiet_f&type=accounts").await.expect(200).json();
    assert_eq!(found["accounts"], json!([]));
    assert_eq!(undo(&moderator, &id, "unsilence").await["silenced"], false);
    let found = reader.get("/api/v2/search?q=quiet_f&type=accounts").await.expect(200).json();
    assert_eq!(ids(&found["accounts"]), [id.as_str()]);

    assert_eq!(reader.get(&path).await.expect(200).json()["sensitive"], false);
    act(&moderator, &id, "sensitive").await;
    assert_eq!(seen(&moderator, &id).await["sensitized"], true);
    assert_eq!(reader.get(&path).await.expect(200).json()["sensitive"], true);
    assert_eq!(undo(&moderator, &id, "unsensitive").await["sensitized"], false);

    act(&moderator, &id, "suspend").await;
    assert_eq!(seen(&moderator, &id).await["suspended"], true);
    reader.get(&path).await.expect(404);
    reader.get(&format!("/api/v1/accounts/{id}")).await.expect(404);
    writer.get("/api/v1/timelines/home").await.expect(401);
    assert_eq!(undo(&moderator, &id, "unsuspend").await["suspended"], false);
    reader.get(&path).await.expect(200);
    assert_eq!(listed().await, 0, "small talk stands in no public list");

    act(&moderator, &id, "disable").await;
    assert_eq!(seen(&moderator, &id).await["disabled"], true);
    let disabled = moderator.get("/api/v2/admin/accounts?status=disabled").await.expect(200).json();
    assert_eq!(ids(&disabled), [id.as_str()]);
    assert!(server.cli(&["token", "create", "quiet_fern_12"]).stderr.contains("stopped"));
    assert_eq!(undo(&moderator, &id, "enable").await["disabled"], false);
    server.cli(&["token", "create", "quiet_fern_12"]).expect_success();

    let action = format!("/api/v1/admin/accounts/{id}/action");
    let wrong = moderator.post_json(&action, &json!({"type": "banish"})).await.expect(422).json();
    assert_eq!(wrong["details"]["type"][0]["error"], "ERR_INCLUSION");
    moderator.post_json("/api/v1/admin/accounts/7/action", &json!({"type": "silence"})).await.expect(404);
    moderator.delete(&format!("/api/v1/admin/accounts/{id}")).await.expect(405);
    let all = [
        "account-limited",
        "account-marked",
        "account-unlimited",
        "account-unmarked",
        "member-frozen",
        "member-suspended",
        "member-thawed",
        "member-unsuspended",
    ];
    assert_eq!(decided(&server, "calm_owl_3").await, all);
}

#[tokio::test]
async fn nobody_decides_about_themselves_or_about_who_may_do_as_much() {
    let server = Server::start().await;
    let moderator = moderator(&server);
    let operator = staff(&server, "old_moss_4", "operator", SCOPES);
    let (moderators, operators) = (number(&server, "calm_owl_3").await, number(&server, "old_moss_4").await);
    let silence = async |client: &Client, id: &str| {
        let path = format!("/api/v1/admin/accounts/{id}/action");
        client.post_json(&path, &json!({"type": "silence"})).await.status
    };
    assert_eq!(silence(&moderator, &moderators).await, 403);
    assert_eq!(silence(&moderator, &operators).await, 403);
    assert_eq!(silence(&operator, &operators).await, 403);
    let guide = server.database.rows("SELECT id FROM account WHERE handle = 'guide'").await;
    assert_eq!(silence(&operator, &guide[0]["id"].to_string()).await, 403);
    assert_eq!(silence(&operator, &moderators).await, 200);
}

#[tokio::test]
async fn accounts_are_found_by_place_name_server_and_role_page_by_page() {
    let (here, peer) = (Here::start().await, Peer::start());
    let server = &here.server;
    let moderator = moderator(server);
    staff(server, "old_moss_4", "operator", "read");
    peer.send("ann", &server.url("/inbox"), &here.like(&peer, "ann", 1)).await.expect(202);
    let find = async |query: &str| -> Vec<String> {
        let found = moderator.get(&format!("/api/{query}")).await.expect(200).json();
        let mut names: Vec<String> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|seen| seen["username"].as_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    eventually("somebody elsewhere is known", async || {
        let found = find("v1/admin/accounts?remote=true").await;
        if found == ["ann"] { Ok(()) } else { Err(format!("{found:?}")) }
    })
    .await;
    let members = ["calm_owl_3", "old_moss_4", "quiet_fern_12"];
    assert_eq!(find("v1/admin/accounts").await, members);
    assert_eq!(find("v2/admin/accounts?origin=local&status=active").await, members);
    assert_eq!(find("v2/admin/accounts?origin=remote").await, ["ann"]);
    let all = find("v2/admin/accounts").await;
    assert_eq!(all, ["ann", "calm_owl_3", "old_moss_4", "quiet_fern_12"], "the server's own are nobody's");
    assert_eq!(find(&format!("v2/admin/accounts?by_domain={}", peer.domain)).await, ["ann"]);
    assert_eq!(find("v1/admin/accounts?by_domain=else.example").await, Vec::<String>::new());
    assert_eq!(find("v2/admin/accounts?origin=local&username=@Quiet_F").await, ["quiet_fern_12"]);
    assert_eq!(find("v2/admin/accounts?permissions=staff").await, ["calm_owl_3", "old_moss_4"]);
    assert_eq!(find("v1/admin/accounts?staff=true").await, ["calm_owl_3", "old_moss_4"]);
    assert_eq!(find("v2/admin/accounts?role_ids[]=1").await, ["calm_owl_3"]);
    assert_eq!(find("v2/admin/accounts?role_ids[]=99").await, Vec::<String>::new());
    moderator.get("/api/v2/admin/accounts?status=odd").await.expect(422);
    let ann = moderator.get("/api/v1/admin/accounts?remote=true").await.expect(200).json();
    assert_eq!((&ann[0]["domain"], &ann[0]["approved"]), (&json!(peer.domain), &json!(true)));

    // The header leads on, with what was asked for.
    let mut seen = Vec::new();
    let mut path = "/api/v2/admin/accounts?origin=local&limit=1".to_owned();
    loop {
        let page = moderator.get(&path).await.expect(200);
        seen.extend(ids(&page.json()));
        let link = page.header("link").to_owned();
        let next = link.split(", ").find(|link| link.contains("rel=\"next\""));
        let Some(next) = next.and_then(|link| link.split(['<', '>']).nth(1)) else { break };
        assert!(next.contains("origin=local"), "{next}");
        next.clone_into(&mut path);
    }
    assert_eq!(seen.len(), 3);

    // A suspension of somebody elsewhere cuts follows, and nothing is asked back.
    let id = ann[0]["id"].as_str().unwrap();
    let follow =
        json!({"id": peer.url("/f/1"), "type": "Follow", "actor": peer.person("ann"), "object": here.person});
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(202);
    let follows = async || server.database.rows("SELECT id FROM follow").await.len();
    eventually(
        "the follow is there",
        async || if follows().await == 1 { Ok(()) } else { Err("none".to_owned()) },
    )
    .await;
    act(&moderator, id, "suspend").await;
    assert_eq!(follows().await, 0);
    here.member.get(&format!("/api/v1/accounts/{id}")).await.expect(404);
    let action = format!("/api/v1/admin/accounts/{id}/action");
    moderator.post_json(&action, &json!({"type": "disable"})).await.expect(422);
}

#[tokio::test]
async fn the_command_line_limits_single_accounts_here_and_elsewhere() {
    let (here, peer) = (Here::start().await, Peer::start());
    let server = &here.server;
    peer.send("ann", &server.url("/inbox"), &here.like(&peer, "ann", 1)).await.expect(202);
    let address = format!("ann@{}", peer.domain);
    eventually("somebody elsewhere is known", async || {
        let shown = server.cli(&["account", "show", &address]);
        if shown.stdout.contains("undecided") { Ok(()) } else { Err(shown.stderr) }
    })
    .await;
    let say = |arguments: &[&str]| {
        let said = server.cli(&[&["account"][..], arguments].concat()).expect_success();
        said.trim().rsplit_once('\t').unwrap().1.to_owned()
    };
    assert_eq!(say(&["limit", &address, "--rule", "trade"]), "limited");
    assert_eq!(say(&["mark", &address]), "limited, marked");
    assert_eq!(say(&["unlimit", &address]), "marked");
    assert_eq!(say(&["unmark", &address]), "undecided");
    assert_eq!(say(&["suspend", &address]), "suspended");
    assert_eq!(say(&["unsuspend", &address]), "undecided");
    assert_eq!(say(&["mark", "@quiet_fern_12"]), "marked");
    let log = server.database.rows("SELECT act, rule FROM action WHERE rule IS NOT NULL").await;
    assert_eq!((&log[0]["act"], &log[0]["rule"], log.len()), (&json!("account-limited"), &json!("trade"), 1));
    let unknown = server.cli(&["account", "limit", "nobody@else.example"]);
    assert!(unknown.stderr.contains("an account of this name does not exist"), "{}", unknown.stderr);
    let odd = server.cli(&["account", "limit", &address, "--rule", "odd"]);
    assert!(odd.stderr.contains("a rule of this name does not exist"), "{}", odd.stderr);
    let guide = server.cli(&["account", "suspend", "guide"]);
    assert!(guide.stderr.contains("the server's own accounts"), "{}", guide.stderr);
}
