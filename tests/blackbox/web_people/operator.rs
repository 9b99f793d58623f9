//! What the operator's settings change on the pages: the accent colour, where the source code is, the versions of the texts.

use super::{PASSPHRASE, csrf, fill, newcomer};
use crate::support::Server;

#[tokio::test]
async fn an_accent_that_cannot_be_read_is_refused_with_its_contrast_and_the_doctor_says_so_too() {
    let server = Server::at("a").env("ANAMNESIS_COMMUNITY_ACCENT", "#7a2e4d").start().await;
    let doctor = server.cli(&["doctor"]);
    assert!(doctor.stdout.contains("ok    the accent colour #7a2e4d"), "{}", doctor.stdout);

    let usual = Server::at("b").start().await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "[community]\naccent = \"#ffcc00\"\n").unwrap();
    for command in ["serve", "doctor"] {
        let refused = usual.cli(&["--config", file.path().to_str().unwrap(), command]);
        assert!(!refused.status.success());
        let said = format!("{}{}", refused.stdout, refused.stderr);
        assert!(said.contains("the accent colour #ffcc00") && said.contains("1.3:1"), "{said}");
    }
}

#[tokio::test]
async fn the_source_code_is_offered_where_the_operator_says() {
    let server = Server::at("a").env("ANAMNESIS_SOURCE_URL", "https://git.example/ours").start().await;
    let client = server.client();
    let about = client.get("/about").await.expect(200);
    assert_eq!(about.body.matches("href=\"https://git.example/ours\"").count(), 2, "{}", about.body);
    assert_eq!(client.get("/api/v2/instance").await.json()["source_url"], "https://git.example/ours");
    let software = client.get("/nodeinfo/2.1").await.json()["software"].clone();
    assert_eq!(software["repository"], "https://git.example/ours");
    assert!(client.get("/nodeinfo/2.0").await.json()["software"].get("repository").is_none());

    let silent = Server::at("b").start().await;
    let about = silent.client().get("/about").await.expect(200);
    assert!(about.body.contains("Ask the people who run this site"), "{}", about.body);
    assert_eq!(silent.client().get("/api/v2/instance").await.json()["source_url"], silent.url("/about"));
    let doctor = silent.cli(&["doctor"]);
    assert!(doctor.stdout.contains("warn  source_url is not set"), "{}", doctor.stdout);
}

#[tokio::test]
async fn who_joined_agreed_to_the_versions_of_that_day_and_is_asked_again_when_they_change() {
    let mut server = Server::at("a")
        .env("ANAMNESIS_SIGN_UP_MODE", "invite")
        .env("ANAMNESIS_COMMUNITY_TERMS_VERSION", "2026-11")
        .env("ANAMNESIS_COMMUNITY_PRIVACY_VERSION", "2026-10")
        .start()
        .await;
    let address = server.cli(&["invite", "create"]).expect_success();
    let path = address.trim().strip_prefix(&server.url("")).unwrap().to_owned();
    let browser = server.client();
    let mut fields = newcomer("slow_lantern_8");
    fields.push(("invitation", path.split('=').nth(1).unwrap()));
    fill(&browser, &path, "/sign-up", &fields).await.expect(200);
    let rows = server.database.rows("SELECT terms_version, privacy_version FROM sign_in").await;
    assert_eq!(
        (&rows[0]["terms_version"], &rows[0]["privacy_version"]),
        (&"2026-11".into(), &"2026-10".into())
    );
    let settings = browser.get("/settings").await.expect(200).body;
    assert!(settings.contains("version 2026-11") && settings.contains("version 2026-10"), "{settings}");
    assert!(!settings.contains("/agree"), "{settings}");
    let sign_in = [("handle", "slow_lantern_8"), ("passphrase", PASSPHRASE), ("next", "/share")];
    let answer = fill(&server.client(), "/sign-in", "/sign-in", &sign_in).await.expect(303);
    assert_eq!(answer.header("location"), "/share");

    server.set("ANAMNESIS_COMMUNITY_TERMS_VERSION", "2026-12");
    server.stop();
    server.start_again().await;
    let browser = server.client();
    let answer = fill(&browser, "/sign-in", "/sign-in", &sign_in).await.expect(303);
    let asked = answer.header("location").to_owned();
    assert_eq!(asked, "/agree?next=%2Fshare");
    let page = browser.get(&asked).await.expect(200);
    assert!(page.body.contains("href=\"/rules\"") && page.body.contains("href=\"/settings/leave\""));
    assert!(browser.get("/settings").await.expect(200).body.contains("/agree?next=/settings"));
    browser.get("/share").await.expect(200);
    let token = csrf(&page);
    let unticked = browser.post_form("/agree", &[("csrf", &token), ("next", "/share")]).await.expect(422);
    assert!(unticked.body.contains("href=\"#agrees\""));
    let agrees = [("csrf", token.as_str()), ("next", "//evil.example/"), ("agrees", "yes")];
    assert_eq!(browser.post_form("/agree", &agrees).await.expect(303).header("location"), "/");
    assert!(browser.get("/settings").await.expect(200).body.contains("version 2026-12"));
    let answer = fill(&server.client(), "/sign-in", "/sign-in", &sign_in).await.expect(303);
    assert_eq!(answer.header("location"), "/share");
    server.client().get("/agree").await.expect(401);
}
