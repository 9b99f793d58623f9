//! Limits of accounts and servers: what a moderator decides, and what everybody sees of it.

use reqwest::Method;
use serde_json::{Value, json};

use super::client_api::pictures::send;
use super::support::{Client, Here, Peer, Server, eventually, pictures};
use super::telling::review_desk::{field, read, signed_in};

const STORY: &str = "Eleven years\n\nMedication: tramadol\nSymptoms: dizziness\nAge: 41\nDuration of use: 11 years\n\
    Current status: No, have stopped\n\nFor eleven years I took it for pain that was never examined.";

/// Sends a form of the desk.
async fn press(moderator: &Client, page: &str, fields: &[(&str, &str)]) {
    let csrf = field(&read(moderator, "/settings").await, "csrf");
    let fields: Vec<(&str, &str)> =
        [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
    moderator.post_form(page, &fields).await.expect(303);
}

/// The number of an account by its handle.
async fn number(server: &Server, handle: &str) -> String {
    let sql = format!("SELECT id FROM account WHERE handle = '{handle}'");
    server.database.rows(&sql).await[0]["id"].to_string()
}

fn mention(peer: &Peer, here: &Here, number: usize) -> Value {
    let (ann, note) = (peer.person("ann"), peer.url(&format!("/notes/{number}")));
    json!({"id": format!("{note}/create"), "type": "Create", "actor": ann, "object": {
        "id": note, "type": "Note", "attributedTo": ann, "content": "<p>Hello there.</p>",
        "to": ["https://www.w3.org/ns/activitystreams#Public", here.person],
        "tag": [{"type": "Mention", "href": here.person}],
        "attachment": [{"type": "Image", "mediaType": "image/png", "url": peer.url("/one.png")}],
    }})
}

/// Waits for what a question to the database finds, and gives it.
async fn rows(server: &Server, sql: &str) -> Vec<Value> {
    eventually(sql, async || {
        let rows = server.database.rows(sql).await;
        if rows.is_empty() { Err("nothing yet".to_owned()) } else { Ok(rows) }
    })
    .await
}

#[tokio::test]
async fn a_limited_member_stands_in_no_public_list_and_everything_else_stays() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let reader = server.member("blue_heron_10");
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    writer.post_json("/api/v1/statuses", &json!({"status": STORY, "language": "en"})).await.expect(200);
    let id = number(&server, "quiet_fern_12").await;
    let public = async || {
        let posts = server.client().get("/api/v1/timelines/public").await.expect(200).json();
        posts.as_array().unwrap().len()
    };
    assert_eq!(public().await, 1);
    press(&moderator, "/desk/accounts", &[("account", &id), ("decision", "limit"), ("reason", "trade")])
        .await;
    assert_eq!(public().await, 0);
    let shown = reader.get(&format!("/api/v1/accounts/{id}")).await.expect(200).json();
    assert_eq!(shown["limited"], true);
    let posts = reader.get(&format!("/api/v1/accounts/{id}/statuses")).await.expect(200).json();
    assert_eq!(posts.as_array().unwrap().len(), 1);
    let found = |text: &str| format!("/api/v2/search?q={text}&type=accounts");
    let part = reader.get(&found("quiet_f")).await.expect(200).json();
    assert_eq!(part["accounts"], json!([]), "who does not follow finds them by their whole name alone");
    let whole = reader.get(&found("quiet_fern_12")).await.expect(200).json();
    assert_eq!(whole["accounts"][0]["id"], json!(id));
    // Whom they follow is asked first.
    let other = number(&server, "blue_heron_10").await;
    let followed = writer.post(&format!("/api/v1/accounts/{other}/follow")).await.expect(200).json();
    assert_eq!((&followed["following"], &followed["requested"]), (&json!(false), &json!(true)));
    let log = server.database.rows("SELECT act, rule FROM action").await;
    assert_eq!((&log[0]["act"], &log[0]["rule"]), (&json!("account-limited"), &json!("trade")));
    press(&moderator, "/desk/accounts", &[("account", &id), ("decision", "unlimit")]).await;
    assert_eq!(public().await, 1);
}

#[tokio::test]
async fn pictures_of_a_marked_member_are_covered_in_clients_on_pages_and_elsewhere() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let picture = send(&writer, &pictures::png(30, 30), &[("description", "A rough hand")]).await;
    let body = json!({"status": "Hello there.", "media_ids": [picture["id"]]});
    let told = writer.post_json("/api/v1/statuses", &body).await.expect(200).json();
    let page = format!("/@{}", told["url"].as_str().unwrap().split_once("/@").unwrap().1);
    let note_path = told["uri"].as_str().unwrap().splitn(4, '/').nth(3).unwrap();
    let note_path = format!("/{note_path}");
    let covered = async || {
        let shown = writer.get(&format!("/api/v1/statuses/{}", told["id"].as_str().unwrap())).await;
        let note = server.client();
        let asked = note.request(Method::GET, &note_path).header("accept", "application/activity+json");
        let object = note.send(asked).await.expect(200).json();
        let page = read(&server.client(), &page).await;
        (shown.json()["sensitive"] == true, page.contains("class=\"covered\""), object["sensitive"] == true)
    };
    assert_eq!(covered().await, (false, false, false));
    let id = number(&server, "quiet_fern_12").await;
    press(&moderator, "/desk/accounts", &[("account", &id), ("decision", "mark"), ("reason", "hidden")])
        .await;
    assert_eq!(covered().await, (true, true, true));
    press(&moderator, "/desk/accounts", &[("account", &id), ("decision", "unmark")]).await;
    assert_eq!(covered().await, (false, false, false));
}

#[tokio::test]
async fn a_suspended_member_can_sign_in_to_take_their_things_along_and_a_frozen_one_cannot() {
    let server = Server::start().await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let printed = server.cli(&["member", "create", "quiet_fern_12"]).expect_success();
    let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap();
    let id = number(&server, "quiet_fern_12").await;
    let enter = async |browser: &Client| {
        let csrf = field(&read(browser, "/sign-in").await, "csrf");
        let fields = [("csrf", csrf.as_str()), ("handle", "quiet_fern_12"), ("passphrase", passphrase)];
        browser.post_form("/sign-in", &fields).await
    };
    press(&moderator, "/desk/accounts", &[("account", &id), ("decision", "freeze")]).await;
    let frozen = enter(&server.client()).await.expect(422);
    assert!(frozen.body.contains("Signing in is stopped"), "{}", frozen.body);
    press(&moderator, "/desk/accounts", &[("account", &id), ("decision", "thaw")]).await;
    press(&moderator, "/desk/accounts", &[("account", &id), ("decision", "suspend")]).await;
    let browser = server.client();
    assert_eq!(enter(&browser).await.expect(303).header("location"), "/settings");
    let settings = read(&browser, "/settings").await;
    assert!(settings.contains("Your account is suspended") && settings.contains("/complain"), "{settings}");
    let csrf = field(&settings, "csrf");
    browser.post_form("/settings/download", &[("csrf", &csrf)]).await.expect(200);
    browser.post_form("/share", &[("csrf", &csrf), ("text", "Hello.")]).await.expect(403);
    server.client().get(&format!("/api/v1/accounts/{id}")).await.expect(404);
    // Moderators decide about nobody who may do as much as they.
    let own = number(&server, "calm_owl_3").await;
    let csrf = field(&read(&moderator, "/settings").await, "csrf");
    let fields = [("csrf", csrf.as_str()), ("account", own.as_str()), ("decision", "suspend")];
    moderator.post_form("/desk/accounts", &fields).await.expect(403);
    browser.post_form("/desk/accounts", &fields).await.expect(403);
}

#[tokio::test]
async fn what_a_limited_server_causes_waits_and_its_pictures_and_reports_are_left_out() {
    let (here, peer) = (Here::start().await, Peer::start());
    let server = &here.server;
    let inbox = server.url("/inbox");
    let limit = ["--reject-media", "--reject-reports", "--obfuscate", "--reason", "It shouts."];
    let said = server.cli(&[&["peer", "limit", &peer.domain][..], &limit].concat()).expect_success();
    assert!(said.contains("limited"), "{said}");
    peer.send("ann", &inbox, &mention(&peer, &here, 1)).await.expect(202);
    let ann = peer.person("ann");
    let flag = json!({"id": peer.url("/flags/1"), "type": "Flag", "actor": ann, "object": [here.person]});
    peer.send("ann", &inbox, &flag).await.expect(202);
    let follow = json!({"id": peer.url("/follows/1"), "type": "Follow", "actor": ann, "object": here.person});
    peer.send("ann", &inbox, &follow).await.expect(202);
    let asked = rows(server, "SELECT accepted FROM follow").await;
    assert!([json!(false), json!(0)].contains(&asked[0]["accepted"]), "{asked:?}");
    let notices = rows(server, "SELECT standing FROM notice WHERE kind = 'mention'").await;
    assert_eq!(notices[0]["standing"], "waits");
    assert_eq!(server.database.rows("SELECT id FROM media").await.len(), 0);
    assert_eq!(server.database.rows("SELECT id FROM report").await.len(), 0);
    let told = server.client().get("/api/v1/instance/domain_blocks").await.expect(200).json();
    assert_eq!((&told[0]["severity"], &told[0]["comment"]), (&json!("silence"), &json!("It shouts.")));
    assert!(told[0]["domain"].as_str().unwrap().contains('*'), "{told}");
    let page = read(&server.client(), "/transparency").await;
    assert!(page.contains("It shouts.") && !page.contains(&peer.domain), "{page}");

    server.cli(&["peer", "unblock", &peer.domain]).expect_success();
    let policy = here.member.get("/api/v2/notifications/policy").await.expect(200).json();
    assert_eq!(policy["for_limited_accounts"], "filter");
    peer.send("ann", &inbox, &mention(&peer, &here, 2)).await.expect(202);
    rows(server, "SELECT id FROM media").await;
    rows(server, "SELECT id FROM notice WHERE kind = 'mention' AND standing = 'told'").await;
}

#[tokio::test]
async fn a_suspended_account_elsewhere_is_as_if_it_were_not_there() {
    let (here, peer) = (Here::start().await, Peer::start());
    let server = &here.server;
    let moderator = signed_in(server, &["calm_owl_3", "--role", "moderator"]).await;
    let inbox = server.url("/inbox");
    let (ann, bob) = (peer.person("ann"), peer.person("bob"));
    let follow = json!({"id": peer.url("/follows/1"), "type": "Follow", "actor": ann, "object": here.person});
    peer.send("ann", &inbox, &follow).await.expect(202);
    peer.send("ann", &inbox, &mention(&peer, &here, 1)).await.expect(202);
    rows(server, "SELECT id FROM notice WHERE kind = 'mention'").await;
    let id = number(server, "ann").await;
    let page = read(&moderator, &format!("/desk/accounts?q=ann@{}", peer.domain)).await;
    assert!(page.contains("cuts one follow"), "{page}");
    press(&moderator, "/desk/accounts", &[("account", &id), ("decision", "suspend")]).await;
    assert_eq!(server.database.rows("SELECT id FROM follow").await.len(), 0);
    assert_eq!(here.member.get("/api/v1/notifications?types[]=mention").await.expect(200).json(), json!([]));
    here.member.get(&format!("/api/v1/accounts/{id}")).await.expect(404);
    peer.send("ann", &inbox, &mention(&peer, &here, 2)).await;
    let like =
        json!({"id": format!("{bob}/likes/1"), "type": "Like", "actor": bob, "object": here.post["uri"]});
    peer.send("bob", &inbox, &like).await.expect(202);
    rows(server, "SELECT id FROM favourite").await;
    let written = server.database.rows("SELECT id FROM post WHERE local = FALSE").await;
    assert_eq!(written.len(), 1, "the second one was not taken in");
}

#[tokio::test]
async fn a_server_that_chooses_speaks_with_nobody_else() {
    let mut server = Server::at("a").env("ANAMNESIS_FEDERATION_MODE", "allow").start().await;
    let peer = Peer::start();
    let member = server.member("quiet_fern_12");
    let uri = server.database.rows("SELECT uri FROM account WHERE handle = 'quiet_fern_12'").await;
    let ann = peer.person("ann");
    let follow = json!({"id": peer.url("/f/1"), "type": "Follow", "actor": ann, "object": uri[0]["uri"]});
    let find = async || {
        let path = format!("/api/v2/search?q=ann@{}&resolve=true", peer.domain);
        member.get(&path).await.expect(200).json()["accounts"].as_array().unwrap().len()
    };
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(403);
    assert_eq!(find().await, 0);
    assert_eq!(peer.attempts(), 0, "nothing was asked or sent");
    server.cli(&["peer", "allow", &peer.domain]).expect_success();
    eventually("the server is spoken with", async || {
        match peer.send("ann", &server.url("/inbox"), &follow).await.status {
            202 => Ok(()),
            status => Err(status.to_string()),
        }
    })
    .await;
    peer.wait_for("Accept").await;
    server.cli(&["peer", "disallow", &peer.domain]).expect_success();
    eventually("it is not spoken with any more", async || {
        match peer.send("ann", &server.url("/inbox"), &follow).await.status {
            403 => Ok(()),
            status => Err(status.to_string()),
        }
    })
    .await;
    assert_eq!(
        server.database.rows("SELECT id FROM follow").await.len(),
        1,
        "who is allowed again finds all as it was"
    );
    // What follows of a change of the settings holds from the next start on.
    for (mode, status) in [("open", 202), ("allow", 403)] {
        server.stop();
        server.set("ANAMNESIS_FEDERATION_MODE", mode);
        server.start_again().await;
        peer.send("ann", &server.url("/inbox"), &follow).await.expect(status);
    }
}

#[tokio::test]
async fn files_of_mastodon_come_in_and_go_out_and_nothing_is_cut_without_a_word() {
    let (here, peer) = (Here::start().await, Peer::start());
    let server = &here.server;
    let follow =
        json!({"id": peer.url("/f/1"), "type": "Follow", "actor": peer.person("ann"), "object": here.person});
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(202);
    rows(server, "SELECT id FROM follow").await;
    let header = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate";
    let file = format!(
        "{header}\n{},suspend,true,false,\"Sells, and shouts\",false\nloud.example,silence,false,false,,false\nno host,silence,,,,\n",
        peer.domain
    );
    let path = server.folder().join("blocks.csv");
    std::fs::write(&path, &file).unwrap();
    let path = path.to_str().unwrap();
    let looked = server.cli(&["peer", "import", path]).expect_success();
    assert!(looked.contains("line 4 refused: this is no name of a server"), "{looked}");
    assert!(looked.contains("new 2, tightened 0, same 0, refused 1, follows cut 1"), "{looked}");
    assert_eq!(server.database.rows("SELECT id FROM follow").await.len(), 1, "looking does nothing");

    // At the desk the same, with the same words before anything is done.
    let moderator = signed_in(server, &["calm_owl_3", "--role", "moderator"]).await;
    let csrf = field(&read(&moderator, "/desk/hosts").await, "csrf");
    let send = async |sure: &str| {
        let fields = [("csrf", csrf.as_str()), ("kind", "limited"), ("file-text", &file), ("sure", sure)];
        moderator.post_multipart("/desk/hosts/import", &fields).await.expect(200).body
    };
    let page = send("").await;
    assert!(
        page.contains("What this file would change") && page.contains("<dt>Follows cut</dt><dd>1</dd>"),
        "{page}"
    );
    let page = send("yes").await;
    assert!(page.contains("What this file changed"), "{page}");
    assert_eq!(server.database.rows("SELECT id FROM follow").await.len(), 0);
    let out = server.cli(&["peer", "export"]).expect_success();
    let expected = format!(
        "{header}\n{},suspend,true,false,\"Sells, and shouts\",false\nloud.example,silence,false,false,,false\n",
        peer.domain
    );
    let mut lines: Vec<&str> = out.lines().collect();
    let mut wanted: Vec<&str> = expected.lines().collect();
    lines.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(lines, wanted);
    let again = server.cli(&["peer", "import", path, "--yes"]).expect_success();
    assert!(again.contains("new 0, tightened 0, same 2"), "{again}");
    let sent = moderator.get("/desk/hosts/export?kind=limited").await.expect(200);
    assert!(sent.header("content-type").starts_with("text/csv") && sent.body.starts_with(header));
    server.client().get("/desk/hosts/export").await.expect(401);
}

#[tokio::test]
async fn a_moderator_is_told_how_many_follows_a_suspension_cuts_before_it_does() {
    let (here, peer) = (Here::start().await, Peer::start());
    let server = &here.server;
    let follow =
        json!({"id": peer.url("/f/1"), "type": "Follow", "actor": peer.person("ann"), "object": here.person});
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(202);
    rows(server, "SELECT id FROM follow").await;
    let moderator = signed_in(server, &["calm_owl_3", "--role", "moderator"]).await;
    let csrf = field(&read(&moderator, "/desk/hosts").await, "csrf");
    let mut fields = vec![
        ("csrf", csrf.as_str()),
        ("host", peer.domain.as_str()),
        ("severity", "suspend"),
        ("public_comment", "It sells data."),
        ("decision", "limit"),
    ];
    let page = moderator.post_form("/desk/hosts", &fields).await.expect(200).body;
    assert!(page.contains("This cuts one follow") && page.contains("Nothing is done yet"), "{page}");
    assert_eq!(server.database.rows("SELECT id FROM follow").await.len(), 1);
    fields.push(("sure", "yes"));
    moderator.post_form("/desk/hosts", &fields).await.expect(303);
    assert_eq!(server.database.rows("SELECT id FROM follow").await.len(), 0);
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(403);
    let page = read(&moderator, "/desk/hosts").await;
    assert!(page.contains(&peer.domain) && page.contains("It sells data."), "{page}");
    let fields =
        [("csrf", csrf.as_str()), ("host", "no host"), ("severity", "suspend"), ("decision", "limit")];
    moderator.post_form("/desk/hosts", &fields).await.expect(422);
}
