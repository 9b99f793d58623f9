//! Who leaves is named in no table: at once but for what is needed to ask other servers to delete, and then not at all; here, and at
//! servers of our kind.

use serde_json::{Value, json};

use crate::between_servers::follow;
use crate::support::client::Answer;
use crate::support::{Behaviour, Client, Here, Peer, Server, eventually};
use crate::web_stories::{between, token};

const HANDLE: &str = "shizuka_kaze_58";
/// A display name that stands nowhere else.
const NAME: &str = "Wryneck Meadow";
const STORY: &str = "After I stopped\n\nMedication: Zoloft\nAge: 26-35\nDuration: 1-2 years\nSymptoms: emotional blunting\n\n\
    It was given to me for panic attacks at work. A bittern sat outside.";
const THIRTY_DAYS: &str = "UPDATE departure SET left_day = '2026-01-02' RETURNING account_id";

/// Lets what is done once a day happen now.
async fn pass_a_day(server: &mut Server) {
    server.stop();
    let due = "UPDATE job SET run_at = 0 WHERE payload LIKE '%tidy%' RETURNING id";
    assert_eq!(server.database.rows(due).await.len(), 1);
    server.start_again().await;
    eventually("the day is over", async || {
        let waiting = server.database.rows("SELECT id FROM job WHERE run_at = 0").await;
        if waiting.is_empty() { Ok(()) } else { Err(format!("{waiting:?}")) }
    })
    .await;
}

/// The wire id and the number of a member.
async fn person(server: &Server, handle: &str) -> (String, i64) {
    let rows = format!("SELECT id, uri FROM account WHERE host = '' AND handle = '{handle}'");
    let row = server.database.rows(&rows).await.remove(0);
    (row["uri"].as_str().unwrap().to_owned(), row["id"].as_i64().unwrap())
}

async fn post(member: &Client, text: &str) -> Value {
    let body = json!({"status": text, "language": "en"});
    member.post_json("/api/v1/statuses", &body).await.expect(200).json()
}

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

async fn call(member: &Client, name: &str) {
    let path = "/api/v1/accounts/update_credentials";
    let request = member.request(reqwest::Method::PATCH, path).json(&json!({"display_name": name}));
    member.send(request).await.expect(200);
}

/// Waits until only these tables hold any of the texts.
async fn only_in(server: &Server, texts: &[&str], tables: &[&str]) {
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    eventually(&format!("{texts:?} stand in {tables:?} at {}", server.domain), async || {
        let mut found = server.database.tables_with_any(&texts).await;
        // The index of words holds what stands in the posts.
        found.retain(|table| !table.starts_with("post_words"));
        found.sort();
        if found == tables { Ok(()) } else { Err(format!("{found:?}")) }
    })
    .await;
}

/// The number of a post of another server, once it is here.
async fn arrived(reader: &Client, uri: &str) -> Value {
    eventually("the post arrives", async || {
        let home = reader.get("/api/v1/timelines/home").await.json();
        let found = home.as_array().into_iter().flatten().find(|status| status["uri"] == uri);
        found.cloned().ok_or_else(|| home.to_string())
    })
    .await
}

async fn as_activity(server: &Server, uri: &str) -> Answer {
    let path = uri.split_once(&server.domain).unwrap().1;
    let client = server.client();
    let asked = client.request(reqwest::Method::GET, path).header("accept", "application/activity+json");
    client.send(asked).await
}

#[tokio::test]
async fn who_leaves_is_named_in_no_table_of_either_server_once_every_server_took_the_request() {
    let (reading, mut telling) = (Server::start().await, Server::at("b").start().await);
    let (reader, author) = (reading.member("quiet_fern_12"), telling.member(HANDLE));
    let neighbour = telling.member("blue_heron_10");
    call(&author, NAME).await;
    let (uri, number) = person(&telling, HANDLE).await;
    follow(&reader, &format!("{HANDLE}@{}", telling.domain)).await;
    follow(&author, &format!("quiet_fern_12@{}", reading.domain)).await;
    let told = post(&author, STORY).await;
    let there = arrived(&reader, told["uri"].as_str().unwrap()).await;

    // Others speak to the author, keep the author, complain of the author; the author does the same.
    let mention = post(&reader, &format!("@{HANDLE}@{} thank you for this.", telling.domain)).await;
    let nearby = post(&neighbour, &format!("@{HANDLE} thank you for this.")).await;
    let here = arrived(&author, mention["uri"].as_str().unwrap()).await;
    for deed in ["favourite", "reblog"] {
        author.post(&format!("/api/v1/statuses/{}/{deed}", id(&here))).await.expect(200);
        reader.post(&format!("/api/v1/statuses/{}/{deed}", id(&there))).await.expect(200);
    }
    let reply = json!({"status": "You are welcome.", "in_reply_to_id": here["id"]});
    let reply = author.post_json("/api/v1/statuses", &reply).await.expect(200).json();
    arrived(&reader, reply["uri"].as_str().unwrap()).await;
    neighbour.post(&format!("/api/v1/accounts/{number}/follow")).await.expect(200);
    neighbour
        .post_form(&format!("/api/v1/accounts/{number}/note"), &[("comment", "Kind.")])
        .await
        .expect(200);
    let report = json!({"account_id": number.to_string(), "status_ids": [told["id"]], "comment": "Rude."});
    neighbour.post_json("/api/v1/reports", &report).await.expect(200);
    let report = json!({"account_id": there["account"]["id"], "comment": "Rude.", "forward": true});
    reader.post_json("/api/v1/reports", &report).await.expect(200);
    eventually("both reports", async || {
        let reports = telling.database.rows("SELECT id FROM report").await;
        if reports.len() == 2 { Ok(()) } else { Err(format!("{reports:?}")) }
    })
    .await;

    telling.cli(&["member", "delete", HANDLE, "--yes"]).expect_success();
    // What others wrote to the author is theirs, and names the author where they did.
    only_in(&telling, &[HANDLE, NAME, "bittern"], &["post"]).await;
    only_in(&reading, &[HANDLE, NAME, "bittern"], &["post"]).await;
    for (member, mention) in [(&reader, &mention), (&neighbour, &nearby)] {
        member.delete(&format!("/api/v1/statuses/{}", id(mention))).await.expect(200);
    }
    for server in [&telling, &reading] {
        only_in(server, &[HANDLE, NAME, "bittern"], &[]).await;
    }
    only_in(&reading, &[&uri], &[]).await;
    let shell = &telling.database.rows(&format!("SELECT * FROM account WHERE id = {number}")).await[0];
    for (column, value) in shell.as_object().unwrap() {
        let is_key = ["id", "uri", "key_id", "public_key", "private_key", "kind"].contains(&column.as_str());
        let is_nothing = [json!(null), json!(""), json!("[]"), json!(0), json!(false)].contains(value)
            || (column == "handle_key" && *value == format!("~{number}"))
            || column == "suspended";
        assert!(is_key || is_nothing, "{column} is {value}");
    }
    for (table, column) in [("report", "target_id"), ("tombstone", "account_id"), ("mention", "account_id")] {
        let named = format!("SELECT {column} FROM {table} WHERE {column} = {number}");
        assert!(telling.database.rows(&named).await.is_empty(), "{table}");
    }
    assert!(reading.database.rows("SELECT id FROM report").await.is_empty());
    as_activity(&telling, &uri).await.expect(410);
    telling.cli(&["doctor", "privacy"]).expect_success();

    pass_a_day(&mut telling).await;
    only_in(&telling, &[&uri, HANDLE, NAME], &[]).await;
    for (table, column) in
        [("account", "id"), ("signing_key", "account_id"), ("delivery", "actor_id"), ("had", "actor_id")]
    {
        let left = format!("SELECT {column} FROM {table} WHERE {column} = {number}");
        assert!(telling.database.rows(&left).await.is_empty(), "{table}");
    }
    // The actor is gone for ever, and its name is nobody's.
    as_activity(&telling, &uri).await.expect(410);
    telling.client().get(&format!("/@{HANDLE}")).await.expect(404);
    for name in [HANDLE, "sh1zuka_kaze_58"] {
        let again = telling.cli(&["member", "create", name]);
        assert!(!again.status.success(), "{name} is given again");
    }
}

/// A member who tells a story, and a browser in which they are signed in, with their passphrase.
async fn browsing(server: &Server) -> (Client, Client, String) {
    let printed = server.cli(&["member", "create", HANDLE]).expect_success();
    let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap().to_owned();
    let browser = server.client();
    let csrf = token(&browser.get("/sign-in").await.expect(200).body);
    let fields = [("csrf", csrf.as_str()), ("handle", HANDLE), ("passphrase", passphrase.as_str())];
    browser.post_form("/sign-in", &fields).await.expect(303);
    let access = server.cli(&["token", "create", HANDLE, "--scope", "read write follow"]).expect_success();
    (server.client().with_token(access.trim()), browser, passphrase)
}

async fn followed_by(server: &Server, peer: &Peer, whom: &str) {
    let actor = peer.person("zoe");
    let follow = json!({"id": format!("{actor}/follow"), "type": "Follow", "actor": actor, "object": whom});
    peer.send("zoe", &server.url("/inbox"), &follow).await.expect(202);
    peer.wait_for("Accept").await;
}

/// Leaves in the browser; gives the page and the words on it.
async fn leave(browser: &Client, passphrase: &str) -> (String, String) {
    let csrf = token(&browser.get("/settings/leave").await.expect(200).body);
    let fields = [("csrf", csrf.as_str()), ("passphrase", passphrase), ("sure", "yes")];
    let page = browser.post_form("/settings/leave", &fields).await.expect(200).body;
    let words: Vec<&str> =
        page.split("<li><code>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(words.len(), 12);
    let words = words.join(" ");
    assert_eq!(between(&page, "name=\"key\" value=\"", "\""), words, "the button asks with the same words");
    (page, words)
}

/// What the page for words says.
async fn said(server: &Server, words: &str) -> Answer {
    let client = server.client();
    let csrf = token(&client.get("/manage").await.expect(200).body);
    client.post_form("/manage", &[("csrf", &csrf), ("key", words), ("do", "show")]).await
}

#[tokio::test]
async fn who_left_reads_with_words_which_servers_took_the_request_until_after_30_days_nobody_is_asked() {
    let mut server = Server::start().await;
    let (quick, dead) = (Peer::start(), Peer::start());
    let (author, browser, passphrase) = browsing(&server).await;
    let (uri, number) = person(&server, HANDLE).await;
    for peer in [&quick, &dead] {
        followed_by(&server, peer, &uri).await;
    }
    post(&author, STORY).await;
    for peer in [&quick, &dead] {
        peer.wait_for("Create").await;
    }
    dead.behave(Behaviour::Refuse(503));
    let (_, words) = leave(&browser, &passphrase).await;
    let in_between = async |server: &Server| {
        eventually("one of two took it", async || {
            let body = said(server, &words).await.expect(200).body;
            let is_told = body.contains("1 of 2 servers took the request") && body.contains(&dead.domain);
            if is_told && !body.contains(&quick.domain) { Ok(()) } else { Err(body) }
        })
        .await;
    };
    in_between(&server).await;
    assert!(server.database.tables_with(&words).await.is_empty(), "the words are stored nowhere");
    for _ in 0..2 {
        only_in(&server, &[HANDLE, "bittern"], &[]).await;
        only_in(&server, &[&uri], &["account", "signing_key"]).await;
        let sent = format!("SELECT activity FROM delivery WHERE actor_id = {number}");
        let sent = server.database.rows(&sent).await;
        assert_eq!(sent.len(), 2, "the story and the account");
        assert!(sent.iter().all(|row| row["activity"].as_str().unwrap().contains("\"delete")), "{sent:?}");
        as_activity(&server, &uri).await.expect(410);
        // A day does not change it, nor the days on which the log is trimmed.
        server.database.rows("UPDATE departure SET left_day = '2999-01-01'").await;
        pass_a_day(&mut server).await;
        in_between(&server).await;
    }

    assert_eq!(server.database.rows(THIRTY_DAYS).await.len(), 1);
    pass_a_day(&mut server).await;
    only_in(&server, &[&uri, HANDLE], &[]).await;
    for table in ["delivery", "delivery_to", "departure", "had"] {
        assert!(server.database.rows(&format!("SELECT * FROM {table}")).await.is_empty(), "{table}");
    }
    let body = said(&server, &words).await.expect(200).body;
    assert!(body.contains("It is over") && body.contains("Some servers had not taken"), "{body}");
    assert!(!body.contains(&dead.domain), "{body}");
    as_activity(&server, &uri).await.expect(410);
    said(&server, "twelve words that nobody was ever shown").await.expect(422);
}

#[tokio::test]
async fn who_left_reads_that_every_server_took_the_request_also_when_nothing_is_left() {
    let mut server = Server::start().await;
    let peer = Peer::start();
    let (author, browser, passphrase) = browsing(&server).await;
    let (uri, _) = person(&server, HANDLE).await;
    followed_by(&server, &peer, &uri).await;
    post(&author, STORY).await;
    peer.wait_for("Create").await;
    let (page, words) = leave(&browser, &passphrase).await;
    assert!(page.contains("On other servers") && page.contains("/manage"), "{page}");
    eventually("it took it", async || {
        let body = said(&server, &words.replace(' ', ", ").to_uppercase()).await.expect(200).body;
        if body.contains("The one server that had something of yours took") { Ok(()) } else { Err(body) }
    })
    .await;
    pass_a_day(&mut server).await;
    only_in(&server, &[&uri], &[]).await;
    let body = said(&server, &words).await.expect(200).body;
    assert!(body.contains("Every server that we asked took the request"), "{body}");
    let client = server.client();
    let csrf = token(&client.get("/manage?lang=ja").await.expect(200).body);
    let body =
        client.post_form("/manage?lang=ja", &[("csrf", &csrf), ("key", &words)]).await.expect(200).body;
    assert!(body.contains("頼んだサーバーはすべて"), "{body}");
}

#[tokio::test]
async fn what_is_left_of_who_left_under_an_older_version_goes_the_same_way() {
    let mut server = Server::start().await;
    server.member("blue_heron_10");
    server.member(HANDLE);
    let (uri, number) = person(&server, HANDLE).await;
    server.stop();
    for sql in [
        format!("UPDATE account SET suspended = TRUE WHERE id = {number}"),
        format!("DELETE FROM oauth_token WHERE account_id = {number}"),
        format!("DELETE FROM member WHERE account_id = {number}"),
    ] {
        server.database.rows(&sql).await;
    }
    let doctor = server.cli(&["doctor", "privacy"]);
    assert!(
        doctor.stdout.contains(&format!("more than a wire id and keys: account {number}")),
        "{}",
        doctor.stdout
    );
    server.start_again().await;
    pass_a_day(&mut server).await;
    only_in(&server, &[HANDLE], &[]).await;
    only_in(&server, &[&uri], &["account", "signing_key"]).await;
    let doctor = server.cli(&["doctor", "privacy"]);
    assert!(
        doctor.stdout.contains("of 1 members who left there are a wire id and keys"),
        "{}",
        doctor.stdout
    );
    server.database.rows(THIRTY_DAYS).await;
    let doctor = server.cli(&["doctor", "privacy"]);
    let found = format!("left of who left more than 30 days ago: account {number}");
    assert!(doctor.stdout.contains(&found), "{}", doctor.stdout);
    pass_a_day(&mut server).await;
    only_in(&server, &[&uri, HANDLE], &[]).await;
    as_activity(&server, &uri).await.expect(410);
    assert!(!server.cli(&["member", "create", HANDLE]).status.success());
}

#[tokio::test]
async fn somebody_of_another_server_who_is_deleted_there_is_named_in_no_table_here() {
    let (here, peer) = (Here::start().await, Peer::start());
    let (name, public) = ("wormwood_ann", "https://www.w3.org/ns/activitystreams#Public");
    let ann = peer.person(name);
    let mut shown = peer.shown(name, crate::support::keys::Key::shared());
    // Servers without a shared inbox are written to person by person.
    shown.as_object_mut().unwrap().remove("endpoints");
    peer.publish(&format!("/users/{name}"), shown);
    let send = async |kind: &str, number: usize, object: Value| {
        let activity = json!({"id": format!("{ann}/activities/{number}"), "type": kind, "actor": ann, "object": object,
            "to": [public]});
        peer.send(name, &here.server.url("/inbox"), &activity).await.expect(202);
    };
    send("Follow", 1, json!(here.person)).await;
    peer.wait_for("Accept").await;
    let note = |number: usize| {
        json!({"id": format!("{ann}/notes/{number}"), "type": "Note", "attributedTo": ann, "to": [public],
            "content": "<p>Look, a bittern.</p>", "tag": [{"type": "Mention", "href": here.person}]})
    };
    send("Create", 2, note(1)).await;
    send("Create", 3, note(2)).await;
    send("Like", 4, here.post["uri"].clone()).await;
    let status = eventually("the note", async || {
        let notices = here.member.get("/api/v1/notifications").await.json();
        let found = notices.as_array().unwrap().iter().find(|notice| notice["type"] == "mention");
        found.map(|notice| notice["status"].clone()).ok_or_else(|| notices.to_string())
    })
    .await;
    let account = status["account"]["id"].as_str().unwrap();
    here.member.post(&format!("/api/v1/accounts/{account}/follow")).await.expect(200);
    let report = json!({"account_id": account, "status_ids": [status["id"]], "comment": "Advertising."});
    here.member.post_json("/api/v1/reports", &report).await.expect(200);
    // One was deleted before, so that a tombstone stands for it.
    send("Delete", 5, json!(format!("{ann}/notes/2"))).await;
    post(&here.member, STORY).await;
    peer.wait_for("Create").await;
    eventually("the tombstone", async || {
        let found = here.server.database.tables_with(name).await;
        let is_all = ["account", "post", "tombstone", "delivery_to"]
            .iter()
            .all(|table| found.contains(&(*table).to_owned()));
        if is_all { Ok(()) } else { Err(format!("{found:?}")) }
    })
    .await;

    send("Delete", 6, json!(ann)).await;
    only_in(&here.server, &[name, "bittern on"], &[]).await;
    for table in ["report", "follow", "favourite"] {
        let left = here.server.database.rows(&format!("SELECT * FROM {table}")).await;
        assert!(left.is_empty(), "{table}: {left:?}");
    }
    let post = here.member.get(&format!("/api/v1/statuses/{}", id(&here.post))).await.expect(200).json();
    assert_eq!(post["favourites_count"], 0);
}
