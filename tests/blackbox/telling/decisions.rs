//! What is decided is written down for those who decide, and told to everybody in numbers.

use serde_json::json;

use super::review_desk::{field, read, signed_in};
use super::{PLAIN, path, post, reviewing, said};
use crate::support::{Server, eventually};

/// Writes a decision of a past month, as if it had been taken then.
async fn decided(server: &Server, day: &str, act: &str, rule: &str, times: usize) {
    for number in 0..times {
        let digits: i64 = day.replace('-', "").parse().unwrap();
        let id = (digits * 1000)
            + i64::try_from(number).unwrap()
            + i64::try_from(act.len()).unwrap() * 100_000_000_000;
        let sql = format!(
            "INSERT INTO action (id, day, act, decider, decider_id, subject_id, rule) \
             VALUES ({id}, '{day}', '{act}', 'moderator', 7, 7, {rule}) RETURNING id"
        );
        assert_eq!(server.database.rows(&sql).await.len(), 1);
    }
}

#[tokio::test]
async fn every_decision_is_written_down_with_who_took_it_and_without_a_word() {
    let server = reviewing().await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let writer = server.member("quiet_fern_12");
    let refused = post(&writer, PLAIN).await;
    let desk = read(&moderator, "/desk").await;
    let (csrf, version) = (field(&desk, "csrf"), field(&desk, "version"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("story", said(&refused["id"])),
        ("version", version.as_str()),
        ("decision", "refuse"),
        ("reason", "advice"),
        ("note", "A pratincole said so."),
    ];
    moderator.post_form("/desk/stories", &fields).await.expect(303);
    let released = post(&writer, &PLAIN.replace("Eleven", "Twelve")).await;
    server.cli(&["story", "release", said(&released["id"])]).expect_success();
    writer.put_json(&path(&released), &json!({"status": PLAIN.replace("Eleven", "Ten")})).await.expect(200);
    server.cli(&["story", "release", said(&released["id"])]).expect_success();
    server.cli(&["story", "remove", said(&released["id"]), "--reason", "named"]).expect_success();
    server.cli(&["member", "suspend", "quiet_fern_12"]).expect_success();
    server.cli(&["member", "unsuspend", "quiet_fern_12"]).expect_success();
    server.cli(&["peer", "block", "spam.example", "--reason", "It sells data."]).expect_success();
    server.cli(&["peer", "unblock", "spam.example"]).expect_success();

    let rows = server.database.rows("SELECT act, decider, decider_id, subject_id, rule FROM action").await;
    let mut acts: Vec<String> = rows.iter().map(|row| said(&row["act"]).to_owned()).collect();
    acts.sort();
    let expected = [
        "change-released",
        "member-suspended",
        "member-unsuspended",
        "peer-blocked",
        "peer-unblocked",
        "story-refused",
        "story-released",
        "story-removed",
    ];
    assert_eq!(acts, expected);
    let of = |act: &str| rows.iter().find(|row| row["act"] == act).unwrap();
    let decider = server.database.rows("SELECT id FROM account WHERE handle = 'calm_owl_3'").await;
    let refusal = of("story-refused");
    assert_eq!((&refusal["decider"], &refusal["decider_id"]), (&json!("moderator"), &decider[0]["id"]));
    assert_eq!(
        (&refusal["rule"], refusal["subject_id"].to_string().as_str()),
        (&json!("advice"), said(&refused["id"]))
    );
    assert_eq!(
        (&of("story-removed")["rule"], &of("story-removed")["decider"]),
        (&json!("named"), &json!("operator"))
    );
    for words in ["pratincole", "quiet_fern_12", "calm_owl_3", "spam.example", "never examined"] {
        assert!(!server.database.tables_with(words).await.contains(&"action".to_owned()), "{words}");
    }

    let log = read(&moderator, "/desk/log").await;
    for words in
        ["Stories not let through", "@calm_owl_3", "the operator, at the command line", "Servers shut out"]
    {
        assert!(log.contains(words), "{words} in\n{log}");
    }
    let member = signed_in(&server, &["slow_river_7"]).await;
    member.get("/desk/log").await.expect(403);
    server.client().get("/desk/log").await.expect(401);
    // Whose name goes with them, while what they decided stays.
    server.cli(&["member", "delete", "calm_owl_3", "--yes"]).expect_success();
    let other = signed_in(&server, &["calm_heron_31", "--role", "moderator"]).await;
    let log = read(&other, "/desk/log").await;
    assert!(log.contains("somebody who has left") && !log.contains("calm_owl_3"), "{log}");
}

#[tokio::test]
async fn everybody_reads_in_rounded_numbers_how_it_was_decided_in_months_that_are_over() {
    let server = reviewing().await;
    let browser = server.client();
    let page = read(&browser, "/transparency").await;
    assert!(page.contains("No month is over yet"), "{page}");
    decided(&server, "2024-03-09", "story-refused", "'named'", 3).await;
    decided(&server, "2024-03-10", "report-resolved", "NULL", 9).await;
    decided(&server, "2024-05-02", "care-set", "NULL", 6).await;
    server.database.rows("INSERT INTO tally VALUES ('2024-03', 'published', 41) RETURNING times").await;
    server.cli(&["peer", "block", "spam.example", "--reason", "It sells <b>data</b>."]).expect_success();
    let writer = server.member("quiet_fern_12");
    server.cli(&["story", "release", said(&post(&writer, PLAIN).await["id"])]).expect_success();

    let page = read(&browser, "/transparency").await;
    let flat: String = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "<dt>Stories published</dt><dd>about 40</dd>",
        "<dt>Stories not let through</dt><dd>fewer than 5</dd>",
        "<dt>It named a doctor, a clinic or another person</dt><dd>fewer than 5</dd>",
        "<dt>Reports dealt with</dt><dd>about 10</dd>",
        "<dt>Stories let through</dt><dd>none</dd>",
        "<dt>Reports received</dt><dd>none</dd>",
        "It sells &#60;b&#62;data",
        "spam.example",
        "March 2024",
        "May 2024",
    ] {
        assert!(flat.contains(words), "{words} in\n{flat}");
    }
    assert!(!flat.contains("Servers shut out<"), "what never happened is not named");
    assert!(!flat.contains("Eleven years") && !flat.contains("quiet_fern_12"));
    assert!(flat.find("May 2024") < flat.find("March 2024"), "the latest month first");
    let japanese = browser.get("/transparency?lang=ja").await.expect(200).body;
    assert!(japanese.contains("5件未満") && japanese.contains("約40件"), "{japanese}");
    for place in ["/about", "/rules"] {
        assert!(read(&browser, place).await.contains("href=\"/transparency\""), "{place}");
    }
}

#[tokio::test]
async fn what_is_told_held_taken_back_and_reported_is_counted_by_month_and_nothing_else() {
    let server = reviewing().await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, PLAIN).await;
    server.cli(&["story", "release", said(&told["id"])]).expect_success();
    let waiting = post(&writer, &PLAIN.replace("Eleven", "Twelve")).await;
    let me = writer.get("/api/v1/accounts/verify_credentials").await.json();
    let reader = server.member("slow_river_7");
    let report = json!({"account_id": me["id"], "status_ids": [told["id"]], "comment": "Look."});
    reader.post_json("/api/v1/reports", &report).await.expect(200);
    eventually("the story counts as published", async || {
        let rows = server.database.rows("SELECT times FROM tally WHERE what = 'published'").await;
        if rows.len() == 1 { Ok(()) } else { Err(format!("{rows:?}")) }
    })
    .await;
    for status in [&told, &waiting] {
        writer.delete(&path(status)).await.expect(200);
    }
    let mut rows = server.database.rows("SELECT what, times FROM tally").await;
    rows.sort_by_key(ToString::to_string);
    let counted: Vec<(&str, i64)> =
        rows.iter().map(|row| (said(&row["what"]), row["times"].as_i64().unwrap())).collect();
    assert_eq!(counted, [("held", 2), ("published", 1), ("reported", 1), ("withdrawn", 1)]);
}
