//! A story that waits: in an open community the first story of somebody new is read by a moderator before others.

use serde_json::json;

use super::person::{ENGLISH, JAPANESE, PASSPHRASE, Person};
use super::support::Server;

const HANDLE: &str = "slow_lantern_8";
const TEXT: &str = "Stopping was harder than anything before. There were nights on which I wanted to die.";

#[tokio::test]
async fn the_first_story_of_somebody_new_is_read_by_a_moderator_before_others() {
    let server = Server::at("a")
        .env("ANAMNESIS_SIGN_UP_MODE", "open")
        .env("ANAMNESIS_SIGN_UP_QUESTION", "Which of these is a colour: river, green, seven?")
        .env("ANAMNESIS_SIGN_UP_ANSWER", "green")
        .env("ANAMNESIS_COMMUNITY_OPERATOR", "The association of patients of a small town")
        .env("ANAMNESIS_COMMUNITY_CONTACT", "mail@patients.example")
        .env("ANAMNESIS_COMMUNITY_TERMS_VERSION", "2026-11-22")
        .env("ANAMNESIS_COMMUNITY_PRIVACY_VERSION", "2026-11-22")
        .start()
        .await;
    let newcomer = Box::pin(Person::arrive(&server, ENGLISH)).await;
    newcomer.open("/sign-up").await;
    newcomer.look("sign-up-open").await;
    newcomer.write(&[("handle", HANDLE), ("passphrase", PASSPHRASE), ("passphrase-again", PASSPHRASE)]).await;
    newcomer.write(&[("answer", "green")]).await;
    newcomer.tick(&["old-enough", "knows-public", "agrees"]).await;
    newcomer.send("join").await;
    newcomer.open("/share").await;
    newcomer.write(&[("title", "Nights"), ("text", TEXT)]).await;
    newcomer.send("facts").await;
    newcomer.send("course").await;
    newcomer.send("preview").await;
    newcomer.send("consent").await;
    newcomer.tick(&["consent-publish"]).await;
    newcomer.send("tell").await;
    newcomer.look("told-held").await;

    let moderator = Box::pin(Person::member(&server, ENGLISH, "calm_heron_31", "moderator")).await;
    assert_eq!(moderator.browser.count(".card").await, 0, "it stands in no list yet");
    moderator.open("/desk").await;
    assert!(
        !moderator.browser.text("main").await.contains(TEXT),
        "it is covered until somebody wants to read it"
    );
    moderator.look("desk-stories").await;
    moderator.uncover(".covered").await;
    assert!(moderator.browser.text("main").await.contains(TEXT));
    let id = server.database.rows("SELECT id FROM post WHERE kind = 'story'").await[0]["id"].to_string();
    Box::pin(agree_on_another_text(&server, &moderator, &newcomer, &id)).await;
    Box::pin(look_again(&server, &moderator, &newcomer, &id)).await;
    let complaint = format!(
        "INSERT INTO complaint (id, words_hash, post_id, about, body, reach, shown, said, received_day, due_day, answer) \
         VALUES (7, 'x', {id}, 'person', 'I am the doctor.', 'At the counter', TRUE, 'No.', '2026-01-01', '2026-01-08', '') \
         RETURNING id"
    );
    assert_eq!(server.database.rows(&complaint).await.len(), 1);
    moderator.open("/desk").await;
    moderator.look("desk-complaints").await;
    newcomer.open(&format!("/@{HANDLE}/{id}/complaints")).await;
    newcomer.look("complaints-heard").await;
    moderator.open("/desk/log").await;
    moderator.look("desk-log").await;
    let counted =
        "INSERT INTO tally VALUES ('2024-03', 'published', 41), ('2024-04', 'held', 2) RETURNING times";
    assert_eq!(server.database.rows(counted).await.len(), 2);
    server.cli(&["peer", "block", "spam.example", "--reason", "It sells data."]).expect_success();
    moderator.open("/desk/hosts").await;
    moderator.look("desk-hosts").await;
    moderator.open("/desk/accounts?q=slow").await;
    moderator.look("desk-accounts").await;
    Box::pin(work_on_a_report(&server, &moderator, &id)).await;
    moderator.open("/transparency").await;
    moderator.look("transparency").await;
    let japanese = Box::pin(Person::arrive(&server, JAPANESE)).await;
    japanese.open("/transparency").await;
    japanese.look("transparency-ja").await;
    moderator.open("/").await;
    assert_eq!(moderator.browser.count(".card").await, 1);
}

/// A moderator proposes another text, and its author takes it over.
async fn agree_on_another_text(server: &Server, moderator: &Person, newcomer: &Person, id: &str) {
    let propose = format!("/desk/stories/{id}/propose");
    let japanese = Box::pin(Person::member(server, JAPANESE, "soft_reed_4", "moderator")).await;
    japanese.open(&format!("{propose}?lang=ja")).await;
    japanese.look("desk-propose").await;
    moderator.uncover("form > details").await;
    moderator.follow(&propose).await;
    moderator.look("desk-propose").await;
    moderator.send("").await;
    assert_eq!(moderator.problems().await, ["reason"]);
    moderator.choose(&[("reason", "hidden")]).await;
    moderator.send("").await;
    assert_eq!(moderator.problems().await, ["proposal"]);
    moderator.look("desk-propose-problem").await;
    let text = moderator.written("proposal").await.replace("Nights", "Some nights");
    moderator.write(&[("proposal", &text), ("note", "“Nights” is what you called it elsewhere.")]).await;
    moderator.send("").await;
    assert_eq!((moderator.path().await.as_str(), moderator.browser.count(".card").await), ("/desk", 0));

    newcomer.open(&format!("/@{HANDLE}/{id}")).await;
    newcomer.look("story-proposal").await;
    newcomer.follow(&format!("/proposal/{id}")).await;
    assert!(newcomer.browser.text("ins").await.contains("Some nights"));
    newcomer.look("proposal").await;
    newcomer.send("take-over").await;
    newcomer.look("told-taken-over").await;
    moderator.open("/desk").await;
    moderator.look("desk-taken-over").await;
}

/// A moderator does not let the story through; its author says why that was wrong, and another moderator publishes it.
async fn look_again(server: &Server, moderator: &Person, newcomer: &Person, id: &str) {
    moderator.uncover("form > details").await;
    moderator.choose(&[("reason", "trade")]).await;
    moderator.write(&[("note", "It sells honey.")]).await;
    moderator.send("refuse").await;
    newcomer.open(&format!("/@{HANDLE}/{id}")).await;
    newcomer.look("story-refused").await;
    newcomer.follow(&format!("/appeal/{id}")).await;
    newcomer.write(&[("appeal", "It sells nothing.")]).await;
    newcomer.send("send-appeal").await;
    newcomer.look("appeal").await;
    moderator.open("/desk").await;
    moderator.look("desk-appeal-of-others").await;
    assert_eq!(moderator.browser.count("main button[value='grant']").await, 0, "another one looks again");
    let japanese = Box::pin(Person::member(server, JAPANESE, "warm_reed_6", "moderator")).await;
    japanese.open("/desk?lang=ja").await;
    japanese.look("desk-appeals").await;
    assert!(
        !japanese.browser.text("main").await.contains("sells nothing"),
        "what the author says is covered"
    );
    japanese.write(&[("answer", "そのとおりでした。")]).await;
    japanese.send("grant").await;
    assert_eq!(japanese.browser.count(".card").await, 0);
    newcomer.open(&format!("/@{HANDLE}/{id}")).await;
    assert_eq!(newcomer.browser.count("[href^='/appeal']").await, 0, "there is nothing left to say");
}

/// A reader reports the story; a moderator takes that up, decides, and looks again.
async fn work_on_a_report(server: &Server, moderator: &Person, story: &str) {
    let reader = server.member("still_moss_9");
    let told = reader.get(&format!("/api/v1/statuses/{story}")).await.expect(200).json();
    let report = json!({"account_id": told["account"]["id"], "status_ids": [story],
        "comment": "Somebody I know is in the pictures.", "rule_ids": ["2"]});
    reader.post_json("/api/v1/reports", &report).await.expect(200);
    moderator.open("/desk").await;
    moderator.follow("/desk/reports").await;
    moderator.look("desk-reports").await;
    let id = server.database.rows("SELECT id FROM report").await[0]["id"].to_string();
    let report = format!("/desk/reports/{id}");
    moderator.follow(&report).await;
    assert!(!moderator.browser.text("main").await.contains(TEXT), "what was reported is covered");
    moderator.look("desk-report").await;
    moderator.uncover(".covered").await;
    assert!(moderator.browser.text("main").await.contains(TEXT));
    moderator.send("take").await;
    assert!(moderator.browser.text("main").await.contains("@calm_heron_31 looks at it"));
    moderator.send("mark").await;
    assert_eq!(moderator.problems().await, ["reason"]);
    moderator.look("desk-report-problem").await;
    moderator.choose(&[("reason", "hidden")]).await;
    moderator.send("mark").await;
    assert_eq!(moderator.path().await, report);
    moderator.look("desk-report-closed").await;
    let japanese = Box::pin(Person::member(server, JAPANESE, "gentle_fox_5", "moderator")).await;
    japanese.open("/desk/reports?lang=ja&state=closed").await;
    japanese.look("desk-reports-ja").await;
    japanese.follow(&report).await;
    japanese.send("reopen").await;
    japanese.look("desk-report-ja").await;
    japanese.send("close").await;
    assert_eq!(server.database.rows("SELECT id FROM report WHERE done = 'nothing'").await.len(), 1);
}
