//! Polls: asked with a post, voted in once, and told at their end.

use serde_json::{Value, json};

use super::decoder::{NOTIFICATION, POLL, STATUS, check};
use super::{ids, tell, text};
use crate::support::{Client, Server, eventually};

/// Asks with a post; gives the post.
async fn ask(writer: &Client, poll: Value) -> Value {
    let body = json!({"status": "Which of these helped you?\n\nMedication: Accutane", "visibility": "public", "poll": poll});
    let asked = writer.post_json("/api/v1/statuses", &body).await.expect(200).json();
    check(STATUS, &asked);
    asked
}

fn of_three() -> Value {
    json!({"options": ["Eye drops", "Time", "Nothing"], "expires_in": 3600})
}

async fn vote(voter: &Client, asked: &Value, choices: Value, status: u16) -> Value {
    let path = format!("/api/v1/polls/{}/votes", text(&asked["poll"]["id"]));
    voter.post_json(&path, &json!({ "choices": choices })).await.expect(status).json()
}

fn counts(poll: &Value) -> Value {
    poll["options"].as_array().unwrap().iter().map(|option| option["votes_count"].clone()).collect()
}

/// Lets the poll of a post end now, as if its time had come.
async fn end(server: &mut Server, asked: &Value) {
    server.stop();
    let id = text(&asked["id"]);
    let ended = format!(
        "UPDATE poll SET ends_at = (SELECT published_at FROM post WHERE id = {id}) WHERE post_id = {id} RETURNING ends_at"
    );
    let at = server.database.rows(&ended).await[0]["ends_at"].as_i64().unwrap();
    let payload = format!("{{\"kind\":\"end-poll\",\"post\":{id},\"at\":{at}}}");
    let due = format!(
        "UPDATE job SET run_at = {at}, payload = '{payload}' WHERE payload LIKE '%end-poll%' RETURNING id"
    );
    assert_eq!(server.database.rows(&due).await.len(), 1);
    server.start_again().await;
}

#[tokio::test]
async fn a_poll_is_asked_with_a_post_and_each_votes_once() {
    let server = Server::start().await;
    let (writer, voter) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let asked = ask(&writer, of_three()).await;
    assert_eq!(asked.get("story"), None, "a post that asks is no story, whatever it states");
    let poll = &asked["poll"];
    assert_eq!((&poll["voted"], &poll["own_votes"]), (&json!(true), &json!([])), "its writer sees results");
    assert!(text(&poll["expires_at"]).ends_with(":00.000Z"), "times of posts are minutes: {poll}");

    let voted = vote(&voter, &asked, json!([1]), 200).await;
    check(POLL, &voted);
    assert_eq!((&voted["voted"], &voted["own_votes"]), (&json!(true), &json!([1])));
    assert_eq!((counts(&voted), &voted["votes_count"]), (json!([0, 1, 0]), &json!(1)));
    let path = format!("/api/v1/polls/{}", text(&poll["id"]));
    let seen = server.client().get(&path).await.expect(200).json();
    check(POLL, &seen);
    assert_eq!(
        (counts(&seen), &seen["voters_count"], seen.get("voted")),
        (json!([0, 1, 0]), &json!(1), None)
    );

    for choices in [json!([1]), json!([0]), json!([0, 1]), json!([7]), json!([]), json!([-1])] {
        vote(&voter, &asked, choices, 422).await;
    }
    vote(&writer, &asked, json!([0]), 422).await;
    assert_eq!(counts(&voter.get(&path).await.expect(200).json()), json!([0, 1, 0]));
    server.client().post_json(&format!("{path}/votes"), &json!({"choices": [0]})).await.expect(401);
    let none = tell(&writer, "A note without a question.").await;
    writer.get(&format!("/api/v1/polls/{}", text(&none["id"]))).await.expect(404);
}

#[tokio::test]
async fn finding_02_a_poll_may_come_as_a_form_and_several_options_be_chosen() {
    let server = Server::start().await;
    let (writer, voter) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let fields = [
        ("status", "What do you feel?"),
        ("poll[options][]", "Dry eyes"),
        ("poll[options][]", "Pain"),
        ("poll[options][]", "薄毛"),
        ("poll[expires_in]", "300"),
        ("poll[multiple]", "true"),
        ("poll[hide_totals]", "0"),
    ];
    let asked = writer.post_form("/api/v1/statuses", &fields).await.expect(200).json();
    check(STATUS, &asked);
    assert_eq!(
        (&asked["poll"]["multiple"], &asked["poll"]["options"][2]["title"]),
        (&json!(true), &json!("薄毛"))
    );
    let path = format!("/api/v1/polls/{}/votes", text(&asked["poll"]["id"]));
    let voted = voter.post_form(&path, &[("choices[]", "0"), ("choices[]", "2")]).await.expect(200).json();
    assert_eq!((&voted["votes_count"], &voted["voters_count"]), (&json!(2), &json!(1)));
    let voted = vote(&voter, &asked, json!([1]), 200).await;
    assert_eq!((counts(&voted), &voted["voters_count"]), (json!([1, 1, 1]), &json!(1)));
}

#[tokio::test]
async fn hidden_counts_are_seen_at_the_end_of_which_writer_and_voters_are_told() {
    let mut server = Server::start().await;
    let (writer, voter) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let asked = ask(&writer, json!({"options": ["Yes", "No"], "expires_in": 300, "hide_totals": true})).await;
    let voted = vote(&voter, &asked, json!([0]), 200).await;
    check(POLL, &voted);
    assert_eq!(counts(&voted), json!([null, null]));
    let path = format!("/api/v1/polls/{}", text(&asked["poll"]["id"]));
    assert_eq!(
        counts(&writer.get(&path).await.expect(200).json()),
        json!([null, null]),
        "also by its writer"
    );

    end(&mut server, &asked).await;
    let ended = writer.get(&path).await.expect(200).json();
    assert_eq!((&ended["expired"], counts(&ended)), (&json!(true), json!([1, 0])));
    server
        .member("late_heron_3")
        .post_json(&format!("{path}/votes"), &json!({"choices": [1]}))
        .await
        .expect(422);
    for member in [&writer, &voter] {
        let told = eventually("the end is told", async || {
            let told = member.get("/api/v1/notifications?types[]=poll").await.expect(200).json();
            if ids(&told).is_empty() { Err(told.to_string()) } else { Ok(told[0].clone()) }
        })
        .await;
        check(NOTIFICATION, &told);
        assert_eq!((&told["type"], &told["status"]["id"]), (&json!("poll"), &asked["id"]));
        assert_eq!(told["account"]["id"], asked["account"]["id"]);
    }
}

#[tokio::test]
async fn a_poll_keeps_to_the_limits_that_the_instance_names() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let instance = writer.get("/api/v2/instance").await.expect(200).json();
    let limits = &instance["configuration"]["polls"];
    let most = usize::try_from(limits["max_options"].as_u64().unwrap()).unwrap();
    let longest = usize::try_from(limits["max_characters_per_option"].as_u64().unwrap()).unwrap();
    let options = |count: usize| (0..count).map(|at| at.to_string()).collect::<Vec<_>>();
    let wrong = [
        json!({"options": ["one"], "expires_in": 300}),
        json!({"options": options(most + 1), "expires_in": 300}),
        json!({"options": ["one", " "], "expires_in": 300}),
        json!({"options": ["one", "one "], "expires_in": 300}),
        json!({"options": ["one", "あ".repeat(longest + 1)], "expires_in": 300}),
        json!({"options": ["one", "two"]}),
        json!({"options": ["one", "two"], "expires_in": limits["min_expiration"].as_i64().unwrap() - 1}),
        json!({"options": ["one", "two"], "expires_in": limits["max_expiration"].as_i64().unwrap() + 1}),
    ];
    for poll in wrong {
        let body = json!({"status": "A question.", "poll": poll});
        writer.post_json("/api/v1/statuses", &body).await.expect(422);
    }
    let most = json!({"options": options(most), "expires_in": limits["max_expiration"]});
    ask(&writer, most).await;
    ask(&writer, json!({"options": ["one", "あ".repeat(longest)], "expires_in": limits["min_expiration"]}))
        .await;
    assert_eq!(super::own_account(&writer).await["statuses_count"], 2);
}

#[tokio::test]
async fn an_edit_keeps_the_votes_unless_it_changes_the_options() {
    let server = Server::start().await;
    let (writer, voter) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let asked = ask(&writer, of_three()).await;
    vote(&voter, &asked, json!([2]), 200).await;
    let path = format!("/api/v1/statuses/{}", text(&asked["id"]));
    let words = writer.put_json(&path, &json!({"status": "Which one?"})).await.expect(200).json();
    assert_eq!(counts(&words["poll"]), json!([0, 0, 1]));
    let same = writer.put_json(&path, &json!({"status": "Which one?", "poll": of_three()})).await;
    assert_eq!(counts(&same.expect(200).json()["poll"]), json!([0, 0, 1]));
    let other =
        json!({"status": "Which one?", "poll": {"options": ["Eye drops", "Rest"], "expires_in": 600}});
    let other = writer.put_json(&path, &other).await.expect(200).json();
    check(STATUS, &other);
    assert_eq!((counts(&other["poll"]), &other["poll"]["voters_count"]), (json!([0, 0]), &json!(0)));
    vote(&voter, &asked, json!([1]), 200).await;
    let history = voter.get(&format!("{path}/history")).await.expect(200).json();
    assert_eq!(history[0]["poll"]["options"], json!([{"title": "Eye drops"}, {"title": "Rest"}]));

    let story = tell(&writer, "After Accutane\n\nIt began with dry eyes.\n\nMedication: Accutane").await;
    assert!(story["story"].is_object());
    let path = format!("/api/v1/statuses/{}", text(&story["id"]));
    writer.put_json(&path, &json!({"poll": of_three()})).await.expect(422);
}

#[tokio::test]
async fn only_who_may_read_a_post_can_vote_in_it_and_nothing_of_it_stays_when_it_is_taken_back() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    let (asked_one, other) = (server.member("slow_river_7"), server.member("late_heron_3"));
    let body = json!({"status": "@slow_river_7 How long?", "visibility": "direct",
        "poll": {"options": ["A xylograph", "A year"], "expires_in": 300}});
    let asked = writer.post_json("/api/v1/statuses", &body).await.expect(200).json();
    vote(&other, &asked, json!([0]), 404).await;
    vote(&asked_one, &asked, json!([0]), 200).await;
    assert_eq!(server.database.tables_with("xylograph").await, ["poll_option"]);
    writer.delete(&format!("/api/v1/statuses/{}", text(&asked["id"]))).await.expect(200);
    assert!(server.database.tables_with("xylograph").await.is_empty());
    assert!(server.database.rows("SELECT id FROM poll_vote").await.is_empty());
}
