//! Joining in each of the three ways, signing in and out, coming back in, leaving.

use super::{PASSPHRASE, csrf, field, fill, newcomer, signed_in};
use crate::support::Server;

#[tokio::test]
async fn who_joins_waits_until_a_moderator_lets_them_in() {
    let server = Server::start().await;
    let newcomer_browser = server.client();
    let page = newcomer_browser.get("/sign-up").await.expect(200);
    assert_eq!(field(&page, "version"), "1");
    let mut fields = newcomer("slow_lantern_8");
    fields.push(("reason", "I would like to tell what happened to my brother."));
    let token = csrf(&page);
    fields.push(("csrf", &token));
    let answer = newcomer_browser.post_form("/sign-up", &fields).await.expect(200);
    assert_eq!(answer.body.matches("<li><code>").count(), 12, "{}", answer.body);
    assert!(answer.body.contains("href=\"/sign-up/waiting\""));
    assert_eq!(answer.header("cache-control"), "no-store");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("session=") && cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
    let waiting = newcomer_browser.get("/sign-up/waiting").await.expect(200);
    assert!(waiting.body.contains("@slow_lantern_8"));
    newcomer_browser.get("/desk").await.expect(403);

    let desk = signed_in(&server, "calm_heron_31", "operator").await;
    let page = desk.get("/desk").await.expect(200);
    assert!(page.body.contains("what happened to my brother"));
    let person = field(&page, "person");
    let decide = [("csrf", &*csrf(&page)), ("person", &person), ("decision", "approve")];
    desk.post_form("/desk/people", &decide).await.expect(303);
    desk.post_form("/desk/people", &decide).await.expect(409);
    assert!(!desk.get("/desk").await.expect(200).body.contains("my brother"));

    let browser = server.client();
    let fields = [("handle", "slow_lantern_8"), ("passphrase", PASSPHRASE), ("next", "/settings")];
    let answer = fill(&browser, "/sign-in", "/sign-in", &fields).await.expect(303);
    assert_eq!(answer.header("location"), "/settings");
    let settings = browser.get("/settings").await.expect(200);
    assert!(settings.body.contains("slow_lantern_8"));
    fill(&browser, "/settings", "/sign-out", &[]).await.expect(303);
    browser.get("/settings").await.expect(401);
}

#[tokio::test]
async fn another_name_is_made_up_and_what_was_typed_stays() {
    let server = Server::start().await;
    let browser = server.client();
    let fields = [("handle", "slow_lantern_8"), ("action", "another"), ("reason", "My own words")];
    let page = fill(&browser, "/sign-up?lang=ja", "/sign-up?lang=ja", &fields).await.expect(200);
    assert!(page.body.contains("My own words") && page.body.contains("lang=\"ja\""));
    assert_ne!(field(&page, "handle"), "slow_lantern_8");
    let wrong = fill(&browser, "/sign-up", "/sign-up", &[("handle", "x"), ("passphrase", "a")]).await;
    let wrong = wrong.expect(422);
    for field in ["passphrase-again", "old-enough", "agrees"] {
        assert!(wrong.body.contains(&format!("href=\"#{field}\"")), "{field}\n{}", wrong.body);
    }
}

#[tokio::test]
async fn an_invitation_lets_in_at_once() {
    let server = Server::at("a").env("ANAMNESIS_SIGN_UP_MODE", "invite").start().await;
    let without = fill(&server.client(), "/sign-up", "/sign-up", &newcomer("slow_lantern_8")).await;
    assert!(without.expect(422).body.contains("href=\"#invitation\""));
    let address = server.cli(&["invite", "create"]).expect_success();
    let path = address.trim().strip_prefix(&server.url("")).unwrap().to_owned();
    let browser = server.client();
    let code = field(&browser.get(&path).await.expect(200), "invitation");
    let mut fields = newcomer("slow_lantern_8");
    fields.push(("invitation", &code));
    fill(&browser, &path, "/sign-up", &fields).await.expect(200);
    browser.get("/settings").await.expect(200);
}

#[tokio::test]
async fn an_open_community_asks_a_question() {
    let server = Server::at("a")
        .env("ANAMNESIS_SIGN_UP_MODE", "open")
        .env("ANAMNESIS_SIGN_UP_QUESTION", "Which of these is a colour: river, green, seven?")
        .env("ANAMNESIS_SIGN_UP_ANSWER", "green")
        .env("ANAMNESIS_COMMUNITY_OPERATOR", "Somebody")
        .env("ANAMNESIS_COMMUNITY_CONTACT", "mail@a.example")
        .env("ANAMNESIS_COMMUNITY_TERMS_VERSION", "2026-11-22")
        .env("ANAMNESIS_COMMUNITY_PRIVACY_VERSION", "2026-11")
        .start()
        .await;
    let browser = server.client();
    assert!(browser.get("/sign-up").await.expect(200).body.contains("river, green, seven"));
    let mut fields = newcomer("slow_lantern_8");
    fields.push(("answer", "seven"));
    let wrong = fill(&browser, "/sign-up", "/sign-up", &fields).await.expect(422);
    assert!(wrong.body.contains("href=\"#answer\""));
    fields.pop();
    fields.push(("answer", " Green"));
    fill(&browser, "/sign-up", "/sign-up", &fields).await.expect(200);
    browser.get("/settings").await.expect(200);
    assert!(browser.get("/about").await.expect(200).body.contains("mail@a.example"));
    assert!(browser.get("/rules").await.expect(200).body.contains("22 November 2026"));
}

#[tokio::test]
async fn a_wrong_passphrase_says_the_same_for_known_and_unknown_names() {
    let server = Server::start().await;
    server.cli(&["member", "create", "calm_heron_31"]).expect_success();
    let mut said = Vec::new();
    for handle in ["calm_heron_31", "slow_heron_31"] {
        let fields = [("handle", handle), ("passphrase", "this is not the one")];
        let answer = fill(&server.client(), "/sign-in", "/sign-in", &fields).await.expect(422);
        assert!(!answer.headers.contains_key("set-cookie"));
        let token = csrf(&answer);
        said.push(answer.body.replace(handle, "HANDLE").replace(&token, "TOKEN"));
    }
    assert_eq!(said[0], said[1]);
    for _ in 0..9 {
        let fields = [("handle", "calm_heron_31"), ("passphrase", "this is not the one")];
        fill(&server.client(), "/sign-in", "/sign-in", &fields).await.expect(422);
    }
    let fields = [("handle", "calm_heron_31"), ("passphrase", "this is not the one")];
    let answer = fill(&server.client(), "/sign-in", "/sign-in", &fields).await.expect(429);
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
}

#[tokio::test]
async fn the_recovery_words_let_a_member_back_in_once() {
    let server = Server::start().await;
    let printed = server.cli(&["member", "create", "calm_heron_31"]).expect_success();
    let words = printed.lines().find_map(|line| line.strip_prefix("recovery words: ")).unwrap();
    let browser = server.client();
    let fields = [
        ("handle", "calm_heron_31"),
        ("recovery", words),
        ("passphrase", PASSPHRASE),
        ("passphrase-again", PASSPHRASE),
    ];
    let answer = fill(&browser, "/recover", "/recover", &fields).await.expect(200);
    assert_eq!(answer.body.matches("<li><code>").count(), 12);
    let again = fill(&browser, "/recover", "/recover", &fields).await.expect(422);
    assert!(again.body.contains("href=\"#recovery\""));
    let sign_in = [("handle", "calm_heron_31"), ("passphrase", PASSPHRASE)];
    fill(&browser, "/sign-in", "/sign-in", &sign_in).await.expect(303);
}

#[tokio::test]
async fn a_member_changes_the_settings_and_leaves_only_when_sure() {
    let server = Server::start().await;
    let browser = signed_in(&server, "calm_heron_31", "member").await;
    let fields =
        [("name", "静かな川"), ("about", "Two sentences."), ("language", "ja"), ("visibility", "private")];
    let saved = fill(&browser, "/settings", "/settings/profile", &fields).await.expect(303);
    assert_eq!(saved.header("location"), "/settings?saved=profile");
    let page = browser.get("/settings?saved=profile").await.expect(200);
    assert!(page.body.contains("静かな川") && page.body.contains("lang=\"ja\""), "{}", page.body);
    let wrong =
        [("current", "this is not the one"), ("passphrase", PASSPHRASE), ("passphrase-again", PASSPHRASE)];
    let wrong = fill(&browser, "/settings", "/settings/passphrase", &wrong).await.expect(422);
    assert!(wrong.body.contains("href=\"#current\""));
    let unsure = fill(&browser, "/settings/leave", "/settings/leave", &[("passphrase", PASSPHRASE)]).await;
    assert!(unsure.expect(422).body.contains("href=\"#sure\""));
    let wrong = [("passphrase", "this is not the one"), ("sure", "yes")];
    fill(&browser, "/settings/leave", "/settings/leave", &wrong).await.expect(422);
    browser.get("/settings").await.expect(200);
}

#[tokio::test]
async fn who_leaves_is_gone() {
    let server = Server::at("a").env("ANAMNESIS_SIGN_UP_MODE", "invite").start().await;
    let address = server.cli(&["invite", "create"]).expect_success();
    let path = address.trim().strip_prefix(&server.url("")).unwrap().to_owned();
    let browser = server.client();
    let mut fields = newcomer("slow_lantern_8");
    let code = path.split('=').nth(1).unwrap();
    fields.push(("invitation", code));
    fill(&browser, &path, "/sign-up", &fields).await.expect(200);
    let leave = [("passphrase", PASSPHRASE), ("sure", "yes")];
    let answer = fill(&browser, "/settings/leave", "/settings/leave", &leave).await.expect(200);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(server.cli(&["member", "list"]).expect_success(), "");
    let sign_in = [("handle", "slow_lantern_8"), ("passphrase", PASSPHRASE)];
    fill(&server.client(), "/sign-in", "/sign-in", &sign_in).await.expect(422);
}
