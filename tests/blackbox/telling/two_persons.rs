//! What speaks of suicidal thoughts is published when two different people say yes, where there are enough of them.

use serde_json::{Value, json};

use super::appeals::{author, look_again, say};
use super::review_desk::{read, signed_in};
use super::{COVERED, PLAIN, hears, path, post, reviewing, said};
use crate::support::{Client, Server};
use crate::web_stories::between;

/// Says yes at the desk to what waits of a story.
async fn say_yes(moderator: &Client, story: &Value) {
    decide(moderator, story, "approve", "2").await;
}

/// Sends a decision at the desk about what waits of a story.
async fn decide(moderator: &Client, story: &Value, decision: &str, care: &str) {
    let desk = read(moderator, "/desk").await;
    let id = said(&story["id"]);
    let form =
        desk.split("<form").find(|form| form.contains(&format!("name=\"story\" value=\"{id}\""))).unwrap();
    let hidden = |name: &str| between(form, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let (csrf, version) = (hidden("csrf"), hidden("version"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("story", id),
        ("version", version.as_str()),
        ("decision", decision),
        ("care", care),
    ];
    let answer = moderator.post_form("/desk/stories", &fields).await.expect(303);
    assert_eq!(answer.header("location"), "/desk");
}

async fn state(writer: &Client, story: &Value) -> String {
    said(&writer.get(&path(story)).await.json()["story"]["state"]).to_owned()
}

async fn moderators(server: &Server, handles: &[&str]) -> Vec<Client> {
    let mut clients = Vec::new();
    for handle in handles {
        clients.push(signed_in(server, &[handle, "--role", "moderator"]).await);
    }
    clients
}

#[tokio::test]
async fn from_four_moderators_on_two_of_them_say_yes_to_what_speaks_of_suicidal_thoughts() {
    let server = reviewing().await;
    let writer = server.member("quiet_fern_12");
    let three = moderators(&server, &["calm_owl_1", "calm_owl_2", "calm_owl_3"]).await;
    let alone = post(&writer, COVERED).await;
    say_yes(&three[0], &alone).await;
    assert_eq!(state(&writer, &alone).await, "published", "three are too few for it");

    moderators(&server, &["calm_owl_4"]).await;
    let grave = post(&writer, COVERED).await;
    let light = post(&writer, PLAIN).await;
    assert!(read(&three[0], "/desk").await.contains("Two people have to say yes"));
    server.cli(&["story", "release", said(&light["id"])]).expect_success();
    assert_eq!(state(&writer, &light).await, "published", "one is enough for it");
    for _ in 0..2 {
        say_yes(&three[0], &grave).await;
        assert_eq!(state(&writer, &grave).await, "held", "the same person twice is one");
    }
    assert!(read(&three[0], "/desk").await.contains("You said yes"));
    assert!(read(&three[1], "/desk").await.contains("One says yes; one more is needed."));
    // A yes is to what was read, and to nothing else.
    writer.put_json(&path(&grave), &json!({"status": COVERED.replace("third", "fourth")})).await.expect(200);
    assert!(read(&three[1], "/desk").await.contains("Two people have to say yes"));
    say_yes(&three[1], &grave).await;
    assert_eq!(state(&writer, &grave).await, "held");
    say_yes(&three[2], &grave).await;
    assert_eq!(state(&writer, &grave).await, "published");
    let rows = server.database.rows("SELECT act FROM action ORDER BY act").await;
    let count = |act: &str| rows.iter().filter(|row| row["act"] == act).count();
    assert_eq!((count("first-yes"), count("story-released")), (2, 3));

    // A change of it, too.
    writer.put_json(&path(&grave), &json!({"status": COVERED.replace("third", "fifth")})).await.expect(200);
    say_yes(&three[0], &grave).await;
    assert_eq!(writer.get(&path(&grave)).await.json()["story"]["change"]["state"], "held");
    say_yes(&three[1], &grave).await;
    assert!(writer.get(&path(&grave)).await.json()["story"]["change"].is_null());
    // One no is enough.
    let refused = post(&writer, COVERED).await;
    say_yes(&three[0], &refused).await;
    server.cli(&["story", "refuse", said(&refused["id"]), "--reason", "own"]).expect_success();
    assert_eq!(state(&writer, &refused).await, "refused");
}

#[tokio::test]
async fn the_operator_at_the_command_line_is_one_person_unless_they_answer_for_two() {
    let server = Server::at("a")
        .env("ANAMNESIS_REVIEW_MODE", "all")
        .env("ANAMNESIS_REVIEW_TWO_PERSONS", "always")
        .start()
        .await;
    let writer = server.member("quiet_fern_12");
    let first = post(&writer, COVERED).await;
    let id = said(&first["id"]);
    for _ in 0..2 {
        let printed = server.cli(&["story", "release", id]).expect_success();
        assert!(printed.contains("one more is needed"), "{printed}");
    }
    assert_eq!(state(&writer, &first).await, "held");
    let moderator = moderators(&server, &["calm_owl_3"]).await.remove(0);
    say_yes(&moderator, &first).await;
    assert_eq!(state(&writer, &first).await, "published");
    let second = post(&writer, COVERED).await;
    server.cli(&["story", "release", said(&second["id"]), "--for-two"]).expect_success();
    assert_eq!(state(&writer, &second).await, "published");
}

#[tokio::test]
async fn a_moderator_who_lowers_the_care_level_of_a_story_is_still_one_person() {
    let server = Server::at("a")
        .env("ANAMNESIS_REVIEW_MODE", "all")
        .env("ANAMNESIS_REVIEW_TWO_PERSONS", "always")
        .start()
        .await;
    let writer = server.member("quiet_fern_12");
    let two = moderators(&server, &["calm_owl_1", "calm_owl_2"]).await;
    let story = post(&writer, &format!("{PLAIN} In the second winter I wanted to die.")).await;
    assert!(read(&two[0], "/desk").await.contains("Two people have to say yes"));
    decide(&two[0], &story, "care", "1").await;
    assert!(read(&two[0], "/desk").await.contains("Two people have to say yes"));
    decide(&two[0], &story, "approve", "1").await;
    assert_eq!(state(&writer, &story).await, "held");
    decide(&two[1], &story, "approve", "1").await;
    assert_eq!(state(&writer, &story).await, "published");
}

#[tokio::test]
async fn who_was_right_about_what_two_people_have_to_read_hears_that_a_second_one_reads_it() {
    let server = reviewing().await;
    let (browser, app) = author(&server).await;
    let four = moderators(&server, &["calm_owl_1", "calm_owl_2", "calm_owl_3", "calm_owl_4"]).await;
    let grave = post(&app, COVERED).await;
    let id = said(&grave["id"]);
    server.cli(&["story", "refuse", id, "--reason", "own"]).expect_success();
    say(&browser, id, "A wheatear saw it.").await.expect(200);
    look_again(&four[0], id, "grant", "").await.expect(303);
    let message = hears(&app, "you were right").await;
    assert!(said(&message["content"]).contains("A second person"), "{message}");
    assert_eq!(state(&app, &grave).await, "held");
    say_yes(&four[1], &grave).await;
    assert_eq!(state(&app, &grave).await, "published");
}
