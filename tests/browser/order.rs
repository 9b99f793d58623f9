//! A moderator keeps order: servers that are limited, by hand and from a file, accounts, and what is written down of it.

use super::person::{ENGLISH, JAPANESE, Manner, PLAIN, Person};
use super::support::Server;

/// A list as Mastodon writes it.
const LIST: &str = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
loud.example,silence,true,false,Shouts,false
sells.example,suspend,true,true,,true
no host,silence,,,,
";

#[tokio::test]
async fn servers_and_accounts_are_limited_and_that_is_written_down() {
    walk(ENGLISH, "").await;
}

#[tokio::test]
async fn the_same_in_japanese_on_a_phone() {
    walk(JAPANESE, "?lang=ja").await;
}

#[tokio::test]
async fn the_same_without_javascript() {
    walk(PLAIN, "").await;
}

async fn walk(manner: Manner, language: &str) {
    let server = Server::start().await;
    server.member("slow_river_7");
    let moderator = Box::pin(Person::member(&server, manner, "calm_owl_3", "moderator")).await;
    moderator.open(&format!("/desk{language}")).await;
    moderator.follow("/desk/hosts").await;
    moderator.look("desk-hosts-none").await;
    moderator.send("limit").await;
    assert_eq!(moderator.problems().await, ["host"]);
    moderator.look("desk-hosts-problem").await;
    moderator.write(&[("host", "spam.example"), ("public_comment", "It sells data.")]).await;
    moderator.choose(&[("severity", "silence")]).await;
    moderator.send("limit").await;
    assert_eq!(moderator.browser.count(".card").await, 1);
    moderator.look("desk-hosts-one").await;

    let file = server.folder().join("blocks.csv");
    std::fs::write(&file, LIST).unwrap();
    moderator.browser.attach("input[type=file]", &file).await;
    moderator.browser.follow("section[aria-labelledby=files-title] button").await;
    let would = moderator.browser.text(".numbers").await;
    assert!(
        would.contains('2') && moderator.browser.count(".card").await == 1,
        "nothing is done yet: {would}"
    );
    moderator.look("desk-hosts-file").await;
    moderator.browser.follow("section[aria-labelledby=file-title] button").await;
    assert_eq!(moderator.browser.count(".card").await, 3);
    moderator.look("desk-hosts-file-done").await;
    moderator.open(&format!("/desk/hosts{language}")).await;
    moderator.browser.follow(".card form a.button").await;
    moderator.look("desk-hosts-change").await;

    moderator.open(&format!("/desk/accounts{language}")).await;
    moderator.write(&[("q", "slow")]).await;
    moderator.send("").await;
    moderator.uncover(".card details").await;
    moderator.choose(&[("reason", "trade")]).await;
    moderator.send("limit").await;
    assert_eq!(server.database.rows("SELECT id FROM account WHERE silenced").await.len(), 1);
    moderator.look("desk-accounts-one").await;
    moderator.open(&format!("/desk/log{language}")).await;
    let log = moderator.browser.text("main").await;
    assert!(log.contains("@calm_owl_3"), "{log}");
    moderator.look("desk-log-kept").await;
}
