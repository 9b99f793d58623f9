//! Several handles of one person: made, switched, given to apps, left; and nothing that connects them for anybody else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::apps::{address, decide, exchange, register};
use super::{PASSPHRASE, csrf, field, fill, newcomer, signed_in};
use crate::support::{Client, Server};

const BACK: &str = "app://back";
const FIRST: &str = "quiet_fern_12";
const SECOND: &str = "slow_river_7";

/// A server that lets anybody in who knows a colour.
async fn open_server() -> Server {
    Server::at("a")
        .env("ANAMNESIS_SIGN_UP_MODE", "open")
        .env("ANAMNESIS_SIGN_UP_QUESTION", "Which of these is a colour: river, green, seven?")
        .env("ANAMNESIS_SIGN_UP_ANSWER", "green")
        .env("ANAMNESIS_COMMUNITY_OPERATOR", "Somebody")
        .env("ANAMNESIS_COMMUNITY_CONTACT", "mail@a.example")
        .env("ANAMNESIS_COMMUNITY_TERMS_VERSION", "2026-11-22")
        .env("ANAMNESIS_COMMUNITY_PRIVACY_VERSION", "2026-11")
        .env("ANAMNESIS_LOG_LEVEL", "info,anamnesis::http::request_log=debug")
        .start()
        .await
}

/// Joins, and gives the browser and the recovery words.
async fn join(server: &Server, handle: &str) -> (Client, String) {
    let browser = server.client();
    let mut fields = newcomer(handle);
    fields.push(("answer", "green"));
    let answer = fill(&browser, "/sign-up", "/sign-up", &fields).await.expect(200);
    let words = answer.body.split("<li><code>").skip(1).map(|rest| rest.split('<').next().unwrap());
    (browser, words.collect::<Vec<_>>().join(" "))
}

/// Makes one more handle.
async fn one_more(browser: &Client, handle: &str) {
    let fields = [("handle", handle), ("name", ""), ("answer", "green"), ("agrees", "yes")];
    let made = fill(browser, "/settings/handles", "/settings/handles", &fields).await.expect(303);
    let page = browser.get(made.header("location")).await.expect(200);
    assert!(page.body.contains(&format!("@{handle}")) && page.body.contains("role=\"status\""));
}

/// The number of a handle on the page that lists one's own.
async fn number_of(browser: &Client, handle: &str) -> String {
    let page = browser.get("/settings/handles").await.expect(200).body;
    let card = page.split("<h2>@").find(|part| part.starts_with(&format!("{handle}<"))).unwrap().to_owned();
    card.split("name=\"own\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn switch(browser: &Client, handle: &str) {
    let number = number_of(browser, handle).await;
    let fields = [("own", number.as_str())];
    fill(browser, "/settings/handles", "/settings/handles/switch", &fields).await.expect(303);
    assert!(browser.get("/settings").await.expect(200).body.contains(&format!("@{handle}")));
}

async fn sign_in(server: &Server, handle: &str, passphrase: &str, expect: u16) -> Client {
    let browser = server.client();
    let fields = [("handle", handle), ("passphrase", passphrase)];
    fill(&browser, "/sign-in", "/sign-in", &fields).await.expect(expect);
    browser
}

/// Lets an app act for one of the handles; gives its token and the client.
async fn let_in(server: &Server, browser: &Client, app: &Value, more: &[(&str, &str)]) -> (String, Client) {
    let mut fields = vec![("decision", "allow")];
    fields.extend_from_slice(more);
    let answer = decide(browser, &address(app, BACK, &[]), &fields).await.expect(302);
    let code = answer.header("location").split("code=").nth(1).unwrap().to_owned();
    let token = exchange(server, app, BACK, &code).await["access_token"].as_str().unwrap().to_owned();
    let client = server.client().with_token(&token);
    (token, client)
}

async fn say(client: &Client, text: &str) -> Value {
    client.post_json("/api/v1/statuses", &json!({"status": text})).await.expect(200).json()
}

async fn me(client: &Client) -> Value {
    client.get("/api/v1/accounts/verify_credentials").await.expect(200).json()
}

/// Four members, two of them one person's; each lets an app in and writes something.
async fn four_write(server: &Server) -> ([String; 4], [Client; 4]) {
    let (browser, _) = join(server, FIRST).await;
    let (third, _) = join(server, "blue_heron_10").await;
    one_more(&browser, SECOND).await;
    let (fourth, _) = join(server, "calm_stone_31").await;
    let app = register(server, BACK).await;
    let others = [register(server, BACK).await, register(server, BACK).await];
    let second_number = number_of(&browser, SECOND).await;
    let (_, one) = let_in(server, &browser, &app, &[]).await;
    let (_, three) = let_in(server, &third, &others[0], &[]).await;
    // The same app, on the same device.
    let (_, two) = let_in(server, &browser, &app, &[("own", &second_number)]).await;
    let (_, four) = let_in(server, &fourth, &others[1], &[]).await;
    let clients = [one, three, two, four];
    let mut numbers = Vec::new();
    for (at, client) in clients.iter().enumerate() {
        let said = say(client, &format!("It is a quiet day, for the {at}. time.")).await;
        let id = said["id"].as_str().unwrap();
        client.post(&format!("/api/v1/statuses/{id}/bookmark")).await.expect(200);
        numbers.push(said["account"]["id"].as_str().unwrap().to_owned());
    }
    switch(&browser, SECOND).await;
    switch(&browser, FIRST).await;
    switch(&browser, SECOND).await;
    let names: Vec<Value> = vec![me(&clients[0]).await, me(&clients[2]).await];
    assert_eq!((&names[0]["username"], &names[1]["username"]), (&json!(FIRST), &json!(SECOND)));
    let order = |all: Vec<String>| -> [String; 4] { all.try_into().unwrap() };
    (order(numbers), clients)
}

/// Every row of the database as JSON, by its table.
async fn dump(server: &Server) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for table in server.database.tables_with("").await {
        let rows = server.database.rows(&format!("SELECT * FROM \"{table}\"")).await;
        all.extend(rows.into_iter().map(|row| (table.clone(), row)));
    }
    all
}

#[tokio::test]
async fn two_handles_of_one_person_share_nothing_that_others_do_not() {
    let server = open_server().await;
    let ([one, three, two, four], _clients) = four_write(&server).await;
    let members = [&one, &two, &three, &four];
    let rows = dump(&server).await;
    // What a member is called in the rows of others: account, sign-in, application.
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (who, member) in members.iter().enumerate() {
        names.insert((*member).clone(), who);
    }
    let text = |cell: &Value| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
    for (table, row) in &rows {
        let owner = row.get("account_id").map(text).and_then(|id| names.get(&id).copied());
        for (column, held_in) in [("sign_in_id", "member"), ("app_id", "oauth_token")] {
            if let (Some(owner), true, Some(cell)) = (owner, table == held_in, row.get(column)) {
                let before = names.insert(text(cell), owner);
                assert!(before.is_none_or(|before| before == owner), "{table}.{column} is shared: {row}");
            }
        }
    }
    let mut holders: BTreeMap<(String, String, String), BTreeSet<usize>> = BTreeMap::new();
    for (table, row) in &rows {
        let cells: Vec<(&String, String)> =
            row.as_object().unwrap().iter().map(|(column, cell)| (column, text(cell))).collect();
        let owners: BTreeSet<usize> = cells.iter().filter_map(|(_, cell)| names.get(cell).copied()).collect();
        let whole = row.to_string();
        assert!(!(whole.contains(&one) && whole.contains(&two)), "a row of {table} names both: {whole}");
        assert!(!(owners.contains(&0) && owners.contains(&1)), "a row of {table} is of both: {whole}");
        for (column, cell) in cells {
            holders.entry((table.clone(), column.clone(), cell)).or_default().extend(&owners);
        }
    }
    let both = BTreeSet::from([0, 1]);
    let shared: Vec<_> = holders.iter().filter(|(_, holders)| **holders == both).collect();
    assert!(shared.is_empty(), "only these two have it: {shared:#?}");
    assert!(holders.values().any(|holders| holders.len() == 4), "weeks, states and roles are everybody's");

    let doctor = server.cli(&["doctor", "privacy"]);
    assert!(doctor.status.success(), "{}{}", doctor.stdout, doctor.stderr);
    let log = server.log();
    let linked = log.lines().find(|line| line.contains(&one) && line.contains(&two));
    assert!(linked.is_none(), "{linked:?}");
}

#[tokio::test]
async fn nothing_that_a_server_answers_connects_two_handles() {
    let server = open_server().await;
    let (numbers, [first, _, second, _]) = four_write(&server).await;
    let reader = server.client();
    let tells = |body: &str| body.contains(FIRST) || body.contains(&numbers[0]);
    let mine = me(&second).await;
    let page = format!("/@{SECOND}");
    let finger = format!("/.well-known/webfinger?resource=acct:{SECOND}@{}", server.domain);
    for path in [page.as_str(), &finger] {
        let answer = reader.get(path).await;
        assert!(!tells(&answer.body), "{path}: {}", answer.body);
    }
    let id = mine["id"].as_str().unwrap();
    for path in [
        "/api/v1/accounts/verify_credentials".to_owned(),
        "/api/v1/preferences".to_owned(),
        "/api/v1/notifications".to_owned(),
        "/api/v1/apps/verify_credentials".to_owned(),
        format!("/api/v1/accounts/relationships?id[]={id}"),
        format!("/api/v1/accounts/{id}"),
    ] {
        assert!(!tells(&second.get(&path).await.expect(200).body), "{path}");
    }
    let applications = [
        first.get("/api/v1/apps/verify_credentials").await.expect(200).json(),
        second.get("/api/v1/apps/verify_credentials").await.expect(200).json(),
    ];
    assert_eq!(applications[0]["name"], applications[1]["name"]);
    let desk = signed_in(&server, "old_lantern_8", "moderator").await;
    for path in ["/desk", "/desk/log"] {
        let body = desk.get(path).await.expect(200).body;
        assert!(!(body.contains(FIRST) && body.contains(SECOND)), "{path}");
    }
}

#[tokio::test]
async fn an_app_signs_a_handle_out_though_it_holds_another_one_too() {
    let server = open_server().await;
    let (browser, _) = join(&server, FIRST).await;
    one_more(&browser, SECOND).await;
    let app = register(&server, BACK).await;
    let (_, first) = let_in(&server, &browser, &app, &[]).await;
    let number = number_of(&browser, SECOND).await;
    let (token, second) = let_in(&server, &browser, &app, &[("own", &number)]).await;
    let fields = |secret: &'static str| {
        let secret = if secret.is_empty() { app["client_secret"].as_str().unwrap() } else { secret };
        [
            ("client_id", app["client_id"].as_str().unwrap()),
            ("client_secret", secret),
            ("token", token.as_str()),
        ]
    };
    let wrong = server.client().post_form("/oauth/revoke", &fields("another")).await;
    assert!(wrong.status >= 400);
    me(&second).await;
    server.client().post_form("/oauth/revoke", &fields("")).await.expect(200);
    second.get("/api/v1/accounts/verify_credentials").await.expect(401);
    me(&first).await;
}

#[tokio::test]
async fn who_signs_in_for_an_app_chooses_the_handle_then() {
    let server = open_server().await;
    let (browser, _) = join(&server, FIRST).await;
    one_more(&browser, SECOND).await;
    let app = register(&server, BACK).await;
    let elsewhere = server.client();
    let asked = address(&app, BACK, &[("force_login", "true")]);
    let sign_in = [("decision", "allow"), ("handle", FIRST), ("passphrase", PASSPHRASE)];
    let page = decide(&elsewhere, &asked, &sign_in).await.expect(200);
    assert!(page.body.contains("type=\"radio\"") && page.body.contains(&format!("@{SECOND}")));
    assert!(!page.body.contains("name=\"passphrase\"") && !page.body.contains("force_login"));
    let number = number_of(&elsewhere, SECOND).await;
    let (_, client) = let_in(&server, &elsewhere, &app, &[("own", &number)]).await;
    assert_eq!(me(&client).await["username"], SECOND);
    let (stranger, _) = join(&server, "blue_heron_10").await;
    let fields = [("decision", "allow"), ("own", number.as_str())];
    decide(&stranger, &address(&app, BACK, &[]), &fields).await.expect(404);
}

#[tokio::test]
async fn the_passphrase_of_the_first_opens_all_and_recovery_brings_all_back() {
    let server = open_server().await;
    let (browser, words) = join(&server, FIRST).await;
    one_more(&browser, SECOND).await;
    sign_in(&server, SECOND, PASSPHRASE, 422).await;
    let again = sign_in(&server, FIRST, PASSPHRASE, 303).await;
    switch(&again, SECOND).await;
    let new = "river stone harbour";
    // The passphrase is changed as the second one, too.
    let fields = [("current", PASSPHRASE), ("passphrase", new), ("passphrase-again", new)];
    fill(&again, "/settings", "/settings/passphrase", &fields).await.expect(303);
    browser.get("/settings").await.expect(401);
    sign_in(&server, FIRST, PASSPHRASE, 422).await;
    switch(&sign_in(&server, FIRST, new, 303).await, SECOND).await;
    let newest = "nine calm stones wait";
    let fields =
        [("handle", FIRST), ("recovery", &*words), ("passphrase", newest), ("passphrase-again", newest)];
    fill(&server.client(), "/recover", "/recover", &fields).await.expect(200);
    again.get("/settings").await.expect(401);
    switch(&sign_in(&server, FIRST, newest, 303).await, SECOND).await;
}

#[tokio::test]
async fn one_handle_is_deleted_or_all_and_another_takes_the_place_of_the_first() {
    let server = open_server().await;
    let (browser, _) = join(&server, FIRST).await;
    for handle in [SECOND, "blue_heron_10", "calm_stone_31"] {
        one_more(&browser, handle).await;
    }
    let page = browser.get("/settings/leave").await.expect(200);
    assert!(page.body.contains("value=\"all\""));
    let members = || server.cli(&["member", "list"]).expect_success().lines().count();
    let leave = |goes: &'static str| [("passphrase", PASSPHRASE), ("sure", "yes"), ("goes", goes)];
    // Another than the first.
    switch(&browser, SECOND).await;
    let page = fill(&browser, "/settings/leave", "/settings/leave", &leave("this")).await.expect(200);
    assert_eq!(page.body.matches("<li><code>").count(), 12, "the words for what other servers answer");
    assert_eq!(members(), 3);
    // The first: another one takes its place, with new words.
    let browser = sign_in(&server, FIRST, PASSPHRASE, 303).await;
    let page = fill(&browser, "/settings/leave", "/settings/leave", &leave("this")).await.expect(200);
    assert!(page.body.contains("@blue_heron_10") && page.body.matches("<li><code>").count() == 24);
    assert_eq!(members(), 2);
    sign_in(&server, FIRST, PASSPHRASE, 422).await;
    let browser = sign_in(&server, "blue_heron_10", PASSPHRASE, 303).await;
    switch(&browser, "calm_stone_31").await;
    // All, as whichever one.
    let wrong = [("passphrase", "this is not the one"), ("sure", "yes"), ("goes", "all")];
    fill(&browser, "/settings/leave", "/settings/leave", &wrong).await.expect(422);
    let page = fill(&browser, "/settings/leave", "/settings/leave", &leave("all")).await.expect(200);
    assert!(page.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(members(), 0);
    // One set of words leads to what was asked for both, and the rows say nothing of one another.
    let words = field(&page, "key");
    assert_eq!(words.split(' ').count(), 12);
    let fields = [("key", words.as_str()), ("do", "show")];
    let said = fill(&server.client(), "/manage", "/manage", &fields).await.expect(200);
    assert!(said.body.contains("Your account and your stories are deleted here"), "{}", said.body);
    let hashes = server.database.rows("SELECT DISTINCT words_hash FROM departure").await;
    assert_eq!(hashes.len(), 4, "{hashes:?}");
    for table in ["member", "sign_in", "ring", "session"] {
        assert!(server.database.rows(&format!("SELECT * FROM {table}")).await.is_empty(), "{table}");
    }
}

#[tokio::test]
async fn each_handle_has_an_archive_of_its_own_and_strangers_have_none_of_it() {
    let server = open_server().await;
    let (browser, _) = join(&server, FIRST).await;
    one_more(&browser, SECOND).await;
    let number = number_of(&browser, SECOND).await;
    let fields = [("own", number.as_str())];
    let path = "/settings/handles/download";
    let archive = fill(&browser, "/settings/handles", path, &fields).await.expect(200);
    let bytes = String::from_utf8_lossy(&archive.bytes).into_owned();
    assert!(bytes.contains(SECOND) && !bytes.contains(FIRST), "nothing in it connects them");
    let (stranger, _) = join(&server, "blue_heron_10").await;
    for path in [path, "/settings/handles/switch"] {
        fill(&stranger, "/settings/handles", path, &fields).await.expect(404);
    }
    let token = csrf(&server.client().get("/sign-in").await.expect(200));
    server.client().post_form(path, &[("csrf", &token), ("own", &number)]).await.expect(401);
    server.client().get("/settings/handles").await.expect(401);
    let page = browser.get("/settings/handles?lang=ja").await.expect(200);
    assert!(page.body.contains("この名前を作る") && field(&page, "handle").contains('_'));
}
