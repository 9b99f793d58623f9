//! Stories and changes that a moderator reads before others do.

use serde_json::{Value, json};

use super::{PLAIN, hears, path, post, reviewing, said};
use crate::support::{Client, Peer, Server};

async fn seen(client: &Client, status: &Value) -> Value {
    client.get(&path(status)).await.expect(200).json()
}

async fn list(client: &Client) -> Value {
    client.get("/api/v1/timelines/public").await.expect(200).json()
}

async fn change(writer: &Client, status: &Value, from: &str, to: &str) -> Value {
    let source = writer.get(&format!("{}/source", path(status))).await.expect(200).json();
    let text = said(&source["text"]).replace(from, to);
    assert_ne!(text, said(&source["text"]), "{from} is not in {source}");
    writer.put_json(&path(status), &json!({"status": text})).await.expect(200).json()
}

fn release(server: &Server, status: &Value) {
    server.cli(&["story", "release", said(&status["id"])]).expect_success();
}

#[tokio::test]
async fn where_every_story_is_read_first_it_is_its_authors_until_it_is_released() {
    let server = reviewing().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let held = post(&writer, PLAIN).await;
    assert_eq!((&held["visibility"], &held["story"]["state"]), (&json!("private"), &json!("held")));
    for answer in [
        other.get(&path(&held)).await,
        other.post(&format!("{}/favourite", path(&held))).await,
        other.post(&format!("{}/reblog", path(&held))).await,
        other.post(&format!("{}/bookmark", path(&held))).await,
        server.client().get(&format!("{}/context", path(&held))).await,
    ] {
        answer.expect(404);
    }
    let refused = writer.post(&format!("{}/reblog", path(&held))).await.expect(422).json();
    assert!(said(&refused["error"]).contains("not public yet"), "{refused}");
    assert_eq!(post(&writer, "Good morning.").await["visibility"], "public", "only stories are read");
    assert!(!list(&other).await.to_string().contains("Eleven years"));

    let listed = server.cli(&["story", "list", "--held"]).expect_success();
    assert!(listed.trim().ends_with("Eleven years\tnew"), "{listed}");
    let later = post(&other, "A note that was written later.").await;
    release(&server, &held);
    let released = seen(&other, &held).await;
    assert_eq!(
        (&released["visibility"], &released["story"]["state"]),
        (&json!("public"), &json!("published"))
    );
    assert_eq!(released["edited_at"], Value::Null);
    let since =
        format!("/api/v1/accounts/{}/statuses?since_id={}", said(&held["account"]["id"]), said(&later["id"]));
    let missed = server.client().get(&since).await.expect(200).json();
    assert_eq!(missed[0]["id"], held["id"], "its place is that of its release: {missed}");
    other.post(&format!("{}/favourite", path(&held))).await.expect(200);
    let again = server.cli(&["story", "release", said(&held["id"])]);
    assert!(!again.status.success(), "it is decided");
}

#[tokio::test]
async fn a_held_story_is_changed_and_taken_back_by_its_author_at_once() {
    let server = reviewing().await;
    let writer = server.member("quiet_fern_12");
    let held = post(&writer, PLAIN).await;
    let changed = change(&writer, &held, "never examined", "never looked at").await;
    assert!(said(&changed["content"]).contains("never looked at"), "nobody else reads it: {changed}");
    assert_eq!(changed["story"]["state"], "held");
    writer.delete(&path(&held)).await.expect(200);
    assert_eq!(server.cli(&["story", "list", "--held"]).expect_success(), "");
    for words in ["never examined", "never looked at"] {
        assert_eq!(server.database.tables_with(words).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_change_that_waits_leaves_the_published_version_standing() {
    let server = reviewing().await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = post(&writer, PLAIN).await;
    release(&server, &told);
    let answer = change(&writer, &told, "never examined", "never looked at").await;
    assert!(said(&answer["content"]).contains("never examined"), "{answer}");
    assert_eq!(
        (&answer["story"]["state"], &answer["story"]["change"]["state"]),
        (&json!("published"), &json!("held"))
    );
    let others = seen(&reader, &told).await;
    assert!(said(&others["content"]).contains("never examined") && others["story"].get("change").is_none());
    assert_eq!(others["edited_at"], Value::Null);
    let source = writer.get(&format!("{}/source", path(&told))).await.expect(200).json();
    assert!(said(&source["text"]).contains("never looked at"), "the author goes on from here: {source}");

    // A second change builds on the first and takes its place.
    change(&writer, &told, "Eleven years", "Twelve years").await;
    let listed = server.cli(&["story", "list", "--held"]).expect_success();
    assert!(listed.trim().ends_with("Twelve years\tchange") && listed.lines().count() == 1, "{listed}");
    release(&server, &told);
    let changed = seen(&reader, &told).await;
    let content = said(&changed["content"]);
    assert!(content.contains("Twelve years") && content.contains("never looked at"), "{content}");
    assert_eq!(changed["story"]["medications"], told["story"]["medications"]);
    assert!(changed["edited_at"].is_string());
    assert_eq!(seen(&writer, &told).await["story"].get("change"), None);
    assert_eq!(server.database.tables_with("never examined").await, Vec::<String>::new());
    assert_eq!(list(&reader).await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_change_that_waits_goes_with_its_story() {
    let server = reviewing().await;
    let writer = server.member("quiet_fern_12");
    let told = post(&writer, PLAIN).await;
    release(&server, &told);
    change(&writer, &told, "never examined", "never looked at").await;
    assert_eq!(server.database.tables_with("never looked at").await, ["review"]);
    let gone = writer.delete(&path(&told)).await.expect(200).json();
    assert!(said(&gone["text"]).contains("never looked at"), "to begin anew with: {gone}");
    assert_eq!(server.database.tables_with("never looked at").await, Vec::<String>::new());
    assert_eq!(server.cli(&["story", "list", "--held"]).expect_success(), "");
}

#[tokio::test]
async fn a_change_that_is_not_let_through_stays_for_its_author_alone_with_why_and_goes_in_time() {
    let server = reviewing().await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let told = post(&writer, PLAIN).await;
    release(&server, &told);
    change(&writer, &told, "never examined", "never examined by Doctor Miller").await;
    let id = said(&told["id"]);
    assert!(!server.cli(&["story", "refuse", id, "--reason", "because"]).status.success());
    server
        .cli(&["story", "refuse", id, "--reason", "named", "--note", "Please leave the name out."])
        .expect_success();
    let own = seen(&writer, &told).await;
    let change = &own["story"]["change"];
    assert_eq!((&own["story"]["state"], &change["state"]), (&json!("published"), &json!("refused")));
    assert_eq!((&change["reason"], &change["note"]), (&json!("named"), &json!("Please leave the name out.")));
    assert!(said(&change["text"]).contains("names a doctor"), "{change}");
    assert_eq!(seen(&reader, &told).await["story"].get("change"), None, "nobody's business");
    assert!(!seen(&reader, &told).await.to_string().contains("Miller"));
    assert_eq!(server.database.tables_with("Miller").await, ["review"], "for a second look");
    server.database.rows("UPDATE review SET changed_at = 0 RETURNING post_id").await;
    server.database.rows("UPDATE job SET run_at = 0 WHERE payload LIKE '%tidy%' RETURNING id").await;
    crate::support::eventually("the change is gone a month later", async || {
        let tables = server.database.tables_with("Miller").await;
        if tables.is_empty() { Ok(()) } else { Err(format!("{tables:?}")) }
    })
    .await;
    let message = hears(&writer, "leave the name out").await;
    assert_eq!((&message["visibility"], &message["in_reply_to_id"]), (&json!("direct"), &told["id"]));
    assert!(said(&message["content"]).contains("names a doctor"), "{message}");
    // The note leaves with the story, also from what the guide said.
    writer.delete(&path(&told)).await.expect(200);
    crate::support::eventually("nothing is left", async || {
        let tables = server.database.tables_with("leave the name out").await;
        if tables.is_empty() { Ok(()) } else { Err(format!("{tables:?}")) }
    })
    .await;
}

#[tokio::test]
async fn a_refused_story_stays_with_its_author_who_learns_why_and_can_mend_it() {
    let server = reviewing().await;
    let (writer, reader) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let held = post(&writer, PLAIN).await;
    hears(&writer, "Your story is kept safe").await;
    server.cli(&["story", "refuse", said(&held["id"]), "--reason", "hidden"]).expect_success();
    let own = seen(&writer, &held).await;
    assert_eq!((&own["visibility"], &own["story"]["state"]), (&json!("private"), &json!("refused")));
    assert_eq!(own["story"]["review"]["reason"], "hidden");
    reader.get(&path(&held)).await.expect(404);
    writer.post(&format!("{}/reblog", path(&held))).await.expect(422);
    hears(&writer, "was not let through").await;
    let mended = change(&writer, &held, "Eleven years", "Many years").await;
    assert_eq!((&mended["story"]["state"], mended["story"].get("review")), (&json!("held"), None));
    release(&server, &held);
    assert!(said(&seen(&reader, &held).await["content"]).contains("Many years"));
    hears(&writer, "others can read it now").await;
}

#[tokio::test]
async fn nothing_of_a_held_story_or_change_leaves_the_server() {
    let (server, peer) = (reviewing().await, Peer::start());
    let writer = server.member("quiet_fern_12");
    let finger = format!("/.well-known/webfinger?resource=acct:quiet_fern_12@{}", server.domain);
    let links = writer.get(&finger).await.expect(200).json()["links"].clone();
    let person = links.as_array().unwrap().iter().find(|link| link["rel"] == "self").unwrap()["href"].clone();
    let follow = json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": peer.url("/follows/1"), "type": "Follow",
        "actor": peer.person("ann"), "object": person,
    });
    peer.send("ann", &server.url("/inbox"), &follow).await.expect(202);
    peer.wait_for("Accept").await;
    let told = post(&writer, PLAIN).await;
    // What comes after it in order has arrived, so it was not sent.
    post(&writer, "First note.").await;
    assert!(said(&peer.wait_for("Create").await.activity["object"]["content"]).contains("First note."));
    release(&server, &told);
    let created = crate::support::eventually("the story arrives", async || {
        let found =
            peer.received().into_iter().find(|one| one.activity.to_string().contains("never examined"));
        found.ok_or("not yet".to_owned())
    })
    .await;
    assert_eq!(created.activity["type"], "Create");
    change(&writer, &told, "never examined", "never looked at").await;
    post(&writer, "Second note.").await;
    crate::support::eventually("the second note arrives", async || {
        let found = peer.received().iter().any(|one| one.activity.to_string().contains("Second note."));
        if found { Ok(()) } else { Err("not yet".to_owned()) }
    })
    .await;
    let everything = format!("{:?}", peer.received());
    assert!(!everything.contains("never looked at"), "{everything}");
    assert!(!everything.contains("/guide"), "what the guide says stays here: {everything}");
    release(&server, &told);
    let update = peer.wait_for("Update").await;
    assert!(said(&update.activity["object"]["content"]).contains("never looked at"));
}

#[tokio::test]
async fn where_nobody_reviews_the_first_story_ends_the_trial() {
    let server = Server::at("a").env("ANAMNESIS_REVIEW_MODE", "none").start().await;
    let writer = server.member("quiet_fern_12");
    server.database.rows("UPDATE member SET trusted = FALSE RETURNING account_id").await;
    let link = json!({"status": "See https://example.org/"});
    writer.post_json("/api/v1/statuses", &link).await.expect(422);
    assert_eq!(post(&writer, PLAIN).await["story"]["state"], "published");
    writer.post_json("/api/v1/statuses", &link).await.expect(200);
}

#[tokio::test]
async fn a_note_on_trial_cannot_be_edited_into_a_story_past_the_review() {
    let server = Server::start().await;
    let writer = server.member("quiet_fern_12");
    server.database.rows("UPDATE member SET trusted = FALSE RETURNING account_id").await;
    let note = post(&writer, "Good morning.").await;
    let answer = writer.put_json(&path(&note), &json!({"status": PLAIN})).await.expect(200).json();
    assert!(said(&answer["content"]).contains("Good morning."), "{answer}");
    assert_eq!(answer["story"]["change"]["state"], "held");
    assert!(said(&seen(&server.client(), &note).await["content"]).contains("Good morning."));
    release(&server, &note);
    assert_eq!(seen(&server.client(), &note).await["story"]["state"], "published");
}
